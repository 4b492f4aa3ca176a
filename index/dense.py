"""Nearest vectors by inner product, among the rows that are allowed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
import numpy.typing as npt

_FAISS: Any = faiss

EXACT_UP_TO = 50_000
"""Allowed rows that are compared with all dimensions, in about 3 ms; more are scanned with `REDUCED` ones first."""

REDUCED = 128
SHORTLIST = 1000
"""Rows that the scan leaves for an exact comparison; `tests.bench.speed --only vectors` prints how many are missed."""

_ROWS, _SCAN = "vectors.faiss", "scan.faiss"
_SAMPLE = 20_000  # rows from which the directions are found

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

    def row(self, number: int) -> Vectors:
        """One row."""
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
        """The index that `save` wrote, its rows mapped from the file and not read."""
        return cls(_FAISS.read_index(str(path), _FAISS.IO_FLAG_MMAP_IFC))

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

    def rows(self) -> Vectors:
        """All rows, as they lie in memory or in the file; not to be read after the index itself is gone."""
        held = _FAISS.rev_swig_ptr(self._index.get_xb(), len(self) * self.dim)
        return np.asarray(held, np.float32).reshape(len(self), self.dim)

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


class ReducedIndex:
    """Rows scanned in the directions that tell them apart most, the best of them compared with all dimensions.

    The directions are the principal ones of a sample; inner products along all of them would be those of the rows
    themselves. Scores are exact; a near row is missed when the scan ranks it below `SHORTLIST`, the oftener the more
    the rows differ in the directions left out: that is the encoder's doing, and to be measured for each.
    """

    def __init__(self, exact: FlatIndex, scan: faiss.IndexPreTransform) -> None:
        self._exact = exact
        self._scan = scan

    @classmethod
    def of(cls, exact: FlatIndex) -> "ReducedIndex":
        """The index that scans before it compares with the rows of another."""
        rows = exact.rows()
        step = max(1, len(rows) // _SAMPLE)
        _, directions = np.linalg.eigh(np.cov(rows[::step], rowvar=False))
        kept = np.ascontiguousarray(directions[:, ::-1][:, :REDUCED].T, np.float32)
        turn = _FAISS.LinearTransform(exact.dim, len(kept), False)
        _FAISS.copy_array_to_vector(kept.reshape(-1), turn.A)
        turn.is_trained = True
        scan = _FAISS.IndexPreTransform(turn, _FAISS.IndexFlatIP(len(kept)))
        scan.add(rows)
        return cls(exact, scan)

    @classmethod
    def open(cls, path: Path, exact: FlatIndex) -> "ReducedIndex":
        """The index that `save` wrote, over the same rows."""
        return cls(exact, _FAISS.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the scan to a file; the rows have their own."""
        faiss.write_index(self._scan, str(path))

    def __len__(self) -> int:
        return min(len(self._exact), int(self._scan.ntotal))

    def row(self, number: int) -> Vectors:
        """One row."""
        return self._exact.row(number)

    def search(self, query: Vectors, k: int, allowed: Allowed) -> list[tuple[int, float]]:
        """The k nearest allowed rows of those that the scan leaves; every allowed row is compared where few are."""
        if allowed.count <= max(EXACT_UP_TO, SHORTLIST) or k > SHORTLIST:
            return self._exact.search(query, k, allowed)
        found = _FAISS.SearchParameters(sel=allowed.selector)
        parameters = _FAISS.SearchParametersPreTransform(index_params=found)
        _, rows = self._scan.search(query.reshape(1, -1), SHORTLIST, params=parameters)
        kept = [int(row) for row in rows[0] if row >= 0]
        scored = zip(kept, self._exact.score(query, kept), strict=True)
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:k]

    def score(self, query: Vectors, rows: Sequence[int]) -> list[float]:
        """The inner product of the query with each of these rows."""
        return self._exact.score(query, rows)


def write(folder: Path, vectors: Vectors) -> VectorIndex:
    """An index of rows, kept in a folder; `opened` gives it back."""
    exact = FlatIndex.of(vectors)
    exact.save(folder / _ROWS)
    if len(exact) <= EXACT_UP_TO:
        return exact
    reduced = ReducedIndex.of(exact)
    reduced.save(folder / _SCAN)
    return reduced


def opened(folder: Path) -> VectorIndex:
    """The index that `write` made."""
    exact = FlatIndex.open(folder / _ROWS)
    return ReducedIndex.open(folder / _SCAN, exact) if (folder / _SCAN).exists() else exact
