"""Marked lines → the tree of a text's places: addresses, headings, and remarks on the numbering.

Every line belongs to exactly one node; the nodes' lines put end to end are the text.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.locator import Locator, Unit, number_key
from corpus.model import Diagnostic
from corpus.text import fold
from ingest.headings import Opening, bare
from ingest.sequence import follows
from ingest.source_text import Line

_LONGEST_TITLE = 120


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
class Mark:
    """A line where a place begins; `unit` None marks the closing of the document."""

    line: int
    unit: Unit | None
    number: str
    heading: str

    @classmethod
    def of(cls, opening: Opening) -> "Mark":
        """The mark of a chosen heading."""
        return cls(opening.line, opening.unit, opening.number, opening.heading)


def grow(lines: Sequence[Line], marks: Sequence[Mark]) -> Structure:
    """The nodes between marks, in the order of the text; what no mark claims is the document's own."""
    ordered = sorted(marks, key=lambda m: (m.line, m.unit.rank if m.unit else 99))
    ends = [m.line for m in ordered[1:]] + [len(lines)] * bool(ordered)
    own = [(0, ordered[0].line if ordered else len(lines))]
    own += [(m.line, end) for m, end in zip(ordered, ends, strict=True) if m.unit is None]
    nodes: list[Node] = []
    diagnostics: list[Diagnostic] = []
    addresses = _Addresses()
    for mark, end in zip(ordered, ends, strict=True):
        if mark.unit is None:
            continue
        heading = mark.heading or _title_below(lines, mark, end)
        if addresses.goes_on(mark, heading):
            own.append((mark.line, end))
            message = f"{lines[mark.line].text.strip()} in lại ở chỗ nối hai phần của văn bản, không phải phần mới"
            diagnostics.append(Diagnostic("repeated_heading", message, mark.line + 1))
            continue
        locator, path = addresses.place(mark.unit, mark.number, heading)
        if locator.steps[-1].number != mark.number:
            message = f"Số {Locator(locator.steps[-1:]).vi} lặp lại trong văn bản, giữ như bản in"
            diagnostics.append(Diagnostic("repeated_number", message, mark.line + 1))
        nodes.append(Node(locator, mark.unit, mark.number, heading, path, ((mark.line, end),)))
    document = Node(Locator(), None, "", "", (), tuple(run for run in sorted(own) if run[0] < run[1]))
    return Structure((document, *nodes), (*diagnostics, *_gaps(nodes)))


def _title_below(lines: Sequence[Line], mark: Mark, end: int) -> str:
    """The title that stands on the lines after "Chương II" or "PHỤ LỤC I": capitals, or one short line."""
    if mark.unit is None or mark.unit.rank > Unit.TIEU_MUC.rank:
        return ""
    below = [text for line in lines[mark.line + 1 : end] if (text := bare(line.text))]
    capitals = list(itertools.takewhile(str.isupper, below))
    return " ".join(capitals or [text for text in below[:1] if len(text) < _LONGEST_TITLE])


class _Addresses:
    """Gives each heading its address, walking down the text once."""

    def __init__(self) -> None:
        self._section = Locator()
        self._larger: list[tuple[Unit, str, str]] = []
        self._chain: list[tuple[Unit, Locator]] = []
        self._used: set[Locator] = set()

    def goes_on(self, mark: Mark, heading: str) -> bool:
        """Whether a heading is that of a Phần, Chương or Mục which is still open, printed a second time."""
        return bool(heading) and any(
            unit is mark.unit and number == mark.number and fold(title).endswith(fold(heading))
            for unit, number, title in self._larger
        )

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
