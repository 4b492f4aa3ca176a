"""Who signed: the name under the office in the closing block of a text."""

import re
from collections.abc import Sequence

from corpus.text import nfc
from ingest.capitals import CAPITALS

_OFFICE = re.compile(
    r"(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s*[./]\s*)?.*\b(CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|THỐNG ĐỐC|CHÁNH ÁN"
    r"|VIỆN TRƯỞNG|TỔNG (?:THANH TRA|KIỂM TOÁN|BÍ THƯ|GIÁM ĐỐC|CỤC TRƯỞNG)|CHỦ NHIỆM|GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|CỤC TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG BAN|BÍ THƯ|PHÓ [A-ZĐ].*)\b.*",
    re.IGNORECASE,
)
_NAME = re.compile(rf"[{CAPITALS}][^\W\d_]*(?:\s+[{CAPITALS}][^\W\d_]*){{1,4}}")
_SEAL = re.compile(r"\(?\s*[Đđ]ã ký( tên)?( và đóng dấu)?\s*\)?|\(\s*[Kk]ý\b[^)]*\)|\[daky\]", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(Nơi|Như|Lưu|Các|Ban|Bộ|Sở|Văn phòng|Hội đồng|[UỦ][ỷy]|Công báo|Cổng|Tòa|Viện|Quốc hội|Thủ|Đảng|Chính|Tổng|Danh"
    r"|Kế hoạch|Tên|Phụ|Mẫu|Biểu|Bảng|Quy|Qui|Điều|Chương|Đề án|Cộng hòa|Độc lập)\b",
    re.IGNORECASE,
)
# An annex or an attached text: what is signed there is another paper.
_ANOTHER = re.compile(r"PHỤ LỤC|Phụ lục\b.{0,8}$|\(?(Ban hành )?[Kk]èm theo|MẪU|Mẫu số")
_LINES_BELOW = 6
_LONGEST_OFFICE = 90


def signers(closing: Sequence[str]) -> tuple[str, ...]:
    """The names under the offices of a closing block, in its order, as printed; capitals made those of a name.

    Args:
        closing: Lines from the signature on: "Nơi nhận:", "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "(Đã ký)", "Nguyễn Văn A"; on
            flattened pages office and name are one line, "BỘ TRƯỞNG Nguyễn Văn A".
    """
    found: list[str] = []
    lines = _lines(closing)
    for at, line in enumerate(lines):
        office, name = _parted(line)
        if not _is_office(office):
            continue
        for below in lines[at + 1 : at + 1 + _LINES_BELOW] if not name else ():
            if _is_office(_parted(below)[0]):
                break
            if name := _name(below):
                break
        found += [name] * bool(name)
    return tuple(dict.fromkeys(found))


def names_an_office(closing: Sequence[str]) -> bool:
    """Whether a closing block has the office of a signer, with or without a name under it yet."""
    return any(_is_office(_parted(line)[0]) for line in _lines(closing))


def _lines(closing: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for line in closing:
        if _ANOTHER.match(line.strip()):
            break
        lines += (part.strip() for part in re.split(r"[\t\n|]", nfc(line)) if part.strip())
    return lines


def _parted(line: str) -> tuple[str, str]:
    """The office in capitals and the name after it; ("…", "") for a line with one of them."""
    words = _SEAL.sub("", line).split()
    first = next((at for at, word in enumerate(words) if not word.isupper() and word[:1].isupper()), len(words))
    office, name = " ".join(words[:first]), " ".join(words[first:])
    return (office, _name(name)) if first and _name(name) and office.isupper() else (line, "")


def _is_office(line: str) -> bool:
    if len(line) > _LONGEST_OFFICE or line.startswith("-"):
        return False
    return bool(_OFFICE.fullmatch(line)) and (line.isupper() or not _NAME.fullmatch(line))


def _name(line: str) -> str:
    text = _SEAL.sub("", line).strip(" .;:*")
    if not _NAME.fullmatch(text) or _NO_NAME.match(text):
        return ""
    return text.title() if text.isupper() else text
