"""Files as responses: to be saved, and never read as anything but what they are."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from engagement.web.loaders import NotVisible

if TYPE_CHECKING:
    from surveys.queries.summaries import Results

CHART_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Answer with a file to be saved under `name`."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def chart_attachment(results: "Results | None", question: str, kind: str) -> HttpResponse:
    """Answer with the chart of a question. Raises NotVisible where none is drawn on the page."""
    from surveys.exchange.chart_files import chart_file

    document = results.chart_document(question) if results is not None else None
    if results is None or document is None or kind not in CHART_TYPES:
        raise NotVisible
    name = f"{results.snapshot.survey.code}-{question}.{kind}"
    return attachment(chart_file(document, kind), name, CHART_TYPES[kind])
