"""The day a text takes effect, in its own words: a date, the day of signing, or so many days after it."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.text import find_date, nfc, vi_date

_KINDS = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết(?: liên tịch)?|Quyết định|Thông tư(?: liên tịch)?|Chỉ thị|Quy chế"
    r"|Quy định|Điều lệ|Hướng dẫn|Văn bản|Lệnh|Kết luận)"
)
_CLAUSE = re.compile(
    rf"(?P<subject>(?:^|[.;:]\s+|\d[.)]\s*){_KINDS} này|{_KINDS} này)(?:\s+gồm .{{3,60}}?)?,?"
    r"\s*(?:và .{3,60}? kèm theo )?(?:bắt đầu )?có hiệu lực(?:\s+thi hành)?,?\s*(?P<when>.{0,120})",
    re.IGNORECASE,
)
_SIGNED = r"(?:ngày )?(?:ký|ban hành|thông qua|được thông qua|công bố)"
_FROM_SIGNING = re.compile(rf"(?:kể\s+)?(?:từ\s+)?{_SIGNED}\b(?! Lệnh)", re.IGNORECASE)
_AFTER = re.compile(
    rf"sau\s+(?P<days>\d{{1,3}})\s*(?:\([^)]*\)\s*)?ngày,?\s*(?:kể\s+)?(?:từ\s+)?(?:ngày\s+)?{_SIGNED}\b(?! Lệnh)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:kể\s+)?(?:từ\s+)?(?:ngày\s*)?\d{1,2}\s*(?:tháng|[/.-])", re.IGNORECASE)
# Only the sentence's own end: behind "trừ" or a semicolon another clause speaks.
_UNTIL = re.compile(
    r"^[^;.]{0,60}?(?<!\w)đến\s+(?P<whole>hết\s+)?(?:ngày\s+)?(?=\d{1,2}\s*(?:tháng|[/.-]))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A day of effect and the words it comes from.

    Attributes:
        day: None when the words need a day that is not known: "từ ngày ký" of an undated text.
        until: First day on which it no longer holds, where its words end it: "đến hết ngày 31/12/2025".
        computed: How a day that is not printed was counted, in Vietnamese; "" for a printed one.
    """

    day: datetime.date | None = None
    words: str = ""
    computed: str = ""
    until: datetime.date | None = None


NO_EFFECT = Effect()


def find_effect(lines: Sequence[str], issued: datetime.date | None) -> Effect:
    """What a text says of its own effect; an empty one when it says nothing.

    Args:
        lines: The text's lines; those of its quotations left out, since a quoted clause speaks for another text.
        issued: The day of issue, from which "sau 45 ngày kể từ ngày ký" is counted.

    A clause that opens a sentence goes before one within it, and the last of equals speaks: earlier ones cite.
    """
    clauses = [clause for line in lines for clause in _CLAUSE.finditer(nfc(line))]
    leading = [clause for clause in clauses if not clause["subject"][:1].isspace() and _opens(clause)]
    for clause in (*reversed(leading), *reversed(clauses)):
        effect = _read(clause["when"], issued)
        if effect is not None:
            return effect
    return NO_EFFECT


def _opens(clause: re.Match[str]) -> bool:
    before = clause.string[: clause.start()].strip()
    return not before or not before[-1].isalpha()


def _read(when: str, issued: datetime.date | None) -> Effect | None:
    words = when.strip()
    if after := _AFTER.match(words):
        return replace(_counted(issued, int(after["days"]), after.group()), until=_until(words))
    if _DATE.match(words) and (day := find_date(words)):
        return Effect(day, words, until=_until(words))
    if signed := _FROM_SIGNING.match(words):
        return replace(_counted(issued, 0, signed.group()), until=_until(words))
    return None


def _until(words: str) -> datetime.date | None:
    end = _UNTIL.search(words)
    day = find_date(words[end.end() : end.end() + 40]) if end else None
    return day + datetime.timedelta(days=1) if day and end and end["whole"] else day


def _counted(issued: datetime.date | None, days: int, words: str) -> Effect:
    if issued is None:
        return Effect(None, words)
    day = issued + datetime.timedelta(days=days)
    return Effect(day, words, f"Ngày có hiệu lực {vi_date(day)} tính từ “{words}” với ngày ký {vi_date(issued)}")
