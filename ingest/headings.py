"""Which lines could open a place of a legal text: the surface forms, one row each, with examples.

A row only proposes. Whether a line really opens a place is decided by sequence and quotation in `structure`.
"""

import re
from dataclasses import dataclass

from corpus.locator import Unit
from ingest.capitals import CAPITALS

_NOTE_MARK = re.compile(r"\s?\[\d{1,4}\]")
_ORDINALS = {
    "nhất": "I", "hai": "II", "ba": "III", "tư": "IV", "bốn": "IV", "năm": "V", "sáu": "VI",
    "bảy": "VII", "tám": "VIII", "chín": "IX", "mười": "X",
}  # fmt: skip


_MISPRINT = 0.5  # strength of "Điểu 8:", which the numbers around it must prove


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form of a heading.

    Attributes:
        pattern: Must match at the start of the line; groups `number` and `heading` (either may be absent).
        examples: Lines it accepts, with the number it reads.
    """

    unit: Unit
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that may open a place.

    Attributes:
        strength: 0 to 1, how much the line looks like a heading and not like a sentence.
    """

    line: int
    unit: Unit
    number: str
    heading: str
    strength: float


def _form(unit: Unit, pattern: str, *examples: tuple[str, str], ignore_case: bool = False) -> Form:
    return Form(unit, re.compile(pattern, re.IGNORECASE if ignore_case else 0), examples)


FORMS: tuple[Form, ...] = (
    _form(
        Unit.PHAN,
        r"PHẦN\s+(?:THỨ\s+)?(?P<number>[IVXLC]+|\d{1,2}|NHẤT|HAI|BA|TƯ|BỐN|NĂM|SÁU|BẢY|TÁM|CHÍN|MƯỜI)(?!\w)"
        rf"(?:(?:\s*[.:–-]\s*|\s+(?=(?-i:[{CAPITALS}]{{2}})))(?P<heading>.*)|\s*)$",
        ("PHẦN THỨ NHẤT", "I"),
        ("Phần thứ ba TRUY TỐ", "III"),
        ("Phần II", "II"),
        ("PHẦN THỨ BA: NGHĨA VỤ VÀ HỢP ĐỒNG", "III"),
        ignore_case=True,
    ),
    _form(
        Unit.CHUONG,
        rf"(?:CHƯƠNG|Chương)\s*(?P<number>[IVX]+[a-hđ](?!\w)|[IVXLC]+|\d{{1,2}})(?:\s*[.:–-]?\s*(?P<heading>[{CAPITALS}].*)|\s*[.:]?\s*)$",
        ("Chương I", "I"),
        ("CHƯƠNG II. TỔ CHỨC THỰC HIỆN", "II"),
        ("CHƯƠNG INHỮNG QUY ĐỊNH CHUNG", "I"),
        ("Chương 3 QUY ĐỊNH CỤ THỂ", "3"),
        ("Chương VIIa", "VIIa"),
    ),
    _form(
        Unit.MUC,
        rf"(?:MỤC|Mục)\s*(?P<number>\d{{1,2}}[a-z]?|(?!LỤC)[IVXLC]+)(?:\s*[.:–-]?\s*(?P<heading>[{CAPITALS}].*)|\s*[.:]?\s*)$",
        ("Mục 1", "1"),
        ("MỤC 2. TRÌNH TỰ, THỦ TỤC", "2"),
        ("MỤC 1ỨNG CỬ", "1"),
    ),
    _form(
        Unit.TIEU_MUC,
        rf"(?:TIỂU MỤC|Tiểu mục)\s*(?P<number>\d{{1,2}})(?:\s*[.:–-]?\s*(?P<heading>[{CAPITALS}].*)|\s*[.:]?\s*)$",
        ("Tiểu mục 1. HỢP ĐỒNG", "1"),
    ),
    _form(
        Unit.DIEU,
        r"[“\"«]?\s*(?P<word>[ĐD][Ii][ÊỀỂỄẾỆêềểễếệ][Uu])\s*(?:thứ\s+)?(?P<number>\d{1,4}[a-zđ]{0,2})(?![\w/])\s*"
        r"(?P<heading>.*)$",
        ("Điều 5. Ngành nghề được hưởng chính sách", "5"),
        ("Điều 12a. Đối tượng", "12a"),
        ("Điều 7", "7"),
        ("ĐIỀU 3: Tổ chức thực hiện", "3"),
        # Hiến pháp 1946
        ("Điều thứ 4", "4"),
        # misprints that only the sequence can prove
        ("Điểu 8: Nghĩa vụ của cán bộ", "8"),
        ("Diều 10. Hội thẩm tham gia", "10"),
        ("Điều 24 (được bãi bỏ)", "24"),
    ),
    _form(
        Unit.KHOAN,
        r"(?P<number>\d{1,3}[a-zđ]?)\s*[.)]\s*(?!\d)(?P<heading>)",
        ("1. Nghị định này quy định", "1"),
        ("2a. Hộ kinh doanh", "2a"),
        ("3.", "3"),
    ),
    _form(
        Unit.DIEM,
        r"(?P<number>[a-zđ]{1,2}\d?)\s*[)](?P<heading>)",
        ("a) Doanh nghiệp nhỏ và vừa;", "a"),
        ("đ) Hợp tác xã;", "đ"),
        ("a1) Tổ hợp tác;", "a1"),
    ),
    _form(
        Unit.GHI_CHU,
        r"Ghi chú (?P<number>\d{1,3})\.(?P<heading>)",
        ("Ghi chú 1. Đề án đã duyệt được làm tiếp.", "1"),
    ),
)
ROMAN_MUC = _form(
    Unit.MUC,
    r"(?P<number>[IVX]{1,5})\s*[-./–)]\s*(?P<heading>.+)$",
    ("I. MỤC TIÊU", "I"),
    ("II- Nhiệm vụ và giải pháp", "II"),
)
"""Only for texts without Điều: directives, Party resolutions, programmes."""

PHU_LUC = _form(
    Unit.PHU_LUC,
    rf"(?:PHỤ LỤC|Phụ lục)\s*(?:SỐ|số)?\s*(?P<number>[IVXLC]+|\d{{1,2}}[a-z]?|[A-Z])?(?![\w])\s*[.:–-]?\s*"
    rf"(?P<heading>[{CAPITALS}(][^a-zđ]{{4}}.*)?$",
    ("PHỤ LỤC", ""),
    ("Phụ lục I", "I"),
    ("PHỤ LỤC 2: DANH MỤC NGÀNH NGHỀ", "2"),
)
_ALL = {form.unit: form for form in FORMS}


def bare(text: str) -> str:
    """A line without the marks of footnotes, which may stand inside a heading: "Điều 5[12]. Tên"."""
    return _NOTE_MARK.sub("", text).strip()


def match(form: Form, text: str, line: int) -> Opening | None:
    """The line as an opening of that form, or None."""
    found = form.pattern.match(bare(text))
    if found is None:
        return None
    number = found["number"] or ""
    heading = (found["heading"] or "").strip(" .:–-\t")
    if form.unit is Unit.PHAN:
        number = _ORDINALS.get(number.lower(), number.upper() if not number.isdigit() else number)
    strength = (
        _dieu_strength(found) * (1.0 if found["word"] in ("Điều", "ĐIỀU") else 0.5) if form.unit is Unit.DIEU else 1.0
    )
    if strength == 0:
        return None
    return Opening(line, form.unit, number, heading, strength)


def openings(text: str, line: int, units: tuple[Unit, ...]) -> list[Opening]:
    """Every reading of a line as an opening of one of the units; those without a form here open none."""
    forms = (_ALL[unit] for unit in units if unit in _ALL)
    return [opening for form in forms if (opening := match(form, text, line))]


def _dieu_strength(found: re.Match[str]) -> float:
    """How surely "Điều 5 …" heads an Điều: a sentence goes on with a comma, a lower-case word or "và Điều 7"."""
    rest = found["heading"]
    if found["word"] not in ("Điều", "ĐIỀU"):
        return _MISPRINT if rest[:1] in (".", ":") else 0.0
    if not rest:
        return 0.8
    if re.match(rf"[.:]\s*$|[.:]\s*[\"“{CAPITALS}(\d]", rest):
        return 1.0
    if re.match(rf"[–-]\s*[{CAPITALS}]|[{CAPITALS}(]", rest):
        return 0.6
    return 0.4 if rest[0] in ".:" else 0.0
