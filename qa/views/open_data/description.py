"""The description of the open data by OpenAPI 3.1, made from the data sets and their types."""

from dataclasses import fields

from django.conf import settings
from django.urls import reverse

from engagement.web.site import identity
from qa.queries.open_data.datasets import DATASETS, FORMATS, Dataset
from qa.queries.open_data.files import CONTENT_TYPES
from qa.queries.open_data.rows import VERSION, Meta
from qa.views.open_data.schema import Schema, file_schema, schema_of

YEAR: Schema = {
    "name": "year",
    "in": "path",
    "required": True,
    "description": "Năm",
    "schema": {"type": "integer", "minimum": 2000, "maximum": 2099},
}
IF_NONE_MATCH: Schema = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETag của bản đã có; không đổi thì trả lời 304, không gửi lại tệp",
    "schema": {"type": "string"},
}
HEADERS: Schema = {
    "ETag": {"description": "Dấu của nội dung", "schema": {"type": "string"}},
    "Last-Modified": {"description": "Lúc lập tệp", "schema": {"type": "string"}},
    "Link": {"description": "Trang giải thích (rel=describedby)", "schema": {"type": "string"}},
}


def description() -> Schema:
    """The whole document, ready for JSON."""
    site = identity()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Dữ liệu mở: hỏi đáp trên {site.full_name}",
            "version": VERSION,
            "description": (
                "Câu hỏi, trả lời đã công bố và số liệu tiếp nhận, trả lời. Chỉ đọc, không cần "
                "đăng ký. Các cột giữ tên và nghĩa; đổi nghĩa thì là cột mới."
            ),
            "contact": {"name": site.governing_body, "email": site.email},
            "license": {"name": settings.OPEN_DATA_LICENCE},
        },
        "servers": [{"url": settings.PUBLIC_ORIGIN}],
        "paths": {
            path: {"get": operation(dataset, kind)}
            for dataset in DATASETS
            for kind in FORMATS
            for path in [template(dataset, kind)]
        },
        "components": {
            "schemas": {"Meta": schema_of(Meta)}
            | {dataset.row.__name__: schema_of(dataset.row) for dataset in DATASETS}
        },
    }


def template(dataset: Dataset, kind: str) -> str:
    """The path of a file with {year} where it has one."""
    start = reverse("open_data:index")
    return f"{start}{dataset.code}{'/{year}' if dataset.years else ''}.{kind}"


def operation(dataset: Dataset, kind: str) -> Schema:
    return {
        "operationId": f"{dataset.code.replace('-', '_')}_{kind}",
        "summary": f"{dataset.title} ({kind.upper()})",
        "description": (dataset.row.__doc__ or "").strip(),
        "parameters": [YEAR, IF_NONE_MATCH] if dataset.years else [IF_NONE_MATCH],
        "responses": {
            "200": {
                "description": "Tệp",
                "headers": HEADERS,
                "content": {CONTENT_TYPES[kind].partition(";")[0]: {"schema": body(dataset, kind)}},
            },
            "304": {"description": "Không đổi"},
            "404": {"description": "Không có tệp này"},
        },
    }


def body(dataset: Dataset, kind: str) -> Schema:
    """What a file holds: of JSON the rows, of the others that its first line names the columns."""
    name = dataset.row.__name__
    if kind == "json":
        return file_schema(name)
    columns = ", ".join(field.name for field in fields(dataset.row))
    about = {"description": f"Dòng đầu là tên cột: {columns}. Mỗi dòng theo kiểu {name}."}
    if kind == "csv":
        return {"type": "string", **about}
    return {"type": "string", "contentEncoding": "binary", **about}
