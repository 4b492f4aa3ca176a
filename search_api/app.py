"""The service: API, pages and static files over one library."""

import datetime
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import web
from corpus.errors import CanCuError
from corpus.reference import DocId
from search_api import fonts, pages, problems
from search_api.clock import today
from search_api.comparison import timeline_out
from search_api.export.consolidated import consolidated
from search_api.export.page import render_consolidated
from search_api.library import Library, NotHeld
from search_api.routes import changes, check, comparison, documents, eligibility, questions, sources
from search_api.settings import Settings
from search_api.wire import Problem

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def create_app(settings: Settings, library: Library | None = None) -> FastAPI:
    """The application; the snapshot is opened at once, so that a missing one is said at the start.

    Raises:
        SnapshotError: no usable snapshot.
    """
    app = FastAPI(
        title="Căn Cứ",
        summary="Kho văn bản pháp luật Việt Nam, tra cứu theo nghĩa.",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.library = library or Library(settings)
    _ = app.state.library.searcher
    app.middleware("http")(_with_headers)
    app.include_router(questions.router)
    app.include_router(documents.router)
    app.include_router(comparison.router)
    app.include_router(comparison.pages)
    app.include_router(changes.router)
    app.include_router(changes.pages)
    app.include_router(check.router)
    app.include_router(eligibility.router)
    app.include_router(eligibility.pages)
    app.include_router(sources.router)
    app.include_router(sources.pages)
    _add_pages(app)
    _add_problems(app)
    fonts.subset_fonts(settings.home / "fonts")
    app.mount("/static/fonts", StaticFiles(directory=settings.home / "fonts"), name="fonts")
    app.mount("/static", StaticFiles(directory=Path(web.__file__).parent / "static"), name="static")
    return app


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _add_pages(app: FastAPI) -> None:
    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def home(request: Request) -> str:
        library: Library = request.app.state.library
        return pages.render_home(library.coverage(library.searcher), today())

    @app.get("/tra-cuu", response_class=HTMLResponse, include_in_schema=False)
    def results(
        request: Request, q: str = "", on: str = "", moi_thoi_diem: str = "", loai: str = "", nguon: str = ""
    ) -> HTMLResponse:
        library: Library = request.app.state.library
        form, asked, problem = pages.read_form(q, on, moi_thoi_diem == "1", loai, nguon, today())
        if problem is not None:
            return HTMLResponse(pages.render_problem(problem, typed=q), problem.status)
        if asked is None:
            return HTMLResponse(pages.render_home(library.coverage(library.searcher), form.on))
        return HTMLResponse(pages.render_answer(library.ask(asked, today()), form))

    @app.get("/van-ban/{kind}/{year}/{number}", response_class=HTMLResponse, include_in_schema=False)
    def document(request: Request, kind: str, year: str, number: str, on: str = "") -> str:
        library: Library = request.app.state.library
        day = _day(on)
        found = library.document(DocId.parse(f"{kind}/{year}/{number}"), day)
        timeline = timeline_out(DocId.parse(found.id), library.searcher.store, day)
        return pages.render_document(found, day, timeline)

    @app.get("/van-ban/{kind}/{year}/{number}/hop-nhat", response_class=HTMLResponse, include_in_schema=False)
    def consolidated_text(request: Request, kind: str, year: str, number: str, on: str = "") -> str:
        library: Library = request.app.state.library
        store = library.searcher.store
        return render_consolidated(consolidated(DocId.parse(f"{kind}/{year}/{number}"), store, _day(on)), store)

    @app.get("/kho", response_class=HTMLResponse, include_in_schema=False)
    def collection(request: Request) -> str:
        library: Library = request.app.state.library
        return pages.render_collection(library.collection(today()))

    @app.get("/healthz", tags=["Vận hành"], summary="Dịch vụ có trả lời được không")
    def healthz(request: Request) -> dict[str, str]:
        library: Library = request.app.state.library
        return {"status": "ok", "snapshot": library.searcher.name}


def _day(text: str) -> datetime.date:
    """A day from an address; a day that is not one reads as today, as an empty field does."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return today()


def _add_problems(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _answer(request, problems.of_validation(error.errors()))

    @app.exception_handler(CanCuError)
    async def ours(request: Request, error: CanCuError) -> Response:
        if isinstance(error, NotHeld):
            return _answer(request, problems.not_held(error.what.partition(": ")[2]))
        return _answer(request, problems.of_error(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        title = {404: "Không có trang này", 405: "Không dùng được cách gọi này"}.get(error.status_code, "Yêu cầu lỗi")
        remedy = "Về trang tra cứu."
        detail = f"{title}: {request.url.path}. {remedy}"
        return _answer(
            request,
            Problem(title=title, status=error.status_code, detail=detail, where=request.url.path, remedy=remedy),
        )


def _answer(request: Request, problem: Problem) -> Response:
    """A problem as the asker can read it: JSON under /api, a page elsewhere."""
    if request.url.path.startswith("/api"):
        return JSONResponse(problem.model_dump(), problem.status, media_type=problems.MEDIA_TYPE)
    return HTMLResponse(pages.render_problem(problem), problem.status)
