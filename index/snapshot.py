"""The store → a published snapshot, whole or not at all; a published snapshot → a `Searcher`.

snapshots/CURRENT                 one line: the name of the live snapshot
snapshots/NAME/corpus.db          copy of the store at one revision
chunks.db          articles and chunks
lexical/           tantivy
vectors.faiss      row = chunk id
scan.faiss         the same rows in fewer dimensions, where there are many
manifest.json      what this is, and the sha256 of each file
"""

import datetime
import hashlib
import itertools
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from corpus.errors import SnapshotError, StoreError
from corpus.migrations import MIGRATIONS
from corpus.store import Store
from index import dense, lexical, table
from index.chunk import CHUNKER, Article, articles
from index.dense import Allowed
from index.earlier import Earlier
from index.encode import EmbeddingCache, Encoder, Progress, encoded
from index.lexical import LexicalIndex
from index.plan import Term
from index.search import Parts, Searcher
from index.segment import words
from index.table import ChunkTable

_FORM = 6
SCHEMA = 100 * _FORM + len(MIGRATIONS)
"""Form of the snapshot's files and of the store's tables in it; another one is refused, and built anew."""

_KEPT = 2
_SAMPLES = 20
_REMEDY = "Hãy chạy: cancu index"

Checkpoint = Callable[[str], None]
"""Called with the name of each step before it; tests end the process there."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of; two builds with the same `made_from` are the same snapshot."""

    schema: int
    revision: int
    encoder: str
    dim: int
    chunker: str
    documents: int
    articles: int
    chunks: int
    truncated: int
    built_at: str
    files: dict[str, str]

    @property
    def made_from(self) -> tuple[int, int, str, int, str]:
        """Everything that decides the content."""
        return (self.schema, self.revision, self.encoder, self.dim, self.chunker)

    @property
    def made_with(self) -> tuple[int, str, int, str]:
        """Everything but the store: two snapshots with the same may share files."""
        return (self.schema, self.encoder, self.dim, self.chunker)


def build(
    store: Store,
    home: Path,
    encoder: Encoder,
    now: datetime.datetime,
    progress: Progress = lambda step, done, total: None,
    checkpoint: Checkpoint = lambda step: None,
) -> Path:
    """Make and publish a snapshot of the store; when the live one already shows it, that one is returned as it is.

    A kill at any step leaves the live snapshot as it was.

    Args:
        store: What to index.
        home: Folder that holds `snapshots/` and `cache/`.
        encoder: Makes the vectors; texts that it has encoded before are taken from the cache.
        now: Goes into the name, in UTC.
        progress: Told how far each step is.
        checkpoint: For tests.

    Raises:
        SnapshotError: the new snapshot fails its own check; the live one stays.
    """
    folder = home / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    _clean(folder)
    wanted = (SCHEMA, store.revision, encoder.name, encoder.dim, CHUNKER)
    live = _live(folder)
    manifest = _intact(live) if live else None
    if live and manifest and manifest.made_from == wanted:
        return live
    base = live if manifest and manifest.made_with == (SCHEMA, encoder.name, encoder.dim, CHUNKER) else None
    name = _free_name(folder, f"{now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}-r{store.revision}")
    partial = folder / f"{name}.tmp"
    partial.mkdir()
    _fill(partial, store, home, encoder, now, progress, checkpoint, base)
    checkpoint("publish")
    os.rename(partial, folder / name)
    _sync(folder)
    checkpoint("point")
    _point(folder, name, checkpoint)
    checkpoint("prune")
    _prune(folder, name)
    return folder / name


def open_snapshot(home: Path, encoder: Encoder | None) -> Searcher:
    """A searcher over the live snapshot; without an encoder it searches by words only.

    Raises:
        SnapshotError: none is published, it is damaged, or another encoder made it.
    """
    path = live_path(home)
    manifest = _manifest(path)
    if manifest.schema != SCHEMA:
        raise SnapshotError("Bản chỉ mục thuộc phiên bản khác", path.name, _REMEDY)
    if encoder is not None and (encoder.name, encoder.dim) != (manifest.encoder, manifest.dim):
        where = f"bản {path.name} dùng {manifest.encoder}, cấu hình hiện nay là {encoder.name}"
        raise SnapshotError("Bản chỉ mục do mô hình mã hóa khác tạo ra", where, _REMEDY)
    try:
        return _searcher(path, manifest, encoder)
    except (OSError, RuntimeError, ValueError, sqlite3.Error, StoreError) as error:
        raise _damaged(path) from error


def live_path(home: Path) -> Path:
    """The folder of the live snapshot; its `corpus.db` is the copy of the store.

    Raises:
        SnapshotError: none is published.
    """
    path = _live(home / "snapshots")
    if path is None:
        raise SnapshotError("Chưa có bản chỉ mục nào", "", _REMEDY)
    return path


def current(home: Path) -> str:
    """The name of the live snapshot.

    Raises:
        SnapshotError: none is published.
    """
    return live_path(home).name


def verify(home: Path) -> list[str]:
    """What is wrong with the files of the live snapshot, in Vietnamese; empty when nothing is."""
    try:
        path = live_path(home)
        manifest = _manifest(path)
    except SnapshotError as error:
        return [str(error)]
    found = _hashes(path)
    missing = sorted(set(manifest.files) - set(found))
    changed = sorted(name for name, digest in found.items() if manifest.files.get(name) not in (None, digest))
    return [
        *(f"Bản chỉ mục {path.name} thiếu tệp {name}. {_REMEDY}" for name in missing),
        *(f"Tệp {name} của bản chỉ mục {path.name} đã bị thay đổi. {_REMEDY}" for name in changed),
    ]


def verified(path: Path) -> Manifest:
    """The manifest of a snapshot whose files all have the hash that it names.

    Raises:
        SnapshotError: a file is missing or has changed.
    """
    manifest = _manifest(path)
    if _hashes(path) != manifest.files:
        raise _damaged(path)
    return manifest


# Steps of a build


def _fill(
    partial: Path,
    store: Store,
    home: Path,
    encoder: Encoder,
    now: datetime.datetime,
    progress: Progress,
    checkpoint: Checkpoint,
    base: Path | None,
) -> None:
    checkpoint("copy")
    progress("Chép kho", 0, 1)
    store.copy_to(partial / "corpus.db")
    progress("Chép kho", 1, 1)
    with Store.open_snapshot(partial / "corpus.db") as copy:
        fingerprints = copy.fingerprints()
        earlier = Earlier.of(base, fingerprints) if base else None
        held = earlier.held if earlier else {}
        found = list(_told(articles(copy, held), len(fingerprints) - len(held), progress))
        revision = copy.revision
    moves = earlier.moves(fingerprints, found) if earlier else []
    checkpoint("chunks")
    table.write(partial / "chunks.db", found, fingerprints, earlier.next_key if earlier else 0)
    if earlier:
        table.take_over(partial / "chunks.db", earlier.path / "chunks.db", moves)
    checkpoint("lexical")
    words_base = lexical.Base(earlier.path / "lexical", earlier.dropped, earlier.next_key) if earlier else None
    lexical.write(partial / "lexical", found, words_base, lambda done: progress("Lập chỉ mục từ", done, len(found)))
    checkpoint("vectors")
    before = getattr(encoder, "truncated", 0)
    with EmbeddingCache(home / "cache" / "embeddings.db") as cache:
        added = encoded([chunk for article in found for chunk in article.chunks], encoder, cache, progress)
    vectors = dense.write(partial, earlier.vectors(moves, found, added) if earlier else added)
    checkpoint("manifest")
    manifest = Manifest(
        schema=SCHEMA,
        revision=revision,
        encoder=encoder.name,
        dim=encoder.dim,
        chunker=CHUNKER,
        documents=len(fingerprints),
        articles=len(found) + sum(move.held.articles for move in moves),
        chunks=len(vectors),
        truncated=getattr(encoder, "truncated", 0) - before,
        built_at=now.isoformat(),
        files=_hashes(partial),
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (partial / "manifest.json").write_text(text, encoding="utf-8")
    checkpoint("verify")
    _check(partial, manifest, found)
    for path in sorted(partial.rglob("*")):
        _sync(path)
    _sync(partial)


def _told(found: Iterable[Article], total: int, progress: Progress) -> Iterator[Article]:
    """The articles, telling after each document how many have been read."""
    for count, (_, own) in enumerate(itertools.groupby(found, key=lambda article: article.ref.doc_id), start=1):
        yield from own
        progress("Đọc văn bản", count, total)


def _check(path: Path, manifest: Manifest, found: Sequence[Article]) -> None:
    """Counts agree, and sample articles are found by their own words and their own vectors."""
    chunks = ChunkTable.open(path / "chunks.db")
    words_index, vectors = LexicalIndex.open(path / "lexical", chunks.keys()), dense.opened(path)
    counted = (len(chunks), len(chunks.article_of), len(words_index), len(vectors))
    chunks.close()
    if counted != (manifest.articles, manifest.chunks, manifest.chunks, manifest.chunks):
        raise SnapshotError("Bản chỉ mục mới thiếu dòng", f"đếm được {counted}", _REMEDY)
    everything = Allowed(np.ones(manifest.chunks, np.bool_))
    for article in found[:: max(1, len(found) // _SAMPLES)]:
        row = article.chunks[0].id
        terms = [Term("words", token) for token in dict.fromkeys(words(article.chunks[0].searched))]
        if terms and words_index.score(terms, [row])[row] <= 0:
            raise SnapshotError("Bản chỉ mục mới không tìm thấy chính văn bản của nó", str(article.ref), _REMEDY)
        query = vectors.row(row)
        nearest = vectors.search(query, 1, everything)[0]
        if nearest[1] > vectors.score(query, [row])[0] + 1e-4:
            raise SnapshotError("Véc-tơ của bản chỉ mục mới không khớp", str(article.ref), _REMEDY)


def _point(folder: Path, name: str, checkpoint: Checkpoint) -> None:
    partial = folder / "CURRENT.tmp"
    partial.write_text(f"{name}\n", encoding="utf-8")
    _sync(partial)
    checkpoint("replace")
    os.replace(partial, folder / "CURRENT")
    _sync(folder)


def _prune(folder: Path, live: str) -> None:
    others = sorted(path for path in folder.iterdir() if path.is_dir() and path.name != live)
    for path in others[: max(0, len(others) - (_KEPT - 1))]:
        shutil.rmtree(path)


def _clean(folder: Path) -> None:
    """Remove what killed builds left."""
    for path in folder.glob("*.tmp"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _free_name(folder: Path, name: str) -> str:
    taken = {path.name for path in folder.iterdir()}
    names = [name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))]
    return next(candidate for candidate in names if candidate not in taken)


# Reading what is published


def _live(folder: Path) -> Path | None:
    pointer = folder / "CURRENT"
    if not pointer.exists():
        return None
    path = folder / pointer.read_text(encoding="utf-8").strip()
    return path if path.is_dir() and path.parent == folder else None


def _manifest(path: Path) -> Manifest:
    try:
        return Manifest(**json.loads((path / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(path) from error


def _intact(path: Path) -> Manifest | None:
    try:
        return verified(path)
    except SnapshotError:
        return None


def _searcher(path: Path, manifest: Manifest, encoder: Encoder | None) -> Searcher:
    rows = ChunkTable.open(path / "chunks.db")
    parts = Parts(
        path.name,
        manifest.revision,
        datetime.datetime.fromisoformat(manifest.built_at).date(),
        Store.open_snapshot(path / "corpus.db"),
        rows,
        LexicalIndex.open(path / "lexical", rows.keys()),
        dense.opened(path),
    )
    if _counts(parts) != (manifest.articles, manifest.chunks, manifest.chunks, manifest.chunks):
        raise _damaged(path)
    return Searcher(parts, encoder)


def _counts(parts: Parts) -> tuple[int, int, int, int]:
    return (len(parts.table), len(parts.table.article_of), len(parts.lexical), len(parts.dense))


def _damaged(path: Path) -> SnapshotError:
    return SnapshotError("Bản chỉ mục bị hỏng hoặc thiếu tệp", path.name, _REMEDY)


def _hashes(path: Path) -> dict[str, str]:
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _passing(file))
    return {str(file.relative_to(path)): _sha256(file) for file in files}


def _passing(file: Path) -> bool:
    """The manifest itself, and the locks that tantivy makes while a folder is open."""
    return file.name == "manifest.json" or file.suffix == ".lock"


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
