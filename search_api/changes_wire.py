"""The JSON of what changed between two days. Dates are ISO 8601."""

import datetime

from pydantic import Field

from corpus.timeline import EventKind
from search_api.wire import Wire


class HappeningOut(Wire):
    """One thing that one text does to one document on one day, or a day of the document's own."""

    on: datetime.date | None = Field(description="null khi chưa rõ ngày")
    kind: EventKind
    words: str = Field(examples=["Được sửa đổi, bổ sung bởi"])
    ref: str = Field(description="Văn bản chịu tác động", examples=["nd-cp/2012/45"])
    name: str = Field(description="Tên gọi của văn bản chịu tác động", examples=["Nghị định 45/2012/NĐ-CP"])
    trich_yeu: str = Field(description="Rỗng khi kho không có văn bản ấy")
    page: str | None = Field(description="null khi kho không có văn bản ấy")
    places: tuple[str, ...] = Field(
        description="Những nơi được nêu; rỗng là cả văn bản, hoặc không ai nói rõ nơi nào",
        examples=[["Khoản 2 Điều 1"]],
    )
    by: str | None = Field(description="Văn bản tác động, null với ngày của chính văn bản")
    by_ref: str | None
    by_page: str | None
    compare: str | None = Field(description="So sánh lời văn ngày trước với ngày ấy, null khi không có gì để so")
    asserted_by: tuple[str, ...] = Field(description="Theo ai", examples=[["theo văn bản"]])
    confidence: str


class ChangesOut(Wire):
    """What is known to have happened from one day to another, both included."""

    start: datetime.date
    end: datetime.date
    message: str = Field(description="Kết quả trong một câu")
    scope: str = Field(description="Đã xét những văn bản nào", examples=["Xét cả 77 văn bản trong kho."])
    documents: int = Field(description="Số văn bản trong kho đã xét")
    total: int = Field(description="Số thay đổi có ngày, kể cả phần không kể ra")
    changes: tuple[HappeningOut, ...] = Field(description="Theo thứ tự ngày")
    undated_total: int = Field(description="Số thay đổi chưa rõ ngày, kể cả phần không kể ra")
    undated: tuple[HappeningOut, ...] = Field(description="Chưa rõ ngày, có thể rơi vào khoảng này; không đoán")
    snapshot: str = Field(description="Bản chỉ mục đã dùng, rỗng khi đọc thẳng từ kho")
