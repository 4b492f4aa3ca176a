"""What a business answered, read from the fields of a form, an address, a command or a JSON body."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.condition import Answers
from corpus.errors import CanCuError
from corpus.support import Field, FieldKind, RuleBook, dong
from corpus.text import fold, vi_date

FIRST_DAY = datetime.date(1945, 9, 2)
LAST_DAY = datetime.date(2099, 12, 31)
DAY_FIELD = "on"

_MOST = 10**15  # đồng; more than the budget of the state
_LONGEST = 60  # signs of a sum of money
_LEAST = 1_000_000  # a bare number below this lacks its unit
_UNITS = {"": 1, "dong": 1, "d": 1, "vnd": 1, "nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "tr": 10**6, "ty": 10**9}
_UNITS |= {
    "ti": 10**9,
    "ty dong": 10**9,
    "ti dong": 10**9,
    "trieu dong": 10**6,
    "nghin dong": 10**3,
    "ngan dong": 10**3,
}
_MONEY = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]{1,6}))?\s*([a-z ]*)")
_TENTHS = re.compile(r"([0-9]+)\.([0-9]{1,2})(?=\s*(?:nghin|ngan|tr|ty|ti))")  # "1.5 tỷ"


class BadAnswer(CanCuError):
    """An answer that cannot be read; `field` says to which question."""

    field = ""

    @classmethod
    def to(cls, field: str, what: str, where: str, remedy: str) -> "BadAnswer":
        """The error for a field."""
        error = cls(what, where, remedy)
        error.field = field
        return error


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that could be read, and the day they are for.

    Attributes:
        typed: Each field as typed, in the order of the questions; none that is empty.
    """

    answers: Answers
    on: datetime.date
    typed: Mapping[str, str]

    @property
    def address(self) -> str:
        """The permanent address of the result, with the day."""
        return "/dieu-kien?" + urlencode({**self.typed, DAY_FIELD: self.on.isoformat()})


def read(typed: Mapping[str, str], book: RuleBook, today: datetime.date) -> Given:
    """The answers in some fields; an empty field is not known, an empty day is today.

    Raises:
        BadAnswer: a field that is not asked, or a value that it does not take.
    """
    fields = book.fields
    if strange := next((name for name in typed if name not in fields), None):
        remedy = f"Các câu hỏi: {', '.join(fields)}."
        raise BadAnswer.to(strange, f"Không có câu hỏi “{strange[:40]}”", "", remedy)
    kept = {code: typed[code].strip() for code in fields if typed.get(code, "").strip()}
    on = _day(fields[DAY_FIELD], kept[DAY_FIELD]) if DAY_FIELD in kept else today
    answers = {code: _read(fields[code], text) for code, text in kept.items() if code != DAY_FIELD}
    return Given(answers, on, kept)


def _read(field: Field, text: str) -> str | int:
    if field.kind is FieldKind.SO:
        return _count(field, text)
    if field.kind is FieldKind.TIEN:
        return _money(field, text)
    if text not in {option.code for option in field.options}:
        choices = "; ".join(f"{option.code} ({option.words})" for option in field.options)
        raise BadAnswer.to(field.code, f"Không có lựa chọn “{text[:40]}”", field.words, f"Chọn một trong: {choices}.")
    return text


def _count(field: Field, text: str) -> int:
    plain = re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", text)
    if not re.fullmatch(r"[0-9]{1,7}", plain):
        raise BadAnswer.to(field.code, f"“{text[:40]}” không phải số người", field.words, "Viết một số, ví dụ 35.")
    return int(plain)


def _money(field: Field, text: str) -> int:
    """Đồng from "800 triệu", "1,2 tỷ", "800.000.000"; a point parts thousands, or tenths before a unit ("1.5 tỷ")."""
    plain = fold(text).strip().rstrip(".") if len(text) <= _LONGEST else ""
    match = _MONEY.fullmatch(_TENTHS.sub(r"\1,\2", plain))
    unit = " ".join(match[3].split()) if match else ""
    if match is None or unit not in _UNITS or not text.isprintable():
        remedy = "Viết số kèm đơn vị, ví dụ “800 triệu” hoặc “1,2 tỷ”."
        raise BadAnswer.to(field.code, f"Không đọc được số tiền “{text[:40]}”", field.words, remedy)
    whole, tenths = match[1], match[2] or ""
    digits = whole.replace(".", "") + tenths
    value: int = int(digits) * _UNITS[unit] // 10 ** len(tenths)
    if value > _MOST:
        raise BadAnswer.to(field.code, f"Số tiền “{text[:40]}” quá lớn", field.words, f"Nhiều nhất {dong(_MOST)}.")
    if 0 < value < _LEAST and _UNITS[unit] == 1 and "d" not in unit:
        remedy = f"Viết kèm đơn vị, ví dụ “{text[:12]} triệu” hoặc “{text[:12]} tỷ”."
        raise BadAnswer.to(field.code, f"“{text[:40]}” thiếu đơn vị tiền", field.words, remedy)
    return value


def _day(field: Field, text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        remedy = "Viết theo mẫu 2026-11-25."
        raise BadAnswer.to(field.code, f"“{text[:40]}” không phải ngày có thật", field.words, remedy) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        remedy = f"Chọn ngày từ {vi_date(FIRST_DAY)} đến {vi_date(LAST_DAY)}."
        raise BadAnswer.to(field.code, f"Ngày {vi_date(day)} nằm ngoài khoảng xét được", field.words, remedy)
    return day


def words_of(field: Field, value: str | int | datetime.date) -> str:
    """An answer as people read it."""
    if isinstance(value, datetime.date):
        return vi_date(value)
    if isinstance(value, int):
        return dong(value) if field.kind is FieldKind.TIEN else f"{value:,} người".replace(",", ".")
    return next((option.words for option in field.options if option.code == value), value)
