"""How things are called on the page and in the API: addresses, documents, confidence, relations."""

import datetime
from urllib.parse import quote

from corpus.model import Relation
from corpus.reference import DocId, Ref
from corpus.store import Store
from search_api.wire import RelationOut


def page_address(ref: Ref, on: datetime.date | None = None) -> str:
    """The permanent address of a place: /van-ban/tt-btc/2018/28?on=2026-11-25#dieu-8/khoan-4."""
    day = f"?on={on.isoformat()}" if on else ""
    anchor = f"#{ref.locator}" if ref.locator.steps else ""
    return f"/van-ban/{quote(str(ref.doc_id), safe='/@~-')}{day}{anchor}"


def confidence_words(code: str) -> str:
    """How sure a summary is, in words; "" for an official wording."""
    if code.startswith("verified:"):
        return f"{code.removeprefix('verified:')} nguồn độc lập cùng nêu"
    return {"single": "một nguồn nêu", "": ""}.get(code, code)


def document_name(doc_id: DocId, so_hieu: str, store: Store) -> tuple[str, bool]:
    """A document's name, and whether the collection holds it; only the số hiệu when it does not."""
    held = store.document(doc_id)
    return (held.name, True) if held else (so_hieu, False)


def relation_out(relation: Relation, seen_from: DocId, store: Store, on: datetime.date) -> RelationOut:
    """A relation in words, as the document it is seen from reads it."""
    active = relation.subject.doc_id == seen_from
    other, so_hieu = (
        (relation.object, relation.object_so_hieu) if active else (relation.subject, relation.subject_so_hieu)
    )
    name, held = document_name(other.doc_id, so_hieu, store)
    place = f"{other.locator.vi} " if other.locator.steps else ""
    return RelationOut(
        words=relation.kind.active if active else relation.kind.passive,
        so_hieu=f"{place}{name}",
        ref=str(other),
        page=page_address(other, on) if held else None,
        effective_on=relation.effective_on,
        confidence=confidence_words(relation.confidence),
    )
