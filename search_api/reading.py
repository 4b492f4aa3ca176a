"""A whole document on a day, for reading: its places with their standing, notes and sources."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus import provinces, timeline
from corpus.locator import Locator, Unit
from corpus.model import Document, EffectStatus, Note, Piece, Provision, Relation, Source
from corpus.reference import DocId, Ref
from corpus.standing import standing, stopped_places
from corpus.store import Store
from corpus.wording import Tree, tree_on, unknown_on
from search_api import tables
from search_api.amended import brought_words, unapplied_words
from search_api.naming import (
    confidence_words,
    corrections_out,
    original_address,
    page_address,
    relation_out,
    source_address,
)
from search_api.quote import sources_of, status_out, unknown_words
from search_api.wire import DocumentOut, NodeOut, SourceOut

_NOT_BINDING = (EffectStatus.HET_HIEU_LUC, EffectStatus.CHUA_HIEU_LUC, EffectStatus.NGUNG_HIEU_LUC)


def document_out(doc_id: DocId, store: Store, on: datetime.date, snapshot: str) -> DocumentOut | None:
    """The document as it reads on a day, places that do not apply then included, or None when it is not held."""
    ref = Ref(doc_id)
    document, tree = store.document(doc_id), tree_on(store, ref, on)
    if document is None or tree is None:
        return None
    source = store.views(doc_id)[0][1]
    relations = store.relations(doc_id)
    status = standing(ref, store, on)
    below, summaries = _pieces(tree.places), store.summaries(doc_id)
    statuses = {ref: status} | stopped_places(doc_id, store, on)
    nodes = [_node(p, source, tree, store, on, statuses, below, summaries) for p in tree.places]
    return DocumentOut(
        id=str(doc_id),
        so_hieu=document.so_hieu,
        loai=document.loai,
        name=document.name,
        trich_yeu=document.trich_yeu,
        co_quan_ban_hanh=document.co_quan_ban_hanh,
        nguoi_ky=document.nguoi_ky,
        ngay_ban_hanh=document.ngay_ban_hanh,
        ngay_hieu_luc=document.ngay_hieu_luc,
        ngay_het_hieu_luc=timeline.effect(document, relations).end,
        official=source.official,
        confidence="" if source.official else confidence_words(source.confidence),
        as_of=source.as_of,
        status=status_out(tree.places[0], status, on),
        status_note=document.status_note,
        amended_by=tuple(relation_out(r, doc_id, store, on) for r in timeline.amendments(document, relations, None)),
        relations=tuple(relation_out(r, doc_id, store, on) for r in between_documents(relations)),
        corrections=corrections_out(doc_id, store),
        sources=sources_of(store.notes(ref), store, ref),
        report=source_address(source.sha256) if source.official else None,
        nodes=tuple(_with_province(nodes, document, status, on)),
        page=page_address(ref, on),
        snapshot=snapshot,
    )


def _with_province(
    nodes: Iterable[NodeOut], document: Document, status: timeline.StatusOnDay, on: datetime.date
) -> Iterator[NodeOut]:
    """The places, the first with what is said of a local document of a merged province that has not ended."""
    ended = status.status is EffectStatus.HET_HIEU_LUC
    said = () if ended else provinces.notes_of(document.id, document.ngay_ban_hanh, on)
    for at, node in enumerate(nodes):
        yield node if at or not said else node.model_copy(update={"notes": (*said, *node.notes)})


def between_documents(relations: Iterable[Relation]) -> list[Relation]:
    """Relations between whole documents, each once: a text that names forty places of another is one line.

    Of several the one with a day speaks, and one that names the whole document before one that names a place in it.
    """
    found: dict[tuple[object, ...], Relation] = {}
    ordered = sorted(relations, key=lambda r: (len(r.object.locator.steps), r.effective_on is None))
    for r in ordered:
        part = r.condition or ("một phần" if r.object.locator.steps else "")
        whole = replace(r, subject=Ref(r.subject.doc_id), object=Ref(r.object.doc_id), condition=part)
        found.setdefault((whole.subject, whole.kind, whole.object), whole)
    return sorted(found.values(), key=lambda r: (r.effective_on or datetime.date.max, str(r.subject)))


def _node(
    provision: Provision,
    source: Source,
    tree: Tree,
    store: Store,
    on: datetime.date,
    statuses: Mapping[Ref, timeline.StatusOnDay],
    below: Mapping[Locator, Sequence[Piece]],
    summaries: Mapping[Locator, Sequence[Provision]],
) -> NodeOut:
    locator = provision.ref.locator
    notes = store.notes(provision.ref)
    step = locator.steps[-1].vi if locator.steps else ""
    gap = unknown_on(tree, provision.ref)
    around = max((ref for ref in statuses if ref.contains(provision.ref)), key=lambda ref: len(ref.locator.steps))
    standing = status_out(provision, statuses[around], on, gap)
    stopped = (f"{statuses[around].words}.",) if locator.steps and around == provision.ref else ()
    unknown = (unknown_words(gap),) if gap else ()
    scanned = () if locator.steps or not source.recognised else (source.recognised_words,)
    return NodeOut(
        locator=str(locator),
        anchor=str(locator) or "van-ban",
        unit=provision.unit,
        depth=depth_of(provision),
        label=step[:1].upper() + step[1:],
        heading=provision.heading,
        text=provision.text,
        tables=tuple(map(tables.whole, tables.tables_of([provision], store))),
        valid_from=provision.valid.start,
        valid_to=provision.valid.end,
        in_force=standing.status not in _NOT_BINDING,
        warnings=(
            *stopped,
            *unknown,
            *scanned,
            *unapplied_words(provision.ref, store, on, only=True),
            *(n.text for n in notes if n.kind == "canh_bao"),
        ),
        notes=(*brought_words((provision,), store), *(n.text for n in notes if n.kind == "ghi_chu")),
        sources=() if source.official or not locator.steps else _named(notes),
        confidence="" if source.official else confidence_words(_code(notes)),
        page_number=provision.pieces[0].span.page if provision.pieces else None,
        original=original_address(below[locator]),
        summaries=tuple(s.text for s in summaries.get(locator, ())),
    )


def _pieces(provisions: Sequence[Provision]) -> Mapping[Locator, Sequence[Piece]]:
    """Where the words of each place and of those below it come from; the document's own are its head and closing."""
    found: defaultdict[Locator, list[Piece]] = defaultdict(list)
    for provision in provisions:
        place = provision.ref.locator
        found[place] += provision.pieces
        while len(place.steps) > 1:
            place = place.parent
            found[place] += provision.pieces
    return found


def _named(notes: list[Note]) -> tuple[SourceOut, ...]:
    return tuple(SourceOut(label=n.text, url=n.url, official=n.official) for n in notes if n.kind == "nguon")


def _code(notes: list[Note]) -> str:
    return next((note.confidence for note in notes if note.kind == "do_tin_cay"), "")


def depth_of(provision: Provision) -> int:
    """How far in the text the place is set: Phần, Chương and Mục at 0, an Điều at 1, its khoản at 2, and so on."""
    if provision.unit is None or provision.unit.rank <= Unit.TIEU_MUC.rank:
        return 0
    return {Unit.DIEU: 1, Unit.KHOAN: 2, Unit.DIEM: 3}.get(provision.unit, min(len(provision.ref.locator.steps), 4))
