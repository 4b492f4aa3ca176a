"""Whether a document binds on a day, from all that the store holds of it and of what it rests on."""

import datetime
from dataclasses import dataclass, replace

from corpus.model import Document, EffectStatus, Interval, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import vi_date
from corpus.timeline import ENDING, SUSPENDING, StatusOnDay, effect, status_on

RESTING = (RelationKind.QUY_DINH_CHI_TIET, RelationKind.HUONG_DAN)
"""How a document rests on another, so that it ends with it."""
_BASIS_RULE_FROM = datetime.date(2025, 7, 1)
_BASIS_RULE = "khoản 2 Điều 57 Luật 64/2025/QH15, sửa đổi bởi Luật 87/2025/QH15"


def standing(ref: Ref, store: Store, day: datetime.date) -> StatusOnDay:
    """The status of a document, or of a place in it, on a day; `KHONG_RO` for what is not held.

    A document that details or guides others ends with the last of them, where that is on or after 01/7/2025, nobody
    asserts that it still binds, and unless it was announced to go on: the words say so.

    Source: khoản 2 Điều 57 Luật 64/2025/QH15 as amended by Luật 87/2025/QH15; before that day such a document goes on
    as far as it contradicts nothing, which no program can tell.
    """
    document = store.document(ref.doc_id)
    if document is None:
        return StatusOnDay(EffectStatus.KHONG_RO, EffectStatus.KHONG_RO.vi)
    # the day up to which the very source that asserts the status speaks, not that of a later one that is silent on it
    as_of = next((source.as_of for view, source in store.views(ref.doc_id) if view.status), None)
    relations = [r for r in store.relations(ref.doc_id) if not _gave_words(r, store)]
    told = status_on(document, relations, day, as_of, term_of(ref.doc_id, store), ref.locator)
    if not _may_lose_basis(told, document):
        return told
    lost = _lost_basis(ref.doc_id, store)
    if lost is None or _denied(lost, document, as_of):
        return told
    if day < lost.end:
        return replace(told, next_change=min(lost.end, told.next_change or lost.end))
    return StatusOnDay(EffectStatus.HET_HIEU_LUC, f"Hết hiệu lực từ {vi_date(lost.end)} {lost.reason}")


def stopped_places(doc_id: DocId, store: Store, day: datetime.date) -> dict[Ref, StatusOnDay]:
    """Places of a document that are suspended on a day, or that may be, or may be repealed, since nobody says the day.

    Nothing of a document of which that, or its end, is said as a whole.
    """
    whole = standing(Ref(doc_id), store, day)
    acts = (r for r in store.relations(doc_id) if r.object.doc_id == doc_id and r.object.locator.steps)
    named = {r.object for r in acts if r.kind in SUSPENDING or (r.kind in ENDING and r.effective_on is None)}
    found = {ref: standing(ref, store, day) for ref in sorted(named, key=str)}
    stopped = (EffectStatus.NGUNG_HIEU_LUC, EffectStatus.KHONG_RO)
    return {ref: told for ref, told in found.items() if told.status in stopped and told.status is not whole.status}


@dataclass(frozen=True, slots=True)
class LostBasis:
    """That everything a document details or guides has ended, and the document with it.

    Attributes:
        names: Of what it details or guides.
        end: The day on which the last of it ended.
    """

    names: str
    end: datetime.date

    @property
    def reason(self) -> str:
        """Why the document ends, in Vietnamese, as it goes on after "Hết hiệu lực"."""
        return (
            f"cùng {self.names} mà văn bản này quy định chi tiết, hướng dẫn ({_BASIS_RULE}), "
            "trừ khi được công bố tiếp tục áp dụng"
        )


def ended_with_basis(doc_id: DocId, store: Store, resting: frozenset[DocId] = frozenset()) -> LostBasis | None:
    """The lost basis that ends a document, by the rule that `standing` applies; None for none.

    `resting` are those that rest on it, which are not asked again where texts rest on each other.
    """
    document, lost = store.document(doc_id), _lost_basis(doc_id, store, resting)
    if document is None or lost is None:
        return None
    as_of = next((source.as_of for view, source in store.views(doc_id) if view.status), None)
    told = status_on(document, store.relations(doc_id), lost.end, as_of, term_of(doc_id, store))
    return lost if _may_lose_basis(told, document) and not _denied(lost, document, as_of) else None


def _gave_words(r: Relation, store: Store) -> bool:
    """Whether a text replaced a place by words that are held: then the place goes on with them."""
    if r.kind is not RelationKind.THAY_THE or not r.object.locator.steps:
        return False
    return any(
        by.doc_id == r.subject.doc_id for _, places in store.worded(r.object) for p in places for by in p.brought_by
    )


def _may_lose_basis(told: StatusOnDay, document: Document) -> bool:
    bound = (EffectStatus.CON_HIEU_LUC, EffectStatus.HET_HIEU_LUC_MOT_PHAN, EffectStatus.KHONG_RO)
    asserted = document.status not in (None, EffectStatus.CON_HIEU_LUC, EffectStatus.KHONG_RO) or document.status_note
    return told.status in bound and not asserted


def _denied(lost: LostBasis, document: Document, as_of: datetime.date | None) -> bool:
    """Whether a source asserts, after the basis ended, that the document still binds."""
    return document.status is EffectStatus.CON_HIEU_LUC and as_of is not None and as_of >= lost.end


def term_of(doc_id: DocId, store: Store) -> Interval | None:
    """The days for which a programme was made, as a source says them; None for other documents."""
    for note in store.notes(Ref(doc_id)):
        if note.kind == "thoi_ky":
            first, _, end = note.text.partition("/")
            start = datetime.date.fromisoformat(first) if first else None
            return Interval(start, datetime.date.fromisoformat(end))
    return None


def _lost_basis(doc_id: DocId, store: Store, resting: frozenset[DocId] = frozenset()) -> LostBasis | None:
    """What a document details or guides, once all of it ended: by itself, or with what it rests on in turn.

    None while any of it binds, may bind, or is not held.
    """
    bases: dict[DocId, str] = {}
    for r in store.relations(doc_id):
        if r.kind in RESTING and r.subject.doc_id == doc_id:
            bases.setdefault(r.object.doc_id, r.object_so_hieu)
    ends: list[datetime.date] = []
    for basis in bases:
        held = store.document(basis)
        if held is None:
            return None
        lost = None if basis in resting else ended_with_basis(basis, store, resting | {doc_id})
        known = [day for day in (effect(held, store.relations(basis)).end, lost and lost.end) if day]
        if not known:
            return None
        bases[basis] = held.name
        ends.append(min(known))
    if not ends or max(ends) < _BASIS_RULE_FROM:
        return None
    return LostBasis(", ".join(bases.values()), max(ends))
