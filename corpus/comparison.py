"""Two trees of places compared: first place by place, then by likeness for what moved, then word by word inside."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from corpus.diff import Change, Run, compare, is_same, words_of
from corpus.locator import Locator, Step, Unit
from corpus.model import Provision, Span

_LIKE = 0.6  # from here on two places at different addresses are one place that moved
_RELATED = 0.3  # from here on two texts under one number are worth comparing; 1 in 100 unrelated texts is over 0.24
_SAME_STEP = 0.15  # an equal number counts this much of likeness
_TELLING = 4  # words; shorter places ("a) Có;") are alike by chance
_WORK = 10**11  # words of one side times words of the other: above, only equal addresses are compared

_HEADED = {Unit.DINH_KEM, Unit.PHU_LUC, Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC, Unit.DIEU}
_INSIDE = {Unit.KHOAN, Unit.DIEM, Unit.TIET, Unit.GACH}
_LABEL = re.compile(
    r"\s*(?:phụ lục|phần|chương|tiểu mục|mục|điều)(?:\s+[\dIVXLC]+[a-zđ]?\b)?\s*[.:]?\s*", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3})*[a-zđ]{0,2}|[a-zđ]{1,2}\d?|[ivx]+)\s*[.)]\s*|\s*[-–+•*]\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What became of one place.

    Attributes:
        kind: SAME, MOVED (the same words under another number), CHANGED, ADDED or REMOVED.
        old, new: The place on each side; None on the side that has none.
        runs: From the old text to the new; for a place on one side only, one run of all its text.
        moved: Whether it stands at another address than it did, whatever its words.
    """

    kind: Change
    old: Provision | None
    new: Provision | None
    runs: tuple[Run, ...]
    moved: bool = False

    @property
    def place(self) -> Provision:
        """The place as the later side has it, or as the earlier one had it."""
        place = self.new or self.old
        if place is None:
            raise ValueError("a change without a place")
        return place


def compare_places(
    old: Sequence[Provision], new: Sequence[Provision], *, one_document: bool = True
) -> tuple[PlaceChange, ...]:
    """What became of each place, in the order of the new text; removed places follow what they followed.

    Args:
        old: A place and those below it in the order of the text, the place itself first where it has words of its own.
        new: The same of the other side; its first place need not have the same address.
        one_document: Whether both sides are one document: then equal addresses are one place however little the words
            agree; else they must be somewhat alike.
    """
    sides = _Tree.of(old), _Tree.of(new)
    pairs = _Pairing(*sides, one_document).pairs
    return tuple(_change(i, j, *sides) for i, j in _in_order(pairs, len(old), len(new)))


# Trees


@dataclass(frozen=True, slots=True)
class _Tree:
    """Places with their parents: the nearest place around each that is there, -1 where there is none."""

    places: tuple[Provision, ...]
    parents: tuple[int, ...]
    children: dict[int, list[int]]
    words: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, places: Sequence[Provision]) -> "_Tree":
        at: dict[Locator, int] = {}
        for i, place in enumerate(places):
            at.setdefault(place.ref.locator, i)
        parents = tuple(_parent(i, place.ref.locator, at) for i, place in enumerate(places))
        children: dict[int, list[int]] = defaultdict(list)
        for i, parent in enumerate(parents):
            children[parent].append(i)
        words = tuple(words_of(place.text[_label_end(place) :]) for place in places)
        return cls(tuple(places), parents, children, words)

    def steps(self, i: int) -> tuple[Step, ...]:
        """The address of a place inside its parent; of one without a parent, nothing for the first."""
        steps = self.places[i].ref.locator.steps
        around = self.parents[i]
        base = self.places[around] if around >= 0 else self.places[0]
        return steps[len(base.ref.locator.steps) :]

    def below(self, i: int) -> Iterator[int]:
        """A place and all below it."""
        yield i
        for child in self.children.get(i, ()):
            yield from self.below(child)

    def all_words(self, i: int) -> list[str]:
        """The words of a place and of all below it, without their numbers."""
        return [word for at in self.below(i) for word in self.words[at]]


def _parent(i: int, locator: Locator, at: dict[Locator, int]) -> int:
    around = locator
    while around.steps:
        around = around.parent
        if around in at and at[around] < i:
            return at[around]
    return -1


# Which place is which


@dataclass(slots=True)
class _Pairing:
    """Old and new places found to be one, filled by levels from the top."""

    old: _Tree
    new: _Tree
    one_document: bool
    pairs: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._pair_below(-1, -1)
        everywhere = range(len(self.old.places)), range(len(self.new.places))
        for units in (*({unit} for unit in Unit), _INSIDE):  # under another parent, or khoản that became điểm
            self._pair_alike(*self._left(*everywhere, units), steps_count=False)

    def _pair_below(self, i: int, j: int) -> None:
        """Pair the places under one pair of parents, then those under each pair that is found."""
        mine, theirs = self.old.children.get(i, []), self.new.children.get(j, [])
        by_step: dict[tuple[Unit | None, tuple[Step, ...]], int] = {}
        for n in theirs:
            by_step.setdefault((self.new.places[n].unit, self.new.steps(n)), n)
        keys = [(o, (self.old.places[o].unit, self.old.steps(o))) for o in mine]
        same = [(o, by_step[key]) for o, key in keys if key in by_step]
        for o, n in same:
            if not self.old.steps(o) or self.old.all_words(o) == self.new.all_words(n):
                self._join(o, n)
        for unit in (None, *Unit):
            self._pair_alike(*self._left(mine, theirs, {unit}), steps_count=True)
        for o, n in same if self.one_document else ():
            self._join(o, n)

    def _left(
        self, mine: Sequence[int], theirs: Sequence[int], units: Collection[Unit | None]
    ) -> tuple[list[int], list[int]]:
        """What is not paired yet of some units."""
        old = [o for o in mine if o not in self.pairs and self.old.places[o].unit in units]
        new = [n for n in theirs if n not in self.taken and self.new.places[n].unit in units]
        return old, new

    def _pair_alike(self, mine: Sequence[int], theirs: Sequence[int], *, steps_count: bool) -> None:
        """Pair places by falling likeness; equal numbers are worth `_SAME_STEP` and need to be `_RELATED` only."""
        for score, o, n in sorted(self._scores(mine, theirs, steps_count), key=lambda s: (-s[0], s[1], s[2])):
            del score
            if o not in self.pairs and n not in self.taken:
                self._join(o, n)

    def _scores(
        self, mine: Sequence[int], theirs: Sequence[int], steps_count: bool
    ) -> Iterator[tuple[float, int, int]]:
        codes: dict[str, int] = {}
        old = [[codes.setdefault(w, len(codes)) for w in self.old.all_words(o)] for o in mine]
        new = [[codes.setdefault(w, len(codes)) for w in self.new.all_words(n)] for n in theirs]
        if not old or not new or sum(map(len, old)) * sum(map(len, new)) > _WORK:
            return
        likeness = process.cdist(old, new, scorer=Indel.normalized_similarity, score_cutoff=_RELATED, workers=1)
        for at_old, at_new in np.argwhere(likeness >= _RELATED):
            o, n, value = mine[at_old], theirs[at_new], float(likeness[at_old, at_new])
            if steps_count and self.old.steps(o) == self.new.steps(n):
                yield value + _SAME_STEP, o, n
            elif value >= _LIKE and min(len(old[at_old]), len(new[at_new])) >= _TELLING:
                yield value, o, n

    def _join(self, o: int, n: int) -> None:
        if o in self.pairs or n in self.taken:
            return
        self.pairs[o] = n
        self.taken.add(n)
        self._pair_below(o, n)


def _in_order(pairs: dict[int, int], old: int, new: int) -> list[tuple[int | None, int | None]]:
    """Pairs and single places in the order of the new side; an old one alone after the place before it."""
    partner = {n: o for o, n in pairs.items()}
    placed = [((n, 0, 0), (partner.get(n), n)) for n in range(new)]
    after: list[int] = []
    for o in range(old):
        after.append(pairs.get(o, after[-1] if after else -1))
    alone = [((after[o], 1, o), (o, None)) for o in range(old) if o not in pairs]
    rows: list[tuple[tuple[int, int, int], tuple[int | None, int | None]]] = [*placed, *alone]
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


# What became of a place


def _change(i: int | None, j: int | None, old: _Tree, new: _Tree) -> PlaceChange:
    was = old.places[i] if i is not None else None
    now = new.places[j] if j is not None else None
    if was is None or now is None:
        kind = Change.ADDED if was is None else Change.REMOVED
        spans = (Span(0, len(was.text if was else "")), Span(0, len(now.text if now else "")))
        return PlaceChange(kind, was, now, (Run(kind, *spans),))
    moved = _stands_elsewhere(was, now, old, new)
    label, body = _word_runs(was, now)
    kind = Change.CHANGED if not is_same(body) else Change.MOVED if moved else Change.SAME
    return PlaceChange(kind, was, now, (*label, *body), moved)


def _stands_elsewhere(was: Provision, now: Provision, old: _Tree, new: _Tree) -> bool:
    """Whether the address of a place, seen from the tops of the two trees, is another."""
    tops = [len(tree.places[0].ref.locator.steps) for tree in (old, new)]
    return was.ref.locator.steps[tops[0] :] != now.ref.locator.steps[tops[1] :]


def _word_runs(was: Provision, now: Provision) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs of the printed numbers, and those of the words after them."""
    a, b = _label_end(was), _label_end(now)
    heads = max(0, _head_end(was) - a), max(0, _head_end(now) - b)
    body = compare(was.text[a:], now.text[b:], *heads)
    shifted = tuple(
        Run(r.kind, Span(r.old.start + a, r.old.end + a), Span(r.new.start + b, r.new.end + b)) for r in body
    )
    return compare(was.text[:a], now.text[:b], a, b), shifted


def _label_end(place: Provision) -> int:
    """Where the printed number of a place ends in its text: "Điều 5.", "2.", "đ)", "-"; 0 without one."""
    if place.unit is None or place.unit is Unit.GHI_CHU:
        return 0
    match = (_LABEL if place.unit in _HEADED else _NUMBER).match(place.text)
    return match.end() if match else 0


def _head_end(place: Provision) -> int:
    """Where the heading lines of a place end in its text: all of a document's head; 0 for a place without a heading."""
    if place.unit is None:
        return len(place.text)
    if place.unit not in _HEADED:
        return 0
    words = r"\s+".join(re.escape(word) for word in place.heading.split())
    match = re.search(words, place.text[: len(place.heading) + 80]) if words else None
    return match.end() if match else len(place.text.partition("\n")[0])
