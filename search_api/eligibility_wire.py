"""The JSON of an eligibility check. Dates are ISO 8601, money is đồng."""

import datetime

from pydantic import Field

from corpus.condition import Gap, Verdict
from search_api.wire import StatusOut, Wire


class EligibilityRequest(Wire):
    """What a business says of itself; a field that is missing is not known."""

    answers: dict[str, str | int] = Field(
        default_factory=dict,
        max_length=60,
        description="Câu trả lời theo mã câu hỏi (GET /api/eligibility/questions). Tiền: đồng, hoặc chữ như “12 tỷ”",
        examples=[{"viec": "may_moc", "loai_hinh": "ho_kinh_doanh", "dia_ban": "xa", "chi_phi": "800 triệu"}],
    )
    on: datetime.date | None = Field(None, description="Ngày xét; bỏ trống là hôm nay (giờ Việt Nam)")


class BasisOut(Wire):
    """The place of a rule."""

    ref: str = Field(examples=["tt-btc/2018/28#dieu-8/khoan-4"])
    name: str = Field(examples=["Khoản 4 Điều 8 Thông tư 28/2018/TT-BTC"])
    page: str | None = Field(description="Trang của nơi này vào ngày xét, null khi kho không có văn bản")
    status: StatusOut | None = Field(description="Tình trạng vào ngày xét, null khi kho không có văn bản")
    fact: str = Field(description="Mã dữ kiện đã dùng", examples=["28/2018/TT-BTC#khoan-4-dieu-8"])
    cautions: tuple[str, ...] = Field(description="Điều phải đọc cùng quy định này")


class LineOut(Wire):
    """Something said with its rule."""

    words: str
    basis: BasisOut


class ConditionOut(LineOut):
    """One condition judged."""

    verdict: Verdict
    label: str = Field(examples=["Đạt", "Không đạt", "Chưa rõ"])
    gap: Gap | None = Field(description="Vì sao chưa rõ: chưa trả lời, hay chưa biết quy định")
    why: str = Field(description="Vì sao quy định chưa biết; rỗng khi không phải vậy")
    asks: tuple[str, ...] = Field(description="Mã câu hỏi chưa trả lời mà điều kiện này chờ")


class AmountOut(LineOut):
    """How much, with its calculation."""

    highest: int | None = Field(description="Mức cao nhất, đồng; null khi chưa tính được")
    steps: tuple[str, ...]
    per: str = Field(examples=["cơ sở", "năm"])


class DueOut(LineOut):
    """A time limit, and the last day by it when the application, or the event it counts from, is on the day asked."""

    last: datetime.date | None
    counting: str = Field(description="Cách tính; rỗng khi hạn không tính ra ngày")


class SupportOut(Wire):
    """One support judged."""

    code: str
    name: str
    programme: str
    verdict: Verdict
    label: str
    reason: str = Field(description="Một câu: điều gì quyết định")
    deciding: tuple[ConditionOut, ...] = Field(description="Những điều kiện quyết định kết quả")
    conditions: tuple[ConditionOut, ...] = Field(description="Mọi điều kiện được xét, theo thứ tự quy tắc")
    amounts: tuple[AmountOut, ...] = Field(description="Một mức; nhiều mức khi chưa đủ câu trả lời để biết mức nào")
    papers: tuple[LineOut, ...]
    deadlines: tuple[DueOut, ...]
    offices: tuple[LineOut, ...]
    notes: tuple[LineOut, ...]


class GivenOut(Wire):
    """One answer."""

    field: str
    question: str
    value: str
    words: str


class OtherOut(Wire):
    """A support for another plan, which was not judged."""

    code: str
    name: str
    programme: str
    plans: tuple[str, ...]


class EligibilityOut(Wire):
    """Every support for the plan, judged by the rules of the day."""

    on: datetime.date
    message: str = Field(description="Kết quả trong một câu")
    given: tuple[GivenOut, ...]
    missing: tuple[str, ...] = Field(description="Mã câu hỏi còn chờ, theo thứ tự nên hỏi")
    supports: tuple[SupportOut, ...] = Field(description="Đạt trước, rồi chưa rõ, rồi không đạt")
    other: tuple[OtherOut, ...]
    page: str = Field(description="Địa chỉ cố định của kết quả, kèm câu trả lời")
    snapshot: str


class OptionOut(Wire):
    """One choice."""

    code: str
    words: str


class FieldOut(Wire):
    """One key of the answers."""

    code: str
    words: str
    kind: str
    options: tuple[OptionOut, ...]
    plans: tuple[str, ...] = Field(description="Chỉ hỏi với những việc này; rỗng là luôn hỏi")


class QuestionOut(Wire):
    """One question with its fields."""

    code: str
    words: str
    hint: str
    fields: tuple[FieldOut, ...]


class QuestionsOut(Wire):
    """The questions in their order; at most eight."""

    questions: tuple[QuestionOut, ...]
