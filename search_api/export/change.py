"""What became of each place of a document up to a day: `Change`, from its wordings and the repeals that name it."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.locator import Locator
from corpus.model import Piece, Provision, RelationKind
from corpus.reference import Ref
from corpus.store import Store
from corpus.wording import Tree


class Became(StrEnum):
    """In the words of Akoma Ntoso for a textual modification."""

    WORDED = "substitution"
    ADDED = "insertion"
    MOVED = "renumbering"
    REPEALED = "repeal"


@dataclass(frozen=True, slots=True)
class Change:
    """The last thing that an amending text did to a place.

    Attributes:
        by: The amending place.
        by_so_hieu: The số hiệu of its text as printed where that is not held; "" where only the address is known.
        on: Its first day; None when not known.
    """

    became: Became
    by: Ref
    by_so_hieu: str
    on: datetime.date | None

    def is_one_with(self, other: "Change | None") -> bool:
        """Whether the other is part of the same act: new words of the whole put in some places and reword others."""
        if other is None or (self.by, self.on) != (other.by, other.on):
            return False
        return self.became is other.became or {self.became, other.became} == {Became.WORDED, Became.ADDED}


@dataclass(frozen=True, slots=True)
class Changes:
    """What is known of the changes of one document, to be asked place by place.

    Attributes:
        tree: The document on the day.
        earlier: Every wording of each place in the text that gives the wording.
        first: Stretches of the original text with the place they stand in, by source, in the order of the text; empty
            where no original is amended.
        repeals: Whole repeals of places by name, with their day, the largest place first.
    """

    tree: Tree
    earlier: Mapping[Locator, Sequence[Provision]]
    first: Mapping[str, Sequence[tuple[int, int, Locator]]]
    repeals: tuple[tuple[Ref, Change], ...]

    @classmethod
    def of(cls, tree: Tree, store: Store) -> "Changes":
        """The changes of the document of a tree."""
        worded = next((places for _, places in store.worded(tree.ref) if places), ())
        earlier: defaultdict[Locator, list[Provision]] = defaultdict(list)
        for place in worded:
            earlier[place.ref.locator].append(place)
        original = (p for p in worded if not p.brought_by) if store.is_compiled(tree.ref.doc_id) else ()
        first: defaultdict[str, list[tuple[int, int, Locator]]] = defaultdict(list)
        for place in original:
            for piece in place.pieces:
                first[piece.sha256].append((piece.span.start, piece.span.end, place.ref.locator))
        for stretches in first.values():
            stretches.sort(key=lambda stretch: stretch[0])
        repeals = [
            (r.object, Change(Became.REPEALED, r.subject, r.subject_so_hieu, r.effective_on))
            for r in store.relations(tree.ref.doc_id)
            if r.kind is RelationKind.BAI_BO
            and r.object.doc_id == tree.ref.doc_id
            and r.object.locator.steps
            and r.effective_on
            and not r.condition
        ]
        return cls(tree, earlier, first, tuple(sorted(repeals, key=lambda r: len(r[0].locator.steps))))

    def repealed(self) -> dict[Ref, Change]:
        """The places that are not shown because a text repeals them by name, without those inside another of them."""
        found: dict[Ref, Change] = {}
        for place in self._ended():
            change = next((c for ref, c in self.repeals if c.on == place.valid.end and ref.contains(place.ref)), None)
            if change and not any(ref.contains(place.ref) for ref in found):
                found[place.ref] = change
        return found

    def gone(self) -> list[Provision]:
        """The other places that are not shown any more, the largest only; not those that have another number now."""
        elsewhere = {self.was(place) for place in self.tree.provisions}
        told = list(self.repealed())
        found: list[Provision] = []
        for place in self._ended():
            if place.ref.locator not in elsewhere and not any(ref.contains(place.ref) for ref in told):
                found.append(place)
                told.append(place.ref)
        return found

    def _ended(self) -> Iterator[Provision]:
        shown, on = {place.ref for place in self.tree.provisions}, self.tree.on
        for place in self.tree.places:
            end = place.valid.end
            if place.ref not in shown and end and (on is None or end <= on):
                yield place

    def of_place(self, place: Provision) -> Change | None:
        """What brought the words or the number of a place that is shown; None for those of the original."""
        if not place.brought_by:
            return None
        return Change(self._became(place), place.brought_by[-1], "", place.valid.start)

    def was(self, place: Provision) -> Locator | None:
        """The address in the original text of a place that has another number now; None for one that kept its own."""
        if not place.brought_by:
            return None
        origin = next(filter(None, map(self._origin, place.pieces)), None)
        return origin if origin != place.ref.locator else None

    def _origin(self, piece: Piece) -> Locator | None:
        stretches = self.first.get(piece.sha256, ())
        at = bisect_right(stretches, piece.span.start, key=lambda stretch: stretch[0]) - 1
        return stretches[at][2] if at >= 0 and piece.span.start < stretches[at][1] else None

    def _became(self, place: Provision) -> Became:
        here = self.earlier[place.ref.locator]
        start = place.valid.start
        before = [p for p in here if start and (p.valid.start is None or p.valid.start < start)]
        if before or not self.first:
            return Became.WORDED
        return Became.MOVED if self.was(place) else Became.ADDED
