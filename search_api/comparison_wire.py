"""The JSON of a comparison and of a timeline. Dates are ISO 8601; positions are characters, half-open."""

import datetime
from typing import Literal

from pydantic import Field

from corpus.diff import Change
from corpus.timeline import EventKind
from corpus.wording import Missing
from search_api.wire import StatusOut, Wire

Verdict = Literal["different", "same", "unknown"]


class RunOut(Wire):
    """A stretch of both texts: characters of `old_text` and of `new_text`, empty on a side that has none."""

    kind: Change = Field(description="same, added, removed hoặc changed")
    old_start: int
    old_end: int
    new_start: int
    new_end: int


class PlaceChangeOut(Wire):
    """What became of one place."""

    kind: Change = Field(description="unknown: biết là có đổi nhưng kho chưa có lời văn của một bên")
    words: str = Field(description="“Sửa lời”, “Thêm”, “Bỏ”, “Chuyển chỗ”…", examples=["Sửa lời"])
    old_ref: str | None = Field(examples=["nd-cp/2012/45#dieu-1/khoan-2"])
    new_ref: str | None = Field(examples=["nd-cp/2012/45#dieu-1/khoan-2"])
    old_address: str = Field(examples=["Khoản 2 Điều 1"])
    new_address: str = Field(examples=["Khoản 2 Điều 1"])
    heading: str = Field(description="Tên Điều chứa nơi này")
    old_text: str = Field(description="Lời của riêng nơi này ở bên thứ nhất, rỗng khi không có")
    new_text: str = Field(description="Lời của riêng nơi này ở bên thứ hai, rỗng khi không có")
    runs: tuple[RunOut, ...] = Field(description="Nối lại theo thứ tự thì đủ cả hai lời văn")
    moved: bool = Field(description="Đứng ở địa chỉ khác trước")
    same_before: int = Field(description="Số nơi giống nhau đứng liền trước, không kể ra")


class SideOut(Wire):
    """One of the two sides of a comparison."""

    ref: str = Field(examples=["nd-cp/2012/45#dieu-1"])
    address: str = Field(description="“Điều 1”, rỗng cho cả văn bản")
    document_name: str = Field(examples=["Nghị định 45/2012/NĐ-CP"])
    trich_yeu: str
    on: datetime.date | None = Field(description="Ngày của lời văn; null là lời mới nhất kho có")
    official: bool = Field(description="false: tóm lược bằng lời của Căn Cứ, không phải nguyên văn")
    status: StatusOut | None = Field(description="Tình trạng của văn bản vào ngày `on`")
    page: str


class GapOut(Wire):
    """A known change of which the words on one side are not held."""

    ref: str = Field(description="Nơi đã đổi; cả văn bản khi không ai nói rõ nơi nào")
    address: str
    missing: Missing = Field(description="before: chưa có lời trước đó; after: chưa có lời sau đó")
    on: datetime.date | None = Field(description="Ngày bắt đầu của thay đổi, null khi không rõ")
    by: str | None = Field(description="Văn bản đã làm thay đổi", examples=["Nghị định 235/2025/NĐ-CP"])
    by_page: str | None
    between: bool = Field(description="Thay đổi nằm giữa hai bên đang so sánh")
    words: str = Field(
        examples=[
            "Khoản 2 Điều 1 được sửa đổi, bổ sung bởi Nghị định 235/2025/NĐ-CP từ 15/10/2025; "
            "kho chưa có lời văn sau đó."
        ]
    )


class ComparisonOut(Wire):
    """Two days of one place, or two places or documents, side by side."""

    verdict: Verdict = Field(
        description="different: lời văn khác nhau; unknown: biết là có đổi nhưng kho chưa có lời văn; same: không khác"
    )
    message: str = Field(description="Kết quả trong một câu", examples=["Khác nhau ở 2 nơi: sửa lời 1, thêm 1."])
    old: SideOut
    new: SideOut
    gaps: tuple[GapOut, ...]
    places: tuple[PlaceChangeOut, ...] = Field(description="Những nơi khác nhau, theo thứ tự của bên thứ hai")
    same: int = Field(description="Số nơi giống nhau")
    same_after: int = Field(description="Số nơi giống nhau đứng sau nơi cuối cùng kể ra")
    snapshot: str = Field(description="Bản chỉ mục đã dùng, rỗng khi đọc thẳng từ kho")


class EventOut(Wire):
    """Something that happens to a document or to a place in it."""

    on: datetime.date | None
    kind: EventKind
    words: str = Field(examples=["Được sửa đổi, bổ sung bởi"])
    ref: str = Field(description="Văn bản, hoặc nơi trong văn bản, chịu tác động")
    address: str = Field(description="“Khoản 2 Điều 1”, rỗng cho cả văn bản")
    by: str | None = Field(description="Văn bản tác động, null với ngày của chính văn bản")
    by_ref: str | None
    by_page: str | None = Field(description="Địa chỉ trang, null khi kho không có văn bản ấy")
    asserted_by: tuple[str, ...] = Field(description="Theo ai", examples=[["theo văn bản"]])
    confidence: str
    evidence: str = Field(description="Lời làm căn cứ, rỗng khi không có")


class TimelineOut(Wire):
    """The life of a document as far as it is known."""

    id: str = Field(examples=["nd-cp/2012/45"])
    name: str = Field(examples=["Nghị định 45/2012/NĐ-CP"])
    status: StatusOut = Field(description="Tình trạng vào ngày hỏi")
    next_change: datetime.date | None = Field(description="Ngày có thay đổi kế tiếp đã biết sau ngày hỏi")
    events: tuple[EventOut, ...] = Field(description="Theo thứ tự ngày")
    undated: tuple[EventOut, ...] = Field(description="Chưa rõ ngày; không đoán")
    page: str
    snapshot: str
