"""Lines of a text → the tree of its places, with nothing lost.

Every line belongs to exactly one node. A node's own lines are those before the next node begins, so the nodes' texts
put end to end give the source text back. Headings are chosen by sequence (`sequence.chain`) among the lines that look
like one (`headings`), outside quotation marks: an Điều that an amending text quotes is content.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locator import Locator, Unit, number_key
from corpus.model import Diagnostic
from ingest.headings import PHU_LUC, ROMAN_MUC, Opening, match, openings
from ingest.sequence import chain, follows
from ingest.source_text import Line

_ATTACHED = re.compile(
    r"^\(?\s*(Ban hành\s+)?[Kk]èm theo\s+(Quyết định|Nghị định|Thông tư|Nghị quyết|Chỉ thị)", re.IGNORECASE
)
_ATTACHED_TITLE = re.compile(
    r"^(QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|CHƯƠNG TRÌNH|KẾ HOẠCH|QUY TRÌNH|ĐỀ ÁN|NỘI QUY|HƯỚNG DẪN|QUY CHUẨN|CHIẾN LƯỢC)\b"
)
_CLOSING = re.compile(
    r"^(Nơi nhận\s*:|(TM|KT|TL|TUQ|Q)\s?\.\s+[A-ZĐ]{2}|[Ll]uật này (đã )?được Quốc hội|Bộ luật này (đã )?được Quốc hội"
    r"|Nghị quyết này (đã )?được Quốc hội"
    r"|(CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỐNG ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG)\b[^a-zđ]*$)"
)
_LONGEST_CLOSING = 200  # characters; a longer line is a rule that begins like a closing formula
_LONGEST_TITLE = 120
_LOOK_BACK = 8  # lines between the title of an attached text and its "(Kèm theo …)"


@dataclass(frozen=True, slots=True)
class Node:
    """One place and its own lines.

    Attributes:
        locator: The citation address; empty for the document's head and closing.
        path: Headings of the Phần, Chương and Mục around it, from the largest.
        runs: Half-open ranges of line indices, in order; only the document itself has more than one.
    """

    locator: Locator
    unit: Unit | None
    number: str
    heading: str
    path: tuple[str, ...]
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The nodes in the order of the text, the document itself first, and what was odd."""

    nodes: tuple[Node, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """How to read one family of texts.

    Attributes:
        marked_only: An Điều must be a line that the source marks as a heading (the codification's rows).
        gaps: Missing numbers are expected and numbered notes are places (our own summaries).
    """

    marked_only: bool = False
    gaps: bool = False


def parse(lines: Sequence[Line], rules: Rules = Rules()) -> Structure:
    """The tree of a text; any input is accepted.

    Args:
        lines: Clean lines in reading order.
        rules: How this family of texts is read.

    Returns:
        Nodes whose runs cover all lines once, and diagnostics on gaps and repeats in the numbering.
    """
    quoted = quoted_lines([line.text for line in lines])
    sections = _sections(lines, quoted, rules)
    marks = [mark for section in sections for mark in _marks(lines, quoted, section, rules)]
    tree = _assemble(lines, marks)
    return tree if not rules.gaps else Structure(tree.nodes, ())


# 1. What is quoted


def quoted_lines(texts: Sequence[str]) -> list[bool]:
    """For each line, whether it lies in a quotation that began at the start of a line.

    A block opens at a line that starts with “ or " and does not end the quotation itself, and closes at the line that
    ends with ” or " (before . ; or ,). A block that never closes holds its first line only.
    """
    quoted = [False] * len(texts)
    at = 0
    while at < len(texts):
        if texts[at].lstrip()[:1] not in ("“", '"', "«"):
            at += 1
            continue
        end = next((i for i in range(at, len(texts)) if _closes(texts[i], first=i == at)), at)
        quoted[at : end + 1] = [True] * (end + 1 - at)
        at = end + 1
    return quoted


def _closes(text: str, *, first: bool) -> bool:
    stripped = text.rstrip().rstrip(".;,: ")
    if not stripped.endswith(("”", '"', "»")):
        return False
    body = stripped.lstrip()[1:] if first else stripped
    inner_opened = body.count("“") + body.count("«")
    inner_closed = body.count("”") + body.count("»")
    if stripped.endswith('"'):
        return body.count('"') % 2 == 1
    return inner_closed > inner_opened


# 2. The document, its attached texts, its annexes


@dataclass(frozen=True, slots=True)
class _Section:
    """A stretch of lines with its own count of Điều; `unit` is None for the document itself."""

    start: int
    end: int
    unit: Unit | None
    number: str
    heading: str


def _sections(lines: Sequence[Line], quoted: Sequence[bool], rules: Rules) -> list[_Section]:
    if rules.marked_only or rules.gaps:
        return [_Section(0, len(lines), None, "", "")]
    starts = [*_attached_starts(lines, quoted), *_annex_starts(lines, quoted)]
    unique = {start: (start, unit, number, heading) for start, unit, number, heading in sorted(starts, reverse=True)}
    bounds = [(0, None, "", ""), *(unique[start] for start in sorted(unique) if start > 0)]
    ends = [start for start, *_ in bounds[1:]] + [len(lines)]
    return [
        _Section(start, end, unit, number, heading)
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
    dieu = _dieu_openings(lines, quoted, range(len(lines)), Rules())
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


# 3. The headings of one section


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line where a place begins; `unit` None marks the closing of the document."""

    line: int
    unit: Unit | None
    number: str
    heading: str


def _marks(lines: Sequence[Line], quoted: Sequence[bool], section: _Section, rules: Rules) -> list[_Mark]:
    marks = [_Mark(section.start, section.unit, section.number, section.heading)] if section.unit else []
    if section.unit is Unit.PHU_LUC:
        return marks
    span = range(section.start, section.end)
    dieu = _choose(_dieu_openings(lines, quoted, span, rules), rules)
    if rules.gaps:
        marks += [_mark(o) for i in span for o in openings(lines[i].text, i, (Unit.GHI_CHU,))]
    if not dieu:
        return marks + _without_dieu(lines, quoted, section, rules)
    closing = _closing(lines, dieu[-1].line + 1, section.end)
    larger = _larger(lines, quoted, range(section.start, closing), dieu)
    marks += [_mark(o) for o in (*larger, *dieu)]
    heads = sorted({m.line for m in marks} | {closing})
    for opening in dieu:
        end = next(line for line in heads if line > opening.line)
        marks += _below(lines, quoted, range(opening.line, end), rules)
    if closing < section.end:
        marks.append(_Mark(closing, None, "", ""))
    return sorted(marks, key=lambda m: m.line)


def _dieu_openings(lines: Sequence[Line], quoted: Sequence[bool], span: Iterable[int], rules: Rules) -> list[Opening]:
    return [
        opening
        for i in span
        if lines[i].heading or not (quoted[i] or rules.marked_only)
        for opening in openings(lines[i].text, i, (Unit.DIEU,))
    ]


def _choose(candidates: Sequence[Opening], rules: Rules) -> list[Opening]:
    if rules.marked_only:
        return list(candidates)
    run = chain([o.number for o in candidates], [o.strength for o in candidates], gaps=rules.gaps)
    return [candidates[i] for i in run]


def _larger(
    lines: Sequence[Line], quoted: Sequence[bool], span: Iterable[int], dieu: Sequence[Opening]
) -> list[Opening]:
    """Phần, Chương, Mục and Tiểu mục headings; their numbers may restart, so each line stands for itself."""
    taken = {o.line for o in dieu}
    units = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)
    found = [o for i in span if i not in taken and not quoted[i] for o in openings(lines[i].text, i, units)[:1]]
    return [o for o in found if o.heading or _is_title(lines, o.line + 1)]


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Whether the line after "Chương II" can be its title, and not the rest of a sentence."""
    following = lines[at].text.strip() if at < len(lines) else ""
    return bool(following) and not following[0].islower() and following[0] not in ",;."


def _closing(lines: Sequence[Line], start: int, end: int) -> int:
    return next(
        (i for i in range(start, end) if len(lines[i].text) < 200 and _CLOSING.match(lines[i].text.strip())), end
    )


def _below(lines: Sequence[Line], quoted: Sequence[bool], span: range, rules: Rules) -> list[_Mark]:
    """The khoản and điểm under one heading line; the heading line itself opens none."""
    inside = range(span.start + 1, span.stop)
    khoan = _simple(lines, quoted, inside, (Unit.KHOAN,), rules)
    bounds = [span.start, *(m.line for m in khoan), span.stop]
    diem: list[_Mark] = []
    for start, end in itertools.pairwise(bounds):
        diem += _simple(lines, quoted, range(start + 1, end), (Unit.DIEM,), rules)
    return [*khoan, *diem]


def _simple(
    lines: Sequence[Line], quoted: Sequence[bool], span: range, units: tuple[Unit, ...], rules: Rules
) -> list[_Mark]:
    candidates = [
        o for i in span if not quoted[i] and lines[i].table is None for o in openings(lines[i].text, i, units)
    ]
    run = chain([o.number for o in candidates], [o.strength for o in candidates], gaps=rules.gaps)
    starts_late = bool(run) and candidates[run[0]].number not in ("1", "a")
    if starts_late and len(run) < 2 and not rules.gaps:
        return []
    return [_mark(candidates[i]) for i in run]


def _without_dieu(lines: Sequence[Line], quoted: Sequence[bool], section: _Section, rules: Rules) -> list[_Mark]:
    """A directive, a Party resolution, a programme: I, II hold 1, 2, which hold a, b."""
    roman = [
        o for i in range(section.start, section.end) if not quoted[i] and (o := match(ROMAN_MUC, lines[i].text, i))
    ]
    run = chain([o.number for o in roman], [o.strength for o in roman])
    muc = [roman[i] for i in run] if len(run) > 1 and roman[run[0]].number == "I" else []
    closing = _closing(lines, muc[-1].line + 1 if muc else section.start + 1, section.end)
    bounds = [section.start, *(o.line for o in muc), closing]
    marks = [_mark(o) for o in muc]
    for start, end in itertools.pairwise(bounds):
        if start < end:
            marks += _below(lines, quoted, range(start, end), rules)
    if section.start < closing < section.end and marks:
        marks.append(_Mark(closing, None, "", ""))
    return marks


def _mark(opening: Opening) -> _Mark:
    return _Mark(opening.line, opening.unit, opening.number, opening.heading)


# 4. Nodes


def _assemble(lines: Sequence[Line], marks: Sequence[_Mark]) -> Structure:
    ordered = sorted(marks, key=lambda m: (m.line, m.unit.rank if m.unit else 99))
    ends = [m.line for m in ordered[1:]] + [len(lines)] * bool(ordered)
    own = [(0, ordered[0].line if ordered else len(lines))]
    own += [(m.line, end) for m, end in zip(ordered, ends, strict=True) if m.unit is None]
    nodes: list[Node] = [Node(Locator(), None, "", "", (), tuple(run for run in own if run[0] < run[1]))]
    diagnostics: list[Diagnostic] = []
    addresses = _Addresses()
    for mark, end in zip(ordered, ends, strict=True):
        if mark.unit is None:
            continue
        heading = mark.heading or _title_below(lines, mark, end)
        locator, path = addresses.place(mark.unit, mark.number, heading)
        if locator.steps[-1].number != mark.number:
            message = f"Số {Locator(locator.steps[-1:]).vi} lặp lại trong văn bản, giữ như bản in"
            diagnostics.append(Diagnostic("repeated_number", message, mark.line + 1))
        nodes.append(Node(locator, mark.unit, mark.number, heading, path, ((mark.line, end),)))
    return Structure(tuple(nodes), (*diagnostics, *_gaps(nodes)))


def _title_below(lines: Sequence[Line], mark: _Mark, end: int) -> str:
    """The title that stands on the lines after "Chương II" or "PHỤ LỤC I": capitals, or one short line."""
    if mark.unit is None or mark.unit.rank > Unit.TIEU_MUC.rank:
        return ""
    below = [line.text.strip() for line in lines[mark.line + 1 : end] if line.text.strip()]
    capitals = list(itertools.takewhile(str.isupper, below))
    return " ".join(capitals or [text for text in below[:1] if len(text) < _LONGEST_TITLE])


class _Addresses:
    """Gives each heading its address, walking down the text once."""

    def __init__(self) -> None:
        self._section = Locator()
        self._larger: list[tuple[Unit, str, str]] = []
        self._chain: list[tuple[Unit, Locator]] = []
        self._used: set[Locator] = set()

    def place(self, unit: Unit, number: str, heading: str) -> tuple[Locator, tuple[str, ...]]:
        if unit in (Unit.DINH_KEM, Unit.PHU_LUC):
            self._section, self._larger, self._chain = Locator(), [], []
        if unit.rank <= Unit.TIEU_MUC.rank:
            self._larger = [entry for entry in self._larger if entry[0].rank < unit.rank]
        largest = Unit.DIEU.rank + 1 if unit is Unit.GHI_CHU else unit.rank
        self._chain = [(u, locator) for u, locator in self._chain if u.rank < largest]
        parent = self._parent(unit)
        locator = self._unused(parent.child(unit, number))
        path = tuple(title for _, _, title in self._larger)
        if unit is Unit.DINH_KEM:
            self._section = locator
        elif unit.rank <= Unit.TIEU_MUC.rank:
            word = locator.steps[-1].vi
            self._larger.append((unit, number, f"{word[:1].upper()}{word[1:]}. {heading}".rstrip(". ")))
        self._chain.append((unit, locator))
        return locator, path

    def _parent(self, unit: Unit) -> Locator:
        if unit is Unit.DIEU or not self._chain:
            return self._section
        above, locator = self._chain[-1]
        return locator if above.rank < unit.rank else self._section

    def _unused(self, locator: Locator) -> Locator:
        times = 1
        step = locator.steps[-1]
        while locator in self._used:
            times += 1
            locator = locator.parent.child(step.unit, f"{step.number}~{times}")
        self._used.add(locator)
        return locator


def _gaps(nodes: Sequence[Node]) -> list[Diagnostic]:
    """A remark for each Điều whose number is not the next one, as printed."""
    found = []
    dieu = [node for node in nodes if node.unit is Unit.DIEU]
    for previous, node in itertools.pairwise(dieu):
        same_section = previous.locator.steps[:-1] == node.locator.steps[:-1]
        if same_section and not follows(number_key(previous.number), number_key(node.number)):
            message = f"Sau Điều {previous.number} là Điều {node.number}: thiếu số hoặc đánh số sai trong nguồn"
            found.append(Diagnostic("dieu_gap", message, node.runs[0][0] + 1))
    return found
