"""What is known of a question and one Điều that may answer it, as numbers of like size for a linear ranker.

All shares are of the question's weight, in which a rarer syllable or pair counts more; they lie between 0 and 1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.segment import folded, is_pair, syllables, with_pairs

NAMES = (
    "words",  # BM25 of the best chunk, in deviations of the list
    "meaning",  # cosine of the best chunk, in deviations of the list
    "words_second",  # the same of the second best chunk
    "meaning_second",
    "first_by_words",  # 1 / (1 + rank)
    "first_by_meaning",
    "held",  # share of the question that chunk and headings hold
    "held_by_text",
    "held_by_heading",
    "pairs_held",  # share of its neighbouring pairs
    "heading_asked",  # share of the Điều's heading that the question holds
    "document_asked",  # share of the document's name that the question holds
    "longest_run",  # longest run of neighbouring syllables found in one piece, as a share of the question
    "law",  # 1 for a law or code
    "decree",
    "opening",  # 1 for the first chunk of its Điều
    "short",  # 1 / log of its syllables
)

Matrix = npt.NDArray[np.float64]
Weigh = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One Điều with its best chunk.

    Attributes:
        text: Of the chunk.
        heading: Of the Điều.
        document: Name and subject of its document.
        loai: Of its document.
        opening: Whether the chunk is the first of its Điều.
        words: BM25 of its two best chunks, in deviations, best first.
        meaning: Cosines of its two best chunks, in deviations, best first.
        rank_by_words: From 0; None when it is not in the list.
        rank_by_meaning: The same.
    """

    text: str
    heading: str
    document: str
    loai: str
    opening: bool
    words: tuple[float, float]
    meaning: tuple[float, float]
    rank_by_words: int | None
    rank_by_meaning: int | None


class Question:
    """A question cut and weighed once, compared with many candidates."""

    def __init__(self, text: str, weigh: Weigh, *, without_marks: bool) -> None:
        self._cut = folded if without_marks else syllables
        self._order = self._cut(text)
        self._weights = {token: weigh(token) for token in dict.fromkeys(with_pairs(self._order))}
        self._singles = {t: w for t, w in self._weights.items() if not is_pair(t)}
        self._pairs = {t: w for t, w in self._weights.items() if is_pair(t)}
        self._weigh = weigh
        self._kept: dict[str, tuple[list[str], frozenset[str]]] = {}

    def row(self, candidate: Candidate) -> list[float]:
        """The numbers of one candidate, in the order of `NAMES`."""
        order, text = self._tokens(candidate.text)
        _, heading = self._seen(candidate.heading)
        _, document = self._seen(candidate.document)
        loai = candidate.loai.lower()
        return [
            candidate.words[0],
            candidate.meaning[0],
            candidate.words[1],
            candidate.meaning[1],
            _first(candidate.rank_by_words),
            _first(candidate.rank_by_meaning),
            _share(self._singles, text | heading | document),
            _share(self._singles, text),
            _share(self._singles, heading),
            _share(self._pairs, text | heading),
            self._asked(heading),
            self._asked(document),
            self._run(order),
            float(loai in ("luật", "bộ luật", "hiến pháp")),
            float(loai == "nghị định"),
            float(candidate.opening),
            1 / np.log(8 + len(order)),
        ]

    def _seen(self, text: str) -> tuple[list[str], frozenset[str]]:
        """The tokens of a text that many candidates share."""
        if text not in self._kept:
            self._kept[text] = self._tokens(text)
        return self._kept[text]

    def _tokens(self, text: str) -> tuple[list[str], frozenset[str]]:
        order = self._cut(text)
        return order, frozenset(with_pairs(order))

    def _asked(self, tokens: frozenset[str]) -> float:
        weights = {t: self._weigh(t) for t in tokens if not is_pair(t)}
        return _share(weights, self._weights)

    def _run(self, order: Sequence[str]) -> float:
        """Longest common run of syllables, by dynamic programming over the places of each syllable."""
        at: dict[str, list[int]] = {}
        for place, token in enumerate(order):
            at.setdefault(token, []).append(place)
        longest, before = 0, dict[int, int]()
        for token in self._order:
            now = {place: before.get(place - 1, 0) + 1 for place in at.get(token, ())}
            longest = max(longest, *now.values()) if now else longest
            before = now
        return longest / max(1, len(self._order))


def _share(weights: Mapping[str, float], held: "frozenset[str] | Mapping[str, float]") -> float:
    total = sum(weights.values())
    return sum(w for token, w in weights.items() if token in held) / total if total else 0.0


def _first(rank: int | None) -> float:
    return 0.0 if rank is None else 1 / (1 + rank)
