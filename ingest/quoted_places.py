"""The lines that an amending text quotes → the places they word, by the places that its sentence names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.amendment import NewPlace
from corpus.locator import Locator, Step, Unit
from corpus.model import Piece, Span
from ingest.headings import openings
from ingest.source_text import Line
from ingest.structure import parse, parse_place

_OPENING, _CLOSING = '“"«', '”"»'


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of a quotation without its marks; `start` is its first character in the source text."""

    text: str
    start: int


def unquoted(lines: Sequence[QuotedLine]) -> list[QuotedLine]:
    """Lines without the marks around each quotation; blank lines left out."""
    found: list[QuotedLine] = []
    inside = False
    kept = [line for line in lines if line.text.strip()]
    for at, line in enumerate(kept):
        text, start = line.text.rstrip(), line.start
        bare = text.lstrip()
        start += len(text) - len(bare)
        if not inside and bare[:1] in _OPENING:
            start += 1
            inside = True
            text = bare[1:].lstrip()
            start += len(bare) - 1 - len(text)
        else:
            text = bare
        last = at == len(kept) - 1 or kept[at + 1].text.lstrip()[:1] in _OPENING
        if inside and last:
            end = text.rstrip(".;, ")
            if end[-1:] in _CLOSING and end.count("“") < end.count("”") + end.count('"') % 2 + end.count("»"):
                text = end[:-1].rstrip()
            inside = False
        found.append(QuotedLine(text, start))
    return found


def split(lines: Sequence[QuotedLine], targets: Sequence[Step]) -> list[Sequence[QuotedLine]]:
    """For each place that a sentence names, in its order, the quoted lines that word it; empty where none do.

    One place alone takes all lines, whatever number they print: the number may be misread.
    """
    if len(targets) == 1:
        return [lines]
    lines = _parted(lines, targets)
    starts: list[int | None] = []
    at = 0
    for step in targets:
        places = [i for i in range(len(lines)) if _opens(lines[i].text, step)]
        begin = next((i for i in places if i >= at), None)
        if begin is None:  # named out of order; or one text for two places, "điểm c khoản 3, điểm c khoản 4"
            begin = next((i for i in places if i not in starts), places[0] if places else None)
        starts.append(begin)
        at = max(at, begin + 1) if begin is not None else at
    bounds = sorted({start for start in starts if start is not None})
    found: list[Sequence[QuotedLine]] = []
    for start in starts:
        if start is None:
            found.append(())
        else:
            end = next((bound for bound in bounds if bound > start), len(lines))
            found.append(lines[start:end])
    return found


def _parted(lines: Sequence[QuotedLine], targets: Sequence[Step]) -> list[QuotedLine]:
    """Lines cut where a place that is named, and begins no line, begins inside one: "… cao cấp; d1) Giả mạo …"."""
    found = list(lines)
    for step in targets:
        if any(_opens(line.text, step) for line in found):
            continue
        mark = r"\." if step.unit is Unit.KHOAN else r"\)"
        inside = re.compile(rf"(?<=[.;:”\"])\s?(?={re.escape(step.number)}{mark}\s*[^\W\d_])")
        for at, line in enumerate(found):
            if match := inside.search(line.text):
                rest = QuotedLine(line.text[match.end() :], line.start + match.end())
                found[at : at + 1] = [QuotedLine(line.text[: match.start()].rstrip(), line.start), rest]
                break
    return found


def _opens(text: str, step: Step) -> bool:
    return any(o.number.lower() == step.number.lower() for o in openings(text, 0, (step.unit,)))


def printed_number(lines: Sequence[QuotedLine], unit: Unit) -> str:
    """The number that the first line prints for a place of a unit; "" where it prints none."""
    return next((o.number for o in openings(lines[0].text, 0, (unit,))), "") if lines else ""


def places(lines: Sequence[QuotedLine], locator: Locator, sha256: str, source: str) -> tuple[NewPlace, ...]:
    """A place and those below it as quoted lines word them; each text is characters of the source."""
    if not lines:
        return ()
    step = locator.steps[-1]
    quoted = [Line(line.text) for line in lines]
    larger = step.unit.rank < Unit.DIEU.rank
    tree = parse(quoted) if larger else parse_place(quoted, step.unit, step.number)
    found: list[NewPlace] = []
    for node in tree.nodes:
        if node.unit is None or not node.runs:
            continue
        first, end = node.runs[0]
        start, stop = lines[first].start, lines[end - 1].start + len(lines[end - 1].text)
        address = _address(locator, node.locator)
        text = source[start:stop]
        found.append(NewPlace(address, node.unit, node.number, node.heading, text, Piece(sha256, Span(start, stop))))
    return tuple(found)


def _address(place: Locator, inside: Locator) -> Locator:
    """The address of a place found in the quotation of another; an Điều stands in no Chương."""
    if inside.steps[0].unit is Unit.DIEU and place.steps[-1].unit.rank < Unit.DIEU.rank:
        return inside
    below = inside.steps[1:] if inside.steps[0].unit is place.steps[-1].unit else inside.steps
    return Locator((*place.steps, *below))


def heading(lines: Sequence[QuotedLine], locator: Locator, sha256: str, source: str) -> tuple[NewPlace, ...]:
    """The heading of a place in quoted lines: one line of an Điều, all lines of a Chương."""
    if not lines:
        return ()
    step = locator.steps[-1]
    last = lines[0] if step.unit is Unit.DIEU else lines[-1]
    start, stop = lines[0].start, last.start + len(last.text)
    title = next((o.heading for o in openings(lines[0].text, 0, (step.unit,))), "")
    title = title or " ".join(line.text for line in lines[1:])
    return (NewPlace(locator, step.unit, step.number, title, source[start:stop], Piece(sha256, Span(start, stop))),)
