"""How things are called on the page and in the API: addresses, documents, confidence, relations."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from corpus.corrected import renumbered
from corpus.corrections import Correction
from corpus.locator import Locator
from corpus.model import Piece, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from search_api.wire import CorrectionOut, RelationOut

MOST_SPANS = 20
"""Stretches of a source's text that one address marks."""


def page_address(ref: Ref, on: datetime.date | None = None) -> str:
    """The permanent address of a place: /van-ban/tt-btc/2018/28?on=2026-11-25#dieu-8/khoan-4."""
    day = f"?on={on.isoformat()}" if on else ""
    anchor = f"#{ref.locator}" if ref.locator.steps else ""
    return f"/van-ban/{quote(str(ref.doc_id), safe='/@~-')}{day}{anchor}"


def consolidated_address(doc_id: DocId, on: datetime.date | None = None) -> str:
    """The page of the consolidated text of a document on a day: /van-ban/nd-cp/2012/45/hop-nhat?on=2026-11-25."""
    page, _, day = page_address(Ref(doc_id), on).partition("?")
    return f"{page}/hop-nhat" + (f"?{day}" if day else "")


def compare_address(ref: str, on: datetime.date | None = None) -> str:
    """The address that compares a place on a day with what it was before its last known change."""
    fields = {"noi": ref, "den": on.isoformat() if on else ""}
    return "/so-sanh?" + urlencode({name: value for name, value in fields.items() if value})


def source_address(sha256: str) -> str:
    """The page that says how a source was read."""
    return f"/nguon/{sha256}"


def leaf_address(sha256: str, number: int, spans: Sequence[tuple[int, int]] = ()) -> str:
    """A page of a source as its file shows it, with the characters [start, end) of its text marked."""
    return f"{source_address(sha256)}/trang/{number}{_stretches(spans)}"


def picture_address(sha256: str, number: int, spans: Sequence[tuple[int, int]] = ()) -> str:
    """The picture of a page, with the characters [start, end) of its text marked."""
    return f"{source_address(sha256)}/trang/{number}.png{_stretches(spans)}"


def _stretches(spans: Sequence[tuple[int, int]]) -> str:
    return "?doan=" + ",".join(f"{start}-{end}" for start, end in spans) if spans else ""


def original_address(pieces: Iterable[Piece]) -> str | None:
    """Where the words of these pieces are shown on their page; None where the file has no pages."""
    ordered = sorted(pieces, key=lambda piece: (piece.sha256, piece.span.start))
    if not ordered or ordered[0].span.page is None:
        return None
    spans: list[tuple[int, int]] = []
    for piece in ordered:
        if piece.sha256 != ordered[0].sha256:
            break
        start, end = piece.span.start, piece.span.end
        if spans and start <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return leaf_address(ordered[0].sha256, ordered[0].span.page, spans[:MOST_SPANS])


def confidence_words(code: str) -> str:
    """How sure a summary is, in words; "" for an official wording."""
    if code.startswith("verified:"):
        return f"{code.removeprefix('verified:')} nguồn độc lập cùng nêu"
    return {"single": "một nguồn nêu", "": ""}.get(code, code)


def document_name(doc_id: DocId, so_hieu: str, store: Store) -> tuple[str, bool]:
    """A document's name, and whether the collection holds it; only the số hiệu when it does not."""
    held = store.document(doc_id)
    return (held.name, True) if held else (so_hieu, False)


def correction_out(correction: Correction, place: Locator) -> CorrectionOut:
    """What an editor mended, at the address that the place now has."""
    return CorrectionOut(
        doc_id=str(correction.doc_id) if correction.doc_id else None,
        locator=str(place),
        address=place.vi,
        field=correction.field,
        read=correction.read,
        value=correction.value,
        reason=correction.reason,
        made_on=correction.made_on,
        asserted_by=correction.asserted_by,
        source=correction.name,
        sha256=correction.sha256,
        words=f"{place.vi}: {correction.vi[:1].lower()}{correction.vi[1:]}" if place.steps else correction.vi,
    )


def corrections_out(doc_id: DocId, store: Store) -> tuple[CorrectionOut, ...]:
    """What editors mended in a document's sources, as read today; what is now read right by itself is left out."""
    made = store.corrections(doc_id)
    return tuple(
        correction_out(replace(c, doc_id=doc_id), renumbered(c.locator, [o for o in made if o.sha256 == c.sha256]))
        for c in made
        if c.holds and not c.moot
    )


def relation_out(relation: Relation, seen_from: DocId, store: Store, on: datetime.date) -> RelationOut:
    """A relation in words, as the document it is seen from reads it."""
    active = relation.subject.doc_id == seen_from
    other, so_hieu = (
        (relation.object, relation.object_so_hieu) if active else (relation.subject, relation.subject_so_hieu)
    )
    name, held = document_name(other.doc_id, so_hieu, store)
    place = f"{other.locator.vi} " if other.locator.steps else ""
    return RelationOut(
        words=_words(relation, active=active),
        so_hieu=f"{place}{name}",
        ref=str(other),
        page=page_address(other, on) if held else None,
        effective_on=relation.effective_on,
        confidence=confidence_words(relation.confidence),
    )


def _words(relation: Relation, *, active: bool) -> str:
    """What the one does to the other; "bãi bỏ một phần" where something is kept out."""
    words = relation.kind.active if active else relation.kind.passive
    if relation.condition and relation.kind in (RelationKind.BAI_BO, RelationKind.THAY_THE):
        return words.replace(relation.kind.active, f"{relation.kind.active} một phần")
    return words
