"""What a new snapshot takes over from the live one: the rows, words and vectors of documents that are as they were."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.reference import DocId
from index.chunk import Article, Extent
from index.dense import FlatIndex, Vectors
from index.table import ChunkTable, Move

WORN = 0.05
"""Share of chunks that may have left a lexical index: BM25 goes on counting their words until it is made anew."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A snapshot made the same way, and which of its documents still read as they did.

    Attributes:
        held: Where those documents stand in it.
        dropped: Its other documents.
        next_key: Above every number that its lexical index has given.
    """

    path: Path
    held: Mapping[DocId, Extent]
    dropped: frozenset[DocId]
    next_key: int

    @classmethod
    def of(cls, path: Path, fingerprints: Mapping[DocId, str]) -> "Earlier | None":
        """What can be taken from a snapshot; None when it has little, or its lexical index is worn.

        Args:
            path: The snapshot's folder.
            fingerprints: What each document of the new one is made from.
        """
        with closing(ChunkTable.open(path / "chunks.db")) as rows:
            extents, was = rows.extents(), rows.fingerprints()
            next_key, chunks = int(rows.keys().max(initial=-1)) + 1, len(rows.article_of)
        held = {doc_id: extent for doc_id, extent in extents.items() if was.get(doc_id) == fingerprints.get(doc_id)}
        left = next_key - sum(extent.chunks for extent in held.values())
        if not held or left > WORN * chunks:
            return None
        return cls(path, held, frozenset(extents.keys() - held.keys()), next_key)

    def moves(self, order: Iterable[DocId], added: Iterable[Article]) -> list[Move]:
        """Where the held documents stand in the new snapshot; neighbours that stay neighbours move together."""
        articles: Counter[DocId] = Counter()
        chunks: Counter[DocId] = Counter()
        for article in added:
            articles[article.ref.doc_id] += 1
            chunks[article.ref.doc_id] += len(article.chunks)
        moves: list[Move] = []
        at = Extent(0, 0, 0, 0)
        for doc_id in order:
            own = self.held.get(doc_id)
            length = (own.articles, own.chunks) if own else (articles[doc_id], chunks[doc_id])
            at = Extent(at.article + at.articles, length[0], at.chunk + at.chunks, length[1])
            moves = _with(moves, Move(own, at)) if own else moves
        return moves

    def vectors(self, moves: Sequence[Move], added: Sequence[Article], rows: Vectors) -> Vectors:
        """The vectors of the new snapshot: those of the held documents, and `rows` for the chunks that are added."""
        index = FlatIndex.open(self.path / "vectors.faiss")
        earlier = index.rows()
        count = sum(move.held.chunks for move in moves) + len(rows)
        found = np.empty((count, earlier.shape[1]), np.float32)
        for move in moves:
            found[move.to.chunk : move.to.chunk + move.to.chunks] = earlier[
                move.held.chunk : move.held.chunk + move.held.chunks
            ]
        found[[chunk.id for article in added for chunk in article.chunks]] = rows
        return found


def _with(moves: list[Move], move: Move) -> list[Move]:
    """The moves with one more; put together with the last one where nothing stands between."""
    if moves and _follows(moves[-1].held, move.held) and _follows(moves[-1].to, move.to):
        last = moves.pop()
        move = Move(_joined(last.held, move.held), _joined(last.to, move.to))
    moves.append(move)
    return moves


def _follows(one: Extent, other: Extent) -> bool:
    return one.article + one.articles == other.article and one.chunk + one.chunks == other.chunk


def _joined(one: Extent, other: Extent) -> Extent:
    return Extent(one.article, one.articles + other.articles, one.chunk, one.chunks + other.chunks)
