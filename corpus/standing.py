"""Whether a document binds on a day, from all that the store holds of it and of what it rests on."""

import datetime
from dataclasses import replace

from corpus.model import EffectStatus, Interval, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import vi_date
from corpus.timeline import StatusOnDay, effect, status_on

_RESTING = (RelationKind.QUY_DINH_CHI_TIET, RelationKind.HUONG_DAN)
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
    relations = store.relations(ref.doc_id)
    told = status_on(document, relations, day, as_of, term_of(ref.doc_id, store), ref.locator)
    if told.status not in (EffectStatus.CON_HIEU_LUC, EffectStatus.HET_HIEU_LUC_MOT_PHAN, EffectStatus.KHONG_RO):
        return told
    if document.status not in (None, EffectStatus.CON_HIEU_LUC, EffectStatus.KHONG_RO) or document.status_note:
        return told
    lost = _lost_basis(ref.doc_id, store)
    if lost is None:
        return told
    names, end = lost
    if document.status is EffectStatus.CON_HIEU_LUC and as_of and as_of >= end:
        return told
    if day < end:
        return replace(told, next_change=min(end, told.next_change or end))
    words = (
        f"Hết hiệu lực từ {vi_date(end)} cùng {names} mà văn bản này quy định chi tiết, hướng dẫn ({_BASIS_RULE}), "
        "trừ khi được công bố tiếp tục áp dụng"
    )
    return StatusOnDay(EffectStatus.HET_HIEU_LUC, words)


def term_of(doc_id: DocId, store: Store) -> Interval | None:
    """The days for which a programme was made, as a source says them; None for other documents."""
    for note in store.notes(Ref(doc_id)):
        if note.kind == "thoi_ky":
            first, _, end = note.text.partition("/")
            start = datetime.date.fromisoformat(first) if first else None
            return Interval(start, datetime.date.fromisoformat(end))
    return None


def _lost_basis(doc_id: DocId, store: Store) -> tuple[str, datetime.date] | None:
    """The names of what a document details or guides, and the day on which the last of it ended.

    None while any of it binds, may bind, or is not held.
    """
    bases: dict[DocId, str] = {}
    for r in store.relations(doc_id):
        if r.kind in _RESTING and r.subject.doc_id == doc_id:
            bases.setdefault(r.object.doc_id, r.object_so_hieu)
    ends: list[datetime.date] = []
    for basis in bases:
        held = store.document(basis)
        if held is None:
            return None
        end = effect(held, store.relations(basis)).end
        if end is None:
            return None
        bases[basis] = held.name
        ends.append(end)
    if not ends or max(ends) < _BASIS_RULE_FROM:
        return None
    return ", ".join(bases.values()), max(ends)
