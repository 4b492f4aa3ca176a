"""Two wordings compared word by word. Typography is no change; what is shown are the characters of the two texts.

No change are: hoà/hòa, NFC/NFD, kinds of dashes and quotation marks, spaces and where they stand, invisible characters,
and capitals in a heading.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from rapidfuzz.distance import Indel

from corpus.model import Span
from corpus.text import spelling

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(
    rf"\d(?:[\w{_INVISIBLE}]|[.,](?=\d))*"  # 300.000.000 and 5,6 are one word
    rf"|[^\W\d_][\w\u0300-\u036f{_INVISIBLE}]*"
    rf"|[^\s{_INVISIBLE}]"
)
_LINE = re.compile(r"\S[^\n]*")
_WHOLE = re.compile(r"\S[\s\S]*")
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'") | {"…": "..."})
_WORK = 400_000_000  # words of one side times words of the other: 50 MB and half a second
_KEPT = 2  # a stretch that stays stands alone unless the changes on both sides are this many times as long


class Change(StrEnum):
    """What happened to a word or to a place."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    UNKNOWN = "unknown"

    @property
    def vi(self) -> str:
        """In the words of the page."""
        return _WORDS[self]


_WORDS = {
    Change.SAME: "Giống nhau",
    Change.ADDED: "Thêm",
    Change.REMOVED: "Bỏ",
    Change.CHANGED: "Sửa lời",
    Change.MOVED: "Chuyển chỗ",
    Change.UNKNOWN: "Chưa có lời văn để so sánh",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of both texts: the same words, or words of which only one side or each side has its own.

    `old` and `new` are characters of the two texts, empty on the side that has none; the runs of a comparison cover
    both texts from end to end, in order.
    """

    kind: Change
    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words.

    Attributes:
        keys: What of each word counts in a comparison.
        bounds: Where each word starts in the text, the first at 0; then the text's end. Spaces follow their word;
            of a text without words only the end is here.
    """

    keys: tuple[str, ...]
    bounds: tuple[int, ...]

    @classmethod
    def of(cls, text: str, head: int = 0, grain: re.Pattern[str] = _WORD) -> "Words":
        """The words of a text; capitals do not count in its first `head` characters."""
        found = list(grain.finditer(text))
        keys = tuple(_key(m.group(), caseless=m.start() < head) for m in found)
        starts = [m.start() for m in found]
        return cls(keys, (0, *starts[1:], len(text)) if found else (len(text),))

    def span(self, first: int, last: int) -> Span:
        """The characters of words `[first, last)`."""
        return Span(self.bounds[first], self.bounds[last])


def compare(old: str, new: str, old_head: int = 0, new_head: int = 0) -> tuple[Run, ...]:
    """The runs that lead from one text to the other.

    Args:
        old: The earlier text, or the first of two.
        new: The other.
        old_head: How many characters at its start are a heading, in which capitals do not count.
        new_head: The same of the other text.

    Texts whose words multiply to more than `_WORK` are compared by lines, or else as wholes.
    """
    for grain in (_WORD, _LINE, _WHOLE):
        a, b = Words.of(old, old_head, grain), Words.of(new, new_head, grain)
        if len(a.keys) * len(b.keys) <= _WORK:
            break
    blank = [Run(Change.SAME, Span(0, 0 if a.keys else len(old)), Span(0, 0 if b.keys else len(new)))]
    runs = list(_runs(a, b))
    return tuple(run for run in blank + runs if run.old.end > run.old.start or run.new.end > run.new.start)


def is_same(runs: Sequence[Run]) -> bool:
    """Whether no word differs."""
    return all(run.kind is Change.SAME for run in runs)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as a comparison sees them, capitals aside."""
    return Words.of(text, len(text)).keys


@lru_cache(1 << 16)
def _key(word: str, *, caseless: bool) -> str:
    key = spelling(_DROPPED.sub("", word)).translate(_QUOTES)
    return key.lower() if caseless else key


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words `[o0, o1)` of the old text give way to `[n0, n1)` of the new."""

    o0: int
    o1: int
    n0: int
    n1: int


def _runs(a: Words, b: Words) -> Iterator[Run]:
    at_old = at_new = 0
    for edit in (*_readable(_edits(a, b), a, b), _Edit(len(a.keys), len(a.keys), len(b.keys), len(b.keys))):
        yield Run(Change.SAME, a.span(at_old, edit.o0), b.span(at_new, edit.n0))
        kind = Change.ADDED if edit.o0 == edit.o1 else Change.REMOVED if edit.n0 == edit.n1 else Change.CHANGED
        yield Run(kind, a.span(edit.o0, edit.o1), b.span(edit.n0, edit.n1))
        at_old, at_new = edit.o1, edit.n1


def _edits(a: Words, b: Words) -> list[_Edit]:
    """What differs on a longest common run of words; nothing where the texts differ in spaces only."""
    if "".join(a.keys) == "".join(b.keys):
        return []
    codes: dict[str, int] = {}
    coded = [[codes.setdefault(key, len(codes)) for key in side.keys] for side in (a, b)]
    edits: list[_Edit] = []
    for op in Indel.opcodes(coded[0], coded[1]):
        if op.tag == "equal":
            continue
        if edits and (edits[-1].o1, edits[-1].n1) == (op.src_start, op.dest_start):
            edits[-1] = _Edit(edits[-1].o0, op.src_end, edits[-1].n0, op.dest_end)
        else:
            edits.append(_Edit(op.src_start, op.src_end, op.dest_start, op.dest_end))
    return [edit for edit in edits if "".join(a.keys[edit.o0 : edit.o1]) != "".join(b.keys[edit.n0 : edit.n1])]


def _readable(edits: Sequence[_Edit], a: Words, b: Words) -> list[_Edit]:
    """Edits joined over the few words that two rewritten stretches share by chance."""
    weight_a, weight_b = _weigher(a), _weigher(b)

    def size(edit: _Edit) -> int:
        return max(weight_a(edit.o0, edit.o1), weight_b(edit.n0, edit.n1))

    joined: list[_Edit] = []
    for next_edit in edits:
        edit = next_edit
        while joined:
            last = joined[-1]
            if weight_a(last.o1, edit.o0) * _KEPT > min(size(last), size(edit)):
                break
            edit = _Edit(last.o0, edit.o1, last.n0, edit.n1)
            joined.pop()
        joined.append(edit)
    return joined


def _weigher(words: Words) -> Callable[[int, int], int]:
    until = [0, *accumulate(len(key) for key in words.keys)]
    return lambda first, last: until[last] - until[first]
