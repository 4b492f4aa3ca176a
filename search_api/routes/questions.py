"""Asking: POST /api/ask and GET /api/search."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from search_api.clock import today
from search_api.library import Library
from search_api.routes.state import library_of
from search_api.wire import MAX_QUESTION, AnswerOut, AskRequest, Problem

router = APIRouter(prefix="/api", tags=["Tra cứu"])

_PROBLEMS: dict[int | str, dict[str, object]] = {
    422: {"model": Problem, "description": "Yêu cầu không hợp lệ"},
    503: {"model": Problem, "description": "Chưa có chỉ mục"},
}


@router.post("/ask", responses=_PROBLEMS, summary="Hỏi quy định nào áp dụng")
def ask(request: AskRequest, library: Annotated[Library, Depends(library_of)]) -> AnswerOut:
    """Trả lời bằng trích dẫn: đúng nơi, tình trạng vào ngày áp dụng, văn bản sửa đổi, nguồn; hoặc nói là không có."""
    return library.ask(request, today())


@router.get("/search", responses=_PROBLEMS, summary="Tìm kiếm bằng địa chỉ có thể lưu lại")
def search(
    library: Annotated[Library, Depends(library_of)],
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUESTION, examples=["nd 45/2012"])],
    on: Annotated[datetime.date | None, Query(description="Ngày áp dụng")] = None,
    every_time: bool = False,
    loai: str | None = None,
    official: bool | None = None,
    k: Annotated[int, Query(ge=1, le=50)] = 10,
) -> AnswerOut:
    """Như /api/ask, với câu hỏi trong địa chỉ."""
    request = AskRequest(question=q, on=on, every_time=every_time, loai=loai, official=official, k=k)
    return library.ask(request, today())
