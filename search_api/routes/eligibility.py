"""Whether a business may get a support: /api/eligibility, the page /dieu-kien, and its written summary."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from corpus.rule_files import rule_book
from search_api import problems
from search_api.clock import today
from search_api.eligibility import eligibility_out, questions_out
from search_api.eligibility_answers import DAY_FIELD, BadAnswer, Given, read
from search_api.eligibility_page import render_result, render_step, step_of
from search_api.eligibility_wire import EligibilityOut, EligibilityRequest, QuestionsOut
from search_api.export.eligibility import MEDIA_TYPE, written
from search_api.library import Library
from search_api.routes.state import library_of
from search_api.wire import Problem

router = APIRouter(prefix="/api", tags=["Điều kiện hỗ trợ"])
pages = APIRouter(include_in_schema=False)

_PROBLEMS: dict[int | str, dict[str, Any]] = {422: {"model": Problem, "description": "Câu trả lời không đọc được"}}
_STEP = "buoc"


def _parameters() -> dict[str, Any]:
    """The questions as query parameters."""
    rows = []
    for field in rule_book().fields.values():
        schema: dict[str, Any] = {"type": "string"}
        if field.options:
            schema["enum"] = [option.code for option in field.options]
        rows.append(
            {"name": field.code, "in": "query", "required": False, "description": field.words, "schema": schema}
        )
    return {"parameters": rows}


@router.get("/eligibility", responses=_PROBLEMS, openapi_extra=_parameters(), summary="Xét điều kiện được hỗ trợ")
def ask(request: Request, library: Annotated[Library, Depends(library_of)]) -> EligibilityOut:
    """Từng hỗ trợ: đủ, không đủ hay chưa rõ, điều gì quyết định; mức tiền, hồ sơ, hạn, nơi nộp, kèm căn cứ."""
    return _found(read(dict(request.query_params), rule_book(), today()), library)


@router.post("/eligibility", responses=_PROBLEMS, summary="Xét điều kiện được hỗ trợ (JSON)")
def ask_json(asked: EligibilityRequest, library: Annotated[Library, Depends(library_of)]) -> EligibilityOut:
    """Như GET, với câu trả lời trong thân yêu cầu."""
    typed = {code: str(value) for code, value in asked.answers.items()}
    if asked.on:
        typed[DAY_FIELD] = asked.on.isoformat()
    return _found(read(typed, rule_book(), today()), library)


@router.get("/eligibility/questions", summary="Các câu hỏi của việc xét điều kiện")
def questions() -> QuestionsOut:
    """Câu hỏi, mã lựa chọn, và việc nào thì hỏi."""
    return questions_out(rule_book())


@pages.get("/dieu-kien", response_class=HTMLResponse)
def page(request: Request, library: Annotated[Library, Depends(library_of)]) -> HTMLResponse:
    """A step (`buoc`), or without one the result; the first step when nothing was answered."""
    book, typed = rule_book(), _typed(request)
    asked_step = request.query_params.get(_STEP, "")
    try:
        given = read(typed, book, today())
    except BadAnswer as error:
        step = step_of(error.field, book)
        return HTMLResponse(render_step(step, _known(typed), book, None, error), problems.status_of(error))
    found = _found(given, library)
    step = int(asked_step) if asked_step.isascii() and asked_step.isdigit() else 0
    if not 1 <= step <= len(book.questions):
        step = 0 if given.typed else 1
    if step:
        return HTMLResponse(render_step(step, given.typed, book, found if given.typed else None))
    return HTMLResponse(render_result(found, book, given.typed))


@pages.get("/dieu-kien.docx")
def document(request: Request, library: Annotated[Library, Depends(library_of)]) -> Response:
    """The written summary."""
    found = _found(read(_typed(request), rule_book(), today()), library)
    data = written(found, str(request.base_url).rstrip("/"))
    name = f"dieu-kien-ho-tro-{found.on.isoformat()}.docx"
    return Response(data, media_type=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _found(given: Given, library: Library) -> EligibilityOut:
    searcher = library.searcher
    return eligibility_out(given, rule_book(), searcher.store, searcher.name)


def _typed(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if name != _STEP}


def _known(typed: Mapping[str, str]) -> dict[str, str]:
    return {code: value[:200] for code, value in typed.items() if code in rule_book().fields}
