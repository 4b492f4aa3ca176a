"""The document, the texts attached to it and its annexes: stretches of lines with their own count of Điều.

Words, place and numbers decide together. A Quy chế stands after the decision that issues it, under a title and mostly
"(Ban hành kèm theo …)", and counts from Điều 1 again; a model contract or a form counts from Điều 1 too, but after
"PHỤ LỤC", or after the signature without such a title.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locator import Unit, number_key
from ingest.headings import PHU_LUC, Opening, match, openings
from ingest.sequence import chain, follows
from ingest.source_text import Line

ATTACHED = re.compile(
    r"\(?\s*(?:(?:Ban hành\s+)?kèm theo|Ban hành theo)\s+(?:Quyết định|Nghị định|Thông tư|Nghị quyết|Chỉ thị|Lệnh)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:BẢN\s+)?(QU[YI] CHẾ|QU[YI] ĐỊNH|ĐIỀU LỆ|CHƯƠNG TRÌNH|KẾ HOẠCH|QU[YI] TRÌNH|ĐỀ ÁN|NỘI QU[YI]|HƯỚNG DẪN"
    r"|QU[YI] CHUẨN|CHIẾN LƯỢC|CHẾ ĐỘ|QU[YI] TẮC|QU[YI] HOẠCH)\b",
    re.IGNORECASE,
)
_FORM = re.compile(r"(MẪU|Mẫu|BIỂU|Biểu|DANH MỤC|Danh mục|DANH SÁCH|BẢNG|PHỤ BIỂU)\b")
_RECEIVERS = re.compile(r"Nơi (nhận|gửi)\s*:")
_CLOSING = re.compile(
    r"((TM|KT|TL|TUQ|Q)\s?\.\s*[A-ZĐ]|[TK]/[ML]\.?\s+[A-ZĐ]"
    r"|(Luật|luật|Bộ luật|Pháp lệnh|Nghị quyết) này (đã )?được (Quốc hội|[UỦ][ỷy] ban Thường vụ Quốc hội)"
    r"|(CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỐNG ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG)\b[^a-zđ]*$)"
)
_RULED = re.compile(r"[\s_*=–—-]+")
_LONGEST_CLOSING = 200  # characters; a longer line is a rule that begins like a closing formula
_LONGEST_TITLE = 120
_FIRST_LINES = 2
_LOOK_BACK = 8  # lines between the title of an attached text and its "(Kèm theo …)"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of lines with its own count of Điều; `unit` is None for the document itself."""

    start: int
    end: int
    unit: Unit | None = None
    number: str = ""
    heading: str = ""


def sections(lines: Sequence[Line], quoted: Sequence[bool]) -> list[Section]:
    """The document first, then the texts attached to it and its annexes, in the order of the text."""
    dieu = dieu_openings(lines, quoted, range(len(lines)))
    attached = _attached(lines, quoted, dieu)
    starts = [*attached, *_annexes(lines, quoted, dieu, [section.start for section in attached])]
    ordered = sorted({section.start: section for section in reversed(starts)}.values(), key=lambda s: s.start)
    bounds = [Section(0, 0), *ordered]
    ends = [section.start for section in bounds[1:]] + [len(lines)]
    return [Section(s.start, end, s.unit, s.number, s.heading) for s, end in zip(bounds, ends, strict=True)]


def dieu_openings(lines: Sequence[Line], quoted: Sequence[bool], span: Iterable[int]) -> list[Opening]:
    """The unquoted lines that may head an Điều."""
    return [o for i in span if not quoted[i] for o in openings(lines[i].text, i, (Unit.DIEU,))]


def closing(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of the closing formula or the signatures, a ruled line above it included; `end` without one."""
    first = next((i for i in range(start, end) if is_closing(lines[i])), end)
    while start < first < end and _RULED.fullmatch(lines[first - 1].text):
        first -= 1
    return first


def is_closing(line: Line) -> bool:
    """Whether a line begins the closing of a text: "Nơi nhận:", "TM. CHÍNH PHỦ", "Luật này được Quốc hội …"."""
    text = line.text.strip()
    return bool(_RECEIVERS.match(text)) or (len(text) < _LONGEST_CLOSING and bool(_CLOSING.match(text)))


def own_dieu(lines: Sequence[Line], candidates: Sequence[Opening]) -> list[Opening]:
    """The candidates before the signature under which the count begins anew: what follows are forms."""
    for at, opening in enumerate(candidates):
        if at and _restarts(candidates, at):
            above = range(candidates[at - 1].line + 1, opening.line)
            if any(is_closing(lines[i]) or match(PHU_LUC, lines[i].text, i) for i in above):
                return list(candidates[:at])
    return list(candidates)


def _restarts(candidates: Sequence[Opening], at: int) -> bool:
    """Whether a count ends before this candidate: it is an Điều 1 and no first one."""
    return candidates[at].number == "1" and candidates[at].strength >= 0.6


def _attached(lines: Sequence[Line], quoted: Sequence[bool], dieu: Sequence[Opening]) -> list[Section]:
    found: list[Section] = []
    if not dieu:
        return found
    last = dieu[0].line
    for at in range(dieu[0].line + 1, len(lines)):
        if quoted[at] or not ATTACHED.match(lines[at].text.strip()):
            continue
        title = _title(lines, dieu, range(at - 1, max(at - 1 - _LOOK_BACK, last), -1))
        if title is not None:
            found.append(Section(title, 0, Unit.DINH_KEM, str(len(found) + 1), lines[title].text.strip()))
            last = at
    return found or _attached_by_title(lines, quoted, dieu)


def _title(lines: Sequence[Line], dieu: Sequence[Opening], back: range) -> int | None:
    """The line that names what is attached, above "(Kèm theo …)"; None under the heading of an annex or a form."""
    own = {o.line for o in dieu}
    above = list(itertools.takewhile(lambda i: i not in own and not is_closing(lines[i]), back))
    texts = {i: lines[i].text.strip() for i in above}
    if any(match(PHU_LUC, text, i) for i, text in texts.items()):
        return None
    named = next((i for i in above if _names_a_text(texts[i]) or _FORM.match(texts[i])), None)
    if named is not None:
        return None if _FORM.match(texts[named]) else named
    begins_anew = next((o for o in dieu if o.line > back.start), None)
    if above and begins_anew is not None and begins_anew.number == "1":
        capitals = [i for i in above if lines[i].text.isupper()]
        return min(capitals) if capitals else above[0]
    return None


def _names_a_text(text: str) -> bool:
    return bool(_TITLE.match(text)) and len(text) <= _LONGEST_TITLE and not text.endswith((".", ";", ",", ":"))


def _attached_by_title(lines: Sequence[Line], quoted: Sequence[bool], dieu: Sequence[Opening]) -> list[Section]:
    """An attached text without "(Kèm theo …)": a title after the signature, over a count that begins anew."""
    for at in range(1, len(dieu)):
        if not (_restarts(dieu, at) and at + 1 < len(dieu) and dieu[at + 1].number == "2"):
            continue
        signed = closing(lines, dieu[at - 1].line + 1, dieu[at].line)
        between = range(signed + 1, dieu[at].line)
        if any(match(PHU_LUC, lines[i].text, i) or _FORM.match(lines[i].text.strip()) for i in between):
            return []
        title = next((i for i in between if not quoted[i] and _names_a_text(lines[i].text.strip())), None)
        if title is not None:
            return [Section(title, 0, Unit.DINH_KEM, "1", lines[title].text.strip())]
    return []


def _annexes(
    lines: Sequence[Line], quoted: Sequence[bool], dieu: Sequence[Opening], attached: Sequence[int]
) -> list[Section]:
    found: list[Section] = []
    for at, line in enumerate(lines):
        opening = match(PHU_LUC, line.text, at)
        if opening is None or quoted[at] or not _after_the_last_dieu(lines, at, dieu, attached):
            continue
        number = opening.number or str(len(found) + 1)
        if not any(number == earlier.number for earlier in found):
            found.append(Section(at, 0, Unit.PHU_LUC, number, opening.heading))
    return found


def _after_the_last_dieu(lines: Sequence[Line], at: int, dieu: Sequence[Opening], attached: Sequence[int]) -> bool:
    """Whether the count of the text that the line is in ends above it: it begins anew below, or never goes on."""
    start = max((start for start in attached if start < at), default=0)
    end = min((start for start in attached if start > at), default=len(lines))
    before = [o for o in dieu if start <= o.line < at]
    after = [o for o in dieu if at < o.line < end]
    run = chain([o.number for o in before], [o.strength for o in before])
    if not run:
        # An annex alone in its file, or after the signature of a text without Điều.
        return not after and (at <= _FIRST_LINES or any(is_closing(line) for line in lines[:at]))
    if after and _restarts(after, 0):
        return True
    last = number_key(before[run[-1]].number)
    return not any(o.strength >= 0.8 and follows(last, number_key(o.number)) for o in after)
