"""A table handed to the browser as a file."""

from collections.abc import Sequence
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.text import slugify

from cms.export import Sheet, csv_lines, workbook

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_download(sheet: Sheet, *, name: str) -> StreamingHttpResponse:
    lines = csv_lines(sheet.head, sheet.rows)
    first = next(lines)  # what goes wrong before the first row is an error page, not half a file
    return StreamingHttpResponse(chain([first], lines), content_type=CSV, headers=_as(name, "csv"))


def xlsx_download(sheets: Sequence[Sheet], *, name: str) -> HttpResponse:
    return HttpResponse(workbook(sheets), content_type=XLSX, headers=_as(name, "xlsx"))


def _as(name: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{slugify(name) or "table"}.{ending}"'}


def pdf_download(content: bytes, *, name: str) -> HttpResponse:
    """Under a name of our own, kept by nobody on the way."""
    headers = _as(name, "pdf") | {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
