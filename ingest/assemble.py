"""One source text → everything it says about one document, ready for the store."""

import datetime
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.errors import BadReference
from corpus.locator import Locator, Unit
from corpus.model import (
    Diagnostic,
    Document,
    Holding,
    Interval,
    Note,
    Piece,
    Provision,
    Relation,
    Source,
    SourceRank,
    Span,
)
from corpus.originals import file_of
from corpus.reference import DocId, Ref, slug, tidy_so_hieu
from corpus.text import find_date, vi_date
from ingest import amending, amending_relations, effect_places, placing, recognised, relations, structure, table_places
from ingest import head as heads
from ingest.placed_text import PlacedText
from ingest.quotation import quoted_lines
from ingest.readers.media import CODIFIED, CODIFIED_PAGE
from ingest.source_text import Declared, Footnote, Line, SourceText

_AMENDED = re.compile(r"được (sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|bỏ)")


def holding(
    name: str,
    sha256: str,
    source_text: SourceText,
    given: Declared | None = None,
    settle: Callable[[Document], DocId] = lambda document: document.id,
) -> Holding:
    """Everything one source says about one document.

    Args:
        name: The file's name, kept for people.
        sha256: Of the original bytes, hex.
        source_text: As a reader gave it, cleaned.
        settle: The identity in the collection, where another document may already stand under this number.
        given: What the person says; it wins over what the file declares, which wins over what the text says.

    Returns:
        A holding whose provisions' texts, put end to end, are the source text: no character is lost.
    """
    lines = source_text.lines
    tree = structure.parse(lines, _rules(source_text))
    declared = _over(given, source_text.declared) if given else source_text.declared
    read = heads.Head() if source_text.rank is SourceRank.SUMMARY else _read_head(lines, tree)
    if source_text.rank is SourceRank.VBPL:
        declared, differing = _after_the_text(declared, read)
    else:
        differing = ()
    doubt = None if declared.so_hieu else recognised.doubt(lines, read.so_hieu)
    document, missing = _document(declared, replace(read, so_hieu="") if doubt else read, sha256)
    document = replace(document, id=settle(document))
    text = "\n".join(line.text for line in lines)
    source = Source(
        sha256,
        name,
        source_text.media_type,
        text,
        declared.rank or (SourceRank.CODIFIED if read.consolidated else source_text.rank),
        source_text.official,
        _speaks_until(declared),
        declared.url,
        declared.confidence,
        declared.retrieved_on,
        recognised.share(lines),
    )
    provisions = _provisions(document.id, sha256, lines, text, tree, declared)
    said: tuple[Relation, ...] = ()
    told: tuple[Note, ...] = ()
    if source_text.official:
        if source.rank is not SourceRank.CODIFIED:  # whose notes give the days of the texts merged into it
            provisions, told = effect_places.with_days([line.text for line in lines], provisions, document)
        said = _said(lines, provisions, document)
    held = Holding(
        document,
        source,
        provisions,
        (*_rehomed(declared.notes, document.id), *_notes(document.id, read, source_text.footnotes, tree), *told),
        (*_own_relations(declared, document.id), *said),
        (*source_text.diagnostics, *tree.diagnostics, *([doubt] if doubt else []), *read.remarks, *missing, *differing),
        placing.pages(source_text),
        table_places.placed(lines, source_text.tables),
    )
    amends = source.official and source.rank is not SourceRank.CODIFIED
    if not amends:
        return held
    acts = amending_relations.dated(amending.operations(held), held.relations, document)
    return replace(held, operations=acts, relations=amending_relations.completed(held.relations, acts, document))


def _said(lines: Sequence[Line], provisions: Sequence[Provision], document: Document) -> tuple[Relation, ...]:
    return relations.infer(PlacedText.of([line.text for line in lines], provisions), document)


def _rules(source_text: SourceText) -> structure.Rules:
    return structure.Rules(
        marked_only=source_text.media_type in (CODIFIED, CODIFIED_PAGE),
        gaps=source_text.rank is SourceRank.SUMMARY,
    )


def _speaks_until(declared: Declared) -> datetime.date | None:
    """A page that was fetched speaks of the status on the day it was fetched."""
    fetched = declared.retrieved_on if declared.status else None
    return fetched or declared.as_of


def _after_the_text(declared: Declared, read: heads.Head) -> tuple[Declared, tuple[Diagnostic, ...]]:
    """What a page of the national database says beside the text fills blanks; where the text speaks, it wins."""
    said, own = declared.ngay_hieu_luc, read.ngay_hieu_luc
    if said is None or own is None or said == own:
        return declared, ()
    message = f"Trang ghi ngày có hiệu lực {vi_date(said)}, lời văn cho ngày {vi_date(own)}; lấy theo lời văn"
    return replace(declared, ngay_hieu_luc=own), (Diagnostic("effect_differs", message),)


def _over(first: Declared, second: Declared) -> Declared:
    """The second with every field that the first fills in."""
    fields = (
        *("so_hieu", "loai", "trich_yeu", "co_quan_ban_hanh", "ngay_ban_hanh", "ngay_hieu_luc", "place"),
        *("url", "retrieved_on", "rank"),
    )
    return replace(second, **{field: value for field in fields if (value := getattr(first, field))})


def _read_head(lines: Sequence[Line], tree: structure.Structure) -> heads.Head:
    root = tree.nodes[0]
    top, *closing = root.runs or ((0, 0),)
    own = [line.text for line in lines[top[0] : top[1]]]
    if top[0] > 0 or not root.runs:
        own = []
    quoted = quoted_lines([line.text for line in lines])
    body = [line.text for at, line in enumerate(lines) if not (own and at < top[1]) and not quoted[at]]
    return heads.read(own, body, [line.text for start, end in closing for line in lines[start:end]])


def _document(declared: Declared, read: heads.Head, sha256: str) -> tuple[Document, list[Diagnostic]]:
    so_hieu = tidy_so_hieu(declared.so_hieu or read.so_hieu)
    issued = declared.ngay_ban_hanh or read.ngay_ban_hanh
    missing = []
    try:
        doc_id = DocId.from_so_hieu(so_hieu, issued.year if issued else None)
        if doc_id.local:
            doc_id = replace(doc_id, place=declared.place or slug(read.province) or None)
    except BadReference:
        printed = so_hieu or "không có"
        message = f"Không đọc được số hiệu ({printed}); nếu biết, nạp lại với --so-hieu hoặc ghi bằng cancu correct"
        missing.append(Diagnostic("missing_so_hieu", message))
        doc_id = DocId("khong-so", issued.year if issued else None, _stand_in(declared, sha256))
    if issued is None:
        missing.append(Diagnostic("missing_ngay_ban_hanh", "Không đọc được ngày ban hành"))
    return (
        Document(
            doc_id,
            so_hieu,
            declared.loai or read.loai or "Văn bản",
            declared.trich_yeu or read.trich_yeu,
            declared.co_quan_ban_hanh or read.co_quan_ban_hanh,
            declared.nguoi_ky or read.nguoi_ky,
            issued,
            declared.ngay_hieu_luc or read.ngay_hieu_luc,
            declared.ngay_het_hieu_luc or read.effect.until,
            declared.status,
            declared.status_note,
            (*declared.aliases, *read.names),
        ),
        missing,
    )


def _stand_in(declared: Declared, sha256: str) -> str:
    """A number where none can be read: stable for the same declared name, else for the same place in the same bytes."""
    named, part = declared.so_hieu + (declared.url or ""), sha256.removesuffix(file_of(sha256))
    if not (named or part):
        return sha256[:10]
    return hashlib.sha256((named + part if named else sha256).encode()).hexdigest()[:10]


def _provisions(
    doc_id: DocId,
    sha256: str,
    lines: Sequence[Line],
    text: str,
    tree: structure.Structure,
    declared: Declared,
) -> tuple[Provision, ...]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    until = {Locator.parse(place): day for place, day in declared.until}
    return tuple(_provision(Ref(doc_id, node.locator), sha256, node, lines, starts, text, until) for node in tree.nodes)


def _provision(
    ref: Ref,
    sha256: str,
    node: structure.Node,
    lines: Sequence[Line],
    starts: Sequence[int],
    text: str,
    until: dict[Locator, datetime.date],
) -> Provision:
    spans = []
    for first, end in node.runs:
        last_run = (first, end) == node.runs[-1]
        stop = min(starts[end] - (1 if last_run else 0), len(text))
        spans.append(Span(starts[first], stop, lines[first].page))
    own = "".join(text[span.start : span.end] for span in spans)
    pieces = tuple(Piece(sha256, span) for span in spans)
    return Provision(ref, node.unit, node.number, node.heading, own, pieces, _valid(ref.locator, until))


def _valid(locator: Locator, until: dict[Locator, datetime.date]) -> Interval:
    """Declared ends reach the places below: when a khoản no longer applies, its điểm do not either."""
    return Interval(None, min((day for place, day in until.items() if place.contains(locator)), default=None))


def _notes(doc_id: DocId, read: heads.Head, footnotes: Sequence[Footnote], tree: structure.Structure) -> list[Note]:
    """The place of issue, how the day of effect was counted, and the notes under the text, at the places they mark.

    The notes of a consolidated text tell since when its words are these.
    """
    owners = {at: node.locator for node in tree.nodes for start, end in node.runs for at in range(start, end)}
    said = (("noi_ban_hanh", read.noi_ban_hanh), ("ghi_chu", read.effect.computed))
    notes = [Note(Ref(doc_id), kind, text) for kind, text in said if text]
    merged: dict[Locator, datetime.date] = {}
    for footnote in footnotes:
        place = owners.get(footnote.line, Locator()) if footnote.line is not None else Locator()
        notes.append(Note(Ref(doc_id, place), "ghi_chu", footnote.text))
        day = _merged_from(footnote.text)
        if place.steps and day is not None:
            dieu = place.up_to(Unit.DIEU)
            merged[dieu] = max(day, merged.get(dieu, day))
    if read.consolidated is not None:
        notes += [Note(Ref(doc_id, dieu), "hop_nhat_den", day.isoformat()) for dieu, day in merged.items()]
    return notes


def _merged_from(note: str) -> datetime.date | None:
    """The last day of effect that a note on an amendment names; before it the words were others."""
    if not _AMENDED.search(note):
        return None
    return max((day for part in note.split("có hiệu lực")[1:] if (day := find_date(part))), default=None)


def _rehomed(notes: Sequence[Note], doc_id: DocId) -> tuple[Note, ...]:
    """The reader's notes under the identity that was settled on, which may carry a serial or a stand-in number."""
    return tuple(replace(note, ref=Ref(doc_id, note.ref.locator)) for note in notes)


def _own_relations(declared: Declared, doc_id: DocId) -> tuple[Relation, ...]:
    """The reader's relations under the identity that was settled on, like its notes, which carry the reader's own."""
    own = {note.ref.doc_id for note in declared.notes} - {doc_id}
    if not own:
        return declared.relations

    def home(ref: Ref) -> Ref:
        return Ref(doc_id, ref.locator) if ref.doc_id in own else ref

    return tuple(replace(r, subject=home(r.subject), object=home(r.object)) for r in declared.relations)
