"""The words of a place on a day, from all that the collection holds, and which known changes it cannot show.

A source may hold one wording of a place or several, each for its days (`Provision.valid`); the original text and
consolidated ones may all be held (`corpus.versions`). Where a change is known and the words on one side of it are not
held, that is a `Gap`: the words of the other side are never passed off as those of the day.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.comparison import PlaceChange, compare_places
from corpus.diff import Change, Run
from corpus.locator import Locator
from corpus.model import CODIFICATION, Document, Interval, Provision, Relation, RelationKind, Span
from corpus.reference import DocId, Ref
from corpus.store import Store, Wording
from corpus.timeline import effect
from corpus.versions import Held, Reading, Version, Versions

_REWORDING = {
    RelationKind.SUA_DOI,
    RelationKind.BO_SUNG,
    RelationKind.DINH_CHINH,
    RelationKind.THAY_CUM_TU,
    RelationKind.BO_CUM_TU,
}
_ENDING = {RelationKind.THAY_THE, RelationKind.BAI_BO}


class Missing(StrEnum):
    """What the collection lacks of a change: the words of one side, or the day between two wordings that it holds."""

    BEFORE = "before"
    AFTER = "after"
    DAY = "day"


_TOLD = {Missing.AFTER: Change.ADDED, Missing.BEFORE: Change.REMOVED}
"""What became of a place although words of it are missing: its words on that side are held."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A known change of which the words on one side are not held, or the day is not told.

    Attributes:
        place: What changed; the document where nobody says which place.
        on: First day of the change; for `DAY` the day on which a source has the newer words; None when not known.
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
        places: One wording of every place of the texts that are shown, whether it applies on the day or not, each with
            the days on which it does.
    """

    ref: Ref
    on: datetime.date | None
    provisions: tuple[Provision, ...]
    official: bool
    gaps: tuple[Gap, ...] = ()
    places: tuple[Provision, ...] = ()


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
    day = _Day(facts, on, tuple(facts.versions.on(on)))
    chosen, gaps = day.chosen()
    gaps += [*day.unread(), *day.unapplied(), *_waiting(store, ref, on)]
    return Tree(ref, on, tuple(chosen), official, tuple(_largest(gaps)), tuple(day.places()))


def wordings(store: Store, doc_id: DocId) -> Wording | None:
    """A document with every wording that is shown on some day, with the days on which it is; None when not held.

    Places stand in the order of the text, those of an Điều wording by wording. The first wording has an unknown start:
    what stood before it is not held. A wording ends where the next one begins, or where its place is repealed by name.
    """
    wording = store.wording(doc_id)
    if wording is None:
        return None
    ref = Ref(doc_id)
    held = [(source, places) for source, places in store.worded(ref) if places]
    same = [(source, places) for source, places in held if source.official == wording.source.official]
    if not same:
        return wording
    facts = _Facts.of(store, ref, wording.document, same)
    found = [
        replace(place, valid=valid)
        for dieu in facts.versions.by_dieu
        for version, days in facts.shown(dieu)
        for place in version.places
        if (valid := facts.valid(place, days)) is not None
    ]
    return replace(wording, provisions=tuple(found))


def of_day(provisions: Iterable[Provision], on: datetime.date | None) -> list[Provision]:
    """One wording a place, in the order of the text; without a day the last.

    That of the day, else the last before it, else the first to come. A place that an amendment brings on a later day is
    left out.
    """
    groups: dict[Locator, list[Provision]] = {}
    for place in provisions:
        groups.setdefault(place.ref.locator, []).append(place)
    found = []
    for group in groups.values():
        begun = [p for p in group if on is None or p.valid.start is None or p.valid.start <= on]
        to_come = (p for p in group if not p.brought_by)
        if wording := _latest(begun) or min(to_come, key=_start, default=None):
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
    between = [g for g in one_sided(old, new) if g.place.locator.steps and g.missing is not Missing.DAY]
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


def unknown_on(tree: Tree, ref: Ref) -> Gap | None:
    """Why the words of a place in a tree may not be those of its day.

    Only later ones are held, the day of a change is not told, or an amendment gave this very place, or what it stands
    in, words that are not held. An amendment that names no place leaves the words as they are, with its name beside
    them; so does one that only puts something in.
    """
    around = (gap for gap in tree.gaps if gap.place.contains(ref))
    return next((gap for gap in around if gap.missing is not Missing.AFTER or _supersedes(gap)), None)


def _supersedes(gap: Gap) -> bool:
    return bool(gap.place.locator.steps) and gap.by is not None and gap.by.kind is not RelationKind.BO_SUNG


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

    def added_on(self, dieu: Locator) -> datetime.date | None:
        """The day on which an amending text put a whole Điều in; None for one that the original has."""
        if self.versions.original is not None and dieu in self.versions.original:
            return None
        days = [
            r.effective_on
            for r in self.relations
            if r.kind is RelationKind.BO_SUNG and r.object.locator == dieu and r.effective_on and dieu.steps
        ]
        return min(days, default=None)

    def repealed_on(self, place: Provision) -> datetime.date | None:
        """The first day on which a place, or what it stands in, is repealed by name after its words began."""
        start = place.valid.start
        days = [
            r.effective_on
            for r in self.relations
            if r.kind in _ENDING
            and not r.condition
            and r.object.locator.steps
            and r.object.contains(place.ref)
            and r.effective_on
            and (start is None or start < r.effective_on)
        ]
        return min(days, default=None)

    def shown(self, dieu: Locator) -> Iterator[tuple[Version, Interval]]:
        """The versions of an Điều with the days on which each is shown.

        The first one's start is that of the Điều itself, unknown where it was there from the beginning.
        """
        put_in = self.versions.original is not None and dieu not in self.versions.original
        for at, stretch in enumerate(self.versions.stretches(dieu)):
            start = stretch.days.start if at or put_in else self.added_on(dieu)
            yield stretch.version, Interval(start, stretch.days.end)

    def valid(self, place: Provision, days: Interval) -> Interval | None:
        """The days of a wording among those on which its version is shown; None for none."""
        starts = [day for day in (place.valid.start, days.start) if day]
        ends = [day for day in (place.valid.end, days.end, self.repealed_on(place)) if day]
        start, end = max(starts, default=None), min(ends, default=None)
        return Interval(start, end) if start is None or end is None or start < end else None


@dataclass(frozen=True, slots=True)
class _Day:
    """What is held and known of a place on one day."""

    facts: _Facts
    on: datetime.date | None
    readings: tuple[Reading, ...]

    def chosen(self) -> tuple[list[Provision], list[Gap]]:
        """The wording of each place, and the places of which the day's words are not held."""
        groups: dict[Locator, list[Provision]] = {}
        for reading in self.readings:
            if not self._to_come(reading.dieu):
                for place in reading.version.places:
                    groups.setdefault(place.ref.locator, []).append(place)
        found: list[Provision] = []
        gaps: list[Gap] = []
        for group in groups.values():
            wording = _latest(p for p in group if self.on is None or p.valid.contains(self.on))
            wording = wording or self._beyond(group)
            if wording and not self._repealed(wording):
                found.append(wording)
            elif not wording and self.on and (gap := self._gap(group, self.on)):
                gaps.append(gap)
        return found, gaps

    def places(self) -> Iterator[Provision]:
        """One wording of every place of the versions shown, with its days."""
        for reading in self.readings:
            days = next(days for version, days in self.facts.shown(reading.dieu) if version is reading.version)
            dated = [
                replace(place, valid=valid)
                for place in reading.version.places
                if (valid := self.facts.valid(place, days)) is not None
            ]
            yield from of_day(dated, self.on)

    def unread(self) -> Iterator[Gap]:
        """Điều of which only words consolidated on a later day are held, or words that changed on a day not told."""
        ref = self.facts.ref
        for reading in self.readings:
            place = Ref(ref.doc_id, reading.dieu)
            place = ref if place.contains(ref) else place
            if reading.until:
                yield Gap(place, Missing.DAY, reading.until)
            if not reading.is_known and not self._to_come(reading.dieu) and (day := reading.version.start):
                yield Gap(place, Missing.BEFORE, day, self._told(place, day))

    def unapplied(self) -> Iterator[Gap]:
        """Amendments that had begun on a day, or may have, and whose words are not held."""
        for relation in self.facts.relations:
            begun = self.on is None or relation.effective_on is None or relation.effective_on <= self.on
            if begun and self._rewords(relation) and not self._applied(relation):
                yield Gap(relation.object, Missing.AFTER, relation.effective_on, relation)

    def _to_come(self, dieu: Locator) -> bool:
        """Whether an Điều is known to have been put in later."""
        added = self.facts.added_on(dieu)
        return added is not None and self.on is not None and self.on < added

    def _beyond(self, group: Sequence[Provision]) -> Provision | None:
        """A wording whose days end with its document's or begin with it: the words stay the same beyond."""
        bounds = effect(self.facts.document, self.facts.relations)
        for place in group:
            if bounds.end and place.valid.end == bounds.end:
                return place
            if bounds.start and place.valid.start and place.valid.start <= bounds.start:
                return place
        return None

    def _repealed(self, place: Provision) -> bool:
        day = self.facts.repealed_on(place)
        return day is not None and (self.on is None or day <= self.on)

    def _gap(self, group: Sequence[Provision], on: datetime.date) -> Gap | None:
        """Why no wording of a place is of the day; None when it is known not to have been there."""
        place, relations = group[0].ref, self.facts.relations
        starts = [p.valid.start for p in group if p.valid.start]
        ends = [p.valid.end for p in group if p.valid.end and p.valid.end <= on]
        if ends:
            end = max(ends)
            gone = self.facts.compiled or any(
                r.kind in _ENDING and r.effective_on == end and r.object.contains(place) for r in relations
            )
            return None if gone else Gap(place, Missing.AFTER, end, self._told(place, end))
        start = min(starts)
        added = any(p.brought_by for p in group if p.valid.start == start) or any(
            r.kind is RelationKind.BO_SUNG and r.effective_on == start and r.object == place for r in relations
        )
        return None if added else Gap(place, Missing.BEFORE, start, self._told(place, start))

    def _told(self, place: Ref, day: datetime.date) -> Relation | None:
        """The relation that tells of a change of a place on a day; the one that names the place most exactly."""
        telling = [
            r
            for r in self.facts.relations
            if r.effective_on == day
            and (r.kind in _REWORDING or r.object.locator.steps)
            and (r.object.contains(place) or place.contains(r.object))
        ]
        return max(telling, key=lambda r: len(r.object.locator.steps), default=None)

    def _rewords(self, relation: Relation) -> bool:
        """Whether a relation gives some place other words; one that names places speaks for its whole document."""
        if relation.object.locator.steps:
            ends_part = relation.kind in _ENDING and bool(relation.condition)
            return relation.kind in _REWORDING or relation.kind is RelationKind.THAY_THE or ends_part
        relations = self.facts.relations
        named = any(r.object.locator.steps and r.subject.doc_id == relation.subject.doc_id for r in relations)
        return relation.kind in _REWORDING and not named

    def _before_effect(self, day: datetime.date) -> bool:
        start = self.facts.document.ngay_hieu_luc
        return start is not None and day <= start

    def _applied(self, relation: Relation) -> bool:
        """Whether words that a relation brought are shown, or it is a gap already: an end, a consolidation to come."""
        place, day = relation.object, relation.effective_on
        touched = list(self.facts.versions.around(place.locator))
        if any(ref.doc_id == relation.subject.doc_id for p in touched for ref in p.brought_by):
            return True
        by_source = relation.asserted_by == CODIFICATION
        for reading in self.readings:
            if not (reading.dieu.contains(place.locator) or place.locator.contains(reading.dieu)):
                continue
            start = reading.version.start
            if day and start and (day <= start or not reading.is_known):
                return True
            if by_source and reading.version.codified and (day is None or self._before_effect(day)):
                return True  # its own note names it: it is merged
        untold = [p for p in touched if not p.brought_by]
        return bool(place.locator.steps and day and any(day in (p.valid.start, p.valid.end) for p in untold))


def _touches(relation: Relation, ref: Ref) -> bool:
    return relation.object.contains(ref) or ref.contains(relation.object)


def _latest(places: Iterable[Provision]) -> Provision | None:
    return max(places, key=_start, default=None)


def _start(place: Provision) -> datetime.date:
    return place.valid.start or datetime.date.min
