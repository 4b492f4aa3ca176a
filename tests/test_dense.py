"""The exact vector index, against numpy."""

from pathlib import Path

import numpy as np
import pytest

from index.dense import Allowed, FlatIndex, Vectors


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
