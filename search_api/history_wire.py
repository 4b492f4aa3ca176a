"""The JSON of the history of a place. Dates are ISO 8601; `end` is the first day on which it is over."""

import datetime

from pydantic import Field

from search_api.wire import QuoteOut, Wire


class StretchOut(Wire):
    """Days on which a place has one wording, or on which its words are not held."""

    start: datetime.date | None = Field(description="Từ ngày này; null: từ đầu")
    end: datetime.date | None = Field(description="Đến trước ngày này; null: đến nay, theo những gì kho biết")
    text: str = Field(description="Lời của nơi này và các nơi bên dưới; rỗng khi không có hoặc kho chưa có")
    brought_by: tuple[str, ...] = Field(description="Lời văn này do đâu, mỗi nơi một câu; rỗng với lời ban đầu")
    gaps: tuple[str, ...] = Field(description="Thay đổi đã biết từ ngày này mà kho chưa có lời văn, hoặc chưa rõ ngày")


class HistoryOut(Wire):
    """Every wording of a place that is held, with what brought it, in order of its days."""

    ref: str = Field(examples=["nd-cp/2012/45#dieu-1/khoan-2"])
    stretches: tuple[StretchOut, ...]
    undated: tuple[str, ...] = Field(description="Thay đổi đã biết, không rõ từ ngày nào")
    next_change: datetime.date | None = Field(description="Thay đổi kế tiếp đã biết sau ngày hỏi")


class ProvisionOut(QuoteOut):
    """A place on a day, with its history."""

    history: HistoryOut
