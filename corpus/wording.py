"""The words of a place on a day, from all that the collection holds, and which known changes it cannot show.

A source may hold one wording of a place or several, each for its days (`Provision.valid`); the original text and a
consolidated one may both be held. Where a change is known and the words on one side of it are not held, that is a
`Gap`: the words of the other side are never passed off as those of the day.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.comparison import PlaceChange, compare_places
from corpus.diff import Change, Run
from corpus.locator import Locator, Unit
from corpus.model import Document, Provision, Relation, RelationKind, Span
from corpus.reference import Ref
from corpus.store import Store
from corpus.timeline import effect
from corpus.versions import Held, Versions

_REWORDING = {
    RelationKind.SUA_DOI,
    RelationKind.BO_SUNG,
    RelationKind.DINH_CHINH,
    RelationKind.THAY_CUM_TU,
    RelationKind.BO_CUM_TU,
}
_ENDING = {RelationKind.THAY_THE, RelationKind.BAI_BO}


class Missing(StrEnum):
    """Which side of a change has no words in the collection."""

    BEFORE = "before"
    AFTER = "after"


_TOLD = {Missing.AFTER: Change.ADDED, Missing.BEFORE: Change.REMOVED}
"""What became of a place although words of it are missing: its words on that side are held."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A known change of which the words on one side are not held.

    Attributes:
        place: What changed; the document where nobody says which place.
        missing: The side without words.
        on: First day of the change; None when not known.
        by: The relation that tells of it; None when only the day is known.
        reason: In Vietnamese, why the words could not be made from the amending text; "" where that is not held.
    """

    place: Ref
    missing: Missing
    on: datetime.date | None
    by: Relation | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A place and those below it as they read on a day, in the order of the text, one wording a place.

    Attributes:
        on: None: the latest wording held.
        official: False for words of our own.
        gaps: What is known to read otherwise on the day, or may.
    """

    ref: Ref
    on: datetime.date | None
    provisions: tuple[Provision, ...]
    official: bool
    gaps: tuple[Gap, ...] = ()


def tree_on(store: Store, ref: Ref, on: datetime.date | None) -> Tree | None:
    """The place as it reads on a day, or None when the collection does not hold it.

    Of several wordings of a place the one whose days contain `on` is taken, the latest start first. A consolidated text
    gives an Điều from the day up to which it is consolidated; an earlier one, or the original, before. A place repealed
    by name is left out. A document that is not yet, or no longer, in force keeps its words: its status says so.
    """
    held = [(source, places) for source, places in store.worded(ref) if places]
    document = store.document(ref.doc_id)
    if not held or document is None:
        return None
    official = held[0][0].official
    facts = _Facts.of(store, ref, document, [(s, places) for s, places in held if s.official == official])
    chosen, gaps = facts.chosen(on)
    gaps += [*facts.unread(on), *facts.unapplied(on), *_waiting(store, ref, on)]
    return Tree(ref, on, tuple(chosen), official, tuple(_largest(gaps)))


def of_day(provisions: Iterable[Provision], on: datetime.date) -> list[Provision]:
    """One wording a place, in the order of the text: that of the day, else the last before it.

    A place that an amendment brings on a later day is left out.
    """
    groups: dict[Locator, list[Provision]] = {}
    for place in provisions:
        groups.setdefault(place.ref.locator, []).append(place)
    found = []
    for group in groups.values():
        begun = [p for p in group if p.valid.start is None or p.valid.start <= on]
        if wording := _latest(begun) or _latest(p for p in group if not p.brought_by):
            found.append(wording)
    return found


def _waiting(store: Store, ref: Ref, on: datetime.date | None) -> Iterator[Gap]:
    """Amendments whose text is held, had begun on a day or may have, and could not be applied."""
    for waiting in store.unapplied(ref):
        day = waiting.relation.effective_on
        if on is None or day is None or day <= on:
            yield Gap(waiting.relation.object, Missing.AFTER, day, waiting.relation, waiting.reason)


def changes_between(old: Tree, new: Tree) -> tuple[PlaceChange, ...]:
    """What became of each place between two days, or between two places or documents.

    Between two days a place that is known to have changed, with the words of one side not held, is `UNKNOWN`, whatever
    the words that are held look like.
    """
    one_place = old.ref == new.ref
    changes = compare_places(old.provisions, new.provisions, one_document=one_place)
    if not one_place:
        return changes
    between = [gap for gap in one_sided(old, new) if gap.place.locator.steps]
    return tuple(_unknown(change, between) for change in changes)


def _unknown(change: PlaceChange, between: Sequence[Gap]) -> PlaceChange:
    """A change as `UNKNOWN`, without words on the side that is missing, where a gap says so; else as it is."""
    gap = next((gap for gap in between if gap.place.contains(change.place.ref)), None)
    told = gap is None or change.kind in (Change.CHANGED, _TOLD[gap.missing])
    if gap is None or told:
        return change
    after = gap.missing is Missing.AFTER
    old, new = (change.old, None) if after else (None, change.new)
    spans = (Span(0, len(old.text if old else "")), Span(0, len(new.text if new else "")))
    return PlaceChange(Change.UNKNOWN, old, new, (Run(Change.UNKNOWN, *spans),))


def one_sided(old: Tree, new: Tree) -> tuple[Gap, ...]:
    """Gaps of exactly one of two days: changes that fall between them."""
    return (*(g for g in old.gaps if g not in new.gaps), *(g for g in new.gaps if g not in old.gaps))


def consolidated_to(ref: Ref, store: Store) -> datetime.date | None:
    """The day of the last amendment merged into a codified wording; None for a wording that is not consolidated."""
    notes = store.notes(Ref(ref.doc_id, ref.locator.up_to(Unit.DIEU)))
    return next((datetime.date.fromisoformat(note.text) for note in notes if note.kind == "hop_nhat_den"), None)


def _largest(gaps: Iterable[Gap]) -> list[Gap]:
    """Gaps without those inside another of the same change, by day and place."""
    unique = list(dict.fromkeys(gaps))
    kept = [
        gap
        for gap in unique
        if not any(
            other is not gap
            and (other.on, other.missing) == (gap.on, gap.missing)
            and other.place != gap.place
            and other.place.locator.steps
            and other.place.contains(gap.place)
            for other in unique
        )
    ]
    return sorted(kept, key=lambda gap: (gap.on or datetime.date.max, gap.place.locator.sort_key))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is held and known of one place of one document."""

    ref: Ref
    document: Document
    relations: tuple[Relation, ...]
    versions: Versions
    compiled: bool

    @classmethod
    def of(cls, store: Store, ref: Ref, document: Document, held: Held) -> "_Facts":
        waiting = {(w.relation.subject.doc_id, w.relation.object) for w in store.unapplied(ref)}
        told = (r for r in store.relations(ref.doc_id) if _touches(r, ref))
        # what could not be applied is told as that, and repeals nothing
        relations = tuple(r for r in told if (r.subject.doc_id, r.object) not in waiting)
        versions = Versions.of(held, store.merged_to(ref.doc_id))
        return cls(ref, document, relations, versions, store.is_compiled(ref.doc_id))

    def chosen(self, on: datetime.date | None) -> tuple[list[Provision], list[Gap]]:
        """The wording of each place on a day, and the places of which that day's words are not held."""
        groups: dict[Locator, list[Provision]] = {}
        for place in (place for reading in self.versions.on(on) for place in reading.version.places):
            groups.setdefault(place.ref.locator, []).append(place)
        found: list[Provision] = []
        gaps: list[Gap] = []
        for group in groups.values():
            wording = _latest(p for p in group if on is None or p.valid.contains(on))
            wording = wording or self._beyond(group)
            if wording and not self._repealed(wording, on):
                found.append(wording)
            elif not wording and on and (gap := self._gap(group, on)):
                gaps.append(gap)
        return found, gaps

    def unread(self, on: datetime.date | None) -> Iterator[Gap]:
        """Điều of which only words consolidated on a later day are held."""
        for reading in self.versions.on(on):
            if not reading.is_known and (day := reading.version.start):
                place = Ref(self.ref.doc_id, reading.dieu)
                place = self.ref if place.contains(self.ref) else place
                yield Gap(place, Missing.BEFORE, day, self._told(place, day))

    def unapplied(self, on: datetime.date | None) -> Iterator[Gap]:
        """Amendments that had begun on a day, or may have, and whose words are not held."""
        for relation in self.relations:
            begun = on is None or relation.effective_on is None or relation.effective_on <= on
            if begun and self._rewords(relation) and not self._applied(relation, on):
                yield Gap(relation.object, Missing.AFTER, relation.effective_on, relation)

    def _beyond(self, group: Sequence[Provision]) -> Provision | None:
        """A wording whose days end with its document's or begin with it: the words stay the same beyond."""
        bounds = effect(self.document, self.relations)
        for place in group:
            if bounds.end and place.valid.end == bounds.end:
                return place
            if bounds.start and place.valid.start and place.valid.start <= bounds.start:
                return place
        return None

    def _repealed(self, place: Provision, on: datetime.date | None) -> bool:
        return any(
            r.kind in _ENDING
            and not r.condition
            and r.object.locator.steps
            and r.object.contains(place.ref)
            and r.effective_on
            and (on is None or r.effective_on <= on)
            and (place.valid.start is None or place.valid.start < r.effective_on)
            for r in self.relations
        )

    def _gap(self, group: Sequence[Provision], on: datetime.date) -> Gap | None:
        """Why no wording of a place is of the day; None when it is known not to have been there."""
        place = group[0].ref
        starts = [p.valid.start for p in group if p.valid.start]
        ends = [p.valid.end for p in group if p.valid.end and p.valid.end <= on]
        if ends:
            end = max(ends)
            gone = self.compiled or any(
                r.kind in _ENDING and r.effective_on == end and r.object.contains(place) for r in self.relations
            )
            return None if gone else Gap(place, Missing.AFTER, end, self._told(place, end))
        start = min(starts)
        added = any(p.brought_by for p in group if p.valid.start == start) or any(
            r.kind is RelationKind.BO_SUNG and r.effective_on == start and r.object == place for r in self.relations
        )
        return None if added else Gap(place, Missing.BEFORE, start, self._told(place, start))

    def _told(self, place: Ref, day: datetime.date) -> Relation | None:
        """The relation that tells of a change of a place on a day; the one that names the place most exactly."""
        telling = [
            r
            for r in self.relations
            if r.effective_on == day
            and (r.kind in _REWORDING or r.object.locator.steps)
            and (r.object.contains(place) or place.contains(r.object))
        ]
        return max(telling, key=lambda r: len(r.object.locator.steps), default=None)

    def _rewords(self, relation: Relation) -> bool:
        """Whether a relation gives some place other words; one that names places speaks for its whole document."""
        if relation.object.locator.steps:
            return relation.kind in _REWORDING or relation.kind is RelationKind.THAY_THE
        named = any(r.object.locator.steps and r.subject.doc_id == relation.subject.doc_id for r in self.relations)
        return relation.kind in _REWORDING and not named

    def _applied(self, relation: Relation, on: datetime.date | None) -> bool:
        """Whether words that a relation brought are shown, or it is a gap already: an end, a consolidation to come."""
        place, day = relation.object, relation.effective_on
        touched = [p for p in self.versions.places() if place.contains(p.ref) or p.ref.contains(place)]
        if any(ref.doc_id == relation.subject.doc_id for p in touched for ref in p.brought_by):
            return True
        for reading in self.versions.on(on):
            around = reading.dieu.contains(place.locator) or place.locator.contains(reading.dieu)
            start = reading.version.start
            if around and day and start and (day <= start or not reading.is_known):
                return True
        untold = [p for p in touched if not p.brought_by]
        return bool(place.locator.steps and day and any(day in (p.valid.start, p.valid.end) for p in untold))


def _touches(relation: Relation, ref: Ref) -> bool:
    return relation.object.contains(ref) or ref.contains(relation.object)


def _latest(places: Iterable[Provision]) -> Provision | None:
    return max(places, key=lambda p: p.valid.start or datetime.date.min, default=None)
