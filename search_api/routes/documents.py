"""Reading: documents, their places, the whole collection."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from corpus.locator import Locator
from corpus.reference import DocId, Ref
from search_api.clock import today
from search_api.export.consolidated import consolidated
from search_api.export.forms import FORMS, Form
from search_api.history import history_out
from search_api.history_wire import ProvisionOut
from search_api.library import Library, NotHeld
from search_api.routes.state import library_of
from search_api.wire import CollectionOut, DocumentOut, Problem

router = APIRouter(prefix="/api", tags=["Văn bản"])

_PROBLEMS: dict[int | str, dict[str, object]] = {
    400: {"model": Problem, "description": "Mã văn bản hoặc điều khoản sai mẫu"},
    404: {"model": Problem, "description": "Không có trong kho"},
}
Day = Annotated[datetime.date | None, Query(description="Ngày áp dụng; bỏ trống là hôm nay")]


@router.get("/documents", summary="Mọi văn bản trong kho")
def collection(library: Annotated[Library, Depends(library_of)], on: Day = None) -> CollectionOut:
    """Danh sách văn bản với tình trạng, và các tệp đã để riêng kèm lý do."""
    return library.collection(on or today())


@router.get("/documents/{kind}/{year}/{number}", responses=_PROBLEMS, summary="Một văn bản")
def document(
    kind: str, year: str, number: str, library: Annotated[Library, Depends(library_of)], on: Day = None
) -> DocumentOut:
    """Văn bản với mọi nơi của nó, quan hệ, nguồn và tình trạng vào một ngày. Ví dụ: nd-cp/2012/45."""
    return library.document(DocId.parse(f"{kind}/{year}/{number}"), on or today())


@router.get("/provisions/{kind}/{year}/{number}/{locator:path}", responses=_PROBLEMS, summary="Một điều khoản")
def provision(
    kind: str,
    year: str,
    number: str,
    locator: str,
    library: Annotated[Library, Depends(library_of)],
    on: Day = None,
) -> ProvisionOut:
    """Đúng một nơi: lời, tình trạng, cảnh báo, nguồn, lịch sử lời văn. Ví dụ: tt-btc/2018/28/dieu-8/khoan-4."""
    ref = Ref(DocId.parse(f"{kind}/{year}/{number}"), Locator.parse(locator))
    found = library.quote(ref, on or today())
    if found is None:
        raise NotHeld(str(ref))
    history = history_out(ref, library.searcher.store, on or today())
    return ProvisionOut(**found.model_dump(), history=history)


@router.get(
    "/documents/{kind}/{year}/{number}/consolidated",
    responses=_PROBLEMS,
    response_class=Response,
    summary="Văn bản hợp nhất của một ngày",
)
def consolidated_text(
    kind: str,
    year: str,
    number: str,
    library: Annotated[Library, Depends(library_of)],
    on: Day = None,
    form: Annotated[Form, Query(description="akn: Akoma Ntoso 3.0; docx: Word")] = Form.AKN,
) -> Response:
    """Lời văn của ngày ấy thành một tệp, mỗi nơi đã đổi có chú thích; do Căn Cứ lập, không phải bản chính thức."""
    text = consolidated(DocId.parse(f"{kind}/{year}/{number}"), library.searcher.store, on or today())
    written = FORMS[form]
    name = f"{kind}-{year}-{number}-{text.on.isoformat()}.{written.suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name.isascii() else {}
    return Response(written.write(text), media_type=written.media_type, headers=headers)
