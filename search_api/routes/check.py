"""Checking a draft: POST /api/check, and the page /kiem-tra that works without scripts."""

import datetime
import json
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from corpus.errors import UnreadableSource
from search_api import check_page, problems
from search_api import draft as drafts
from search_api.check import check
from search_api.check_wire import CheckOut, CheckRequest, check_out
from search_api.clock import today
from search_api.draft import Busy, DraftTooLarge
from search_api.export.papers import MEDIA_TYPE, Paper, written
from search_api.library import Library
from search_api.nearby import nearest
from search_api.routes.state import library_of
from search_api.shelf import Shelf
from search_api.wire import Problem

router = APIRouter(tags=["Dự thảo"])

MAX_BODY = drafts.MAX_BYTES + 2**20
"""Largest request: a file and the fields around it."""

_AT_ONCE = 2
_WAIT = 30.0  # seconds that a check waits for its turn
_turns = threading.BoundedSemaphore(_AT_ONCE)

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    413: {"model": Problem, "description": "Dự thảo quá lớn"},
    422: {"model": Problem, "description": "Không đọc được dự thảo, hoặc ngày sai mẫu"},
    503: {"model": Problem, "description": "Đang kiểm tra những dự thảo khác"},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": CheckRequest.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": f"Tệp DOCX, PDF, HTML hoặc TXT, nhiều nhất {drafts.MAX_BYTES // 2**20} MB",
                        },
                        "text": {"type": "string", "description": "Toàn văn, khi không gửi tệp"},
                        "on": {"type": "string", "format": "date", "description": "Ngày dự kiến ký"},
                    },
                }
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A draft as it was sent.

    Attributes:
        name: Of the file, or "dự thảo" for text.
        data: The bytes of the file; None for text.
        on: The day as typed; "" for today.
    """

    name: str
    data: bytes | None
    text: str
    on: str


@router.post("/api/check", responses=_PROBLEMS, openapi_extra=_BODY, summary="Kiểm tra viện dẫn của một dự thảo")
async def check_draft(request: Request, library: Annotated[Library, Depends(library_of)]) -> CheckOut:
    """Mọi viện dẫn với nơi nó trỏ tới, tình trạng vào ngày ký, lỗi phát hiện; quy định bị tác động và ai dựa vào chúng.

    Dự thảo chỉ được giữ trong lúc kiểm tra, không lưu và không ghi nhật ký.
    """
    sent = await _sent(request)
    day = _day(sent.on)
    return await run_in_threadpool(_checked, sent, day, library)


@router.post(
    "/api/check/{paper}",
    response_class=Response,
    responses={**_PROBLEMS, 200: {"content": {MEDIA_TYPE: {}}, "description": "Tệp DOCX"}},
    openapi_extra=_BODY,
    summary="Tệp Word của một lần kiểm tra",
)
async def write_paper(paper: Paper, request: Request, library: Annotated[Library, Depends(library_of)]) -> Response:
    """Dự thảo DOCX kèm ghi chú, bảng so sánh và thuyết minh, hoặc văn bản được sửa đổi như sau khi có dự thảo.

    Dự thảo chỉ được giữ trong lúc kiểm tra, không lưu và không ghi nhật ký.
    """
    sent = await _sent(request)
    day = _day(sent.on)
    return _attached(paper, await run_in_threadpool(_written, paper, sent, day, library))


@router.post("/kiem-tra/{paper}", include_in_schema=False)
async def paper_of_page(paper: Paper, request: Request, library: Annotated[Library, Depends(library_of)]) -> Response:
    """A file for the page; what cannot be written gives the form again with the reason."""
    sent = Sent("", None, "", "")
    try:
        sent = await _sent(request)
        day = _day(sent.on)
        return _attached(paper, await run_in_threadpool(_written, paper, sent, day, library))
    except UnreadableSource as error:
        return HTMLResponse(check_page.render_form(today(), error, sent.text), problems.status_of(error))
    except RequestValidationError:
        return _wrong_day(sent)


@router.get("/kiem-tra", response_class=HTMLResponse, include_in_schema=False)
def form() -> str:
    """The empty form."""
    return check_page.render_form(today())


@router.post("/kiem-tra", response_class=HTMLResponse, include_in_schema=False)
async def results(request: Request, library: Annotated[Library, Depends(library_of)]) -> HTMLResponse:
    """The findings as a page; a draft that cannot be read gives the form again with the reason."""
    sent = Sent("", None, "", "")
    try:
        sent = await _sent(request)
        day = _day(sent.on)
        found = await run_in_threadpool(_checked, sent, day, library)
    except UnreadableSource as error:
        return HTMLResponse(check_page.render_form(today(), error, sent.text), problems.status_of(error))
    except RequestValidationError:
        return _wrong_day(sent)
    return HTMLResponse(check_page.render_check(found))


def _wrong_day(sent: Sent) -> HTMLResponse:
    wrong_day = UnreadableSource("Ngày không có thật hoặc sai mẫu", f"“{sent.on}”", "Chọn lại ngày dự kiến ký.")
    return HTMLResponse(check_page.render_form(today(), wrong_day, sent.text), 422)


def _attached(paper: Paper, data: bytes) -> Response:
    headers = {"content-disposition": f'attachment; filename="{paper}.docx"', "cache-control": "no-store"}
    return Response(data, media_type=MEDIA_TYPE, headers=headers)


def _written(paper: Paper, sent: Sent, on: datetime.date, library: Library) -> bytes:
    with _turn():
        return written(paper, _read(sent), sent.data, library.searcher.store, on)


def _read(sent: Sent) -> drafts.Draft:
    return drafts.read_bytes(sent.name, sent.data) if sent.data else drafts.read_text(sent.name, sent.text)


def _checked(sent: Sent, on: datetime.date, library: Library) -> CheckOut:
    with _turn():
        draft = _read(sent)
        searcher = library.searcher
        shelf = Shelf(searcher.store, on)
        return check_out(check(draft, searcher.store, on), shelf, nearest(draft, searcher, shelf))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=_WAIT):
        raise Busy
    try:
        yield
    finally:
        _turns.release()


async def _sent(request: Request) -> Sent:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > MAX_BODY:
        raise DraftTooLarge(f"{int(length) // 2**20} MB")
    return await (_from_form(request) if kind == "multipart/form-data" else _from_json(request))


async def _from_json(request: Request) -> Sent:
    body = b"".join([chunk async for chunk in _limited(request.stream())])
    try:
        asked = CheckRequest.model_validate(json.loads(body))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    except ValueError as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": str(error)}]) from error
    return Sent(asked.name, None, asked.text, asked.on.isoformat() if asked.on else "")


async def _from_form(request: Request) -> Sent:
    parser = MultiPartParser(
        request.headers, _limited(request.stream()), max_files=1, max_fields=4, max_part_size=4 * drafts.MAX_TEXT
    )
    try:
        fields = await parser.parse()
    except MultiPartException as error:
        raise UnreadableSource("Không đọc được nội dung gửi lên", "", "Chọn lại tệp rồi gửi lại.") from error
    file, text = fields.get("file"), str(fields.get("text") or "")
    try:
        data = await file.read() if isinstance(file, UploadFile) else b""
        name = file.filename if isinstance(file, UploadFile) else ""
    finally:
        await fields.close()
    if not data and not text.strip():
        raise UnreadableSource("Chưa có dự thảo nào", "", "Chọn một tệp, hoặc dán nội dung vào ô.")
    return Sent(name or "dự thảo", data or None, text, str(fields.get("on") or ""))


async def _limited(stream: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The stream, refused once it is longer than a request may be."""
    size = 0
    async for chunk in stream:
        size += len(chunk)
        if size > MAX_BODY:
            raise DraftTooLarge(f"hơn {MAX_BODY // 2**20} MB")
        yield chunk


def _day(text: str) -> datetime.date:
    """The day typed, today for none.

    Raises:
        RequestValidationError: no such day.
    """
    try:
        return datetime.date.fromisoformat(text) if text else today()
    except ValueError as error:
        raise RequestValidationError([{"type": "date_parsing", "loc": ("on",), "msg": str(error)}]) from error
