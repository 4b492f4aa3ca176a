"""What changed between two days: GET /api/changes and the page /thay-doi."""

import datetime
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from corpus.errors import BadPeriod, CanCuError
from search_api import problems
from search_api.changes import Asked, changes_out
from search_api.changes_wire import ChangesOut
from search_api.clock import today
from search_api.library import Library, NotHeld
from search_api.pages import SearchForm, render
from search_api.routes.state import library_of
from search_api.wire import Problem

router = APIRouter(prefix="/api", tags=["So sánh"])
pages = APIRouter(include_in_schema=False)

_PROBLEMS: dict[int | str, dict[str, object]] = {
    400: {"model": Problem, "description": "Ngày đầu sau ngày cuối, hoặc văn bản nêu tên không đọc được"},
    404: {"model": Problem, "description": "Văn bản nêu tên không có trong kho"},
}
_SPAN = datetime.timedelta(days=365)
_Text = Annotated[str, Query(max_length=500)]


@router.get("/changes", responses=_PROBLEMS, summary="Những gì thay đổi giữa hai ngày")
def changes(
    library: Annotated[Library, Depends(library_of)],
    start: Annotated[datetime.date, Query(alias="from", description="Từ ngày này", examples=["2025-07-01"])],
    end: Annotated[datetime.date | None, Query(alias="to", description="Đến hết ngày này; bỏ trống là hôm nay")] = None,
    q: Annotated[str, Query(max_length=500, description="Từ trong trích yếu, tên gọi; hoặc số hiệu")] = "",
    loai: _Text = "",
    co_quan: _Text = "",
    document: _Text = "",
) -> ChangesOut:
    """Ban hành, hiệu lực, sửa đổi, thay thế, bãi bỏ, ngưng, hết hiệu lực: ngày nào, theo ai; chưa rõ ngày thì riêng."""
    searcher = library.searcher
    asked = Asked(start, end or today(), q, loai, co_quan, document)
    return changes_out(asked, searcher.store, searcher.name)


@dataclass(frozen=True, slots=True)
class _Form:
    """What stands in the form of the page, as typed."""

    q: str
    tu: str
    den: str
    loai: str
    co_quan: str


@pages.get("/thay-doi", response_class=HTMLResponse)
def page(
    library: Annotated[Library, Depends(library_of)],
    q: _Text = "",
    tu: str = "",
    den: str = "",
    loai: _Text = "",
    co_quan: _Text = "",
) -> HTMLResponse:
    """The changes as a page; without days, those of the year up to today."""
    day = today()
    form = _Form(q.strip(), tu or (day - _SPAN).isoformat(), den or day.isoformat(), loai.strip(), co_quan.strip())
    try:
        asked = Asked(_day(form.tu), _day(form.den), form.q, form.loai, form.co_quan)
        found, problem = changes_out(asked, library.searcher.store, library.searcher.name), None
    except CanCuError as error:
        held = isinstance(error, NotHeld)
        found, problem = None, problems.not_held(form.q) if held else problems.of_error(error)
    html = render("changes.html", asked=form, form=SearchForm(), found=found, problem=problem)
    return HTMLResponse(html, problem.status if problem else 200)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadPeriod(f"“{text}” không phải ngày có thật", "từ ngày, đến ngày", "Viết theo mẫu 2026-11-25.") from None
