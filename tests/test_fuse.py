"""Fusion by standardised scores, against numbers worked out by hand."""

from collections.abc import Sequence

import pytest

from index.fuse import Ranking, standardised


def _ranking(scored: Sequence[tuple[int, float]], others: dict[int, float] | None = None) -> Ranking:
    held = others or {}
    return Ranking(scored, lambda ids: {row: held[row] for row in ids})


def test_two_lists_by_hand() -> None:
    # words: mean 4, deviation 2 → 1: +1, 2: −1, and 3 (scored 4) 0
    # vectors: mean 0.5, deviation 0.1 → 3: +1, 1: −1, 2: 0
    by_words = _ranking([(1, 6.0), (2, 2.0)], {3: 4.0})
    by_vectors = _ranking([(3, 0.6), (1, 0.4)], {2: 0.5})
    found = standardised([by_words, by_vectors], [0.25, 0.75])
    assert [row for row, _ in found] == [3, 2, 1]
    assert [score for _, score in found] == pytest.approx([0.75, -0.25, -0.5])


def test_scale_and_origin_of_a_source_do_not_matter() -> None:
    one = _ranking([(1, 3.0), (2, 1.0), (3, 0.5)])
    same = _ranking([(1, 1030.0), (2, 1010.0), (3, 1005.0)])
    assert [row for row, _ in standardised([one], [1.0])] == [1, 2, 3]
    assert dict(standardised([one], [1.0])) == pytest.approx(dict(standardised([same], [1.0])))


def test_equal_scores_by_rising_id() -> None:
    assert [row for row, _ in standardised([_ranking([(9, 1.0), (4, 1.0)])], [1.0])] == [4, 9]


def test_an_empty_list_adds_nothing() -> None:
    assert standardised([_ranking([]), _ranking([(1, 2.0), (2, 0.0)])], [0.5, 0.5]) == [(1, 0.5), (2, -0.5)]
    assert standardised([_ranking([]), _ranking([])], [0.5, 0.5]) == []


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="1 rankings, 2 weights"):
        standardised([_ranking([])], [0.5, 0.5])
    with pytest.raises(ValueError, match="twice"):
        standardised([_ranking([(1, 1.0), (1, 2.0)])], [1.0])
