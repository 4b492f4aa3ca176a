"""Nearest vectors by inner product, among the rows that are allowed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
import numpy.typing as npt

_FAISS: Any = faiss

Vectors = npt.NDArray[np.float32]
"""Unit rows, (n, dim)."""

Mask = npt.NDArray[np.bool_]
"""One truth value a row."""


class Allowed:
    """Rows that may be found, in the form FAISS reads; made once for each set of filters."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask
        self.count = int(mask.sum())
        self._bits = np.packbits(mask, bitorder="little")
        # FAISS's Python layer takes more than its generated signatures say, here and in `search`
        self.selector: Any = _FAISS.IDSelectorBitmap(self._bits)


class VectorIndex(Protocol):
    """Rows of unit vectors."""

    def __len__(self) -> int:
        """Number of rows."""
        ...

    def search(self, query: Vectors, k: int, allowed: Allowed) -> list[tuple[int, float]]:
        """The k nearest allowed rows as (row, inner product), by falling product, then rising row."""
        ...

    def score(self, query: Vectors, rows: Sequence[int]) -> list[float]:
        """The inner product of the query with each of these rows."""
        ...


class FlatIndex:
    """The exact index: every allowed row is compared."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> "FlatIndex":
        """An index of these rows."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> "FlatIndex":
        """The index that `save` wrote."""
        return cls(_FAISS.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    @property
    def dim(self) -> int:
        """Length of a row."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def row(self, number: int) -> Vectors:
        """One row."""
        return np.asarray(self._index.reconstruct(number), np.float32)

    def search(self, query: Vectors, k: int, allowed: Allowed) -> list[tuple[int, float]]:
        """The k nearest allowed rows; fewer when fewer are allowed."""
        k = min(k, allowed.count)
        if k < 1:
            return []
        parameters = _FAISS.SearchParameters(sel=allowed.selector)
        products, rows = self._index.search(query.reshape(1, -1), k, params=parameters)
        # FAISS pads with row -1 where it found too few
        found = [(int(row), float(p)) for row, p in zip(rows[0], products[0], strict=True) if row >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def score(self, query: Vectors, rows: Sequence[int]) -> list[float]:
        """The inner product of the query with each of these rows."""
        if not rows:
            return []
        held = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return [float(product) for product in held @ query.reshape(-1)]
