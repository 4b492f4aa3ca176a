"""Several rankings of the same articles → one, by standardised scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_LEAST_DEVIATION = 1e-6


@dataclass(frozen=True, slots=True)
class Ranking:
    """A list of one source and a way to score what is not in it.

    Attributes:
        scored: (id, score) by falling score, each id once.
        score: Gives the source's own score for ids that its list lacks.
    """

    scored: Sequence[tuple[int, float]]
    score: Callable[[Sequence[int]], dict[int, float]]


def standardised(rankings: Sequence[Ranking], weights: Sequence[float]) -> list[tuple[int, float]]:
    """Ids fused by the weighted sum of their standardised scores.

    Args:
        rankings: One per source. Mean and deviation are those of the scores in each list; an id missing from one list
            is scored by that source.
        weights: One per ranking, summing to 1. Not percentages. An empty ranking leaves its share unused.

    Returns:
        (id, score) by falling score; equal scores by rising id. Scores are in deviations.

    Raises:
        ValueError: lengths differ, or an id occurs twice in one ranking.

    Source: why not reciprocal ranks, see docs/benchmarks.md (ALQAC Acc@1 0.714 against 0.782).
    """
    if len(rankings) != len(weights):
        raise ValueError(f"{len(rankings)} rankings, {len(weights)} weights")
    ids = sorted({row for ranking in rankings for row, _ in ranking.scored})
    totals = dict.fromkeys(ids, 0.0)
    for ranking, weight in zip(rankings, weights, strict=True):
        for row, score in _standard(ranking, ids).items():
            totals[row] += weight * score
    return sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))


def _standard(ranking: Ranking, ids: Sequence[int]) -> dict[int, float]:
    scores = dict(ranking.scored)
    if len(scores) != len(ranking.scored):
        raise ValueError("an id occurs twice in one ranking")
    if not scores:
        return {}
    mean = sum(scores.values()) / len(scores)
    deviation = (sum((score - mean) ** 2 for score in scores.values()) / len(scores)) ** 0.5
    scores |= ranking.score([row for row in ids if row not in scores])
    return {row: (scores[row] - mean) / max(deviation, _LEAST_DEVIATION) for row in ids}
