"""The second look at the best places: does the place state what is asked, and does it belong to what is named."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus.reference import DocId
from index.search import Hit
from index.wants import holds, periods, wanted

STATED = 0.8
"""Deviations added when a place states a fact of the kind asked for; an eighth of the spread of first scores."""

NAMED = 2.0
"""Deviations added to places of a document that the question names."""

RELATED = 1.0
"""Deviations added to places of documents that amend, replace or guide a named one."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """Documents that the question names, and those bound to them."""

    named: Collection[DocId] = ()
    related: Collection[DocId] = ()


def reranked(question: str, hits: Sequence[Hit], bearings: Bearings, k: int) -> tuple[Hit, ...]:
    """The k best hits. Places the question names stay first, in their order; the rest by falling score.

    Args:
        question: As asked.
        hits: By falling score, more than k of them.
        bearings: Documents named, and those related to them.
        k: How many to keep.

    Returns:
        Hits whose scores hold what was added, in deviations; equal scores keep their order.
    """
    first = [hit for hit in hits if hit.score is None]
    rest = [replace(hit, score=hit.score + _added(question, hit, bearings)) for hit in hits if hit.score is not None]
    rest.sort(key=lambda hit: -(hit.score or 0.0))
    return tuple((first + rest)[:k])


def _added(question: str, hit: Hit, bearings: Bearings) -> float:
    words = hit.text[hit.snippet[0] : hit.snippet[1]]
    stated = sum(STATED for want in wanted(question) if holds(words, want))
    if hit.ref.doc_id in bearings.named:
        return stated + NAMED
    return stated + (RELATED if hit.ref.doc_id in bearings.related else 0.0)


def answers(question: str, text: str) -> bool:
    """Whether a place may answer at all: it states every kind of fact asked for, and is of the period named.

    Args:
        question: As asked.
        text: The place's words with its document's title.
    """
    named = periods(question)
    return all(holds(text, want) for want in wanted(question)) and (not named or bool(named & periods(text)))
