"""The document, the texts attached to it and its annexes: stretches of lines with their own count of Điều."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locator import Unit, number_key
from ingest.headings import PHU_LUC, Opening, match, openings
from ingest.sequence import chain, follows
from ingest.source_text import Line

_ATTACHED = re.compile(
    r"^\(?\s*(Ban hành\s+)?[Kk]èm theo\s+(Quyết định|Nghị định|Thông tư|Nghị quyết|Chỉ thị)", re.IGNORECASE
)
_ATTACHED_TITLE = re.compile(
    r"^(QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|CHƯƠNG TRÌNH|KẾ HOẠCH|QUY TRÌNH|ĐỀ ÁN|NỘI QUY|HƯỚNG DẪN|QUY CHUẨN|CHIẾN LƯỢC)\b"
)
_LOOK_BACK = 8  # lines between the title of an attached text and its "(Kèm theo …)"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of lines with its own count of Điều; `unit` is None for the document itself."""

    start: int
    end: int
    unit: Unit | None
    number: str
    heading: str


def sections(lines: Sequence[Line], quoted: Sequence[bool]) -> list[Section]:
    """The document first, then the texts attached to it and its annexes, in the order of the text."""
    starts = [*_attached_starts(lines, quoted), *_annex_starts(lines, quoted)]
    unique = {start: (start, unit, number, heading) for start, unit, number, heading in sorted(starts, reverse=True)}
    bounds = [(0, None, "", ""), *(unique[start] for start in sorted(unique) if start > 0)]
    ends = [start for start, *_ in bounds[1:]] + [len(lines)]
    return [
        Section(start, end, unit, number, heading)
        for (start, unit, number, heading), end in zip(bounds, ends, strict=True)
    ]


def _attached_starts(lines: Sequence[Line], quoted: Sequence[bool]) -> list[tuple[int, Unit | None, str, str]]:
    found: list[tuple[int, Unit | None, str, str]] = []
    first_dieu = next(
        (i for i, line in enumerate(lines) if not quoted[i] and openings(line.text, i, (Unit.DIEU,))), None
    )
    for at, line in enumerate(lines):
        if first_dieu is None or at < first_dieu or quoted[at] or not _ATTACHED.match(line.text.strip()):
            continue
        back = range(at - 1, max(at - 1 - _LOOK_BACK, first_dieu), -1)
        title = next((i for i in back if _ATTACHED_TITLE.match(lines[i].text.strip())), None)
        if title is not None and not any(match(PHU_LUC, lines[i].text, i) for i in back):
            found.append((title, Unit.DINH_KEM, str(len(found) + 1), lines[title].text.strip()))
    return found


def _annex_starts(lines: Sequence[Line], quoted: Sequence[bool]) -> list[tuple[int, Unit | None, str, str]]:
    candidates = [o for i, line in enumerate(lines) if not quoted[i] and (o := match(PHU_LUC, line.text, i))]
    dieu = dieu_openings(lines, quoted, range(len(lines)))
    kept = [o for o in candidates if _after_the_last_dieu(o.line, dieu)]
    numbered: list[tuple[int, Unit | None, str, str]] = []
    for opening in kept:
        number = opening.number or str(len(numbered) + 1)
        if not any(number == earlier[2] for earlier in numbered):
            numbered.append((opening.line, Unit.PHU_LUC, number, opening.heading))
    return numbered


def _after_the_last_dieu(line: int, dieu: Sequence[Opening]) -> bool:
    """Whether no later Điều goes on counting from those before the line."""
    before = [o for o in dieu if o.line < line]
    run = chain([o.number for o in before], [o.strength for o in before])
    if not run:
        return False
    last = number_key(before[run[-1]].number)
    return not any(o.line > line and o.strength >= 0.8 and follows(last, number_key(o.number)) for o in dieu)


def dieu_openings(lines: Sequence[Line], quoted: Sequence[bool], span: Iterable[int]) -> list[Opening]:
    """The unquoted lines that may head an Điều."""
    return [o for i in span if not quoted[i] for o in openings(lines[i].text, i, (Unit.DIEU,))]
