"""Relations of an amending text, with the places that its sentences leave to those above them.

`relations.infer` reads each citation for itself, so "a) Bổ sung khoản 6a" under "Điều 10" tells of a khoản without an
Điều. The operations of the text know whole addresses; where they do, theirs are the relations.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.amendment import Act, Operation
from corpus.citation import SO_HIEU
from corpus.locator import Locator, Unit
from corpus.model import Document, Relation, RelationKind
from corpus.reference import DocId, Ref

_ACTING = (
    RelationKind.SUA_DOI, RelationKind.BO_SUNG, RelationKind.THAY_THE, RelationKind.BAI_BO, RelationKind.THAY_CUM_TU,
    RelationKind.BO_CUM_TU,
)  # fmt: skip


def completed(said: Sequence[Relation], operations: Iterable[Operation], document: Document) -> tuple[Relation, ...]:
    """The relations that are said, those that name another place than the operations replaced by these."""
    done = [o for o in operations if o.amended.doc_id and _is_whole(o.place)]
    days = {(o.by.locator, o.amended.doc_id, o.place): o.effective_on for o in done}
    kept = [_on_day(r, days, document) for r in said if r.kind not in _ACTING or _agrees(r, done)]
    known = {(r.subject.locator, r.object) for r in kept if r.kind in _ACTING}
    printed = {r.object.doc_id: r.object_so_hieu for r in said if r.object_so_hieu}
    for operation in done:
        doc_id = operation.amended.doc_id
        if doc_id is None or (operation.by.locator, Ref(doc_id, operation.place)) in known:
            continue
        known.add((operation.by.locator, Ref(doc_id, operation.place)))
        kept.append(_relation(operation, doc_id, document, printed.get(doc_id, "")))
    return tuple(kept)


def dated(operations: Iterable[Operation], said: Sequence[Relation], document: Document) -> tuple[Operation, ...]:
    """Operations whose own sentence names a day, "bãi bỏ … kể từ ngày …", from that day on."""
    days = {
        (r.subject.locator, r.object.doc_id, r.object.locator): r.effective_on
        for r in said
        if r.kind in _ACTING and r.effective_on not in (None, document.ngay_hieu_luc)
    }
    return tuple(
        replace(o, effective_on=days.get((o.by.locator, o.amended.doc_id, o.place), o.effective_on))
        if o.amended.doc_id
        else o
        for o in operations
    )


def _on_day(
    relation: Relation, days: Mapping[tuple[Locator, DocId | None, Locator], datetime.date | None], document: Document
) -> Relation:
    """A relation from the day of its amending place, where only the text's own day was known for it."""
    key = (relation.subject.locator, relation.object.doc_id, relation.object.locator)
    own = relation.kind in _ACTING and relation.effective_on == document.ngay_hieu_luc
    return replace(relation, effective_on=days[key]) if own and key in days else relation


def _relation(operation: Operation, doc_id: DocId, document: Document, so_hieu: str) -> Relation:
    named = SO_HIEU.search(operation.amended.name)
    return Relation(
        operation.by,
        _kind(operation),
        Ref(doc_id, operation.place),
        document.so_hieu,
        so_hieu or (named.group() if named else ""),
        operation.effective_on,
        operation.evidence,
    )


def _kind(operation: Operation) -> RelationKind:
    if operation.act is Act.WORDS and operation.words:
        return RelationKind.THAY_CUM_TU if operation.words.new else RelationKind.BO_CUM_TU
    return {Act.INSERT: RelationKind.BO_SUNG, Act.REPEAL: RelationKind.BAI_BO}.get(operation.act, RelationKind.SUA_DOI)


def _is_whole(place: Locator) -> bool:
    return bool(place.steps) and place.steps[0].unit.rank <= Unit.DIEU.rank


def _agrees(relation: Relation, done: Sequence[Operation]) -> bool:
    """Whether an act on a place is one of the operations of its own amending place, or that place has none."""
    place = relation.object.locator
    there = [o for o in done if o.by.locator == relation.subject.locator]
    if not there or not place.steps:
        return True
    same = [o.place for o in there if o.amended.doc_id == relation.object.doc_id]
    if not _is_whole(place):
        return False
    return not same or any(at.contains(place) or place.contains(at) for at in same)
