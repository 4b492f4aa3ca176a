"""Texts → unit vectors, and the cache that keeps an unchanged text from being encoded twice."""

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from corpus.errors import SnapshotError
from corpus.text import nfc
from index import base_model
from index.chunk import Chunk
from index.dense import Vectors
from index.segment import segmented

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.onnx_module import OnnxText

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""

_BATCH = 16
_COMMIT_EVERY = 256  # passages; what a kill can cost


class Encoder(Protocol):
    """Texts → float32 (n, dim), unit rows, the same every time."""

    @property
    def name(self) -> str:
        """Part of the cache key: another name, other vectors."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def segmented(self) -> bool:
        """Whether it wants pyvi text; it segments by itself."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are to be found."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        ...


@dataclass(frozen=True, slots=True)
class Habits:
    """What a model was trained to see."""

    query_prefix: str = ""
    passage_prefix: str = ""
    segmented: bool = False


_E5 = Habits("query: ", "passage: ")
KNOWN = {
    base_model.NAME: _E5,
    "intfloat/multilingual-e5-small": _E5,
    "intfloat/multilingual-e5-base": _E5,
    "intfloat/multilingual-e5-large": _E5,
    "bkai-foundation-models/vietnamese-bi-encoder": Habits(segmented=True),
    "BAAI/bge-m3": Habits(),
}
"""Models whose habits are known; any other gets no prefixes and plain text."""


HABITS = "habits.json"
"""File that marks a folder of `index/training`: name, prefixes, tokens read."""


class SentenceTransformerEncoder:
    """A sentence-transformers model from a folder, or from the local cache of the model hub; never from the network.

    Attributes:
        truncated: How many passages so far were longer than the model reads.
    """

    def __init__(self, name_or_folder: str, habits: Habits | None = None) -> None:
        folder = Path(name_or_folder)
        ours = _ours(folder)
        self.name = ours[0] if ours else folder.name if folder.is_dir() else name_or_folder
        self._habits = habits or (ours[1] if ours else KNOWN.get(self.name, Habits()))
        self._model = _loaded(name_or_folder)
        self.truncated = 0
        dim = self._model.get_embedding_dimension()
        if dim is None:
            raise SnapshotError("Mô hình không cho biết số chiều véc-tơ", self.name, "Hãy chọn mô hình khác.")
        self.dim = int(dim)

    @property
    def segmented(self) -> bool:
        """Whether the model wants pyvi text."""
        return self._habits.segmented

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are to be found; counts those that are cut."""
        limit = self._model.get_max_seq_length() or base_model.MAX_TOKENS
        prepared = self._prepared(texts, self._habits.passage_prefix)
        self.truncated += sum(length > limit for length in self._lengths(prepared))
        return self._encode(prepared)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._encode(self._prepared(texts, self._habits.query_prefix))

    def _prepared(self, texts: Sequence[str], prefix: str) -> list[str]:
        return [prefix + (segmented(text) if self.segmented else nfc(text)) for text in texts]

    def _lengths(self, texts: list[str]) -> list[int]:
        """Tokens of each text, not cut."""
        if not texts:
            return []
        first: Any = self._model[0]
        if hasattr(first, "tokens"):  # an `OnnxText`
            return [len(ids) for ids in first.tokens(texts)]
        return [len(ids) for ids in self._model.tokenizer(texts, truncation=False, verbose=False)["input_ids"]]

    def _encode(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        vectors = self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, np.float32)


def base_encoder(cache_folder: Path) -> SentenceTransformerEncoder:
    """multilingual-e5-small, unpacked into the folder on first use; later calls only load it."""
    return SentenceTransformerEncoder(str(base_model.unpacked(cache_folder)))


def encoder_named(name: str, cache_folder: Path) -> SentenceTransformerEncoder:
    """The encoder of a configuration: "base", or a sentence-transformers name or folder.

    Raises:
        SnapshotError: no such model on this machine.
    """
    return base_encoder(cache_folder) if name == "base" else SentenceTransformerEncoder(name)


def _ours(folder: Path) -> tuple[str, Habits] | None:
    """Name and habits of a folder that holds one ONNX graph; None for any other model."""
    path = folder / HABITS
    if not path.is_file():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return said["name"], Habits(said["query_prefix"], said["passage_prefix"])
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError("Tệp thói quen của mô hình không đọc được", str(path), "Hãy xuất lại mô hình.") from error


def _loaded(name_or_folder: str) -> "SentenceTransformer":
    # read when the hub's library is first imported: a wrong name must fail at once, not wait for a network
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer

    base_model.quiet()
    if _ours(Path(name_or_folder)):
        return SentenceTransformer(modules=[_onnx_text(name_or_folder)], device="cpu")
    try:
        return SentenceTransformer(name_or_folder, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise SnapshotError(
            "Không mở được mô hình mã hóa",
            name_or_folder,
            "Hãy đặt thư mục chứa mô hình sentence-transformers, hoặc bỏ cấu hình này để dùng mô hình cơ sở.",
        ) from error


def _onnx_text(folder: str) -> "OnnxText":
    try:
        from index.onnx_module import OnnxText
    except ImportError as error:
        raise SnapshotError(
            "Thiếu gói onnxruntime để mở mô hình", folder, "Hãy chạy: pip install onnxruntime"
        ) from error
    try:
        return OnnxText.load(folder)
    except Exception as error:  # the libraries raise bare exceptions of their own
        remedy = "Hãy chạy lại: python -m index.training export"
        raise SnapshotError("Mô hình hỏng hoặc thiếu tệp", folder, remedy) from error


class EmbeddingCache:
    """(encoder, text hash) → vector, in one SQLite file. Values are kept in 16 bits."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=30)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS vector (encoder TEXT, hash TEXT, value BLOB NOT NULL,"
            " PRIMARY KEY (encoder, hash)) STRICT, WITHOUT ROWID"
        )

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def __enter__(self) -> "EmbeddingCache":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def held(self, encoder: str) -> set[str]:
        """Hashes of the texts that have a vector."""
        return {row[0] for row in self._db.execute("SELECT hash FROM vector WHERE encoder = ?", (encoder,))}

    def put(self, encoder: str, hashes: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors, in one transaction."""
        rows = [(encoder, key, row.tobytes()) for key, row in zip(hashes, vectors.astype("<f2"), strict=True)]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def vectors(self, encoder: str, hashes: Sequence[str], dim: int) -> Vectors:
        """One unit row for each hash; all must be held."""
        found = np.empty((len(hashes), dim), np.float32)
        query = "SELECT value FROM vector WHERE encoder = ? AND hash = ?"
        with closing(self._db.cursor()) as cursor:
            for at, key in enumerate(hashes):
                (value,) = cursor.execute(query, (encoder, key)).fetchone()
                found[at] = np.frombuffer(value, "<f2")
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(norms, 1e-12), np.float32)


def encoded(chunks: Sequence[Chunk], encoder: Encoder, cache: EmbeddingCache, progress: Progress) -> Vectors:
    """A unit row for each chunk; only passages that the cache lacks are encoded, short ones first.

    What is encoded is committed every few hundred passages, so that a killed build goes on where it was.
    """
    passages = {chunk.text_hash: chunk.passage for chunk in chunks}
    held = cache.held(encoder.name)
    missing = sorted((len(text), key) for key, text in passages.items() if key not in held)
    for at in range(0, len(missing), _COMMIT_EVERY):
        keys = [key for _, key in missing[at : at + _COMMIT_EVERY]]
        cache.put(encoder.name, keys, encoder.encode_passages([passages[key] for key in keys]))
        progress("Mã hóa", min(at + _COMMIT_EVERY, len(missing)), len(missing))
    return cache.vectors(encoder.name, [chunk.text_hash for chunk in chunks], encoder.dim)
