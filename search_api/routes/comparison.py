"""Comparing: GET /api/diff, and the timeline of a document."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from corpus.reference import DocId
from search_api.clock import today
from search_api.comparison import comparison_out, sides_of, timeline_out
from search_api.comparison_page import page_of
from search_api.comparison_wire import ComparisonOut, TimelineOut
from search_api.library import Library
from search_api.routes.state import library_of
from search_api.wire import Problem

router = APIRouter(prefix="/api", tags=["So sánh"])
pages = APIRouter(include_in_schema=False)

_PROBLEMS: dict[int | str, dict[str, object]] = {
    400: {"model": Problem, "description": "Nơi sai mẫu hoặc không chỉ một nơi; ngày đầu thiếu hoặc sau ngày cuối"},
    404: {"model": Problem, "description": "Không có trong kho"},
}
_PLACE = "Mã (nd-cp/2012/45#dieu-1) hoặc viện dẫn (Điều 1 Nghị định 45/2012/NĐ-CP)"


@router.get("/diff", responses=_PROBLEMS, summary="So sánh hai ngày của một nơi, hoặc hai nơi")
def diff(
    library: Annotated[Library, Depends(library_of)],
    ref: Annotated[
        str, Query(min_length=1, max_length=500, description=_PLACE, examples=["nd-cp/2012/45#dieu-1/khoan-2"])
    ],
    ref2: Annotated[
        str, Query(max_length=500, description="Nơi hoặc văn bản đặt bên cạnh; bỏ trống để so sánh hai ngày")
    ] = "",
    start: Annotated[
        datetime.date | None,
        Query(alias="from", description="Ngày của lời văn thứ nhất; cần khi không có ref2", examples=["2024-01-01"]),
    ] = None,
    end: Annotated[
        datetime.date | None,
        Query(alias="to", description="Ngày của lời văn thứ hai; bỏ trống là hôm nay", examples=["2026-11-25"]),
    ] = None,
) -> ComparisonOut:
    """Từng nơi khác nhau, theo từng từ; kiểu chữ, dấu cách, cách đặt dấu thanh không tính là khác.

    Thay đổi đã biết mà kho chưa có lời văn được nói rõ trong `gaps`, không bao giờ coi là “không khác”.
    """
    searcher = library.searcher
    day = today()
    sides = sides_of(ref, ref2, start, end, searcher.store, day)
    return comparison_out(sides, searcher.store, day, searcher.name)


@router.get("/documents/{kind}/{year}/{number}/timeline", responses=_PROBLEMS, summary="Dòng thời gian của một văn bản")
def timeline(
    kind: str,
    year: str,
    number: str,
    library: Annotated[Library, Depends(library_of)],
    on: Annotated[datetime.date | None, Query(description="Ngày xét tình trạng; bỏ trống là hôm nay")] = None,
) -> TimelineOut:
    """Ban hành, có hiệu lực, sửa đổi, thay thế, hết hiệu lực: ngày nào, bởi ai, theo ai; chưa rõ ngày thì để riêng."""
    searcher = library.searcher
    return timeline_out(DocId.parse(f"{kind}/{year}/{number}"), searcher.store, on or today(), searcher.name)


@pages.get("/so-sanh", response_class=HTMLResponse)
def page(
    library: Annotated[Library, Depends(library_of)], noi: str = "", noi_khac: str = "", tu: str = "", den: str = ""
) -> HTMLResponse:
    """The comparison as a page; without a place, the form alone."""
    html, status = page_of(noi, noi_khac, tu, den, library.searcher.store, today())
    return HTMLResponse(html, status)
