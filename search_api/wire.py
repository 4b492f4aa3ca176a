"""What goes over the wire: the JSON of the API, which the pages render too. Dates are ISO 8601."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.model import EffectStatus
from search_api.table_wire import TableOut

MAX_QUESTION = 2_000
"""Longest question in characters; a longer one is refused with 422."""

Question = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION),
    Field(
        description="Câu hỏi, số hiệu hoặc viện dẫn",
        examples=["xưởng cơ khí ở xã muốn mua máy mới được hỗ trợ bao nhiêu"],
    ),
]
Verdict = Literal["found", "unsure", "not_found"]


class Wire(BaseModel):
    """Frozen values; unknown fields of a request are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AskRequest(Wire):
    """A question about the law of a day."""

    question: Question
    on: datetime.date | None = Field(None, description="Ngày áp dụng; bỏ trống là hôm nay (giờ Việt Nam)")
    every_time: bool = Field(False, description="Tìm cả quy định chưa có hoặc đã hết hiệu lực")
    loai: str | None = Field(None, description="Chỉ tìm trong một loại văn bản, ví dụ “Thông tư”")
    official: bool | None = Field(None, description="true: chỉ nguyên văn; false: chỉ tóm lược")
    k: int = Field(10, ge=1, le=50, description="Số kết quả nhiều nhất")


class SourceOut(Wire):
    """Where a text, or a fact of a summary, comes from."""

    label: str
    url: str | None
    official: bool


class RelationOut(Wire):
    """What another document does to this one, or this one to another."""

    words: str = Field(description="“được sửa đổi, bổ sung bởi”, “thay thế”…")
    so_hieu: str
    ref: str
    page: str | None = Field(description="Địa chỉ trang, null khi kho không có văn bản ấy")
    effective_on: datetime.date | None
    confidence: str


class CorrectionOut(Wire):
    """What an editor mended of a reading, beside what was read."""

    doc_id: str | None = Field(description="Văn bản, null khi tệp chưa vào kho")
    locator: str = Field(description="Nơi được sửa, rỗng cho cả văn bản")
    address: str
    field: str = Field(examples=["so_hieu", "ngay_hieu_luc", "number"])
    read: str = Field(description="Điều đã đọc được; ngày viết theo ISO 8601, rỗng khi không đọc được")
    value: str = Field(description="Điều đã sửa thành; rỗng khi bản gốc không nói")
    reason: str
    made_on: datetime.date
    asserted_by: str = Field(examples=["editor"])
    source: str = Field(description="Tên tệp nguồn")
    sha256: str
    words: str = Field(description="Một câu cho người đọc")


class StatusOut(Wire):
    """Whether the rule binds on the day asked about."""

    on: datetime.date
    status: EffectStatus
    label: str
    words: str
    next_change: datetime.date | None


class Mark(Wire):
    """Characters [start, end) of a quote that match the question."""

    start: int
    end: int


class QuoteOut(Wire):
    """One place, its words, and everything needed to answer for quoting it."""

    ref: str = Field(examples=["tt-btc/2018/28#dieu-8/khoan-4"])
    address: str = Field(description="“Khoản 4 Điều 8”, rỗng cho cả văn bản")
    document_name: str = Field(examples=["Thông tư 28/2018/TT-BTC"])
    trich_yeu: str
    heading: str = Field(description="Tên Điều chứa quy định này")
    text: str = Field(description="Lời của đúng nơi này và các nơi bên dưới; nguyên văn hoặc tóm lược theo `official`")
    marks: tuple[Mark, ...]
    tables: tuple[TableOut, ...] = Field(default=(), description="Bảng trong `text`; theo câu hỏi thì chỉ hàng khớp")
    official: bool = Field(description="false: tóm lược bằng lời của Căn Cứ, không phải nguyên văn")
    confidence: str = Field(description="Mức tin cậy của bản tóm lược, bằng lời")
    as_of: datetime.date | None = Field(description="Ngày cuối cùng mà nguồn nói tới")
    status: StatusOut
    amended_by: tuple[RelationOut, ...]
    warnings: tuple[str, ...] = Field(description="Cảnh báo phải đọc cùng quy định")
    notes: tuple[str, ...]
    corrections: tuple[CorrectionOut, ...] = Field(
        default=(), description="Điều đọc sai ở đây đã được người biên tập sửa"
    )
    sources: tuple[SourceOut, ...]
    page: str = Field(
        description="Địa chỉ trang của nơi này", examples=["/van-ban/tt-btc/2018/28?on=2026-11-25#dieu-8/khoan-4"]
    )
    original: str | None = Field(
        default=None, description="Địa chỉ trang gốc có đánh dấu lời này; null khi tệp nguồn không có trang"
    )
    why: str = Field(description="Vì sao có kết quả này")
    score: float | None = Field(description="Điểm chuẩn hóa (độ lệch chuẩn); null khi đi thẳng theo số hiệu")


class CountOut(Wire):
    """A number of documents under a heading."""

    label: str
    count: int


class CoverageOut(Wire):
    """What the collection holds, said with every answer that finds nothing."""

    documents: int
    provisions: int
    official_documents: int
    summary_documents: int
    by_loai: tuple[CountOut, ...]
    by_co_quan: tuple[CountOut, ...]
    first_year: int | None
    last_year: int | None
    updated_on: datetime.date | None
    words: str = Field(description="Một câu: kho có gì")


class AnswerOut(Wire):
    """The answer: quotes and their standing, never words of our own about the law."""

    question: str
    on: datetime.date
    every_time: bool
    verdict: Verdict
    message: str = Field(description="Một câu cho người đọc, ví dụ vì sao không tìm thấy")
    quotes: tuple[QuoteOut, ...] = Field(
        description="Khi `not_found`: những nơi gần nhất để đọc thêm, không phải câu trả lời"
    )
    coverage: CoverageOut
    snapshot: str


class NodeOut(Wire):
    """One place of a document in the order of the text."""

    locator: str
    anchor: str
    unit: str | None
    depth: int
    label: str = Field(description="“Điều 8”, “khoản 4”")
    heading: str
    text: str
    tables: tuple[TableOut, ...] = Field(default=(), description="Các bảng trong `text`")
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    in_force: bool = Field(description="Lời này có áp dụng vào ngày `on` không (chưa biết cũng tính là có)")
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceOut, ...]
    confidence: str
    page_number: int | None = Field(description="Trang của tệp nguồn, 1 là trang đầu")
    original: str | None = Field(default=None, description="Địa chỉ trang gốc có đánh dấu lời này")
    summaries: tuple[str, ...] = Field(description="Tóm lược của Căn Cứ về nơi này khi đã có nguyên văn")


class DocumentOut(Wire):
    """A document on a day, with its places, its relations and its sources."""

    id: str
    so_hieu: str
    loai: str
    name: str
    trich_yeu: str
    co_quan_ban_hanh: str
    nguoi_ky: str
    ngay_ban_hanh: datetime.date | None
    ngay_hieu_luc: datetime.date | None
    ngay_het_hieu_luc: datetime.date | None
    official: bool
    confidence: str
    as_of: datetime.date | None
    status: StatusOut
    status_note: str
    amended_by: tuple[RelationOut, ...]
    relations: tuple[RelationOut, ...]
    corrections: tuple[CorrectionOut, ...] = Field(default=(), description="Điều đọc sai đã được người biên tập sửa")
    sources: tuple[SourceOut, ...]
    report: str | None = Field(default=None, description="Địa chỉ báo cáo đọc tệp của nguồn cho lời văn")
    nodes: tuple[NodeOut, ...]
    page: str
    snapshot: str


class DocumentRow(Wire):
    """One line of the list of documents."""

    id: str
    name: str
    trich_yeu: str
    co_quan_ban_hanh: str
    ngay_ban_hanh: datetime.date | None
    official: bool
    status: StatusOut
    provisions: int
    page: str


class SetAsideOut(Wire):
    """A file that could not be taken in, and why."""

    name: str
    sha256: str
    what: str
    where: str
    remedy: str


class CollectionOut(Wire):
    """The whole collection: what is held and what was set aside."""

    coverage: CoverageOut
    documents: tuple[DocumentRow, ...]
    set_aside: tuple[SetAsideOut, ...]
    snapshot: str


class Problem(BaseModel):
    """An error as application/problem+json (RFC 9457): what, where, what to do."""

    title: str
    status: int
    detail: str
    where: str = ""
    remedy: str = ""
