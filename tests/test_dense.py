"""The exact vector index, against numpy."""

from pathlib import Path

import numpy as np
import pytest

from index import dense
from index.dense import Allowed, FlatIndex, ReducedIndex, Vectors


@pytest.fixture
def unit_rows() -> Vectors:
    rows = np.random.default_rng(7).standard_normal((500, 16)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("share", [1.0, 0.3, 0.01])
def test_search_equals_numpy(unit_rows: Vectors, share: float) -> None:
    query = unit_rows[3]
    mask = np.random.default_rng(1).random(500) < share
    expected = [int(row) for row in np.argsort(-(unit_rows @ query), kind="stable") if mask[row]][:10]
    found = FlatIndex.of(unit_rows).search(query, 10, Allowed(mask))
    assert [row for row, _ in found] == expected
    assert [product for _, product in found] == pytest.approx(
        [float(unit_rows[row] @ query) for row in expected], abs=1e-5
    )


def test_fewer_allowed_than_wanted_gives_no_padding(unit_rows: Vectors) -> None:
    mask = np.zeros(500, np.bool_)
    mask[[4, 9]] = True
    found = FlatIndex.of(unit_rows).search(unit_rows[9], 10, Allowed(mask))
    assert [row for row, _ in found] == [9, 4]
    assert FlatIndex.of(unit_rows).search(unit_rows[9], 10, Allowed(np.zeros(500, np.bool_))) == []


def test_score_is_the_inner_product(unit_rows: Vectors) -> None:
    scores = FlatIndex.of(unit_rows).score(unit_rows[0], [5, 0, 5])
    assert scores == pytest.approx(
        [float(unit_rows[5] @ unit_rows[0]), 1.0, float(unit_rows[5] @ unit_rows[0])], abs=1e-5
    )
    assert FlatIndex.of(unit_rows).score(unit_rows[0], []) == []


def test_a_saved_index_is_the_same(unit_rows: Vectors, tmp_path: Path) -> None:
    FlatIndex.of(unit_rows).save(tmp_path / "rows.faiss")
    again = FlatIndex.open(tmp_path / "rows.faiss")
    assert (len(again), again.dim) == (500, 16)
    assert np.array_equal(again.row(17), unit_rows[17])


# The scan before the comparison


@pytest.fixture
def alike_rows() -> Vectors:
    """Rows that differ most in 24 of 48 directions, as an encoder's do; none of them along an axis."""
    draw = np.random.default_rng(5)
    turn, _ = np.linalg.qr(draw.standard_normal((48, 48)))
    rows = (draw.standard_normal((4000, 48)) * np.r_[np.ones(24), np.full(24, 0.2)]) @ turn + 0.5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def scanned(alike_rows: Vectors, monkeypatch: pytest.MonkeyPatch) -> ReducedIndex:
    for name, value in (("EXACT_UP_TO", 100), ("REDUCED", 24), ("SHORTLIST", 200)):
        monkeypatch.setattr(dense, name, value)
    return ReducedIndex.of(FlatIndex.of(alike_rows))


@pytest.mark.parametrize("share", [1.0, 0.5, 0.01])
def test_a_scan_finds_what_the_exact_index_finds(scanned: ReducedIndex, alike_rows: Vectors, share: float) -> None:
    exact = FlatIndex.of(alike_rows)
    allowed = Allowed(np.random.default_rng(2).random(4000) < share)
    recalled = 0
    for query in alike_rows[::400]:
        wanted, found = dict(exact.search(query, 30, allowed)), scanned.search(query, 30, allowed)
        assert [product for _, product in found] == sorted((p for _, p in found), reverse=True)
        for row, product in found:
            assert allowed.mask[row]
            assert product == pytest.approx(float(alike_rows[row] @ query), abs=1e-5)
        recalled += len(wanted.keys() & dict(found).keys())
    assert recalled >= 297 if share > 0.1 else recalled == 300


def test_more_than_the_shortlist_is_found_exactly(scanned: ReducedIndex, alike_rows: Vectors) -> None:
    everything = Allowed(np.ones(4000, np.bool_))
    found = scanned.search(alike_rows[0], 300, everything)
    assert [row for row, _ in found] == [
        row for row, _ in FlatIndex.of(alike_rows).search(alike_rows[0], 300, everything)
    ]


def test_a_saved_scan_is_the_same(scanned: ReducedIndex, alike_rows: Vectors, tmp_path: Path) -> None:
    FlatIndex.of(alike_rows).save(tmp_path / "rows.faiss")
    scanned.save(tmp_path / "scan.faiss")
    again = ReducedIndex.open(tmp_path / "scan.faiss", FlatIndex.open(tmp_path / "rows.faiss"))
    everything = Allowed(np.ones(4000, np.bool_))
    assert len(again) == 4000
    assert again.search(alike_rows[7], 50, everything) == scanned.search(alike_rows[7], 50, everything)
    assert again.score(alike_rows[7], [7]) == pytest.approx([1.0], abs=1e-5)
