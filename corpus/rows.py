"""Holdings as rows of the store's tables, and back: what goes in comes out equal."""

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from corpus import acts, cells, placed
from corpus.locator import Locator, Unit
from corpus.model import (
    Diagnostic,
    Document,
    EffectStatus,
    Holding,
    Interval,
    Note,
    Piece,
    Provision,
    Relation,
    RelationKind,
    Source,
    SourceRank,
    Span,
)
from corpus.reference import DocId, Ref

Row = dict[str, str]
"""A row by column; values are as SQLite gives them, so numbers are numbers and NULL is None."""


def insert(db: sqlite3.Connection, holding: Holding) -> None:
    """Write everything one source says; what the same bytes said before is forgotten."""
    db.execute("DELETE FROM source WHERE sha256 = ?", (holding.source.sha256,))
    _insert_source(db, holding.source)
    placed.insert(db, holding.source.sha256, holding.pages)
    cells.insert(db, holding.source.sha256, holding.tables)
    acts.insert(db, holding.source.sha256, holding.operations, holding.document.ngay_hieu_luc)
    _insert_view(db, holding)


def replace_view(db: sqlite3.Connection, holding: Holding) -> None:
    """Write another view of bytes that are held; the source's own row and all that hangs on it stay."""
    for table in ("document", "provision", "note", "relation", "diagnostic"):
        db.execute(f"DELETE FROM {table} WHERE sha256 = ?", (holding.source.sha256,))
    _insert_view(db, holding)


def _insert_view(db: sqlite3.Connection, holding: Holding) -> None:
    sha256 = holding.source.sha256
    _insert_document(db, holding.document, sha256)
    _insert_provisions(db, holding.provisions, sha256)
    _insert_notes(db, holding.notes, sha256)
    _insert_relations(db, holding.relations, sha256)
    db.executemany(
        "INSERT INTO diagnostic VALUES (?, ?, ?, ?, ?)",
        [(sha256, d.line, d.code, d.message, d.page) for d in holding.diagnostics],
    )


def holding(db: sqlite3.Connection, sha256: str) -> Holding | None:
    """Everything one source says, as it was written; None when it is not held."""
    source_row = _first(db.execute("SELECT * FROM source WHERE sha256 = ?", (sha256,)))
    document_row = _first(db.execute("SELECT * FROM document WHERE sha256 = ?", (sha256,)))
    if source_row is None or document_row is None:
        return None

    def of(table: str, order: str = "rowid") -> Iterator[Row]:
        return named(db.execute(f"SELECT * FROM {table} WHERE sha256 = ? ORDER BY {order}", (sha256,)))

    return Holding(
        document(document_row),
        source(source_row),
        tuple(map(provision, of("provision", "position"))),
        tuple(map(note, of("note"))),
        tuple(map(relation, of("relation"))),
        tuple(map(diagnostic, of("diagnostic"))),
        placed.of_source(db, sha256),
        cells.of_source(db, sha256, source_row["text"]),
        acts.of_source(db, sha256, document(document_row)),
    )


def named(cursor: sqlite3.Cursor) -> Iterator[Row]:
    """A query's rows by column."""
    names = [column[0] for column in cursor.description]
    with closing(cursor):
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def _first(cursor: sqlite3.Cursor) -> Row | None:
    return next(named(cursor), None)


# A row as a value


def document(row: Row) -> Document:
    """A row of `document`."""
    return Document(
        DocId.parse(row["id"]),
        row["so_hieu"],
        row["loai"],
        row["trich_yeu"],
        row["co_quan"],
        row["nguoi_ky"],
        day(row["ban_hanh"]),
        day(row["hieu_luc"]),
        day(row["het_hieu_luc"]),
        EffectStatus(row["status"]) if row["status"] else None,
        row["status_note"],
        tuple(json.loads(row["aliases"])),
    )


def source(row: Row) -> Source:
    """A row of `source`."""
    return Source(
        row["sha256"],
        row["name"],
        row["media_type"],
        row["text"],
        SourceRank(int(row["rank"])),
        bool(row["official"]),
        day(row["as_of"]),
        row["url"],
        row["confidence"],
        day(row["retrieved_on"]),
        float(row["recognised"]),
    )


def provision(row: Row) -> Provision:
    """A row of `provision`."""
    return Provision(
        Ref(DocId.parse(row["doc_id"]), Locator.parse(row["locator"])),
        Unit(row["unit"]) if row["unit"] else None,
        row["number"],
        row["heading"],
        row["text"],
        tuple(Piece(sha, Span(start, end, page)) for sha, start, end, page in json.loads(row["pieces"])),
        Interval(day(row["valid_from"]), day(row["valid_to"])),
        tuple(Ref.parse(ref) for ref in json.loads(row["brought_by"])),
    )


def note(row: Row) -> Note:
    """A row of `note`."""
    ref = Ref(DocId.parse(row["doc_id"]), Locator.parse(row["locator"]))
    return Note(ref, row["kind"], row["text"], row["confidence"], row["url"], bool(row["official"]))


def relation(row: Row) -> Relation:
    """A row of `relation`."""
    return Relation(
        Ref.parse(row["subject"]),
        RelationKind(row["kind"]),
        Ref.parse(row["object"]),
        row["subject_so_hieu"],
        row["object_so_hieu"],
        day(row["effective_on"]),
        row["evidence"],
        row["asserted_by"],
        row["confidence"],
        day(row["until"]),
        row["condition"],
    )


def diagnostic(row: Row) -> Diagnostic:
    """A row of `diagnostic`."""
    line, page = (int(row[place]) if row[place] else None for place in ("line", "page"))
    return Diagnostic(row["code"], row["message"], line, page)


def iso(day: datetime.date | None) -> str | None:
    """A day as it is stored."""
    return day.isoformat() if day else None


def day(text: str | None) -> datetime.date | None:
    """A stored day."""
    return datetime.date.fromisoformat(text) if text else None


# A value as a row


def _insert_source(db: sqlite3.Connection, source: Source) -> None:
    db.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source.sha256,
            source.name,
            source.media_type,
            source.text,
            int(source.rank),
            int(source.official),
            iso(source.as_of),
            source.url,
            source.confidence,
            iso(source.retrieved_on),
            source.recognised,
        ),
    )


def _insert_document(db: sqlite3.Connection, document: Document, sha256: str) -> None:
    doc_id = document.id
    db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            str(doc_id),
            sha256,
            doc_id.number,
            doc_id.year,
            doc_id.kind,
            document.so_hieu,
            document.loai,
            document.trich_yeu,
            document.co_quan_ban_hanh,
            document.nguoi_ky,
            iso(document.ngay_ban_hanh),
            iso(document.ngay_hieu_luc),
            iso(document.ngay_het_hieu_luc),
            document.status,
            document.status_note,
            json.dumps(document.aliases, ensure_ascii=False),
        ),
    )


def _insert_provisions(db: sqlite3.Connection, provisions: Iterable[Provision], sha256: str) -> None:
    db.executemany(
        "INSERT INTO provision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (provision_row(p, sha256, position) for position, p in enumerate(provisions)),
    )


def provision_row(p: Provision, sha256: str, position: int) -> tuple[object, ...]:
    """A provision as a row of `provision` or `compiled`."""
    return (
        str(p.ref.doc_id),
        sha256,
        position,
        str(p.ref.locator),
        p.unit,
        p.number,
        p.heading,
        p.text,
        json.dumps([(q.sha256, q.span.start, q.span.end, q.span.page) for q in p.pieces]),
        iso(p.valid.start),
        iso(p.valid.end),
        json.dumps([str(ref) for ref in p.brought_by]),
    )


def _insert_notes(db: sqlite3.Connection, notes: Iterable[Note], sha256: str) -> None:
    db.executemany(
        "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (str(n.ref.doc_id), sha256, str(n.ref.locator), n.kind, n.text, n.confidence, n.url, int(n.official))
            for n in notes
        ),
    )


def _insert_relations(db: sqlite3.Connection, relations: Iterable[Relation], sha256: str) -> None:
    db.executemany(
        "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                sha256,
                str(r.subject),
                str(r.subject.doc_id),
                r.subject_so_hieu,
                r.kind,
                str(r.object),
                str(r.object.doc_id),
                r.object_so_hieu,
                iso(r.effective_on),
                r.evidence,
                r.asserted_by,
                r.confidence,
                iso(r.until),
                r.condition,
            )
            for r in relations
        ),
    )
