"""Conditions of a support as and/or trees, judged in three values: met, not met, not known yet.

A leaf asks one thing of the answers and carries the place of the rule and the days on which that wording holds; on
other days it is not part of the tree. Not known is never taken for no: "and" is not met as soon as one part is not,
"or" is met as soon as one is, whatever the others are (the strong logic of Kleene).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from corpus.model import Interval
from corpus.reference import Ref

Answers: TypeAlias = Mapping[str, str | int]
"""What was answered, by field: the code of a choice, or a number (people, đồng). What is not there is not known."""


class Verdict(StrEnum):
    """Whether a condition holds for the one who asks."""

    DAT = "dat"
    KHONG_DAT = "khong_dat"
    CHUA_RO = "chua_ro"

    @property
    def vi(self) -> str:
        """The verdict in the words of the page."""
        return _WORDS[self]


_WORDS = {Verdict.DAT: "Đạt", Verdict.KHONG_DAT: "Không đạt", Verdict.CHUA_RO: "Chưa rõ"}


class Gap(StrEnum):
    """Why something is not known: nobody answered, or nobody could read the rule."""

    CHUA_TRA_LOI = "chua_tra_loi"
    CHUA_BIET_QUY_DINH = "chua_biet_quy_dinh"


@dataclass(frozen=True, slots=True)
class Basis:
    """The place where a rule stands.

    Attributes:
        fact: The id of the verified fact from which it was written ("28/2018/TT-BTC#khoan-4-dieu-8").
        valid: The days on which this wording holds, as far as known.
        caution: What must be read with it; "" for nothing.
        doubtful_from: The first day from which the place may have been amended by a text that could not be read.
        doubt: Why, in Vietnamese; "" when nothing is known to have touched it.
    """

    ref: Ref
    name: str
    fact: str
    valid: Interval
    caution: str = ""
    doubtful_from: datetime.date | None = None
    doubt: str = ""

    def cautions(self, day: datetime.date) -> tuple[str, ...]:
        """What must be read with the rule on a day."""
        doubted = self.doubtful_from is not None and self.doubtful_from <= day
        return tuple(words for words in (self.caution, self.doubt if doubted else "") if words)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing asked of the answers.

    Attributes:
        words: What the rule asks, in Vietnamese.
        field: Which answer decides; "" when the rule itself is not known, so that no answer can.
        meets: Values that meet it; empty with `fails` or `at_most`.
        fails: Values that do not, where all others do.
        at_most: The largest number that meets it.
        unclear: Values for which the rule is not known.
        why: Why it is not known; "" where it always is.
    """

    words: str
    basis: Basis
    field: str = ""
    meets: frozenset[str] = frozenset()
    fails: frozenset[str] = frozenset()
    at_most: int | None = None
    unclear: frozenset[str] = frozenset()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions: all of them, or one of them.

    Attributes:
        words: What they ask together; "" when only the parts are said.
        basis: Where they stand together; with words only.
    """

    every: bool
    parts: tuple["Condition", ...]
    words: str = ""
    basis: Basis | None = None


Condition: TypeAlias = Leaf | Group


@dataclass(frozen=True, slots=True)
class Outcome:
    """A condition judged, with its parts judged. `gap` is None unless the verdict is `CHUA_RO`."""

    verdict: Verdict
    condition: Condition
    parts: tuple["Outcome", ...] = ()
    gap: Gap | None = None


def judged(condition: Condition, answers: Answers, day: datetime.date) -> Outcome | None:
    """The condition judged by the rules of a day; None when no wording of it holds on that day."""
    if isinstance(condition, Leaf):
        return _leaf(condition, answers) if condition.basis.valid.contains(day) else None
    found = (judged(part, answers, day) for part in condition.parts)
    parts = tuple(outcome for outcome in found if outcome is not None)
    if not parts or (condition.basis is not None and not condition.basis.valid.contains(day)):
        return None
    return _group(condition, parts)


def _leaf(leaf: Leaf, answers: Answers) -> Outcome:
    if not leaf.field:
        return Outcome(Verdict.CHUA_RO, leaf, gap=Gap.CHUA_BIET_QUY_DINH)
    answer = answers.get(leaf.field)
    if answer is None:
        return Outcome(Verdict.CHUA_RO, leaf, gap=Gap.CHUA_TRA_LOI)
    if answer in leaf.unclear:
        return Outcome(Verdict.CHUA_RO, leaf, gap=Gap.CHUA_BIET_QUY_DINH)
    if leaf.at_most is not None:
        met = isinstance(answer, int) and answer <= leaf.at_most
    else:
        met = answer not in leaf.fails if leaf.fails else answer in leaf.meets
    return Outcome(Verdict.DAT if met else Verdict.KHONG_DAT, leaf)


def _group(group: Group, parts: tuple[Outcome, ...]) -> Outcome:
    verdicts = {part.verdict for part in parts}
    settles, other = (Verdict.KHONG_DAT, Verdict.DAT) if group.every else (Verdict.DAT, Verdict.KHONG_DAT)
    if settles in verdicts:
        return Outcome(settles, group, parts)
    if Verdict.CHUA_RO not in verdicts:
        return Outcome(other, group, parts)
    gaps = {part.gap for part in parts if part.verdict is Verdict.CHUA_RO}
    answerable = gaps == {Gap.CHUA_TRA_LOI} or (not group.every and Gap.CHUA_TRA_LOI in gaps)
    return Outcome(Verdict.CHUA_RO, group, parts, Gap.CHUA_TRA_LOI if answerable else Gap.CHUA_BIET_QUY_DINH)


def deciding(outcome: Outcome) -> tuple[Outcome, ...]:
    """The leaves (or groups that speak for their leaves) that make the verdict, in the order of the rules.

    Met: those that are met. Not met: those that are not. Not known: those that are not known. A group with words speaks
    for its parts when none of them is met and no rule in it is unknown.
    """
    condition = outcome.condition
    if isinstance(condition, Leaf):
        return (outcome,)
    silent = outcome.verdict is Verdict.KHONG_DAT or outcome.gap is Gap.CHUA_TRA_LOI
    if condition.words and silent:
        return (outcome,)
    same = [part for part in outcome.parts if part.verdict is outcome.verdict]
    if outcome.verdict is Verdict.DAT and not condition.every:
        same = same[:1]
    return tuple(leaf for part in same for leaf in deciding(part))
