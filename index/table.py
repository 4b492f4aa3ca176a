"""The articles and chunks of one snapshot, in one SQLite file (`chunks.db`), read-only once published."""

import datetime
import itertools
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.locator import Locator
from corpus.model import Interval
from corpus.reference import DocId, Ref
from index.chunk import Article, Chunk, Extent, Place
from index.dense import Mask
from index.lexical import Window
from index.plan import Filters

_SCHEMA = """
CREATE TABLE article (
    id INTEGER PRIMARY KEY, doc TEXT NOT NULL, locator TEXT NOT NULL, start TEXT, stop TEXT,
    official INTEGER NOT NULL, loai TEXT NOT NULL, first_chunk INTEGER NOT NULL, chunks INTEGER NOT NULL,
    heading TEXT NOT NULL
) STRICT;
CREATE INDEX article_doc ON article (doc);
CREATE TABLE chunk (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article, locator TEXT NOT NULL, text TEXT NOT NULL,
    places TEXT NOT NULL, key INTEGER NOT NULL
) STRICT;
CREATE TABLE document (doc TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A chunk as the snapshot keeps it."""

    ref: Ref
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Where the articles and chunks of some neighbouring documents were, and where they are now."""

    held: Extent
    to: Extent


class ChunkTable:
    """Which chunk belongs to which article, and which article may be found when."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        rows = self._db.execute(
            "SELECT start, stop, official, loai, doc, first_chunk, chunks FROM article ORDER BY id"
        ).fetchall()
        windows = [Window.of(Interval(_day(start), _day(stop))) for start, stop, *_ in rows]
        self._start = np.array([window.start for window in windows], np.int64)
        self._end = np.array([window.end for window in windows], np.int64)
        self._official = np.array([row[2] for row in rows], np.bool_)
        self._loai = np.array([row[3] for row in rows], np.str_)
        self._doc = np.array([row[4] for row in rows], np.str_)
        self._chunks = [range(row[5], row[5] + row[6]) for row in rows]
        self.article_of: npt.NDArray[np.int64] = np.repeat(np.arange(len(rows)), [row[6] for row in rows])

    def keys(self) -> npt.NDArray[np.int64]:
        """The number of each chunk in the lexical index, which it keeps when rows before it come or go."""
        rows = self._db.execute("SELECT key FROM chunk ORDER BY id")
        return np.fromiter((key for (key,) in rows), np.int64, len(self.article_of))

    def extents(self) -> dict[DocId, Extent]:
        """The articles and chunks of each document that has any."""
        rows = self._db.execute(
            "SELECT doc, min(id), count(*), min(first_chunk), sum(chunks) FROM article GROUP BY doc ORDER BY min(id)"
        )
        return {DocId.parse(doc): Extent(*numbers) for doc, *numbers in rows}

    def fingerprints(self) -> dict[DocId, str]:
        """What each document was made from."""
        return {DocId.parse(doc): found for doc, found in self._db.execute("SELECT doc, fingerprint FROM document")}

    @classmethod
    def open(cls, path: Path) -> "ChunkTable":
        """The table that `write` made; may be read from several threads."""
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def __len__(self) -> int:
        return len(self._chunks)

    def allowed(self, filters: Filters) -> Mask:
        """For each article, whether the filters let it be found."""
        mask = np.ones(len(self), np.bool_)
        if filters.on is not None:
            day = filters.on.toordinal()
            mask &= (self._start <= day) & (day < self._end)
        if filters.loai is not None:
            mask &= self._loai == filters.loai
        if filters.official is not None:
            mask &= self._official == filters.official
        if filters.doc_ids is not None:
            mask &= np.isin(self._doc, [str(doc_id) for doc_id in filters.doc_ids])
        return mask

    def chunks_of(self, article: int) -> range:
        """The chunks of an article."""
        return self._chunks[article]

    def article(self, article: int) -> tuple[Ref, Interval]:
        """The address of an article, and the days on which its wording can bind."""
        row = self._db.execute("SELECT doc, locator, start, stop FROM article WHERE id = ?", (article,)).fetchone()
        return Ref.parse(f"{row[0]}#{row[1]}"), Interval(_day(row[2]), _day(row[3]))

    def heading(self, article: int) -> str:
        """The heading of an article's own place, "" where it has none."""
        (found,) = self._db.execute("SELECT heading FROM article WHERE id = ?", (article,)).fetchone()
        return str(found)

    def chunk(self, chunk: int) -> ChunkRow:
        """One chunk."""
        (row,) = self.chunks([chunk])
        return row

    def chunks(self, chunks: Sequence[int]) -> list[ChunkRow]:
        """Chunks in the order asked for."""
        query = """SELECT a.doc, c.locator, c.text, c.places FROM chunk c JOIN article a ON a.id = c.article
                   WHERE c.id = ?"""
        rows = [self._db.execute(query, (chunk,)).fetchone() for chunk in chunks]
        return [
            ChunkRow(
                Ref.parse(f"{doc}#{locator}"),
                text,
                tuple(Place(Locator.parse(place), start, end) for place, start, end in json.loads(places)),
            )
            for doc, locator, text, places in rows
        ]

    def texts(self, article: int) -> list[str]:
        """The texts of an article's chunks."""
        rows = self._chunks[article]
        query = "SELECT text FROM chunk WHERE id >= ? AND id < ? ORDER BY id"
        return [text for (text,) in self._db.execute(query, (rows.start, rows.stop))]

    def articles_at(self, ref: Ref) -> list[int]:
        """The articles that are, hold or lie in a place; for a whole document its head only."""
        rows = self._db.execute("SELECT id, locator FROM article WHERE doc = ? ORDER BY id", (str(ref.doc_id),))
        found = [(int(row), Locator.parse(locator)) for row, locator in rows]
        if not ref.locator.steps:
            return [row for row, locator in found if not locator.steps]
        return [
            row
            for row, locator in found
            if locator.steps and (locator.contains(ref.locator) or ref.locator.contains(locator))
        ]

    def chunk_at(self, article: int, locator: Locator) -> int | None:
        """The first chunk of an article with words of a place; None when the place is not in it."""
        rows = list(self._chunks[article])
        for chunk, row in zip(rows, self.chunks(rows), strict=True):
            if any(locator.contains(place.locator) for place in row.places):
                return chunk
        return None


def write(path: Path, articles: Iterable[Article], fingerprints: Mapping[DocId, str], first_key: int = 0) -> None:
    """Make the table of articles in a new file.

    Args:
        path: Of the new file.
        articles: In the order in which the lexical index gets them.
        fingerprints: What each document held is made from (`Store.fingerprints`).
        first_key: Of the first chunk in the lexical index; the next ones count on.
    """
    keys = itertools.count(first_key)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO document VALUES (?, ?)", [(str(d), f) for d, f in fingerprints.items()])
        for article in articles:
            connection.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _article_row(article))
            connection.executemany(
                "INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?)",
                [(*_chunk_row(chunk, article.id), next(keys)) for chunk in article.chunks],
            )


def take_over(path: Path, base: Path, moves: Iterable[Move]) -> None:
    """Copy articles and chunks of an earlier table into a table that left their ids free."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS base", (str(base),))
        connection.execute("BEGIN")
        for move in moves:
            held, by_article, by_chunk = move.held, move.to.article - move.held.article, move.to.chunk - move.held.chunk
            connection.execute(
                """INSERT INTO article SELECT id + ?, doc, locator, start, stop, official, loai,
                     first_chunk + ?, chunks, heading
                   FROM base.article WHERE id >= ? AND id < ?""",
                (by_article, by_chunk, held.article, held.article + held.articles),
            )
            connection.execute(
                """INSERT INTO chunk SELECT id + ?, article + ?, locator, text, places, key
                   FROM base.chunk WHERE id >= ? AND id < ?""",
                (by_chunk, by_article, held.chunk, held.chunk + held.chunks),
            )
        connection.execute("COMMIT")


def _article_row(article: Article) -> tuple[object, ...]:
    return (
        article.id,
        str(article.ref.doc_id),
        str(article.ref.locator),
        _iso(article.valid.start),
        _iso(article.valid.end),
        int(article.official),
        article.loai,
        article.chunks[0].id,
        len(article.chunks),
        article.heading,
    )


def _chunk_row(chunk: Chunk, article: int) -> tuple[object, ...]:
    places = json.dumps([(str(place.locator), place.start, place.end) for place in chunk.places])
    return (chunk.id, article, str(chunk.ref.locator), chunk.text, places)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
