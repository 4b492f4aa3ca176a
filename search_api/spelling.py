"""Slips of the pen in Vietnamese text: syllables that do not exist, and existing ones in the wrong place.

A syllable is judged by its two neighbours, with the counts of `corpus.syllables`; another one is proposed only when it
is a slip away (`corpus.telex`) and far likelier between them. Names and words in capitals are left alone.
"""

import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.syllables import BREAK, NUMBER, Syllables, Token, of_law, tokens
from corpus.telex import Lookalikes, bare, parts

GAIN = 7.0
"""How much likelier, as a natural logarithm, a syllable must be than the one that stands there."""

GAIN_UNKNOWN = -2.0
"""The same for a syllable that is not known at all."""

_SUPPORT = 12  # how often the likelier of the proposed pairs must have been seen
_BOTH = 2  # how often the other one
_ALONE = 60  # how often the only one, where the other neighbour is no word
_KNOWN = 8  # a syllable seen less often is taken for one that does not exist
_SLIPS_IN_LAW = 2  # a pair may stand so often in law and still be a slip: its copies have slips too
_SLIP_SHARE = 0.002  # and so often, by the pair that was meant
_SET_PHRASE = 5_000  # a pair of syllables that law has so often is one word to every reader
_SET_SHARE = 0.0005  # and what stands in its place so seldom is a slip
_REPEATED = 3  # a pair that a text has so often is its own way of speaking
_TWICE = 2  # the same where the syllable exists
_CAPITAL_SHARE = 0.006  # a syllable has a capital inside a sentence so seldom that one is a slip
_COMMON = 1_000
_FOREIGN = 4  # letters of an unknown word without marks that is looked at: shorter ones are signs
_SENTENCE_ENDS = ("", ".", ")", "“", ":", ";", "-", "\n")
_OPENING, _CLOSING = "([“\"‘'«\n", ")]”\"’'».,;:?!…/\n"
_LONGEST = 7  # letters of a Vietnamese syllable: "nghiêng"


@dataclass(frozen=True, slots=True)
class Slip:
    """Characters of a text that are misspelt.

    Attributes:
        exists: Whether what stands there is a syllable, in the wrong place.
        suggestion: What to write, "" when nothing is near.
    """

    span: tuple[int, int]
    words: str
    suggestion: str
    exists: bool

    @property
    def is_capital(self) -> bool:
        """Whether only a capital is wrong."""
        return self.exists and self.words.lower() == self.suggestion.lower()


@functools.cache
def _lookalikes() -> Lookalikes:
    law = of_law()
    return Lookalikes(key for key, count in law.counts.items() if count >= _KNOWN and key not in (BREAK, NUMBER))


def slips(text: str, usual: Counter[tuple[str, str]] | None = None) -> list[Slip]:
    """The slips of a text in NFC, in order.

    Args:
        text: A line, or several.
        usual: How often the whole text has each pair of neighbours; what it repeats is its own way of speaking.
    """
    row = [Token(BREAK, 0, 0, ""), *tokens(text), Token(BREAK, len(text), len(text), "")]
    found: list[Slip] = []
    at = 1
    while at < len(row) - 1:
        slip = _slip(row, at, of_law(), usual or Counter()) if row[at].is_word else None
        if slip is not None:
            found.append(slip)
            while at < len(row) - 1 and row[at].start < slip.span[1]:
                at += 1
        else:
            at += 1
    return found


def usual_pairs(texts: Sequence[str]) -> Counter[tuple[str, str]]:
    """How often each pair of neighbours stands in a draft."""
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        keys = [token.key for token in tokens(text)]
        pairs.update(itertools.pairwise(keys))
    return pairs


def _slip(row: Sequence[Token], at: int, law: Syllables, usual: Counter[tuple[str, str]]) -> Slip | None:
    here = row[at]
    if (len(here.key) < 2 and bare(here.key) == here.key) or not (here.printed[1:].islower() or len(here.printed) < 2):
        return None
    if _is_glued(row[at - 1], here, row[at + 1]):
        return None
    if here.printed[0].isupper():
        if row[at - 1].is_word:
            return _capital(row, at, law)
        if row[at - 1].printed not in _SENTENCE_ENDS or row[at + 1].printed[:1].isupper():
            return None
    if law.count(here.key) < _KNOWN:
        return _unknown(row, at, law) if usual[here.key, row[at + 1].key] < _REPEATED else None
    return _misplaced(row, at, law, usual)


def _is_glued(before: Token, here: Token, after: Token) -> bool:
    """Whether the word hangs on a sign or a figure: part of a name, an address, a number."""
    return (before.end == here.start and before.printed[-1:] not in _OPENING and bool(before.printed)) or (
        after.start == here.end and after.printed[:1] not in _CLOSING and bool(after.printed)
    )


def _unknown(row: Sequence[Token], at: int, law: Syllables) -> Slip | None:
    """A syllable that does not exist: one a slip away, a letter at the wrong side of a blank, a blank left out."""
    here, marked = row[at], bare(row[at].key) != row[at].key
    if not marked and (len(here.key) < _FOREIGN or not (row[at - 1].is_word and row[at + 1].is_word)):
        return None
    if shifted := _shifted(row, at, law):
        return shifted
    near = _best(row, at, law)
    if near and near.gain >= GAIN_UNKNOWN and near.support >= _SUPPORT:
        return Slip((here.start, here.end), here.printed, _as_printed(near.key, here.printed), exists=False)
    if not marked or len(here.printed) > 2 * _LONGEST or here.printed[0].isupper():
        return None
    for one, other in parts(here.key):
        if min(law.count(one), law.count(other)) >= _COMMON and law.pair(one, other) >= _SUPPORT:
            return Slip((here.start, here.end), here.printed, f"{here.printed[: len(one)]} {other}", exists=False)
    return None


def _shifted(row: Sequence[Token], at: int, law: Syllables) -> Slip | None:
    """A letter at the wrong side of a blank: "đểt húc" is "để thúc"; a syllable in two: "nghi ệp"."""
    for first, second in ((row[at], row[at + 1]), (row[at - 1], row[at])):
        if not (first.is_word and second.is_word and second.printed.islower()):
            continue
        one, other = first.key, second.key
        for left, right in ((one[:-1], one[-1] + other), (one + other[:1], other[1:])):
            if left and right and law.pair(left, right) >= _SUPPORT and min(map(law.count, (left, right))) >= _KNOWN:
                words = f"{first.printed} {second.printed}"
                return Slip(
                    (first.start, second.end), words, f"{_as_printed(left, first.printed)} {right}", exists=False
                )
        whole = one + other
        if len(other) > 1 and len(whole) <= _LONGEST and law.count(whole) >= _COMMON and law.count(other) < _KNOWN:
            words = f"{first.printed} {second.printed}"
            return Slip((first.start, second.end), words, _as_printed(whole, first.printed), exists=False)
    return None


def _misplaced(row: Sequence[Token], at: int, law: Syllables, usual: Counter[tuple[str, str]]) -> Slip | None:
    """An existing syllable that law never has between its neighbours, beside one that it often has there."""
    here, before, after = row[at], row[at - 1], row[at + 1]
    mine = (usual[before.key, here.key] * before.is_word, usual[here.key, after.key] * after.is_word)
    near = _best(row, at, law) if max(mine) < _TWICE else None
    if near is None or near.gain < GAIN or near.support < _SUPPORT:
        return None
    lefts = law.pair(before.key, here.key), law.pair(before.key, near.key)
    rights = law.pair(here.key, after.key), law.pair(near.key, after.key)
    misfits = [_is_slip(*pairs) for pairs, other in ((lefts, before), (rights, after)) if other.is_word]
    if not all(misfits) and not (_is_set(*lefts) or _is_set(*rights)):
        return None
    return Slip((here.start, here.end), here.printed, _as_printed(near.key, here.printed), exists=True)


def _is_slip(stands: int, meant: int) -> bool:
    """Whether a pair is so rare in law beside the one that is meant that its copies there may be slips too."""
    return stands <= max(_SLIPS_IN_LAW, _SLIP_SHARE * meant)


def _is_set(stands: int, meant: int) -> bool:
    """Whether law has so many of the pair that is meant that one side is enough: "xử dụng" for "sử dụng"."""
    return meant >= _SET_PHRASE and stands <= _SET_SHARE * meant


@dataclass(frozen=True, slots=True)
class _Near:
    """A look-alike of what stands there.

    Attributes:
        gain: How much likelier it is there, as a natural logarithm.
        support: How often law has its pairs, made comparable with `_SUPPORT`.
    """

    key: str
    gain: float
    support: float


def _best(row: Sequence[Token], at: int, law: Syllables) -> _Near | None:
    """The likeliest look-alike of those that law has beside both neighbours."""
    before, here, after = row[at - 1], row[at].key, row[at + 1]
    best: _Near | None = None
    stands = law.fit(before.key, here, after.key)
    for key in _lookalikes().of(here):
        left, right = law.pair(before.key, key), law.pair(key, after.key)
        support = _support(before, after, left, right)
        if support and (gain := law.fit(before.key, key, after.key) - stands) > (best.gain if best else -math.inf):
            best = _Near(key, gain, support)
    return best


def _support(before: Token, after: Token, left: int, right: int) -> float:
    if before.is_word and after.is_word:
        return max(left, right) if min(left, right) >= _BOTH else 0
    only = left if before.is_word else right
    if not (before.is_word or after.is_word) and NUMBER not in (before.key, after.key):
        return 0
    return only * _SUPPORT / _ALONE


def _capital(row: Sequence[Token], at: int, law: Syllables) -> Slip | None:
    """A capital inside a sentence on a syllable that never has one there: "Phải Ổn định"."""
    here, before, after = row[at], row[at - 1], row[at + 1]
    count = law.count(here.key)
    if count < _COMMON or law.capitals.get(here.key, 0) > _CAPITAL_SHARE * count:
        return None
    lower = before.is_word and after.is_word and after.printed.islower()
    left, right = law.pair(before.key, here.key), law.pair(here.key, after.key)
    named = before.printed[:1].isupper() and row[at - 2].key != BREAK
    if not lower or named or left < _BOTH or right < _SUPPORT:
        return None
    return Slip((here.start, here.end), here.printed, here.printed[0].lower() + here.printed[1:], exists=True)


def _as_printed(key: str, printed: str) -> str:
    return key[:1].upper() + key[1:] if printed[:1].isupper() else key


def of_lines(lines: Sequence[str]) -> Iterator[tuple[int, Slip]]:
    """The slips of a draft with the index of the line they stand in."""
    usual = usual_pairs(lines)
    for at, line in enumerate(lines):
        for slip in slips(line, usual):
            yield at, slip
