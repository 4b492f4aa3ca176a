"""Who issues a text: the organs named in the letterhead, joint ones included, and what a số hiệu alone tells.

The letterhead may break a name over two lines ("BỘ LAO ĐỘNG - THƯƠNG BINH" / "VÀ XÃ HỘI"), put the organ above the
issuing one first ("ỦY BAN NHÂN DÂN TỈNH …" / "SỞ NỘI VỤ"), or name several. So known names are looked for in the joined
letters, and organs of a place are read by their form.
"""

import re
from collections.abc import Sequence

from corpus.text import fold

# Central organs as their own texts write them; those of earlier governments too.
_NAMES = (
    "Ủy ban Thường vụ Quốc hội", "Văn phòng Quốc hội", "Quốc hội", "Văn phòng Chủ tịch nước", "Chủ tịch nước",
    "Thủ tướng Chính phủ", "Văn phòng Chính phủ", "Thanh tra Chính phủ", "Ban Cơ yếu Chính phủ",
    "Ban Tổ chức - Cán bộ Chính phủ", "Chính phủ", "Hội đồng Bộ trưởng", "Tòa án nhân dân tối cao",
    "Viện kiểm sát nhân dân tối cao", "Kiểm toán nhà nước", "Ngân hàng Nhà nước Việt Nam", "Ngân hàng Nhà nước",
    "Ủy ban Dân tộc", "Bảo hiểm xã hội Việt Nam", "Văn phòng Trung ương Đảng", "Ban Chấp hành Trung ương",
    "Bộ Chính trị", "Ban Bí thư", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "Tổng Liên đoàn Lao động Việt Nam",
    "Bộ Công Thương", "Bộ Công nghiệp", "Bộ Thương mại", "Bộ Tài chính", "Bộ Nội vụ", "Bộ Công an", "Bộ Quốc phòng",
    "Bộ Ngoại giao", "Bộ Tư pháp", "Bộ Y tế", "Bộ Xây dựng", "Bộ Kế hoạch và Đầu tư", "Bộ Giáo dục và Đào tạo",
    "Bộ Khoa học và Công nghệ", "Bộ Khoa học, Công nghệ và Môi trường", "Bộ Lao động - Thương binh và Xã hội",
    "Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường",
    "Bộ Thông tin và Truyền thông", "Bộ Bưu chính, Viễn thông", "Bộ Giao thông vận tải", "Bộ Thủy sản",
    "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Văn hóa - Thông tin", "Bộ Dân tộc và Tôn giáo", "Tổng cục Thuế",
    "Tổng cục Hải quan", "Tổng cục Thống kê", "Kho bạc Nhà nước",
)  # fmt: skip
_BLANK = re.compile(r"[^a-z]+")
_SUPERIOR = {"Quốc hội": "Ủy ban Thường vụ Quốc hội", "Chính phủ": "Thủ tướng Chính phủ"}
_LEVELS = r"tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn"
_LOCAL = re.compile(
    rf"(?P<organ>(?:Ủy|Uỷ) ban nhân dân|Hội đồng nhân dân)(?P<level>\s+(?:{_LEVELS}))?\s*(?P<place>.*)$", re.IGNORECASE
)
_LEVEL = re.compile(rf"(?P<level>{_LEVELS})\s+(?P<place>.+)$", re.IGNORECASE)
_BELOW = re.compile(r"(?:Sở|Ban|Chi cục|Phòng) .+$", re.IGNORECASE)
_BY_SIGN = (
    (r"UBTVQH\d*$", "Ủy ban Thường vụ Quốc hội"), (r"/QH\d+$", "Quốc hội"), (r"/H[ĐD]NN\d+$", "Quốc hội"),
    (r"-CP$", "Chính phủ"), (r"-TTg$", "Thủ tướng Chính phủ"), (r"-CTN$", "Chủ tịch nước"),
    (r"-VPQH$", "Văn phòng Quốc hội"),
)  # fmt: skip


def issuer_of(so_hieu: str) -> str:
    """The issuer that a số hiệu itself tells: QH14 is Quốc hội, NĐ-CP Chính phủ, QĐ-TTg Thủ tướng; else ""."""
    return next((issuer for sign, issuer in _BY_SIGN if re.search(sign, so_hieu)), "")


def find_issuers(lines: Sequence[str]) -> tuple[str, ...]:
    """The organs of a letterhead, in its order; () where none is named.

    Args:
        lines: The lines above the subject, the motto of the state taken out of them.
    """
    if local := _local(lines):
        return (local,)
    return _known(" ".join(lines))


def _known(letterhead: str) -> tuple[str, ...]:
    """Names of central organs by their place in the letterhead; one inside another ("Bộ trưởng Bộ …") counts once."""
    text = _letters(letterhead)
    found: list[tuple[int, int, str]] = []
    for name in sorted(_NAMES, key=len, reverse=True):
        key = _letters(name).strip()
        at = text.find(f" {key} ") + 1
        if at > 0 and not any(start < at + len(key) and at < end for start, end, _ in found):
            found.append((at, at + len(key), name))
    names = [name for *_, name in sorted(found)]
    return tuple(name for name in names if _SUPERIOR.get(name) not in names)


def _letters(text: str) -> str:
    return f" {_BLANK.sub(' ', fold(text)).strip()} "


def _local(lines: Sequence[str]) -> str:
    """The People's Committee or Council of a place, or the organ below it, in the form people write it."""
    for at, line in enumerate(lines):
        found = _LOCAL.match(line)
        if found is None:
            continue
        below = lines[at + 1] if at + 1 < len(lines) else ""
        level, place = (found["level"] or "").strip(), found["place"].strip(" -–_*.")
        if not level and (split := _LEVEL.match(place or below)):
            level, place = split["level"], split["place"].strip(" -–_*.")
            below = lines[at + 2] if at + 2 < len(lines) and not found["place"].strip() else below
        if below.isupper() and _BELOW.match(below):
            return _sentence(below.strip(" -–_*"))
        organ = "Hội đồng nhân dân" if fold(found["organ"]).startswith("hoi") else "Ủy ban nhân dân"
        return " ".join(part for part in (organ, _level(level), place.title()) if part)
    return next((_sentence(line.strip(" -–_*")) for line in lines if line.isupper() and re.match(r"SỞ ", line)), "")


def _level(printed: str) -> str:
    return "thành phố" if fold(printed).startswith("tp") else printed.lower()


def _sentence(capitals: str) -> str:
    """An organ in capitals as it is written in a sentence: "SỞ NỘI VỤ" → "Sở Nội vụ"."""
    words = capitals.lower().split()
    return " ".join(word.capitalize() if at < 2 else word for at, word in enumerate(words))
