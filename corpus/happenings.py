"""What happened to the law in a stretch of days, over all that is held: from days and relations, not from texts."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.locator import Locator
from corpus.model import Document, Relation, RelationKind
from corpus.reference import DocId
from corpus.standing import RESTING, LostBasis, ended_with_basis
from corpus.store import Store, merged
from corpus.text import fold
from corpus.timeline import EventKind, own_events

_OWN = {EventKind.BAN_HANH, EventKind.CO_HIEU_LUC, EventKind.HET_HIEU_LUC}
_ACTS = tuple(RelationKind(kind.value) for kind in EventKind if kind not in _OWN)
_WHOLE_OR_PART = {EventKind.THAY_THE, EventKind.BAI_BO, EventKind.DINH_CHI, EventKind.NGUNG}
"""Done to a whole document these are another matter than done to places of it."""
_ENDING = (RelationKind.THAY_THE, RelationKind.BAI_BO)
_ORDER = {kind: at for at, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Field:
    """Which documents a person asks about; without anything, all.

    Attributes:
        words: Each must stand in the loại, trích yếu or another name of the document, or of the text that acts on it;
            marks and capitals do not matter.
        loai: The document's own loại, "" for any.
        co_quan: Words in the name of the body that issued it, "" for any.
        documents: Those named; empty for any. What they do to others counts too.
    """

    words: str = ""
    loai: str = ""
    co_quan: str = ""
    documents: frozenset[DocId] = frozenset()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that one text does to one document on one day, or a day of the document's own.

    Attributes:
        on: Its day; None when nobody says.
        document: What it happens to, held or not.
        so_hieu: Of `document`, as printed.
        places: The places named, in the order of the text; () for the whole document.
        by, by_so_hieu: The text that does it; None and "" for the document's own days.
        condition: Words that keep part out of it; "" for none.
        until: First day on which a suspension is over; None where nobody says.
        asserted_by: Who says so, each once, as in `Event`.
        confidence: As in `Relation`; of several the first that is not empty.
        reason: Why the document ended where no text says so: what it details or guides ended; "" elsewhere.
    """

    on: datetime.date | None
    kind: EventKind
    document: DocId
    so_hieu: str
    places: tuple[Locator, ...] = ()
    by: DocId | None = None
    by_so_hieu: str = ""
    condition: str = ""
    until: datetime.date | None = None
    asserted_by: tuple[str, ...] = ()
    confidence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened from one day to another, both included.

    Attributes:
        dated: By day; on one day own days first, then by what is done, by document.
        undated: What is known without its day, and may have been then; the documents held without a ngày ban hành or
            ngày hiệu lực among them.
        documents: How many held documents the field has; those whose own words or names fit it.
        held: Every document held, with blanks filled from all its sources.
    """

    dated: tuple[Happening, ...]
    undated: tuple[Happening, ...]
    documents: int
    held: Mapping[DocId, Document]


def happenings(store: Store, start: datetime.date, end: datetime.date, field: Field = Field()) -> Happenings:
    """What is known to have happened from `start` to `end`, both included, to the documents of a field.

    An act on a document that is not held is told where the text that does it is held.
    """
    views = store.every_view()
    held = {doc_id: merged([view for view, _ in found]) for doc_id, found in views.items()}
    fits = _fitting(field, held.values())
    mended = {(c.sha256, c.field.value) for c in store.corrections() if c.holds and not c.moot}
    found: list[Happening] = []
    for doc_id, document in held.items():
        if doc_id in fits:
            for event in own_events(document, views[doc_id], mended):
                if event.on is None or start <= event.on <= end:
                    said, so_hieu = event.asserted_by, document.so_hieu
                    one = Happening(event.on, event.kind, doc_id, so_hieu, asserted_by=said)
                    found.append(replace(one, confidence=event.confidence))
    acts = store.acts_between(_ACTS, start, end)
    found += map(_happening, (r for r in acts if _concerns(r, field, fits, held)))
    found += _with_basis(held, fits, acts, (start, end), store)
    joined = list(_joined(found))
    dated = sorted((h for h in joined if h.on), key=lambda h: (h.on or datetime.date.max, *_key(h)))
    undated = sorted((h for h in joined if h.on is None), key=_key)
    return Happenings(tuple(dated), tuple(undated), len(fits), held)


def _with_basis(
    held: Mapping[DocId, Document],
    fits: Collection[DocId],
    acts: Iterable[Relation],
    days: tuple[datetime.date, datetime.date],
    store: Store,
) -> Iterator[Happening]:
    """The ends of documents of a field that lost what they detail or guide between two days."""
    start, end = days
    ended = {r.object.doc_id for r in acts if r.kind in _ENDING and not r.object.locator.steps and r.effective_on}
    ended |= {d for d, law in held.items() if law.ngay_het_hieu_luc and start <= law.ngay_het_hieu_luc <= end}
    found: dict[DocId, LostBasis] = {}
    waiting = sorted(ended)
    while waiting:  # what rests on a text that ended so ends too
        basis = waiting.pop()
        resting = (r.subject.doc_id for r in store.relations(basis) if r.kind in RESTING and r.object.doc_id == basis)
        for doc_id in dict.fromkeys(resting):
            lost = ended_with_basis(doc_id, store) if doc_id in held and doc_id not in found else None
            if lost and start <= lost.end <= end:
                found[doc_id] = lost
                waiting.append(doc_id)
    for doc_id, lost in found.items():
        if doc_id in fits:
            yield Happening(lost.end, EventKind.HET_HIEU_LUC, doc_id, held[doc_id].so_hieu, reason=lost.reason)


def _fitting(field: Field, documents: Iterable[Document]) -> set[DocId]:
    """The held documents of a field."""
    loai, co_quan, words = fold(field.loai).strip(), fold(field.co_quan).strip(), _words(field.words)
    return {
        document.id
        for document in documents
        if (not loai or fold(document.loai) == loai)
        and (not co_quan or co_quan in fold(document.co_quan_ban_hanh))
        and (not field.documents or document.id in field.documents)
        and words <= _words(" ".join((document.so_hieu, document.loai, document.trich_yeu, *document.aliases)))
    }


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(text)))


def _concerns(act: Relation, field: Field, fits: Collection[DocId], held: Mapping[DocId, Document]) -> bool:
    """Whether an act is about a field: done to a document of it, or, asked by words or name, done by one.

    Loại and body are those of the document acted on, so that one of which they are not known is left out.
    """
    if act.object.doc_id in fits:
        return True
    if field.loai or field.co_quan:
        return False
    return act.subject.doc_id in fits if field.words or field.documents else act.subject.doc_id in held


def _happening(act: Relation) -> Happening:
    return Happening(
        act.effective_on,
        EventKind(act.kind.value),
        act.object.doc_id,
        act.object_so_hieu,
        (act.object.locator,) if act.object.locator.steps else (),
        act.subject.doc_id,
        act.subject_so_hieu,
        act.condition,
        act.until,
        (act.asserted_by,) if act.asserted_by else (),
        act.confidence,
    )


def _joined(found: Iterable[Happening]) -> Iterator[Happening]:
    """One for what one text does to one document on one day in one way, with every place named and everybody who says.

    Who only says that a document is amended adds to those who say where; a repeal of the whole stays apart from one of
    places.
    """
    groups: dict[tuple[object, ...], list[Happening]] = {}
    for h in found:
        whole = h.kind in _WHOLE_OR_PART and not h.places
        groups.setdefault((h.on, h.kind, h.document, h.by, h.condition, h.reason, h.until, whole), []).append(h)
    for group in groups.values():
        places = {place: None for h in group for place in h.places}
        yield replace(
            group[0],
            places=tuple(sorted(places, key=lambda place: place.sort_key)),
            asserted_by=tuple(dict.fromkeys(who for h in group for who in h.asserted_by)),
            confidence=next((h.confidence for h in group if h.confidence), ""),
        )


def _key(h: Happening) -> tuple[Any, ...]:
    return (_ORDER[h.kind], str(h.document), str(h.by or ""), h.places[0].sort_key if h.places else (), h.condition)
