"""The head of a document: số hiệu, loại, cơ quan ban hành, ngày, trích yếu, người ký, ngày có hiệu lực.

Read from the text itself; what is not there stays empty. The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, and
of older and Party texts: issuer and số hiệu at the left, date at the right, then the kind of document in capitals and
its subject.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.reference import province_of, tidy_so_hieu
from corpus.text import find_date, fold, nfc

# The kinds of Điều 4 Luật 64/2025/QH15 and Điều 7 Nghị định 30/2020/NĐ-CP, and the Party's; longest first.
LOAI = (
    "Thông tư liên tịch", "Nghị quyết liên tịch", "Văn bản hợp nhất", "Hiến pháp", "Bộ luật", "Pháp lệnh", "Nghị định",
    "Nghị quyết", "Quyết định", "Thông tư", "Chỉ thị", "Lệnh", "Luật", "Công văn", "Công điện", "Tờ trình", "Kế hoạch",
    "Thông báo", "Hướng dẫn", "Kết luận", "Quy định", "Báo cáo", "Chương trình", "Quy chế",
)  # fmt: skip

_SIGN = r"[A-ZĐ][A-Za-zĐđ0-9ƯưÔô]*(?:\s?[-–/&]\s?[A-ZĐ][A-Za-zĐđ0-9ƯưÔô]*)*"
_SO_HIEU = (
    rf"\d{{1,5}}[a-zA-Z]?\s?/\s?(?:\d{{4}}\s?/\s?)?{_SIGN}"
    rf"|\d{{1,4}}\s?-\s?(?:NQ|CT|KL|QĐ|QyĐ|HD|CTr|KH|TB|BC)/{_SIGN}"
    rf"|\d{{1,4}}-LCT/{_SIGN}"
)
_LABELLED = re.compile(rf"(?:[Ss]ố|SỐ)\s*:?\s*({_SO_HIEU})")
_OWN_LINE = re.compile(rf"^(?:\w+ ){{0,3}}(?:[Ss]ố|SỐ)\s*:\s*({_SO_HIEU})")
_BARE = re.compile(rf"(?<![\w/])({_SO_HIEU})")
_PLACE_DATE = re.compile(
    r",\s*ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4}|ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4}\s*$"
)
_BASIS = re.compile(r"^(Căn cứ|Theo đề nghị|Xét|Thực hiện)\b", re.IGNORECASE)
_EFFECT = re.compile(
    r"này có hiệu lực(?: thi hành)?\s*(?:kể )?(?:từ )?\s*"
    r"(?P<when>ngày ký|ngày thông qua|ngày\s*\d[^.;]{0,40}|từ ngày\s*\d[^.;]{0,40})"
)
_ISSUER = re.compile(
    r"^(QUỐC HỘI|(?:ỦY|UỶ) BAN THƯỜNG VỤ QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|CHỦ TỊCH NƯỚC|BỘ (?!LUẬT)[^a-zđ]+"
    r"|(?:ỦY|UỶ) BAN NHÂN DÂN[^a-zđ]*|HỘI ĐỒNG NHÂN DÂN[^a-zđ]*|NGÂN HÀNG NHÀ NƯỚC[^a-zđ]*|THANH TRA CHÍNH PHỦ"
    r"|VĂN PHÒNG [^a-zđ]+|TÒA ÁN NHÂN DÂN TỐI CAO|VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO|BAN CHẤP HÀNH TRUNG ƯƠNG[^a-zđ]*"
    r"|SỞ [^a-zđ]+)"
)
_MOTTO = re.compile(r"\s*CỘNG HÒA XÃ HỘI.*|\s*CỘNG HOÀ XÃ HỘI.*|\s*ĐẢNG CỘNG SẢN VIỆT NAM.*")
# "ỦY BAN NHÂN DÂN" and "TỈNH PHÚ THỌ" often stand on two lines.
_SPLIT_ISSUER = re.compile(r"^(ỦY BAN|UỶ BAN|HỘI ĐỒNG) NHÂN DÂN$")
_LOCAL = re.compile(r"^(TỈNH|THÀNH PHỐ|TP\.)\s")
_HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a text says; "" and None for what it does not."""

    so_hieu: str = ""
    loai: str = ""
    trich_yeu: str = ""
    co_quan_ban_hanh: str = ""
    nguoi_ky: str = ""
    ngay_ban_hanh: datetime.date | None = None
    ngay_hieu_luc: datetime.date | None = None
    province: str = ""


def read(head_lines: Sequence[str], body_lines: Sequence[str]) -> Head:
    """The head of a document.

    Args:
        head_lines: Lines before the first Điều or numbered part, and the closing block.
        body_lines: The other lines, in which the effect clause is looked for.
    """
    lines = [
        part.strip() for line in head_lines[:_HEAD_LINES] for part in re.split(r"[\t\n]", nfc(line)) if part.strip()
    ]
    top = _above_the_bases(lines)
    title_at, loai = _title(top)
    issued = _issued(top) or _adopted([nfc(line) for line in (*head_lines, *body_lines)])
    so_hieu = _so_hieu(top)
    issuer = _issuer(top) or issuer_of(so_hieu)
    return Head(
        so_hieu=so_hieu,
        loai=loai or loai_of(so_hieu),
        trich_yeu=_trich_yeu(top, title_at),
        co_quan_ban_hanh=issuer,
        nguoi_ky="",
        ngay_ban_hanh=issued,
        ngay_hieu_luc=effect_date(body_lines, issued),
        province=province_of(issuer),
    )


def effect_date(lines: Sequence[str], issued: datetime.date | None) -> datetime.date | None:
    """The day a text says it takes effect: "có hiệu lực thi hành từ ngày 15 tháng 10 năm 2025" or "từ ngày ký".

    "Từ ngày ký" is the date of issue when that is known. The last such clause speaks for the text.
    """
    for line in reversed(lines):
        match = _EFFECT.search(nfc(line))
        if match is None:
            continue
        if match["when"] in ("ngày ký", "ngày thông qua"):
            return issued
        return find_date(match["when"])
    return None


def loai_of(so_hieu: str) -> str:
    """The kind that a số hiệu itself tells, "" where it does not (64/2025/QH15 is a law or a resolution)."""
    for sign, loai in _BY_SIGN:
        if re.search(sign, so_hieu):
            return loai
    return ""


_BY_SIGN = (
    (r"/TTLT", "Thông tư liên tịch"), (r"/VBHN", "Văn bản hợp nhất"), (r"/NĐ", "Nghị định"), (r"/TT-", "Thông tư"),
    (r"[/-]QĐ\b", "Quyết định"), (r"[/-]NQ\b", "Nghị quyết"), (r"[/-]CT\b", "Chỉ thị"), (r"[/-]HD\b", "Hướng dẫn"),
    (r"/TTr-", "Tờ trình"), (r"/KH-", "Kế hoạch"), (r"/TB-", "Thông báo"), (r"LCT/", "Luật"),
)  # fmt: skip


def issuer_of(so_hieu: str) -> str:
    """The issuer that a số hiệu itself tells: QH14 is Quốc hội, NĐ-CP Chính phủ, QĐ-TTg Thủ tướng; else ""."""
    return next((issuer for sign, issuer in _ISSUER_BY_SIGN if re.search(sign, so_hieu)), "")


_ISSUER_BY_SIGN = (
    (r"/UBTVQH\d*$", "Ủy ban Thường vụ Quốc hội"), (r"/QH\d+$", "Quốc hội"), (r"-CP$", "Chính phủ"),
    (r"-TTg$", "Thủ tướng Chính phủ"), (r"-CTN$", "Chủ tịch nước"),
)  # fmt: skip


def _above_the_bases(lines: Sequence[str]) -> list[str]:
    end = next((i for i, line in enumerate(lines) if _BASIS.match(line)), len(lines))
    return list(lines[:end])


def _so_hieu(lines: Sequence[str]) -> str:
    """The number under "Số:", else the last labelled one of a title line, which names the text it amends first."""
    for pattern in (_OWN_LINE, _LABELLED, _BARE):
        for line in lines:
            if found := pattern.findall(line):
                return tidy_so_hieu(found[-1])
    return ""


def _title(lines: Sequence[str]) -> tuple[int | None, str]:
    """The line that names the kind of document, in capitals, and the kind; a recogniser may have lost its marks."""
    for at, line in enumerate(lines):
        for loai in LOAI:
            if line == loai.upper() or (line.startswith(loai.upper() + " ") and line.isupper()):
                return at, loai
    for at, line in enumerate(lines):
        plain = fold(line.strip(" ,.;-–—")) if line.isupper() else ""
        if loai := next((known for known in LOAI if plain == fold(known)), ""):
            return at, loai
    for at, line in enumerate(lines):
        loai = next((known for known in LOAI if line.startswith(known + " ")), "")
        if loai and len(line) < 200:
            return at, loai
    return None, ""


def _trich_yeu(lines: Sequence[str], title_at: int | None) -> str:
    if title_at is None:
        subject = next((line for line in lines if re.match(r"V/v|Về việc", line)), "")
        return re.sub(r"^V/v:?\s*", "về việc ", subject)
    first = lines[title_at]
    same_line = next((first[len(k) :].strip() for k in LOAI if first.upper().startswith(k.upper() + " ")), "")
    parts = [same_line] if same_line else []
    for line in lines[title_at + 1 :]:
        if (
            re.fullmatch(r"[_\-–—*.\s]+", line)
            or line.startswith("Nguồn:")
            or (parts and _ends_trich_yeu(line))
            or _LABELLED.match(line)
        ):
            break
        if re.match(r"(CHƯƠNG|Chương|PHẦN|Phần|Điều|MỤC)\s+[IVX\d]", line):
            break
        parts.append(line)
    return re.sub(rf"\s+số {_SO_HIEU}$", "", " ".join(parts).strip())


def _ends_trich_yeu(line: str) -> bool:
    return bool(_ISSUER.match(line)) or line.endswith((":", ";")) or len(line) > 300


def _issued(lines: Sequence[str]) -> datetime.date | None:
    for line in lines:
        if _PLACE_DATE.search(line) and (day := find_date(line)):
            return day
    return None


def _adopted(lines: Sequence[str]) -> datetime.date | None:
    """The day in "Luật này được Quốc hội … thông qua ngày 12 tháng 6 năm 2017"."""
    for line in reversed(lines):
        if (at := line.find("thông qua ngày")) >= 0 and "Quốc hội" in line:
            return find_date(line[at:])
    return None


def _issuer(lines: Sequence[str]) -> str:
    rows = [_MOTTO.sub("", line).strip() for line in lines]
    joined = [
        f"{row} {rows[i + 1]}"
        if _SPLIT_ISSUER.match(row) and rows[i + 1 : i + 2] and _LOCAL.match(rows[i + 1])
        else row
        for i, row in enumerate(rows)
    ]
    found = [match.group(1) for row in joined if (match := _ISSUER.match(row))]
    names = list(dict.fromkeys(name.strip(" -–_*") for name in found))
    return " - ".join(_sentence_case(name) for name in names[:5])


def _sentence_case(capitals: str) -> str:
    lower = capitals.lower()
    return _NAMES.get(lower, lower[:1].upper() + lower[1:])


# Names with capitals inside; any other issuer is written in sentence case, and its province from `Head.province`.
_NAMES = {
    "bộ công thương": "Bộ Công Thương",
    "quốc hội": "Quốc hội",
    "chính phủ": "Chính phủ",
    "thủ tướng chính phủ": "Thủ tướng Chính phủ",
    "ủy ban thường vụ quốc hội": "Ủy ban Thường vụ Quốc hội",
    "uỷ ban thường vụ quốc hội": "Ủy ban Thường vụ Quốc hội",
    "thanh tra chính phủ": "Thanh tra Chính phủ",
    "bộ tài chính": "Bộ Tài chính",
    "bộ nội vụ": "Bộ Nội vụ",
    "bộ công an": "Bộ Công an",
    "bộ y tế": "Bộ Y tế",
}
