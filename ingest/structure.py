"""Lines of a text → the tree of its places, with nothing lost.

Every line belongs to exactly one node. A node's own lines are those before the next node begins, so the nodes' texts
put end to end give the source text back. Headings are chosen by sequence (`sequence.chain`) among the lines that look
like one (`headings`), outside quotation marks: an Điều that an amending text quotes is content.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locator import Unit, number_key
from corpus.model import Diagnostic
from ingest.headings import ROMAN_MUC, Opening, match, openings
from ingest.quotation import quoted_lines, unmarked_quotations
from ingest.sections import Section, closing, dieu_openings, own_dieu, sections
from ingest.sequence import chain, follows
from ingest.source_text import Line
from ingest.tree import Mark, Node, Structure, grow

__all__ = ["Node", "Rules", "Structure", "parse", "parse_place"]


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
    parts = [Section(0, len(lines))] if rules.marked_only or rules.gaps else sections(lines, quoted)
    marks = [mark for section in parts for mark in _marks(lines, quoted, section, rules)]
    tree = grow(lines, marks)
    return Structure(tree.nodes, () if rules.gaps else (*tree.diagnostics, *_misprints(lines, tree)))


def parse_place(lines: Sequence[Line], unit: Unit, number: str) -> Structure:
    """The tree of one place that is quoted alone: an Điều, a khoản or a điểm, its first line, and what it holds."""
    none = [False] * len(lines)
    heading = ""
    marks: list[Mark] = []
    if unit is Unit.DIEU:
        heading = next((o.heading for o in openings(lines[0].text, 0, (unit,))), "")
        marks = _below(lines, none, range(len(lines)), Rules())
    elif unit is Unit.KHOAN:
        marks = _simple(lines, none, range(1, len(lines)), (Unit.DIEM,), Rules())
    return grow(lines, [Mark(0, unit, number, heading), *marks])


def _misprints(lines: Sequence[Line], tree: Structure) -> list[Diagnostic]:
    """A remark for each Điều whose heading word is misprinted: "Điểu 8:", "Diều 10."."""
    found = []
    for node in tree.nodes:
        printed = lines[node.runs[0][0]].text.strip() if node.unit is Unit.DIEU else ""
        if printed and not printed.lstrip('“"« ').startswith(("Điều", "ĐIỀU")):
            message = f"“{printed[:20]}…” được đọc là Điều {node.number}: số nằm giữa các điều trước và sau"
            found.append(Diagnostic("misprinted_heading", message, node.runs[0][0] + 1))
    return found


def _marks(lines: Sequence[Line], quoted: Sequence[bool], section: Section, rules: Rules) -> list[Mark]:
    marks = [Mark(section.start, section.unit, section.number, section.heading)] if section.unit else []
    if section.unit is Unit.PHU_LUC:
        return marks + _parts(lines, quoted, range(section.start + 1, section.end), rules)
    span = range(section.start, section.end)
    dieu = _dieu(lines, quoted, span, rules)
    if rules.gaps:
        marks += [Mark.of(o) for i in span for o in openings(lines[i].text, i, (Unit.GHI_CHU,))]
    if not dieu:
        return marks + _without_dieu(lines, quoted, section, rules)
    end = closing(lines, dieu[-1].line + 1, section.end)
    if not rules.marked_only and not rules.gaps:
        texts = [line.text for line in lines]
        quoted = unmarked_quotations(texts, quoted, range(dieu[0].line, end), {o.line for o in dieu})
    larger = _larger(lines, quoted, range(section.start, end), dieu)
    marks += [Mark.of(o) for o in (*larger, *dieu)]
    heads = sorted({m.line for m in marks} | {end})
    for opening in dieu:
        below = next(line for line in heads if line > opening.line)
        marks += _below(lines, quoted, range(opening.line, below), rules)
    if end < section.end:
        marks.append(Mark(end, None, "", ""))
    return sorted(marks, key=lambda m: m.line)


def _dieu(lines: Sequence[Line], quoted: Sequence[bool], span: range, rules: Rules) -> list[Opening]:
    if rules.marked_only:
        return [o for i in span if lines[i].heading for o in openings(lines[i].text, i, (Unit.DIEU,))]
    candidates = dieu_openings(lines, quoted, span)
    if not rules.gaps:
        candidates = own_dieu(lines, candidates)
    run = chain([o.number for o in candidates], [o.strength for o in candidates], gaps=rules.gaps)
    return [candidates[i] for i in run]


def _larger(
    lines: Sequence[Line], quoted: Sequence[bool], span: Iterable[int], dieu: Sequence[Opening]
) -> list[Opening]:
    """Phần, Chương, Mục and Tiểu mục headings; their numbers may restart, so each line stands for itself."""
    taken = {o.line for o in dieu}
    units = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)
    kept: list[Opening] = []
    for i in span:
        if i in taken or quoted[i]:
            continue
        for opening in openings(lines[i].text, i, units)[:1]:
            if opening.heading or _is_title(lines, i + 1) or _goes_on_counting(lines, opening, kept):
                kept.append(opening)
    return kept


def _goes_on_counting(lines: Sequence[Line], opening: Opening, kept: Sequence[Opening]) -> bool:
    """Whether the line above ends a sentence and the number is the next one of its kind."""
    last = next((o for o in reversed(kept) if o.unit is opening.unit), None)
    above = lines[opening.line - 1].text.rstrip() if opening.line else ""
    return (
        last is not None
        and above.endswith((".", ";", ".”"))
        and follows(number_key(last.number), number_key(opening.number))
    )


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Whether the line after "Chương II" can be its title, and not the rest of a sentence."""
    following = lines[at].text.strip() if at < len(lines) else ""
    return bool(following) and not following[0].islower() and following[0] not in ",;."


def _below(lines: Sequence[Line], quoted: Sequence[bool], span: range, rules: Rules) -> list[Mark]:
    """The khoản and điểm under one heading line; the heading line itself opens none."""
    inside = range(span.start + 1, span.stop)
    khoan = _simple(lines, quoted, inside, (Unit.KHOAN,), rules)
    bounds = [span.start, *(m.line for m in khoan), span.stop]
    diem: list[Mark] = []
    for start, end in itertools.pairwise(bounds):
        diem += _simple(lines, quoted, range(start + 1, end), (Unit.DIEM,), rules)
    return [*khoan, *diem]


def _simple(
    lines: Sequence[Line], quoted: Sequence[bool], span: range, units: tuple[Unit, ...], rules: Rules
) -> list[Mark]:
    candidates = [
        o for i in span if not quoted[i] and lines[i].table is None for o in openings(lines[i].text, i, units)
    ]
    run = chain([o.number for o in candidates], [o.strength for o in candidates], gaps=rules.gaps)
    starts_late = bool(run) and candidates[run[0]].number not in ("1", "a")
    if starts_late and len(run) < 2 and not rules.gaps:
        return []
    return [Mark.of(candidates[i]) for i in run]


def _without_dieu(lines: Sequence[Line], quoted: Sequence[bool], section: Section, rules: Rules) -> list[Mark]:
    """A directive, a Party resolution, a programme: I, II hold 1, 2, which hold a, b."""
    span = range(section.start, section.end)
    parts = _roman(lines, quoted, span)
    end = closing(lines, parts[-1].line + 1 if parts else section.start + 1, section.end)
    marks = _parts(lines, quoted, range(section.start, end), rules)
    if not parts and section.start < end:
        marks = _below(lines, quoted, range(section.start, end), rules)
    if section.start < end < section.end and marks:
        marks.append(Mark(end, None, "", ""))
    return marks


def _parts(lines: Sequence[Line], quoted: Sequence[bool], span: range, rules: Rules) -> list[Mark]:
    """The parts I, II, III and what they hold; [] where the text is not numbered so."""
    parts = _roman(lines, quoted, span)
    bounds = [span.start, *(o.line for o in parts), span.stop]
    below = [
        _below(lines, quoted, range(start, end), rules) for start, end in itertools.pairwise(bounds) if start < end
    ]
    return [Mark.of(o) for o in parts] + [mark for marks in below for mark in marks] if parts else []


def _roman(lines: Sequence[Line], quoted: Sequence[bool], span: range) -> list[Opening]:
    candidates = [o for i in span if not quoted[i] and (o := match(ROMAN_MUC, lines[i].text, i))]
    run = chain([o.number for o in candidates], [o.strength for o in candidates])
    return [candidates[i] for i in run] if len(run) > 1 and candidates[run[0]].number == "I" else []
