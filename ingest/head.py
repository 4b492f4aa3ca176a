"""The head of a document: số hiệu, loại, cơ quan ban hành, ngày, nơi ban hành, trích yếu, người ký, ngày có hiệu lực.

Read from the text itself; what is not there stays empty. The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, and
of older and Party texts: issuer and số hiệu at the left, date at the right, then the kind of document in capitals and
its subject.
"""

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Diagnostic
from corpus.reference import province_of, tidy_so_hieu
from corpus.text import find_date, fold, nfc, vi_date
from ingest.capitals import CAPITALS
from ingest.consolidated import Consolidated, read_statement
from ingest.effect import NO_EFFECT, Effect, find_effect
from ingest.issuers import find_issuers, issuer_of
from ingest.signature import signers

# The kinds of Điều 4 Luật 64/2025/QH15 and Điều 7 Nghị định 30/2020/NĐ-CP, and the Party's; longest first.
LOAI = (
    "Thông tư liên tịch", "Nghị quyết liên tịch", "Văn bản hợp nhất", "Hiến pháp", "Bộ luật", "Pháp lệnh", "Nghị định",
    "Nghị quyết", "Quyết định", "Thông tư", "Chỉ thị", "Lệnh", "Luật", "Công văn", "Công điện", "Tờ trình", "Kế hoạch",
    "Thông báo", "Hướng dẫn", "Kết luận", "Quy định", "Báo cáo", "Chương trình", "Quy chế",
)  # fmt: skip

SIGN = r"[A-ZĐ][A-Za-zĐđ0-9ƯưÔô]*(?:(?:\s?[-–/&]\s?|\.(?=[A-ZĐ]{2}))[A-ZĐ][A-Za-zĐđ0-9ƯưÔô]*)*"
SO_HIEU = (
    rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?[a-zA-Z]?\s?/\s?(?:\d{{4}}\s?/\s?)?(?:QH\s\d{{1,2}}|{SIGN})"
    rf"|\d{{1,4}}\s?-\s?(?:NQ|CT|KL|QĐ|QyĐ|HD|CTr|KH|TB|BC|CV)/{SIGN}"
    rf"|\d{{1,4}}-LCT/{SIGN})"
)
_LABELLED = re.compile(rf"(?:[Ss]ố|SỐ)\s*:?\s*({SO_HIEU})")
_OWN_LINE = re.compile(rf"^(?:\w+ ){{0,3}}(?:[Ss]ố|SỐ)\s*:\s*({SO_HIEU})")
_BARE = re.compile(rf"(?<![\w/:])({SO_HIEU})")
_DAY = r"(?P<day>\d{1,2})\s*(?:tháng|/)\s*(?P<month>\d{1,2})\s*(?:năm|/)\s*(?P<year>\d{4})"
_PLACED = re.compile(
    rf"^(?P<place>[^\W\d_][^\d,:;]{{1,30}}),\s*ngày\s*{_DAY}|,\s*ngày\s*{_DAY.replace('P<', 'P<_')}", re.IGNORECASE
)
_DATED = re.compile(rf"^.{{0,60}}\bngày\s*{_DAY}\W*$", re.IGNORECASE)
_ADOPTED = re.compile(r"\bQuốc hội\b.{0,160}?thông qua\b.{0,30}?ngày", re.IGNORECASE)
_BASIS = re.compile(r"^(Căn cứ|Theo đề nghị|Xét|Thực hiện)\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"^Kính gửi\b", re.IGNORECASE)
_PLACE_HEADING = re.compile(r"(CHƯƠNG|Chương|PHẦN|Phần|Điều|MỤC|Mục)\s+[IVX\d]|I\s*[-./]\s|1\s*[.]\s")
_SUBJECT = re.compile(r"(V/v|V/V|Về việc|VỀ VIỆC)\b:?\s*")
_MOTTO = re.compile(
    r"\s*(CỘNG H[ÒO][ÀA] XÃ HỘI|Cộng h[òo][àa] xã hội|ĐẢNG CỘNG SẢN VIỆT NAM|ĐỘC LẬP\s*[-–]|Độc lập\s*[-–]).*"
)
STATE = re.compile(r"CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM")
FORM = re.compile(r"(PHỤ LỤC|Phụ lục|MẪU|Mẫu|BIỂU|Biểu|Kèm theo|\(Kèm|\(Ban hành)")
_RULE = re.compile(r"[_\-–—*=.…\s]+")
# "NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11 THÁNG 5 NĂM 1998 VỀ VIỆC …", as texts before 2000 are headed
_OLD_TITLE = re.compile(
    rf"^(?:CỦA (?:[{CAPITALS} ,-]{{3,60}}?))?\s*(?:(?<!\w)SỐ:?\s*{SO_HIEU}\s*)?"
    r"(?:,?\s*NGÀY\s*\d[\d\s/THÁNGĂM-]*?\d{4}\s*)?"
    r"(?=VỀ |Về |QUY |Quy |SỬA |Sửa |BAN |Ban |HƯỚNG|Hướng|PHÊ|Phê|CÔNG|Công|CHI |THI |Thi |$)"
)
_HEAD_LINES = 60
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a text says; "" and None for what it does not.

    Attributes:
        co_quan_ban_hanh: The organs of a joint text parted by "; ".
        nguoi_ky: Likewise.
        noi_ban_hanh: The place beside the date, "Hà Nội".
        effect: The words that tell the day of effect, and how it was counted.
        consolidated: What a consolidation says of the text it holds; the other fields are that text's.
        remarks: What is printed and cannot be, an impossible date for one.
    """

    so_hieu: str = ""
    loai: str = ""
    trich_yeu: str = ""
    co_quan_ban_hanh: str = ""
    nguoi_ky: str = ""
    ngay_ban_hanh: datetime.date | None = None
    ngay_hieu_luc: datetime.date | None = None
    province: str = ""
    noi_ban_hanh: str = ""
    effect: Effect = NO_EFFECT
    consolidated: Consolidated | None = None
    remarks: tuple[Diagnostic, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Other names of the document: the consolidation that the text was read from."""
        number = self.consolidated.number if self.consolidated else ""
        return (f"Văn bản hợp nhất số {number}",) if number else ()


def read(head_lines: Sequence[str], body_lines: Sequence[str], closing: Sequence[str] = ()) -> Head:
    """The head of a document.

    Args:
        head_lines: Lines before the first Điều or numbered part.
        body_lines: The other lines, in which the effect clause is looked for.
        closing: The closing formula and the signatures.
    """
    lines = _parted(head_lines[:_HEAD_LINES])
    top = list(itertools.takewhile(lambda line: not (_BASIS.match(line) or _ADDRESSED.match(line)), lines))
    merged = read_statement(top, closing)
    if merged is not None:
        above = itertools.takewhile(lambda line: merged.so_hieu not in tidy_so_hieu(line), top)
        top = [line for line in above if not line.upper().startswith("VĂN BẢN HỢP NHẤT")]
    issued, place, remarks = _issued(top)
    issued = issued or _adopted((*lines, *closing, *body_lines))
    so_hieu = _so_hieu(top)
    if merged is not None:
        so_hieu, issued = merged.so_hieu, merged.issued
    title_at, loai = _title(top)
    loai = merged.loai if merged else loai or loai_of(so_hieu)
    issuers = _issuers(top[:title_at], so_hieu, loai)
    effect = find_effect(body_lines, issued)
    effective, differs = _effective(effect, merged)
    signed = signers(closing)
    return Head(
        so_hieu=so_hieu,
        loai=loai or ("Công văn" if so_hieu and _subject_at(top) is not None else ""),
        trich_yeu=_trich_yeu(top, title_at),
        co_quan_ban_hanh="; ".join(issuers),
        nguoi_ky="; ".join(signed if _is_joint(so_hieu, loai) else signed[:1]),
        ngay_ban_hanh=issued,
        ngay_hieu_luc=effective,
        province=province_of(issuers[0]) if issuers else "",
        noi_ban_hanh=place,
        effect=effect,
        consolidated=merged,
        remarks=(*remarks, *differs, *_second(_parted((*head_lines, *closing)), so_hieu)),
    )


def _effective(effect: Effect, merged: Consolidated | None) -> tuple[datetime.date | None, tuple[Diagnostic, ...]]:
    """The day of effect; of a consolidation that prints two, the earlier: a later clause is an amending text's."""
    said = merged.effective if merged else None
    if said is None or effect.day is None or effect.computed or effect.day == said:
        return said or effect.day, ()
    day = min(said, effect.day)
    message = (
        f"Đầu văn bản hợp nhất ghi ngày có hiệu lực {vi_date(said)}, điều khoản thi hành ghi {vi_date(effect.day)}; "
        f"lấy ngày {vi_date(day)}"
    )
    return day, (Diagnostic("effect_differs", message),)


def loai_of(so_hieu: str) -> str:
    """The kind that a số hiệu itself tells, "" where it does not (64/2025/QH15 is a law or a resolution)."""
    for sign, loai in _BY_SIGN:
        if re.search(sign, so_hieu):
            return loai
    return ""


_BY_SIGN = (
    (r"/TTLT", "Thông tư liên tịch"), (r"/NQLT", "Nghị quyết liên tịch"), (r"/VBHN", "Văn bản hợp nhất"),
    (r"/NĐ", "Nghị định"), (r"/TT[-/]", "Thông tư"), (r"[/-]QĐ\b", "Quyết định"), (r"[/-]NQ\b", "Nghị quyết"),
    (r"[/-]CT\b", "Chỉ thị"), (r"[/-]HD\b", "Hướng dẫn"), (r"/TTr-", "Tờ trình"), (r"/KH-", "Kế hoạch"),
    (r"/TB-", "Thông báo"), (r"LCT/", "Luật"),
)  # fmt: skip


def _second(lines: Sequence[str], so_hieu: str) -> tuple[Diagnostic, ...]:
    """A remark where a second letterhead with a number of its own stands below: two documents in one file.

    Forms and annexes have letterheads too; theirs come under "Mẫu" or "Phụ lục", or have no number.
    """
    mottos = [at for at, line in enumerate(lines) if STATE.match(line)]
    for at in mottos[1:]:
        above, near = lines[max(0, at - 8) : at], lines[max(0, at - 4) : at + 6]
        number = next((found[-1] for line in near if (found := _OWN_LINE.findall(line))), "")
        if number and tidy_so_hieu(number) != so_hieu and not any(FORM.match(line) for line in above):
            message = f"Trong tệp còn văn bản số {tidy_so_hieu(number)}; tách riêng để nạp thành văn bản khác"
            return (Diagnostic("second_document", message),)
    return ()


def _parted(lines: Sequence[str]) -> list[str]:
    """Cells of a letterhead as lines of their own; a số hiệu broken after its dash made one."""
    parts = [part.strip() for line in lines for part in re.split(r"[\t\n|]|\s(?=V/v\b)", nfc(line)) if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and _breaks_off(joined[-1]) and re.fullmatch(SIGN, part):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _breaks_off(line: str) -> bool:
    return bool(re.search(rf"{SO_HIEU}\s?[-–]$", line))


def _so_hieu(lines: Sequence[str]) -> str:
    """The number under "Số:", else the last labelled one of a title line, which names the text it amends first."""
    for pattern in (_OWN_LINE, _LABELLED, _BARE):
        for line in lines:
            if found := pattern.findall(line):
                return tidy_so_hieu(re.sub(r"QH\s+(?=\d)", "QH", found[-1]))
    return ""


def _title(lines: Sequence[str]) -> tuple[int | None, str]:
    """The line that names the kind, in capitals, and the kind; over two lines, or with the marks of letters lost."""
    for at, line in enumerate(lines):
        text = line.strip(" :*#")
        if text.upper() == "THÔNG TƯ" and at + 1 < len(lines) and lines[at + 1].strip(" :*").upper() == "LIÊN TỊCH":
            return at, "Thông tư liên tịch"
        for loai in LOAI:
            if text == loai.upper() or (text.startswith(loai.upper() + " ") and text.isupper()):
                return at, loai
    for at, line in enumerate(lines):
        plain = fold(line.strip(" ,.;-–—")) if line.isupper() else ""
        if loai := next((known for known in LOAI if plain == fold(known)), ""):
            return at, loai
    for at, line in enumerate(lines):
        loai = next((known for known in LOAI if line == known or line.startswith(known + " ")), "")
        if loai and len(line) < 200:
            return at, loai
    return None, ""


def _trich_yeu(lines: Sequence[str], title_at: int | None) -> str:
    if title_at is None:
        return _subject(lines)
    first = lines[title_at].strip(" :*#")
    same_line = next((first[len(k) :].strip() for k in LOAI if first.upper().startswith(k.upper() + " ")), "")
    parts = [same_line] if same_line else []
    for line in lines[title_at + 1 :]:
        if line.strip(" :*").upper() == "LIÊN TỊCH":
            continue
        if _RULE.fullmatch(line) and not parts:
            continue
        if _RULE.fullmatch(line) or line.startswith("Nguồn:") or _LABELLED.match(line) or _PLACE_HEADING.match(line):
            break
        if parts and (
            (find_issuers([line]) and line.isupper()) or line.endswith((":", ";")) or len(line) > _LONGEST_LINE
        ):
            break
        if re.match(r"\(?\s*((Ban hành )?[Kk]èm theo|Tiếp theo)", line) or _PLACED.match(line):
            break
        parts.append(re.sub(r"\s*_{3,}\s*$", "", line))
    text = re.sub(rf"\s+số {SO_HIEU}$", "", " ".join(parts).strip(" *"))
    return _OLD_TITLE.sub("", text).strip() or text


def _names_an_organ(line: str) -> bool:
    return line.isupper() and bool(find_issuers([line]))


def _subject_at(lines: Sequence[str]) -> int | None:
    return next((at for at, line in enumerate(lines) if _SUBJECT.match(line)), None)


def _subject(lines: Sequence[str]) -> str:
    """The subject of a letter, "V/v …", over the lines it takes in its column."""
    at = _subject_at(lines)
    if at is None:
        return ""
    parts = [lines[at]]
    for line in lines[at + 1 :]:
        if not (line[:1].islower() or line[:1].isdigit()) or _RULE.fullmatch(line) or find_date(line):
            break
        parts.append(line)
    return re.sub(r"^(V/v|V/V|Về việc):?\s*", "về việc ", " ".join(parts))


def _issued(lines: Sequence[str]) -> tuple[datetime.date | None, str, tuple[Diagnostic, ...]]:
    """The day beside the place of issue, that place, and a remark where no calendar has the printed day."""
    remarks: list[Diagnostic] = []
    for pattern in (_PLACED, _DATED):
        for line in lines:
            found = pattern.search(line)
            if found is None:
                continue
            place = (found.groupdict().get("place") or "").strip(" *") if pattern is _PLACED else ""
            if day := find_date(found.group()):
                return day, place, tuple(remarks)
            message = f"Ngày ban hành in là “{found.group().strip(' ,')}”, không có trong lịch"
            remarks.append(Diagnostic("impossible_date", message))
    return None, "", tuple(dict.fromkeys(remarks))


def _adopted(lines: Sequence[str]) -> datetime.date | None:
    """The day in "Luật này được Quốc hội … thông qua ngày 12 tháng 6 năm 2017"."""
    for line in reversed(lines):
        if found := _ADOPTED.search(nfc(line)):
            return find_date(nfc(line)[found.end() :][:40])
    return None


def _issuers(letterhead: Sequence[str], so_hieu: str, loai: str) -> tuple[str, ...]:
    """One organ, or those of a joint text; the số hiệu speaks before the letterhead, whose first organ may be above."""
    if told := issuer_of(so_hieu):
        return (told,)
    if loai in ("Hiến pháp", "Bộ luật", "Luật"):
        return ("Quốc hội",)  # nobody else makes them
    named = find_issuers([line for raw in letterhead if (line := _MOTTO.sub("", raw).strip(" *"))])
    return named if _is_joint(so_hieu, loai) else named[:1]


def _is_joint(so_hieu: str, loai: str) -> bool:
    return "liên tịch" in loai or "LT-" in so_hieu or "LN-" in so_hieu
