"""Wordings made by applying amendments, kept as derived rows beside the original text they begin from.

They are a function of what is held: recomputed for the documents touched in each transaction that adds, mends or
forgets a source, the same whatever the order in which texts come. A document has them only where its best source is an
original; a consolidated text holds its amendments already.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import acts, rows
from corpus.amendment import Act, Operation, law_key
from corpus.consolidation import Unapplied, in_order, wordings
from corpus.model import Document, Provision, Relation, RelationKind, SourceRank
from corpus.reference import DocId, Ref
from corpus.text import fold, vi_date

# As `Store` orders a document's sources.
_BEST_FIRST = "s.rank, s.recognised > 0, s.as_of DESC, length(s.text) DESC, s.sha256"
_KINDS = {Act.INSERT: RelationKind.BO_SUNG, Act.REPEAL: RelationKind.BAI_BO}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change of a place that is known and could not be applied: who says so, and why not, in Vietnamese."""

    relation: Relation
    reason: str


def touched(db: sqlite3.Connection, sha256s: Iterable[str]) -> set[str]:
    """The documents whose wordings depend on sources: those they word, and those they act on."""
    found: set[str] = set()
    for sha256 in sha256s:
        read = db.execute("SELECT * FROM document WHERE sha256 = ?", (sha256,))
        views = [rows.document(row) for row in rows.named(read)]
        found.update(str(view.id) for view in views)
        named = db.execute("SELECT DISTINCT amended, name FROM operation WHERE sha256 = ?", (sha256,)).fetchall()
        found.update(serial for amended, _ in named if amended for serial in _twins(db, amended))
        names = {name for amended, name in named if amended is None and name}
        names.update(name for view in views for name in _names(view) if _acted_on_by_name(db, name))
        if names:
            found.update(str(view.id) for view in _documents(db) if names & _names(view))
    return found


def _acted_on_by_name(db: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM operation WHERE amended IS NULL AND name = ? LIMIT 1"
    return db.execute(query, (name,)).fetchone() is not None


def recompute(db: sqlite3.Connection, doc_ids: Iterable[str]) -> None:
    """Write the wordings of documents anew."""
    for doc_id in sorted(doc_ids):
        db.execute("DELETE FROM compiled WHERE doc_id = ?", (doc_id,))
        db.execute("DELETE FROM unapplied WHERE doc_id = ?", (doc_id,))
        sha256, places, left = _compile(db, doc_id)
        if sha256:
            _write(db, doc_id, sha256, places, left)


def differing(db: sqlite3.Connection) -> list[str]:
    """The documents whose kept wordings are not those that what is held gives; none in a sound store."""
    held = [row[0] for row in db.execute("SELECT DISTINCT id FROM document ORDER BY id")]
    found = []
    for doc_id in held:
        sha256, places, left = _compile(db, doc_id)
        kept = tuple(provisions(db, doc_id, sha256)) if sha256 else ()
        waiting = [w.relation.object for w in unapplied(db, doc_id)]
        if kept != places or waiting != [Ref(DocId.parse(doc_id), u.operation.place) for u in left]:
            found.append(doc_id)
    return found


def is_compiled(db: sqlite3.Connection, doc_id: str, sha256: str) -> bool:
    """Whether a source's text of a document has wordings made by amendments."""
    query = "SELECT 1 FROM compiled WHERE doc_id = ? AND sha256 = ? LIMIT 1"
    return db.execute(query, (doc_id, sha256)).fetchone() is not None


def provisions(db: sqlite3.Connection, doc_id: str, sha256: str, under: str = "") -> Iterable[Provision]:
    """The wordings of a document's places, in the order of the text, those of one place by day."""
    found = db.execute(
        """SELECT * FROM compiled WHERE doc_id = ? AND sha256 = ? AND substr(locator, 1, ?) = ? ORDER BY position""",
        (doc_id, sha256, len(under), under),
    )
    return map(rows.provision, rows.named(found))


def unapplied(db: sqlite3.Connection, doc_id: str) -> list[Waiting]:
    """What is known to change a document and could not be applied, in the order of effect."""
    found = db.execute("SELECT * FROM unapplied WHERE doc_id = ? ORDER BY position", (doc_id,))
    return [
        Waiting(
            Relation(
                Ref.parse(row["subject"]),
                RelationKind(row["kind"]),
                Ref.parse(row["object"]),
                row["subject_so_hieu"],
                "",
                rows.day(row["effective_on"]),
                row["evidence"],
            ),
            row["reason"],
        )
        for row in rows.named(found)
    ]


# Steps of the above


def _compile(db: sqlite3.Connection, doc_id: str) -> tuple[str | None, tuple[Provision, ...], tuple[Unapplied, ...]]:
    """The source that is amended, its wordings with their days, and what is left; None where there is nothing."""
    best = next(_views(db, doc_id), None)
    if best is None or best[1] is SourceRank.CODIFIED or best[1] is SourceRank.SUMMARY:
        return None, (), ()
    document, _, sha256 = best
    found = _acting(db, document)
    if not found:
        return None, (), ()
    original = db.execute("SELECT * FROM provision WHERE doc_id = ? AND sha256 = ? ORDER BY position", (doc_id, sha256))
    issued = {by.id: by.ngay_ban_hanh for by, _ in found if by.ngay_ban_hanh}
    operations = in_order([o for _, group in found for o in group], issued)
    done = wordings(tuple(map(rows.provision, rows.named(original))), operations)
    return sha256, done.places, done.unapplied


def _acting(db: sqlite3.Connection, document: Document) -> list[tuple[Document, list[Operation]]]:
    """The texts that act on a document, each as its best source reads, and what they do to it."""
    names = _names(document)
    marks = ",".join("?" * len(names))
    acting = db.execute(
        f"""SELECT DISTINCT d.id FROM operation o JOIN document d USING (sha256)
            WHERE o.amended IN (?, ?) OR (o.amended IS NULL AND o.name IN ({marks}))""",
        (str(document.id), str(replace(document.id, serial=1)), *names),
    )
    sources = acting.fetchall()
    if not sources:
        return []
    twin = len(_twins(db, str(document.id))) > 1
    others = {name for view in _documents(db) if view.id != document.id for name in _names(view)}
    sole = names - others
    found = []
    for (by_id,) in sources:
        by, _, sha256 = next(_views(db, by_id))
        read = acts.of_source(db, sha256, by)
        done = [_weighed(o, by, document, sole) for o in read if _is_meant(o, document, names, twin=twin)]
        if done:
            found.append((by, done))
    return found


def _weighed(operation: Operation, by: Document, document: Document, sole: set[str]) -> Operation:
    """An operation with what speaks against applying it to a document; `sole` are names that no other law held has."""
    day, doubt = operation.effective_on, operation.doubt
    if by.id == document.id:
        doubt = doubt or "văn bản sửa chính mình"
    elif day and document.ngay_ban_hanh and day < document.ngay_ban_hanh:
        doubt = doubt or f"ngày có hiệu lực {vi_date(day)} trước ngày ban hành văn bản được sửa đổi"
    if operation.amended.doc_id is None and law_key(operation.amended.name) not in sole:
        doubt = doubt or f"nhiều văn bản cùng tên “{operation.amended.name}”"
    return replace(operation, doubt=doubt)


def _is_meant(operation: Operation, document: Document, names: set[str], *, twin: bool) -> bool:
    """Whether an operation acts on a document: by its number, its loại where twins share that, or by its name alone."""
    amended = operation.amended
    if amended.doc_id is None:
        return law_key(amended.name) in names
    if amended.doc_id == document.id and not twin:
        return True
    numbered = amended.doc_id in (document.id, replace(document.id, serial=1))
    return numbered and fold(amended.name).startswith(fold(document.loai))


def _names(document: Document) -> set[str]:
    """The names by which a law is amended without its number."""
    printed = (f"{document.loai} {document.trich_yeu}", document.trich_yeu)
    keys = {law_key(name) for name in printed}
    return {key for key in keys if key.startswith(("luat ", "bo luat ", "phap lenh "))}


def _documents(db: sqlite3.Connection) -> list[Document]:
    """Every law held, as its best source gives it."""
    found = db.execute(
        f"""SELECT d.* FROM document d JOIN source s USING (sha256)
            WHERE d.loai IN ('Luật', 'Bộ luật', 'Pháp lệnh') ORDER BY d.id, {_BEST_FIRST}"""
    )
    laws: dict[DocId, Document] = {}
    for row in rows.named(found):
        view = rows.document(row)
        laws.setdefault(view.id, view)
    return list(laws.values())


def _twins(db: sqlite3.Connection, doc_id: str) -> list[str]:
    """The identities that share a number: a law and a resolution."""
    base = doc_id.split("~")[0]
    return [
        row[0] for row in db.execute("SELECT DISTINCT id FROM document WHERE id = ? OR id GLOB ?", (base, f"{base}~*"))
    ]


def _views(db: sqlite3.Connection, doc_id: str) -> Iterator[tuple[Document, SourceRank, str]]:
    found = db.execute(
        f"""SELECT d.*, s.rank FROM document d JOIN source s USING (sha256) WHERE d.id = ? ORDER BY {_BEST_FIRST}""",
        (doc_id,),
    )
    return ((rows.document(row), SourceRank(int(row["rank"])), row["sha256"]) for row in rows.named(found))


def _write(
    db: sqlite3.Connection, doc_id: str, sha256: str, places: Sequence[Provision], left: Sequence[Unapplied]
) -> None:
    db.executemany(
        "INSERT INTO compiled VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (rows.provision_row(p, sha256, position) for position, p in enumerate(places)),
    )
    so_hieu = dict(db.execute("SELECT id, so_hieu FROM document").fetchall()) if left else {}
    db.executemany(
        "INSERT INTO unapplied VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                doc_id,
                sha256,
                position,
                str(u.operation.by),
                so_hieu.get(str(u.operation.by.doc_id), ""),
                _KINDS.get(u.operation.act, RelationKind.SUA_DOI),
                str(Ref(DocId.parse(doc_id), u.operation.place)),
                rows.iso(u.operation.effective_on),
                u.operation.evidence,
                u.reason,
            )
            for position, u in enumerate(left)
        ),
    )
