"""The store of truth: one SQLite file, the original bytes by hash, one transaction a document.

Several sources may speak of one document (a DOCX, a Công báo PDF, a summary). All are kept; the one of the best rank
gives the wording, the summaries stay beside it as notes.
"""

import datetime
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import cells, compiled, ledger, named, originals, placed, rows
from corpus.corrected import Corrected, check_revision, corrected, misplaced, summarised
from corpus.corrections import Correction
from corpus.errors import StoreError
from corpus.fingerprint import Fingerprints
from corpus.locator import Locator
from corpus.migrations import migrate
from corpus.model import Diagnostic, Document, Holding, Note, Provision, Relation, RelationKind, Source
from corpus.placed import Page
from corpus.reference import DocId, Ref
from corpus.table import Table
from corpus.text import fold

_BUSY_MS = 30_000
# Which of a document's sources gives the wording: rank, reading quality, the later state, then the fuller text.
_BEST_FIRST = "s.rank, s.recognised > 0, s.as_of DESC, s.length DESC, s.sha256"


@dataclass(frozen=True, slots=True)
class Wording:
    """A document as its best source gives it."""

    document: Document
    source: Source
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of the list of what is held."""

    document: Document
    official: bool
    as_of: datetime.date | None
    provisions: int


class Store:
    """Documents, provisions, notes and relations under one folder (`corpus.db`, `sources/`)."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._db = connection
        self._folder = folder
        self._names: tuple[int, dict[str, tuple[DocId, ...]]] | None = None

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """The store in a folder, made when absent, brought to the newest schema.

        Raises:
            StoreError: not a database, or written by a newer release.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "corpus.db"
        with _store_errors(path):
            connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            migrate(connection)
        return cls(connection, folder)

    @classmethod
    def open_snapshot(cls, path: Path) -> "Store":
        """A published copy, which never changes; may be read from several threads.

        Raises:
            StoreError: missing or damaged.
        """
        with _store_errors(path):
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            connection.execute("SELECT number FROM revision").fetchone()
        return cls(connection, path.parent)

    def close(self) -> None:
        """Release the database file."""
        self._db.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def revision(self) -> int:
        """Number of writes so far; a snapshot records which one it shows."""
        (number,) = self._db.execute("SELECT number FROM revision").fetchone()
        return int(number)

    # Writing

    def add(self, holding: Holding, data: bytes) -> Holding:
        """Keep one source's view of one document and its bytes; an earlier view from the same bytes is replaced.

        Bytes first, then one transaction: a kill in between leaves an unused file, never a document without its source.

        Returns:
            What is now held: the view given, with the corrections that an editor made to these bytes before.

        Raises:
            StoreError: the database cannot be written.
        """
        originals.keep(self._folder, holding.source.sha256, data)
        with _store_errors(self._folder / "corpus.db"), self._transaction():
            now = self._corrected(holding)
            before = compiled.touched(self._db, [holding.source.sha256])
            if not now.holding.source.official:
                self._forget_summaries(now.holding.document.id)
            rows.insert(self._db, now.holding)
            self._keep_corrections(holding, now)
            compiled.recompute(self._db, before | compiled.touched(self._db, [holding.source.sha256]))
        return now.holding

    def correct(self, correction: Correction) -> Corrected | None:
        """Mend one field of a source's view, and all that follows from it, in one transaction.

        A newer correction of the same field takes the older one's place.

        Returns:
            What is now held; None for a source that is not: the correction holds once its bytes are read.

        Raises:
            BadCorrection: a field of a place without a place, or the other way round; a place that was not read; a
                number that another place has; what was read already; a document that another summary speaks of.
        """
        if correction.field.of_place != bool(correction.locator.steps):
            raise misplaced(correction)
        with _store_errors(self._folder / "corpus.db"), self._transaction():
            return self._revised(correction.sha256, lambda: ledger.enter(self._db, [correction]))

    def undo(self, correction: Correction) -> Corrected | None:
        """Put back what was read instead of a correction, in one transaction.

        Raises:
            BadCorrection: another correction rests on this one.
        """
        with _store_errors(self._folder / "corpus.db"), self._transaction():
            return self._revised(correction.sha256, lambda: ledger.strike(self._db, correction))

    def remove(self, doc_id: DocId) -> int:
        """Forget a document: its sources, provisions, notes and the relations they assert.

        Returns:
            How many sources were forgotten; 0 when the document is not held.
        """
        hashes = [row[0] for row in self._db.execute("SELECT sha256 FROM document WHERE id = ?", (str(doc_id),))]
        if not hashes:
            return 0
        with _store_errors(self._folder / "corpus.db"), self._transaction():
            amended = compiled.touched(self._db, hashes)
            self._db.executemany("DELETE FROM source WHERE sha256 = ?", [(sha256,) for sha256 in hashes])
            compiled.recompute(self._db, amended)
        for file in set(map(originals.file_of, hashes)):
            if not self.sources_in(file):
                originals.forget(self._folder, file)
        return len(hashes)

    def copy_to(self, path: Path) -> None:
        """Write a compact, consistent copy of the whole database (VACUUM INTO)."""
        with _store_errors(path):
            self._db.execute("VACUUM INTO ?", (str(path),))

    # Reading

    def has_source(self, sha256: str) -> bool:
        """Whether a source is held: these bytes, or a later document in them (`originals.of_document`)."""
        return self._db.execute("SELECT 1 FROM source WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def sources_in(self, file: str) -> list[str]:
        """The sources held that were read from the bytes of this hash, in the order in which they stand there."""
        found = self._db.execute(
            "SELECT sha256 FROM source WHERE sha256 = ?1 OR sha256 GLOB '*-' || ?1 ORDER BY length(sha256), sha256",
            (file,),
        )
        return [row[0] for row in found]

    def pages(self, sha256: str) -> tuple[Page, ...]:
        """Where each character of a source's text stands in its file; () for a file without pages."""
        return placed.of_source(self._db, sha256)

    def pages_of(self, sha256: str, start: int, end: int) -> tuple[Page, ...]:
        """The pages and printed lines that hold the characters [start, end) of a source's text."""
        return placed.of_span(self._db, sha256, start, end)

    def bytes_path(self, sha256: str) -> Path:
        """Where the original bytes of a source lie."""
        return originals.bytes_path(self._folder, sha256)

    def doc_ids(self) -> list[DocId]:
        """Every document held, by identity."""
        found = self._db.execute("SELECT DISTINCT id FROM document ORDER BY id")
        return [DocId.parse(row[0]) for row in found]

    def fingerprints(self) -> dict[DocId, str]:
        """For each document held, a hash of all that its wordings and their days come from."""
        found = Fingerprints.of(self._db)
        for doc_id, views in self.every_view().items():
            key = str(doc_id)
            found.add(key, views)
            found.add(key, self.relations(doc_id))
            found.add(key, compiled.unapplied(self._db, key))
        return {doc_id: found.hexdigest(str(doc_id)) for doc_id in self.doc_ids()}

    def numbered(self, number: str, year: int | None = None) -> list[tuple[DocId, str]]:
        """Documents with this number (as in `DocId`), each with its loại, by year.

        With a year: those of that year, and those whose year is not known.
        """
        found = self._db.execute(
            """SELECT id, max(loai) FROM document WHERE number = ?1 AND (?2 IS NULL OR year = ?2 OR year IS NULL)
               GROUP BY id ORDER BY year IS NULL, year, id""",
            (number, year),
        )
        return [(DocId.parse(doc_id), loai) for doc_id, loai in found]

    def names(self) -> Mapping[str, tuple[DocId, ...]]:
        """Documents by folded name: each alias, and loại with trích yếu ("luat dat dai"). Read once a revision."""
        if self._names is None or self._names[0] != self.revision:
            found: dict[str, dict[DocId, None]] = {}
            for doc_id, loai, trich_yeu, aliases in self._db.execute(
                "SELECT id, loai, trich_yeu, aliases FROM document ORDER BY year DESC, id"
            ):
                printed = [*json.loads(aliases), trich_yeu, f"{loai} {trich_yeu}"]
                for name in dict.fromkeys(" ".join(re.findall(r"[a-z0-9/-]+", fold(name))) for name in printed):
                    if " " in name:
                        found.setdefault(name, {})[DocId.parse(doc_id)] = None
            self._names = (self.revision, {name: tuple(doc_ids) for name, doc_ids in found.items()})
        return self._names[1]

    def holds(self, ref: Ref) -> bool:
        """Whether the best source words exactly this place."""
        row = self._db.execute(
            f"""WITH best AS (SELECT d.sha256 FROM document d JOIN source s USING (sha256)
                              WHERE d.id = ?1 ORDER BY {_BEST_FIRST} LIMIT 1)
                SELECT 1 FROM provision JOIN best USING (sha256) WHERE doc_id = ?1 AND locator = ?2
                UNION ALL SELECT 1 FROM compiled JOIN best USING (sha256) WHERE doc_id = ?1 AND locator = ?2
                LIMIT 1""",
            (str(ref.doc_id), str(ref.locator)),
        ).fetchone()
        return row is not None

    def views(self, doc_id: DocId) -> list[tuple[Document, Source]]:
        """Each source's view of a document, the one that gives the wording first; without the sources' texts."""
        found = self._db.execute(
            f"""SELECT d.*, s.name, s.media_type, s.rank, s.official, s.as_of, s.url, s.confidence, s.retrieved_on,
                      s.recognised, '' AS text
               FROM document d JOIN source s INDEXED BY source_beside_text USING (sha256)
               WHERE d.id = ? ORDER BY {_BEST_FIRST}""",
            (str(doc_id),),
        )
        return [(rows.document(row), rows.source(row)) for row in rows.named(found)]

    def every_view(self) -> dict[DocId, list[tuple[Document, Source]]]:
        """The views of every document held, as `views` gives them, in one reading."""
        found = self._db.execute(
            f"""SELECT d.*, s.name, s.media_type, s.rank, s.official, s.as_of, s.url, s.confidence, s.retrieved_on,
                      s.recognised, '' AS text
               FROM document d JOIN source s INDEXED BY source_beside_text USING (sha256)
               ORDER BY d.id, {_BEST_FIRST}"""
        )
        views: dict[DocId, list[tuple[Document, Source]]] = {}
        for row in rows.named(found):
            document = rows.document(row)
            views.setdefault(document.id, []).append((document, rows.source(row)))
        return views

    def text_of(self, sha256: str) -> str:
        """The whole text read from a source, which every `Span` of it points into; "" when it is not held."""
        row = self._db.execute("SELECT text FROM source WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row[0]) if row else ""

    def catalogue(self) -> list[CatalogueEntry]:
        """One entry a document, as its best source gives it, without reading any text."""
        found = self._db.execute(
            f"""SELECT * FROM (
                 SELECT d.*, s.official, s.as_of,
                        (SELECT count(*) FROM provision p WHERE p.doc_id = d.id AND p.sha256 = d.sha256) AS provisions,
                        row_number() OVER (PARTITION BY d.id ORDER BY {_BEST_FIRST}) AS place
                 FROM document d JOIN source s USING (sha256))
               WHERE place = 1 ORDER BY ban_hanh DESC, id"""
        )
        return [
            CatalogueEntry(rows.document(row), bool(row["official"]), rows.day(row["as_of"]), int(row["provisions"]))
            for row in rows.named(found)
        ]

    def within(self, ref: Ref) -> list[Provision]:
        """The place and every place below it, in the order of the text, as the best source words them."""
        best = self._db.execute(
            f"""SELECT d.sha256 FROM document d JOIN source s USING (sha256)
               WHERE d.id = ? ORDER BY {_BEST_FIRST} LIMIT 1""",
            (str(ref.doc_id),),
        ).fetchone()
        if best is None:
            return []
        return [p for p in self._provisions(ref.doc_id, best[0], str(ref.locator)) if ref.contains(p.ref)]

    def worded(self, ref: Ref) -> list[tuple[Source, tuple[Provision, ...]]]:
        """Each source's words of the place and of every place below it; the source that gives the wording first."""
        return [
            (
                source,
                tuple(p for p in self._provisions(ref.doc_id, source.sha256, str(ref.locator)) if ref.contains(p.ref)),
            )
            for _, source in self.views(ref.doc_id)
        ]

    def wordings_with(self, words: str, limit: int) -> list[Provision]:
        """Provisions, as each document's best source words them, that hold exactly these characters; by document."""
        rows = self._db.execute(
            f"""SELECT p.doc_id, p.sha256, p.locator FROM provision p
               WHERE instr(p.text, ?1) AND p.sha256 = (
                 SELECT d.sha256 FROM document d JOIN source s USING (sha256)
                 WHERE d.id = p.doc_id ORDER BY {_BEST_FIRST} LIMIT 1)
               ORDER BY p.doc_id, p.position LIMIT ?2""",
            (words, limit),
        ).fetchall()
        return [
            provision
            for doc_id, sha256, locator in rows
            for provision in self._provisions(DocId.parse(doc_id), sha256, locator)
            if str(provision.ref.locator) == locator
        ]

    def unapplied(self, ref: Ref) -> list[compiled.Waiting]:
        """Known changes of the place, or of one in it or around it, that could not be applied; in order of effect."""
        waiting = compiled.unapplied(self._db, str(ref.doc_id))
        return [w for w in waiting if w.relation.object.contains(ref) or ref.contains(w.relation.object)]

    def is_compiled(self, doc_id: DocId) -> bool:
        """Whether amendments are applied to what words a document: every end of a wording is then their doing."""
        return any(compiled.is_compiled(self._db, str(doc_id), source.sha256) for _, source in self.views(doc_id))

    def uncompiled(self) -> list[DocId]:
        """Documents whose wordings as amended are not those that what is held gives; none in a sound store."""
        return [DocId.parse(doc_id) for doc_id in compiled.differing(self._db)]

    def merged_to(self, doc_id: DocId) -> dict[tuple[str, Locator], datetime.date]:
        """By source (sha256) and Điều, the day of the last amendment merged into a consolidated wording."""
        rows = self._db.execute(
            "SELECT sha256, locator, text FROM note WHERE doc_id = ? AND kind = 'hop_nhat_den'", (str(doc_id),)
        )
        return {(sha256, Locator.parse(locator)): datetime.date.fromisoformat(day) for sha256, locator, day in rows}

    def document(self, doc_id: DocId) -> Document | None:
        """The document as its best source gives it, blanks filled from the others; None when not held."""
        views = self.views(doc_id)
        return merged([document for document, _ in views]) if views else None

    def wording(self, doc_id: DocId) -> Wording | None:
        """The document with its best source and that source's provisions in the order of the text."""
        views = self.views(doc_id)
        if not views:
            return None
        source = views[0][1]
        document = merged([view for view, _ in views])
        return Wording(document, source, tuple(self._provisions(doc_id, source.sha256)))

    def summaries(self, doc_id: DocId) -> Mapping[Locator, list[Provision]]:
        """What our own summaries say, by place, of a document whose official wording is held; empty otherwise."""
        views = self.views(doc_id)
        found: defaultdict[Locator, list[Provision]] = defaultdict(list)
        for _, source in views[1:] if views and views[0][1].official else ():
            for provision in self._provisions(doc_id, source.sha256) if not source.official else ():
                found[provision.ref.locator].append(provision)
        return found

    def tables(self, provision: Provision) -> tuple[Table, ...]:
        """The tables in a provision, their characters counted in its own text."""
        return cells.of_provision(self._db, provision)

    def notes(self, ref: Ref) -> list[Note]:
        """Notes on exactly this place, from every source."""
        found = self._db.execute(
            "SELECT * FROM note WHERE doc_id = ? AND locator = ? ORDER BY rowid", (str(ref.doc_id), str(ref.locator))
        )
        return [rows.note(row) for row in rows.named(found)]

    def notes_of_kind(self, kind: str) -> Iterator[Note]:
        """All notes of one kind in the store, for instance the row ids of the codification ("ma_nguon")."""
        yield from map(
            rows.note, rows.named(self._db.execute("SELECT * FROM note WHERE kind = ? ORDER BY rowid", (kind,)))
        )

    def relations(self, doc_id: DocId) -> list[Relation]:
        """Relations in which the document, or a place in it, is subject or object.

        A law that words name without its number is the held one of that name and year, where one is held.
        """
        names = named.names_of(document for document, _ in self.views(doc_id))
        objects = [str(doc_id), *sorted(map(str, names))]
        found = self._db.execute(
            f"""SELECT * FROM relation WHERE subject_doc = ? OR object_doc IN ({", ".join("?" * len(objects))})
               ORDER BY effective_on, rowid""",
            (str(doc_id), *objects),
        )
        relations = (self._numbered(rows.relation(row), doc_id, names) for row in rows.named(found))
        return list(dict.fromkeys(relations))

    def acts_between(self, kinds: Collection[RelationKind], start: datetime.date, end: datetime.date) -> list[Relation]:
        """Relations of some kinds whose effect begins on one of the days from `start` to `end`, or on a day not told.

        One without a day is left out where another tells the day of the same act.
        """
        marks = ", ".join("?" * len(kinds))
        found = self._db.execute(
            f"""SELECT * FROM relation r WHERE kind IN ({marks}) AND subject_doc <> object_doc AND (
                 effective_on BETWEEN ? AND ? OR effective_on IS NULL AND NOT EXISTS (
                   SELECT 1 FROM relation t WHERE t.object_doc = r.object_doc AND t.subject_doc = r.subject_doc
                   AND t.kind = r.kind AND t.effective_on IS NOT NULL
                   AND (t.object = r.object OR r.object = r.object_doc)))
               ORDER BY effective_on, rowid""",
            (*sorted(kinds), start.isoformat(), end.isoformat()),
        )
        known: dict[DocId, DocId] = {}
        relations = []
        for relation in map(rows.relation, rows.named(found)):
            cited = relation.object.doc_id
            if cited not in known:
                known[cited] = self._numbered(relation, cited, ()).object.doc_id
            relations.append(replace(relation, object=Ref(known[cited], relation.object.locator)))
        return list(dict.fromkeys(relations))

    def diagnostics(self, sha256: str) -> list[Diagnostic]:
        """What the reader and the structure parser remarked on a source."""
        found = self._db.execute("SELECT * FROM diagnostic WHERE sha256 = ? ORDER BY rowid", (sha256,))
        return [rows.diagnostic(row) for row in rows.named(found)]

    def holding(self, sha256: str) -> Holding | None:
        """Everything one source says of its document, as it was written; None when it is not held."""
        return rows.holding(self._db, sha256)

    def corrections(self, doc_id: DocId | None = None) -> list[Correction]:
        """What editors mended: in one document's sources, or everywhere; in the order in which it was first made."""
        return ledger.every(self._db) if doc_id is None else ledger.of_document(self._db, doc_id)

    def corrections_of(self, sha256: str) -> list[Correction]:
        """What editors mended in one source, held or not."""
        return ledger.of_source(self._db, sha256)

    def sources_named(self, text: str) -> list[tuple[DocId, Source]]:
        """Sources of this file name, or whose hash begins with these eight or more digits; without their texts."""
        found = self._db.execute(
            """SELECT d.id, s.*, '' AS text FROM source s JOIN document d USING (sha256)
               WHERE s.name = ?1 OR (length(?1) >= 8 AND substr(s.sha256, 1, length(?1)) = ?1) ORDER BY s.sha256""",
            (text,),
        )
        return [(DocId.parse(row["id"]), rows.source(row)) for row in rows.named(found)]

    def settled(self, document: Document, sha256: str) -> DocId:
        """A document's identity, or its twin's: some số hiệu stand on a law and on a resolution (64/2025/QH15)."""
        doc_id = document.id
        while held := [view for view, source in self.views(doc_id) if source.sha256 != sha256]:
            if any(view.loai == document.loai for view in held) or not document.loai:
                return doc_id
            doc_id = replace(doc_id, serial=doc_id.serial + 1)
        return doc_id

    # Steps of the above

    def _numbered(self, relation: Relation, doc_id: DocId, names: Collection[DocId]) -> Relation:
        """A relation whose object is named without a number, with the held law of that name in its place."""
        cited = relation.object.doc_id
        if not named.is_named(cited):
            return relation
        known = doc_id if cited in names else named.held(cited, self.names(), self.views)
        return replace(relation, object=Ref(known, relation.object.locator)) if known else relation

    def _corrected(self, as_read: Holding) -> Corrected:
        sha256 = as_read.source.sha256
        return corrected(as_read, ledger.of_source(self._db, sha256), lambda d: self.settled(d, sha256))

    def _keep_corrections(self, as_read: Holding, now: Corrected) -> None:
        mended = [*now.made, *(correction for correction, _ in now.unused)]
        ledger.enter(self._db, mended)
        if mended:
            ledger.keep_reading(self._db, as_read)
        else:
            ledger.forget_reading(self._db, as_read.source.sha256)

    def _revised(self, sha256: str, revise: Callable[[], object]) -> Corrected | None:
        held = rows.holding(self._db, sha256)
        if held is None:
            revise()
            return None
        as_read = ledger.as_read(self._db, held)
        before = self._corrected(as_read)
        revise()
        now = self._corrected(as_read)
        check_revision(before, now)
        if not held.source.official and now.holding.document.id != held.document.id:
            self._check_summaries(now.holding.document)
        amended = compiled.touched(self._db, [sha256])
        rows.replace_view(self._db, now.holding)
        self._keep_corrections(as_read, now)
        compiled.recompute(self._db, amended | compiled.touched(self._db, [sha256]))
        return now

    def _check_summaries(self, document: Document) -> None:
        if any(not source.official for _, source in self.views(document.id)):
            raise summarised(document)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("UPDATE revision SET number = number + 1")
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _provisions(self, doc_id: DocId, sha256: str, under: str = "") -> Iterator[Provision]:
        """A source's words of the places that begin with an address; as amended where amendments are applied to it."""
        if compiled.is_compiled(self._db, str(doc_id), sha256):
            yield from compiled.provisions(self._db, str(doc_id), sha256, under)
            return
        found = self._db.execute(
            """SELECT * FROM provision WHERE doc_id = ? AND sha256 = ? AND substr(locator, 1, ?) = ?
               ORDER BY position""",
            (str(doc_id), sha256, len(under), under),
        )
        yield from map(rows.provision, rows.named(found))

    def _forget_summaries(self, doc_id: DocId) -> None:
        """A document has one summary: a newer one takes the older one's place."""
        self._db.execute(
            "DELETE FROM source WHERE official = 0 AND sha256 IN (SELECT sha256 FROM document WHERE id = ?)",
            (str(doc_id),),
        )


@contextmanager
def _store_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        remedy = "Kiểm tra ổ đĩa còn chỗ, thư mục ghi được và không có lệnh cancu khác đang chạy."
        raise StoreError(f"Không mở hoặc ghi được kho dữ liệu: {error}", path.name, remedy) from error
    except sqlite3.DatabaseError as error:
        remedy = "Khôi phục tệp từ bản sao lưu, hoặc xóa tệp rồi nạp lại văn bản."
        raise StoreError(f"Tệp kho dữ liệu bị hỏng: {error}", path.name, remedy) from error
    except UnicodeEncodeError as error:  # half of a surrogate pair, as JSON may hold
        remedy = "Sửa hoặc xóa ký tự đó trong tệp nguồn rồi nạp lại."
        raise StoreError(
            f"Văn bản có ký tự không lưu được: U+{ord(error.object[error.start]):04X}", "", remedy
        ) from error


def merged(views: Sequence[Document]) -> Document:
    """The first view, with its blanks filled by the next ones: an official DOCX keeps the status the summary knows."""
    first = views[0]
    return Document(
        first.id,
        first.so_hieu,
        first.loai,
        *(
            next((value for view in views if (value := getattr(view, field))), getattr(first, field))
            for field in (
                "trich_yeu",
                "co_quan_ban_hanh",
                "nguoi_ky",
                "ngay_ban_hanh",
                "ngay_hieu_luc",
                "ngay_het_hieu_luc",
                "status",
                "status_note",
                "aliases",
            )
        ),
    )
