"""The rows of each file as types: their fields are the columns, their notes the documentation.

The description of the interface is made from these, so it cannot say anything else. A column keeps
its name and meaning for good; a new meaning is a new column, and VERSION grows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from qa.queries.figures.measures import DEFINITIONS, Measure

VERSION = "1.0"
M = Measure


@dataclass(frozen=True)
class QuestionRow:
    """Một câu trả lời đang công bố, xếp vào năm công bố."""

    id: Annotated[int, "Số của câu trả lời đã công bố, không đổi"]
    title: Annotated[str, "Tiêu đề do Ban Biên tập đặt"]
    unit_code: Annotated[str, "Mã đơn vị trả lời, như lúc trả lời"]
    unit_name: Annotated[str, "Tên đơn vị lúc trả lời"]
    field_code: Annotated[str | None, "Mã lĩnh vực"]
    commune_code: Annotated[str | None, "Mã xã, phường mà câu hỏi nói đến"]
    received_month: Annotated[str, "Tháng nhận câu hỏi, ví dụ 2026-11"]
    published_date: Annotated[date, "Ngày công bố"]
    working_days: Annotated[int | None, "Số ngày làm việc từ khi nhận đến khi công bố lần đầu"]
    in_time: Annotated[bool | None, "Lần trả lời đầu tiên đúng hạn hay không"]
    url: Annotated[str, "Địa chỉ trang của câu trả lời"]


@dataclass(frozen=True)
class FigureRow:
    """Số liệu của một kỳ, của tất cả hoặc của một đơn vị, lĩnh vực, xã phường, như lúc đó."""

    period: Annotated[str, "Khóa của kỳ: 2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026"]
    dimension: Annotated[str, "all, unit, field hoặc commune"]
    code: Annotated[str | None, "Mã đơn vị, lĩnh vực, xã phường; trống: tất cả hoặc chưa xếp"]
    name: Annotated[str, "Tên của dòng"]
    received: Annotated[int, DEFINITIONS[M.RECEIVED]]
    responded: Annotated[int, DEFINITIONS[M.RESPONDED]]
    answered: Annotated[int, DEFINITIONS[M.ANSWERED]]
    in_time: Annotated[int, DEFINITIONS[M.IN_TIME]]
    late: Annotated[int, DEFINITIONS[M.LATE]]
    finished: Annotated[int, DEFINITIONS[M.FINISHED]]
    returned: Annotated[int, DEFINITIONS[M.RETURNED]]
    reopened: Annotated[int, DEFINITIONS[M.REOPENED]]
    withdrawn: Annotated[int, DEFINITIONS[M.WITHDRAWN]]
    rejected: Annotated[int, DEFINITIONS[M.REJECTED]]
    open: Annotated[int, DEFINITIONS[M.OPEN]]
    open_0_5: Annotated[int, DEFINITIONS[M.OPEN_5]]
    open_6_10: Annotated[int, DEFINITIONS[M.OPEN_10]]
    open_11_20: Annotated[int, DEFINITIONS[M.OPEN_20]]
    open_over_20: Annotated[int, DEFINITIONS[M.OPEN_OLD]]
    rated: Annotated[int, DEFINITIONS[M.RATED]]
    rating: Annotated[
        float | None,
        f"{DEFINITIONS['rating']} Trống khi chưa đủ 5 lượt đánh giá, hoặc khi nêu ra thì tính được của nhóm nhỏ khác.",
    ]
    rating_coverage: Annotated[float | None, f"{DEFINITIONS['coverage']} Từ 0 đến 1."]
    response_days_median: Annotated[int | None, f"{DEFINITIONS['response']} Trung vị."]
    response_days_p90: Annotated[int | None, f"{DEFINITIONS['response']} Phân vị 90."]
    first_answer_days_median: Annotated[int | None, f"{DEFINITIONS['first_answer']} Trung vị."]
    first_answer_days_p90: Annotated[int | None, f"{DEFINITIONS['first_answer']} Phân vị 90."]
    final_answer_days_median: Annotated[int | None, f"{DEFINITIONS['final_answer']} Trung vị."]
    final_answer_days_p90: Annotated[int | None, f"{DEFINITIONS['final_answer']} Phân vị 90."]


@dataclass(frozen=True)
class UnitRow:
    """Một đơn vị, kể cả đơn vị không còn."""

    code: Annotated[str, "Mã đơn vị, không đổi"]
    name: Annotated[str, "Tên đầy đủ"]
    short_name: Annotated[str, "Tên ngắn"]
    kind: Annotated[str, "Loại: party_committee, party_body, department, agency, commune"]
    parent_code: Annotated[str | None, "Mã đơn vị cấp trên"]
    valid_from: Annotated[date, "Ngày đầu tiên có tên này"]
    valid_to: Annotated[date | None, "Ngày cuối cùng; trống: đang hoạt động"]
    successor_codes: Annotated[str, "Mã các đơn vị kế tục trực tiếp, cách nhau bằng dấu cách"]


@dataclass(frozen=True)
class FieldRow:
    """Một lĩnh vực dùng để xếp câu hỏi."""

    code: Annotated[str, "Mã lĩnh vực, không đổi"]
    name: Annotated[str, "Tên lĩnh vực"]
    is_active: Annotated[bool, "Còn dùng để xếp câu hỏi mới"]


@dataclass(frozen=True)
class FileRow:
    """Một tệp tải được."""

    dataset: Annotated[str, "Tên bộ dữ liệu trong địa chỉ"]
    title: Annotated[str, "Bộ dữ liệu chứa gì"]
    year: Annotated[int | None, "Năm; trống khi bộ dữ liệu chỉ có một tệp"]
    format: Annotated[str, "csv, xlsx hoặc json"]
    url: Annotated[str, "Địa chỉ tải"]


@dataclass(frozen=True)
class Meta:
    """Nguồn của tệp; ghi lại khi dùng."""

    title: Annotated[str, "Tên bộ dữ liệu"]
    attribution: Annotated[str, "Dòng ghi nguồn"]
    licence: Annotated[str, "Điều kiện dùng lại"]
    version: Annotated[str, "Phiên bản của các cột"]
    generated_at: Annotated[datetime, "Lúc lập tệp"]
    documentation: Annotated[str, "Địa chỉ trang giải thích"]
