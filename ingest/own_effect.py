"""Days of effect of single places of a text, where they differ from the text's own.

"Luật này có hiệu lực từ ngày 01 tháng 7 năm 2025, trừ khoản 2 Điều 1 có hiệu lực từ ngày 01 tháng 01 năm 2026." A place
that is kept out without a day has none: it is not known.
"""

import datetime
import re
from collections.abc import Iterable, Mapping

from corpus.citation import find
from corpus.locator import Locator, Unit
from corpus.text import find_date, fold

_FORCE = re.compile(r"co\s+hieu\s+luc")
_EXCEPT = re.compile(r"(?<![a-z])tru(?![a-z])")
_SENTENCE = re.compile(r"[.;](?=\s|$)")
_DAY_REACH = 60


def own_days(lines: Iterable[str]) -> Mapping[Locator, datetime.date | None]:
    """By place, the day that the text gives it; None where it is only kept out of the text's own day.

    Args:
        lines: The text's own lines, without those it quotes.
    """
    found: dict[Locator, datetime.date | None] = {}
    for line in lines:
        folded = fold(line)
        if not _FORCE.search(folded):
            continue
        for citation in find(line):
            if citation.doc is not None or not citation.locators:
                continue
            day, told = _day_of(line, folded, citation.span)
            if not told and not _is_kept_out(folded, citation.span[0]):
                continue
            found |= {place: day for place in citation.locators if place.up_to(Unit.DIEU).steps}
    return found


def _day_of(line: str, folded: str, span: tuple[int, int]) -> tuple[datetime.date | None, bool]:
    """The day that follows a place in its sentence, and whether its effect is spoken of at all."""
    end = _SENTENCE.search(folded, span[1])
    stop = end.start() if end else len(folded)
    force = _FORCE.search(folded, span[1], stop)
    if force is None or find_date(line[span[1] : force.start()]):
        return None, False
    return find_date(line[force.end() : min(force.end() + _DAY_REACH, stop)]), True


def _is_kept_out(folded: str, at: int) -> bool:
    """Whether "trừ" stands before a place in a sentence on effect."""
    begin = max((m.end() for m in _SENTENCE.finditer(folded, 0, at)), default=0)
    force = _FORCE.search(folded, begin, at)
    return force is not None and _EXCEPT.search(folded, force.end(), at) is not None
