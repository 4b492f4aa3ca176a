"""The ledger of corrections in the store: one row a field of a source, and the reading that each one mends.

A row outlives its source: when the same bytes are read again, the correction holds again.
"""

import datetime
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from corpus.corrected import printed
from corpus.corrections import Correction, Field
from corpus.locator import Locator
from corpus.model import Diagnostic, Document, Holding
from corpus.reference import DocId, Ref
from corpus.rows import Row, day, named


def of_source(db: sqlite3.Connection, sha256: str) -> list[Correction]:
    """The corrections of one source, in the order in which they were first made."""
    return _read(db.execute("SELECT * FROM correction WHERE sha256 = ? ORDER BY rowid", (sha256,)))


def of_document(db: sqlite3.Connection, doc_id: DocId) -> list[Correction]:
    """The corrections of the sources that now speak of a document, and of those no longer held that did."""
    return _read(
        db.execute(
            """SELECT * FROM correction c WHERE sha256 IN (SELECT sha256 FROM document WHERE id = ?1)
               OR (doc_id = ?1 AND sha256 NOT IN (SELECT sha256 FROM source)) ORDER BY rowid""",
            (str(doc_id),),
        )
    )


def every(db: sqlite3.Connection) -> list[Correction]:
    """All corrections, in the order in which they were first made."""
    return _read(db.execute("SELECT * FROM correction ORDER BY rowid"))


def enter(db: sqlite3.Connection, corrections: Iterable[Correction]) -> None:
    """Write corrections; a newer one of the same field takes the older one's place."""
    db.executemany(
        """INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET value = excluded.value, reason = excluded.reason, made_on = excluded.made_on,
             read = excluded.read, doc_id = excluded.doc_id, name = excluded.name,
             asserted_by = excluded.asserted_by, holds = excluded.holds""",
        [
            (
                c.sha256,
                str(c.locator),
                c.field,
                c.value,
                c.reason,
                c.made_on.isoformat(),
                c.read,
                str(c.doc_id or ""),
                c.name,
                c.asserted_by,
                int(c.holds),
            )
            for c in corrections
        ],
    )


def strike(db: sqlite3.Connection, correction: Correction) -> bool:
    """Forget a correction; False when there is none of this field."""
    struck = db.execute(
        "DELETE FROM correction WHERE sha256 = ? AND locator = ? AND field = ?",
        (correction.sha256, str(correction.locator), correction.field),
    )
    return struck.rowcount > 0


def _read(cursor: sqlite3.Cursor) -> list[Correction]:
    return [_correction(row) for row in named(cursor)]


def _correction(row: Row) -> Correction:
    return Correction(
        row["sha256"],
        Locator.parse(row["locator"]),
        Field(row["field"]),
        row["value"],
        row["reason"],
        datetime.date.fromisoformat(row["made_on"]),
        row["read"],
        DocId.parse(row["doc_id"]) if row["doc_id"] else None,
        row["name"],
        row["asserted_by"],
        bool(row["holds"]),
    )


# What was read


def keep_reading(db: sqlite3.Connection, as_read: Holding) -> None:
    """Keep what corrections may change of a reading, beside the corrected rows of the same source."""
    parts = {
        "id": str(as_read.document.id),
        "fields": {field: printed(as_read.document, field) for field in Field if not field.of_place},
        "places": [(str(p.ref), p.number, p.heading) for p in as_read.provisions],
        "notes": [str(n.ref) for n in as_read.notes],
        "relations": [(str(r.subject), str(r.object), r.subject_so_hieu, r.object_so_hieu) for r in as_read.relations],
        "diagnostics": [(d.code, d.message, d.line, d.page) for d in as_read.diagnostics],
    }
    db.execute(
        "INSERT OR REPLACE INTO reading VALUES (?, ?)", (as_read.source.sha256, json.dumps(parts, ensure_ascii=False))
    )


def forget_reading(db: sqlite3.Connection, sha256: str) -> None:
    """Nothing of this source is corrected: what is held is what was read."""
    db.execute("DELETE FROM reading WHERE sha256 = ?", (sha256,))


def as_read(db: sqlite3.Connection, held: Holding) -> Holding:
    """The reading under the corrections of a source; the view as it is held when nothing was corrected."""
    row = db.execute("SELECT parts FROM reading WHERE sha256 = ?", (held.source.sha256,)).fetchone()
    if row is None:
        return held
    parts = json.loads(row[0])
    return replace(
        held,
        document=_document(held.document, parts["id"], parts["fields"]),
        provisions=tuple(
            replace(p, ref=Ref.parse(ref), number=number, heading=heading)
            for p, (ref, number, heading) in zip(held.provisions, parts["places"], strict=True)
        ),
        notes=tuple(replace(n, ref=Ref.parse(ref)) for n, ref in zip(held.notes, parts["notes"], strict=True)),
        relations=tuple(
            replace(
                r,
                subject=Ref.parse(subject),
                object=Ref.parse(target),
                subject_so_hieu=subject_so_hieu,
                object_so_hieu=object_so_hieu,
            )
            for r, (subject, target, subject_so_hieu, object_so_hieu) in zip(
                held.relations, parts["relations"], strict=True
            )
        ),
        diagnostics=tuple(Diagnostic(*fields) for fields in parts["diagnostics"]),
    )


def _document(held: Document, doc_id: str, fields: dict[str, str]) -> Document:
    values = {name: day(text or None) if Field(name).is_day else text for name, text in fields.items()}
    return replace(held, id=DocId.parse(doc_id), **values)  # type: ignore[arg-type]  # each field is of its own type
