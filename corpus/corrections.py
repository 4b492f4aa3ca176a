"""What an editor mends of a reading: a field of a document or of a place, with the reason, beside what was read.

A correction belongs to a source, since it is these bytes that were misread, and holds each time they are read again.
It never touches the wording: the text of a place cannot be corrected, only what was taken from it.
"""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import BadCorrection, BadReference
from corpus.locator import Locator, Step, Unit
from corpus.reference import DocId, tidy_so_hieu
from corpus.text import fold, nfc, vi_date

UNKNOWN = "không rõ"
"""Typed and shown where the text does not say; kept as ""."""

_LONGEST = 2_000
_DATE = re.compile(
    r"(?:ngày\s*)?(?:(?P<iso>\d{4}-\d{2}-\d{2})|"
    r"(?P<day>\d{1,2})(?:\s*[-/.]\s*|\s*tháng\s*)(?P<month>\d{1,2})(?:\s*[-/.]\s*|\s*năm\s*)(?P<year>\d{4}))"
)
_YEARS = range(1900, 2200)
_NUMBERS = {
    Unit.DIEU: r"\d+[a-zđ]*",
    Unit.KHOAN: r"\d+[a-zđ]*",
    Unit.GHI_CHU: r"\d+[a-zđ]*",
    Unit.DIEM: r"[a-zđ]{1,2}\d*",
}
_LARGER_NUMBER = r"\d+[a-zđ]*|[IVXLCDM]+|[A-ZĐ]"


class Field(StrEnum):
    """What may be corrected: of a document, or (`NUMBER`, `HEADING`) of a place."""

    SO_HIEU = "so_hieu"
    LOAI = "loai"
    TRICH_YEU = "trich_yeu"
    CO_QUAN_BAN_HANH = "co_quan_ban_hanh"
    NGUOI_KY = "nguoi_ky"
    NGAY_BAN_HANH = "ngay_ban_hanh"
    NGAY_HIEU_LUC = "ngay_hieu_luc"
    NGAY_HET_HIEU_LUC = "ngay_het_hieu_luc"
    NUMBER = "number"
    HEADING = "heading"

    @classmethod
    def parse(cls, text: str) -> "Field":
        """The field of a name, as typed: "so_hieu", "so-hieu".

        Raises:
            BadCorrection: no such field, or the wording itself.
        """
        try:
            return cls(text.strip().lower().replace("-", "_"))
        except ValueError:
            raise BadCorrection(
                f"Không sửa được “{text}”",
                "lời văn của pháp luật không sửa, chỉ sửa điều đọc sai",
                f"Chọn một trong: {', '.join(cls)}.",
            ) from None

    @property
    def vi(self) -> str:
        """The field in the words of the page."""
        return _FIELD_WORDS[self]

    @property
    def of_place(self) -> bool:
        """Whether it belongs to a place and not to the document."""
        return self in (Field.NUMBER, Field.HEADING)

    @property
    def is_day(self) -> bool:
        """Whether its value is a date."""
        return self.startswith("ngay_")


_FIELD_WORDS = {
    Field.SO_HIEU: "Số hiệu",
    Field.LOAI: "Loại văn bản",
    Field.TRICH_YEU: "Trích yếu",
    Field.CO_QUAN_BAN_HANH: "Cơ quan ban hành",
    Field.NGUOI_KY: "Người ký",
    Field.NGAY_BAN_HANH: "Ngày ban hành",
    Field.NGAY_HIEU_LUC: "Ngày có hiệu lực",
    Field.NGAY_HET_HIEU_LUC: "Ngày hết hiệu lực",
    Field.NUMBER: "Số thứ tự",
    Field.HEADING: "Tiêu đề",
}
_NEEDED = {Field.SO_HIEU, Field.LOAI, Field.NUMBER}


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one source's view, mended.

    Attributes:
        sha256: The source that was misread.
        locator: The place as it was read; empty for a field of the document.
        value: As kept: a day in ISO 8601, else text; "" when the text does not say.
        reason: The editor's own words.
        read: What the reader gave, in the form of `value`; "" when it gave nothing.
        doc_id: The document as it was read; None for a source that was never read.
        name: The source's file.
        holds: Whether it could be made in the reading at hand; a newer reading may lack the place.
    """

    sha256: str
    locator: Locator
    field: Field
    value: str
    reason: str
    made_on: datetime.date
    read: str = ""
    doc_id: DocId | None = None
    name: str = ""
    asserted_by: str = "editor"
    holds: bool = True

    @property
    def vi(self) -> str:
        """The correction as every reader is told of it."""
        read = f"đọc được “{self.shown(self.read)}”" if self.read else "không đọc được"
        told = (
            f"{self.field.vi} đã sửa bởi người biên tập: {read}, sửa thành “{self.shown(self.value)}”, "
            f"lý do: {self.reason.rstrip('.')}, ngày {vi_date(self.made_on)}"
        )
        return told if self.holds else f"{told} (không áp dụng được cho bản đọc hiện nay)"

    @property
    def moot(self) -> bool:
        """Whether the reader now gives the same by itself."""
        return self.read == self.value

    def shown(self, value: str) -> str:
        """A value of this field as people write it."""
        if not value:
            return UNKNOWN
        return vi_date(datetime.date.fromisoformat(value)) if self.field.is_day else value


# Values


def read_value(field: Field, text: str, unit: Unit | None = None) -> str:
    """A value as it is kept, from what an editor typed.

    Days: "2012-05-21", "21/5/2012", "ngày 21 tháng 5 năm 2012". "không rõ" is kept as "".

    Args:
        field: What is corrected.
        text: As typed.
        unit: For `NUMBER`, the unit of the place.

    Raises:
        BadCorrection: a date that does not exist, a số hiệu or number of another form, an empty or overlong text.
    """
    typed = " ".join(nfc(text).split())
    if fold(typed).replace("_", " ") == fold(UNKNOWN):
        if field in _NEEDED:
            raise BadCorrection(f"{field.vi} không bỏ trống được", typed, "Ghi đúng như bản gốc, hoặc để như đã đọc.")
        return ""
    if not typed or len(typed) > _LONGEST or not typed.isprintable():
        why = f"giá trị phải có từ 1 đến {_LONGEST} ký tự in được"
        raise BadCorrection(f"{field.vi} không đọc được", why, f"Viết lại, hoặc ghi “{UNKNOWN}” nếu bản gốc không nói.")
    if field.is_day:
        return _read_day(field, typed).isoformat()
    if field is Field.SO_HIEU:
        return _read_so_hieu(typed)
    return _read_number(typed, unit) if field is Field.NUMBER else typed


def _read_day(field: Field, typed: str) -> datetime.date:
    match = _DATE.fullmatch(typed.lower())
    remedy = "Viết theo mẫu 21/5/2012, “ngày 21 tháng 5 năm 2012” hoặc 2012-05-21."
    if match is None:
        raise BadCorrection(f"{field.vi} không đọc được: “{typed}”", "", remedy)
    try:
        day = (
            datetime.date.fromisoformat(match["iso"])
            if match["iso"]
            else datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        )
    except ValueError:
        raise BadCorrection(f"“{typed}” không phải ngày có thật", field.vi.lower(), remedy) from None
    if day.year not in _YEARS:
        raise BadCorrection(f"“{typed}” không thể là ngày của văn bản", field.vi.lower(), remedy)
    return day


def _read_so_hieu(typed: str) -> str:
    printed = tidy_so_hieu(typed)
    try:
        DocId.from_so_hieu(printed)
    except BadReference:
        raise BadCorrection(
            f"“{typed}” không phải số hiệu văn bản", "", "Viết theo mẫu 45/2012/NĐ-CP, 1881/QĐ-TTg hoặc 19-NQ/TW."
        ) from None
    return printed


def _read_number(typed: str, unit: Unit | None) -> str:
    step = Step(unit or Unit.DIEU, typed)
    form = _NUMBERS.get(step.unit, _LARGER_NUMBER)
    try:
        if re.fullmatch(form, typed) and Step.parse(str(step)) == step:
            return typed
    except BadReference:
        pass
    raise BadCorrection(
        f"“{typed}” không phải số của {Step(step.unit, '').vi}", "", "Chỉ ghi số, ví dụ 13, 12a, đ hoặc II."
    )
