"""Lines of a text → the tree of its places, with nothing lost.

Every line belongs to exactly one node. A node's own lines are those before the next node begins, so the nodes' texts
put end to end give the source text back. Headings are chosen by sequence (`sequence.chain`) among the lines that look
like one (`headings`), outside quotation marks: an Điều that an amending text quotes is content.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locator import Unit, number_key
from ingest.headings import ROMAN_MUC, Opening, match, openings
from ingest.quotation import quoted_lines
from ingest.sections import Section, dieu_openings, sections
from ingest.sequence import chain, follows
from ingest.source_text import Line
from ingest.tree import Mark, Node, Structure, grow

__all__ = ["Node", "Rules", "Structure", "parse"]

_CLOSING = re.compile(
    r"^(Nơi nhận\s*:|(TM|KT|TL|TUQ|Q)\s?\.\s+[A-ZĐ]{2}|[Ll]uật này (đã )?được Quốc hội|Bộ luật này (đã )?được Quốc hội"
    r"|Nghị quyết này (đã )?được Quốc hội"
    r"|(CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỐNG ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG)\b[^a-zđ]*$)"
)
_RULED = re.compile(r"[\s_*=–—-]+")
_LONE_WORD = re.compile(r"Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC")
_LONGEST_CLOSING = 200  # characters; a longer line is a rule that begins like a closing formula


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
    whole = [Section(0, len(lines), None, "", "")]
    parts = whole if rules.marked_only or rules.gaps else sections(lines, quoted)
    marks = [mark for section in parts for mark in _marks(lines, quoted, section, rules)]
    tree = grow(lines, marks)
    return tree if not rules.gaps else Structure(tree.nodes, ())


def _marks(lines: Sequence[Line], quoted: Sequence[bool], section: Section, rules: Rules) -> list[Mark]:
    marks = [Mark(section.start, section.unit, section.number, section.heading)] if section.unit else []
    if section.unit is Unit.PHU_LUC:
        return marks
    span = range(section.start, section.end)
    dieu = _dieu(lines, quoted, span, rules)
    if rules.gaps:
        marks += [Mark.of(o) for i in span for o in openings(lines[i].text, i, (Unit.GHI_CHU,))]
    if not dieu:
        return marks + _without_dieu(lines, quoted, section, rules)
    closing = _closing(lines, dieu[-1].line + 1, section.end)
    larger = _larger(lines, quoted, range(section.start, closing), dieu)
    marks += [Mark.of(o) for o in (*larger, *dieu)]
    heads = sorted({m.line for m in marks} | {closing})
    for opening in dieu:
        end = next(line for line in heads if line > opening.line)
        marks += _below(lines, quoted, range(opening.line, end), rules)
    if closing < section.end:
        marks.append(Mark(closing, None, "", ""))
    return sorted(marks, key=lambda m: m.line)


def _dieu(lines: Sequence[Line], quoted: Sequence[bool], span: range, rules: Rules) -> list[Opening]:
    if rules.marked_only:
        return [o for i in span if lines[i].heading for o in openings(lines[i].text, i, (Unit.DIEU,))]
    candidates = dieu_openings(lines, quoted, span)
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
        for opening in openings(_with_number(lines, i), i, units)[:1]:
            if opening.heading or _is_title(lines, i + 1) or _goes_on_counting(lines, opening, kept):
                kept.append(opening)
    return kept


def _with_number(lines: Sequence[Line], at: int) -> str:
    """The line; a lone "Chương" with the line below, which begins with its number."""
    text = lines[at].text.strip()
    return f"{text} {lines[at + 1].text}" if _LONE_WORD.fullmatch(text) and at + 1 < len(lines) else text


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


def _closing(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of the closing formula or the signatures, a ruled line above it included."""
    first = next(
        (
            i
            for i in range(start, end)
            if len(lines[i].text) < _LONGEST_CLOSING and _CLOSING.match(lines[i].text.strip())
        ),
        end,
    )
    while start < first < end and _RULED.fullmatch(lines[first - 1].text):
        first -= 1
    return first


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
    roman = [
        o for i in range(section.start, section.end) if not quoted[i] and (o := match(ROMAN_MUC, lines[i].text, i))
    ]
    run = chain([o.number for o in roman], [o.strength for o in roman])
    muc = [roman[i] for i in run] if len(run) > 1 and roman[run[0]].number == "I" else []
    closing = _closing(lines, muc[-1].line + 1 if muc else section.start + 1, section.end)
    bounds = [section.start, *(o.line for o in muc), closing]
    marks = [Mark.of(o) for o in muc]
    for start, end in itertools.pairwise(bounds):
        if start < end:
            marks += _below(lines, quoted, range(start, end), rules)
    if section.start < closing < section.end and marks:
        marks.append(Mark(closing, None, "", ""))
    return marks
