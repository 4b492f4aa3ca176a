"""Held provisions nearest in meaning to each Điều of a draft, with the words they share and the figures that differ."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from corpus.citation import find
from corpus.diff import Change, Run, compare, words_of
from corpus.locator import Locator, Unit
from corpus.model import Provision
from corpus.reference import DocId, Ref
from corpus.wording import tree_on
from index.plan import Filters, Query, plan
from index.search import Searcher
from search_api.check import own_number
from search_api.clock import seconds
from search_api.draft import Draft
from search_api.shelf import Shelf

SECONDS = 5.0
"""How long the search may take; the Điều left are told. A check waits for it."""

_PLACES = 3  # nearest Điều given of each
_LOOKED_AT = 6
_OPENING = 300  # characters of an Điều that are searched for: its name and what it begins with
_ALIKE = 0.5  # of the words of both, in order, for two places to overlap
_FEW = 8  # words of a place that is too short to overlap
_MANY = 600  # words of a place that are compared
_FIGURE = re.compile(r"\d[\d.,]*\s?%?")
_UNIT = re.compile(r"\s*((?:triệu|tỷ|nghìn|ngàn)?\s*(?:đồng|ngày|tháng|năm|giờ|người|lần|m2|km|kg|%)?)")


@dataclass(frozen=True, slots=True)
class Overlap:
    """A place of the draft and a held one whose words are largely the same.

    Attributes:
        here: In the draft.
        share: Of the words of both that stand in both in the same order, 0 to 1.
        old, new: The words of the held place and of the draft; `runs` lead from the one to the other.
        figures: Held and draft figures that stand in the same place of the words and differ.
    """

    here: Locator
    ref: Ref
    share: float
    old: str
    new: str
    runs: tuple[Run, ...]
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A held Điều near an Điều of the draft; `overlaps` is empty where they only speak of the same."""

    here: Locator
    ref: Ref
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What was found, and how many Điều were not looked for: the time was over, or there is no index."""

    found: tuple[Near, ...] = ()
    left_out: int = 0


NOTHING_NEAR = Nearest()


def searched(draft: Draft) -> list[Provision]:
    """The Điều of a draft that near ones are looked for."""
    return [p for p in draft.provisions.values() if p.unit is Unit.DIEU and p.pieces]


def nearest(draft: Draft, searcher: Searcher, shelf: Shelf, within: float = SECONDS) -> Nearest:
    """For each Điều of the draft the held ones nearest in meaning, those that overlap first.

    Places of the draft's own number are left out. A draft without Điều gives nothing.

    Args:
        draft: The draft.
        searcher: Of the same state of the collection as the shelf.
        shelf: With the day: only what may bind on it is found.
        within: Seconds after which no other Điều is begun.
    """
    own = own_number(find(draft.text), draft)
    dieu = searched(draft)
    found: list[Near] = []
    end = seconds() + within
    for at, provision in enumerate(dieu):
        if seconds() > end:
            return Nearest(tuple(found), len(dieu) - at)
        found += _of(provision, draft, own, searcher, shelf)
    return Nearest(tuple(found))


def _of(dieu: Provision, draft: Draft, own: DocId | None, searcher: Searcher, shelf: Shelf) -> Iterator[Near]:
    places = [place for at, place in draft.provisions.items() if dieu.ref.locator.contains(at)]
    text = "\n".join(place.text for place in places)[:_OPENING]
    if len(words_of(text)) < _FEW:
        return
    result = searcher.search(plan(Query(text, Filters(on=shelf.on), _LOOKED_AT)))
    refs = [hit.article_ref for hit in result.hits if hit.article_ref.doc_id != own and hit.article_ref.locator.steps]
    found = [Near(dieu.ref.locator, ref, _overlaps(places, ref, shelf)) for ref in dict.fromkeys(refs)]
    found.sort(key=lambda near: -max((overlap.share for overlap in near.overlaps), default=0.0))
    yield from found[:_PLACES]


def _overlaps(places: Sequence[Provision], ref: Ref, shelf: Shelf) -> tuple[Overlap, ...]:
    """The places of the draft that have much of a held one's words, each with the one it is most like."""
    tree = tree_on(shelf.store, ref, shelf.on)
    if tree is None or not tree.official:  # a summary's words are ours, and no wording to copy
        return ()
    held = [(place, words_of(place.text)[:_MANY]) for place in tree.provisions]
    held = [(place, words) for place, words in held if len(words) >= _FEW]
    found = []
    for place in places:
        words = words_of(place.text)[:_MANY]
        scored = [
            (Indel.normalized_similarity(words, other, score_cutoff=_ALIKE), at) for at, (_, other) in enumerate(held)
        ]
        share, at = max(scored, default=(0.0, 0))
        if len(words) >= _FEW and share >= _ALIKE:
            other = held[at][0]
            runs = compare(other.text, place.text)
            figures = tuple(_figures(other.text, place.text, runs))
            found.append(Overlap(place.ref.locator, other.ref, share, other.text, place.text, runs, figures))
    return tuple(found)


def _figures(old: str, new: str, runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """Figures that stand in place of each other: "300 triệu đồng" and "500 triệu đồng"; numbers of places are none."""
    for before, run in itertools.pairwise((None, *runs)):
        if run is None or run.kind is Change.SAME or before is None:
            continue
        ours, theirs = (
            list(_FIGURE.finditer(text, span.start, span.end)) for text, span in ((old, run.old), (new, run.new))
        )
        for one, other in zip(ours, theirs, strict=False):
            if one.group() != other.group():
                yield _with_unit(old, one), _with_unit(new, other)


def _with_unit(text: str, figure: re.Match[str]) -> str:
    unit = _UNIT.match(text, figure.end())
    return " ".join((text[figure.start() : figure.end()] + (unit.group() if unit else "")).split()).rstrip(".,")
