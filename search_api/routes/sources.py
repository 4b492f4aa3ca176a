"""Files: how a source was read, its pages as pictures, the quarantine."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse

from ingest import pipeline
from search_api.leaf import leaf_of, parse_spans, picture_of, source_of
from search_api.library import Library, NotHeld
from search_api.quarantine import NotSameOrigin, read_again
from search_api.report import report_out
from search_api.report_wire import ReportOut
from search_api.routes.state import library_of
from search_api.source_page import render_leaf, render_quarantine, render_report
from search_api.wire import Problem

router = APIRouter(prefix="/api", tags=["Nguồn"])
pages = APIRouter(include_in_schema=False)

_PROBLEMS: dict[int | str, dict[str, object]] = {404: {"model": Problem, "description": "Không có trong kho"}}


@router.get("/sources/{sha256}/report", responses=_PROBLEMS, summary="Báo cáo đọc tệp của một nguồn")
def report(sha256: str, library: Annotated[Library, Depends(library_of)]) -> ReportOut:
    """Theo từng trang, hoặc từng phần khi tệp không có trang: chất lượng, đã sửa, chưa chắc, chưa hiểu, để ngoài."""
    return _report(sha256, library)


@pages.get("/nguon/{sha256}", response_class=HTMLResponse)
def report_page(sha256: str, library: Annotated[Library, Depends(library_of)]) -> str:
    """The report as a page."""
    return render_report(_report(sha256, library))


@pages.get("/nguon/{sha256}/trang/{number}.png")
def picture(sha256: str, number: int, library: Annotated[Library, Depends(library_of)], doan: str = "") -> Response:
    """A page of a held source as a picture."""
    png = picture_of(sha256, number, parse_spans(doan), library.searcher.store, library.home)
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@pages.get("/nguon/{sha256}/trang/{number}", response_class=HTMLResponse)
def leaf(sha256: str, number: int, library: Annotated[Library, Depends(library_of)], doan: str = "") -> str:
    """A page of a held source, what is quoted marked, beside its report."""
    return render_leaf(leaf_of(sha256, number, parse_spans(doan), library.searcher.store))


@pages.get("/de-rieng", response_class=HTMLResponse)
def quarantine(library: Annotated[Library, Depends(library_of)]) -> str:
    """Every file set aside."""
    return render_quarantine(pipeline.set_aside(library.home))


@pages.post("/de-rieng", response_class=HTMLResponse)
def retry(request: Request, library: Annotated[Library, Depends(library_of)], sha256: Annotated[str, Form()]) -> str:
    """Read one file set aside again; only for a form of this very site."""
    if not _is_own(request):
        raise NotSameOrigin
    reports = read_again(sha256, library.home)
    return render_quarantine(pipeline.set_aside(library.home), reports)


def _is_own(request: Request) -> bool:
    """Whether the browser says that a page of this site sent the form; silence is a no."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    own = origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
    return own and site in (None, "same-origin")


def _report(sha256: str, library: Library) -> ReportOut:
    store = library.searcher.store
    source_of(sha256, store)
    found = report_out(sha256, store)
    if found is None:
        raise NotHeld(f"nguồn {sha256[:12]}")
    return found
