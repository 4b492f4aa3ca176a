"""A plan → the best places, from one published snapshot."""

import datetime
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from corpus.model import Interval
from corpus.reference import Ref
from corpus.store import Store
from index.dense import Allowed, Mask, VectorIndex, Vectors
from index.encode import Encoder
from index.fuse import Ranking, standardised
from index.lexical import LexicalIndex
from index.plan import Filters, Plan, Term
from index.segment import folded, is_pair, syllables
from index.table import ChunkRow, ChunkTable
from index.wants import tells

DEPTH = 300
"""Chunks in each source's list before fusion; 200 to 600 measure the same."""

_KEPT_FILTERS = 32
_LOOKED_AT = 3  # first hits whose words count as evidence
_CLEAR = 1.3
_ENOUGH = 0.1


@dataclass(frozen=True, slots=True)
class Hit:
    """One Điều, with the place in it that fits best.

    Attributes:
        ref: The khoản or điểm; the Điều itself where nothing smaller stands out.
        article_ref: The Điều.
        valid: Days on which this wording can bind.
        chunk_id: The chunk that won inside the article.
        score: Fused score in deviations; None for a place that the question names.
        ranks: Place of the chunk in each source's list, from 1; a source that did not list it is absent.
        scores: Each source's own score: a sum of BM25, a cosine.
        text: The words of the chunk.
        snippet: Characters [start, end) of `text` that are the words of `ref`.
    """

    ref: Ref
    article_ref: Ref
    valid: Interval
    chunk_id: int
    score: float | None
    ranks: dict[str, int]
    scores: dict[str, float]
    text: str
    snippet: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a calibrated "not found" needs to know.

    Attributes:
        coverage: Largest share of the question's weight, rarer words weighing more, that one of the first hits holds.
        cosine: Highest cosine among the allowed chunks; None when vectors were left out.
        unknown: Words of the question that occur nowhere in the collection.
    """

    coverage: float
    cosine: float | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and the evidence that they are any good; `allowed` counts the articles that could be found."""

    hits: tuple[Hit, ...]
    evidence: Evidence
    allowed: int


@dataclass(frozen=True, slots=True)
class _Scope:
    """The articles and chunks that some filters allow."""

    articles: Mask
    chunks: Allowed
    count: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What a snapshot consists of.

    Attributes:
        name: Of its folder.
        revision: Of the store that it shows.
        made_on: Day it was built.
        store: The copy of the store, read-only.
    """

    name: str
    revision: int
    made_on: datetime.date
    store: Store
    table: ChunkTable
    lexical: LexicalIndex
    dense: VectorIndex


class Searcher:
    """Search over one snapshot; safe to share between threads, since nothing in it changes but a cache."""

    def __init__(self, parts: Parts, encoder: Encoder | None) -> None:
        self.name = parts.name
        self.revision = parts.revision
        self.made_on = parts.made_on
        self.store = parts.store
        self._table = parts.table
        self._lexical = parts.lexical
        self._dense = parts.dense
        self._encoder = encoder
        self._scopes: OrderedDict[Filters, _Scope] = OrderedDict()
        self._lock = threading.Lock()

    def search(self, plan: Plan) -> SearchResult:
        """The best allowed Điều, those the question names first, each with its best place."""
        scope = self._scope(plan.filters)
        vector = self._vector(plan)
        by_vector = self._dense.search(vector, DEPTH, scope.chunks) if vector is not None else []
        near = [chunk for chunk, _ in by_vector]
        by_words, words_of = self._lexical.search(plan.terms, DEPTH, plan.filters, scope.chunks.mask, near)
        fused = self._fused(plan, vector, Ranking(by_words, lambda ids: {row: words_of[row] for row in ids}), by_vector)
        best: dict[int, tuple[int, float]] = {}
        for chunk, score in fused:
            best.setdefault(int(self._table.article_of[chunk]), (chunk, score))
        named = self._named(plan, scope)
        order = [*named, *(article for article in best if article not in named)][: plan.k]
        fit = self._fit(plan)
        places = [self._place(fit, article, named.get(article), best.get(article)) for article in order]
        ranks = {"lexical": _ranks(by_words), "dense": _ranks(by_vector)}
        own = {"lexical": dict(by_words), "dense": dict(by_vector)}
        hits = tuple(
            Hit(
                place.ref,
                *self._table.article(article),
                place.chunk,
                None if article in named else best[article][1],
                {name: ranked[place.chunk] for name, ranked in ranks.items() if place.chunk in ranked},
                {name: scores[place.chunk] for name, scores in own.items() if place.chunk in scores},
                place.text,
                place.snippet,
            )
            for article, place in zip(order, places, strict=True)
        )
        return SearchResult(hits, self._evidence(plan, fit, order, by_vector), scope.count)

    # Lists

    def _vector(self, plan: Plan) -> Vectors | None:
        if self._encoder is None or not plan.dense_text or plan.dense_weight <= 0:
            return None
        (vector,) = self._encoder.encode_queries([plan.dense_text])
        return np.asarray(vector, np.float32)

    def _fused(
        self,
        plan: Plan,
        vector: Vectors | None,
        by_words: Ranking,
        by_vector: Sequence[tuple[int, float]],
    ) -> list[tuple[int, float]]:
        weight = plan.dense_weight if by_vector and by_words.scored else float(bool(by_vector))
        by_nearness = Ranking(by_vector, lambda ids: self._cosines(vector, ids))
        return standardised([by_words, by_nearness], [1 - weight, weight])

    def _cosines(self, vector: Vectors | None, chunks: Sequence[int]) -> dict[int, float]:
        if vector is None:
            return {}
        return dict(zip(chunks, self._dense.score(vector, chunks), strict=True))

    def _scope(self, filters: Filters) -> _Scope:
        with self._lock:
            held = self._scopes.get(filters)
            if held is None:
                articles = self._table.allowed(filters)
                held = _Scope(articles, Allowed(articles[self._table.article_of]), int(articles.sum()))
                self._scopes[filters] = held
            self._scopes.move_to_end(filters)
            while len(self._scopes) > _KEPT_FILTERS:
                self._scopes.popitem(last=False)
            return held

    def _named(self, plan: Plan, scope: _Scope) -> dict[int, Ref]:
        """The articles that hold a named place, in the order of naming; a whole document is its head.

        A place that binds on no wording that day is found all the same, since it was asked for by name: its last
        wording, whose standing the answer tells.
        """
        found: dict[int, Ref] = {}
        for ref in plan.direct_refs:
            articles = self._table.articles_at(ref)
            allowed = [article for article in articles if scope.articles[article]]
            if not allowed and plan.filters.on is not None:
                any_day = self._scope(replace(plan.filters, on=None)).articles
                last = {self._table.article(article)[0]: article for article in articles if any_day[article]}
                allowed = list(last.values())
            for article in allowed:
                found.setdefault(article, ref)
        return found

    # The place inside an article

    def _place(self, fit: "_Fit", article: int, named: Ref | None, best: tuple[int, float] | None) -> "_Place":
        if named is not None and named.locator.steps:
            inside = self._table.chunk_at(article, named.locator)
            if inside is not None:
                return _named_place(named, inside, self._table.chunk(inside))
        chunk = best[0] if best is not None else self._table.chunks_of(article)[0]
        row = self._table.chunk(chunk)
        if named is not None:
            return _Place(named, chunk, row.text, (0, len(row.text)))
        return _within(fit, chunk, row)

    def _fit(self, plan: Plan) -> "_Fit":
        """How much each word of the question tells: rarer is more; one that occurs nowhere counts as the rarest."""
        count = len(self._lexical)
        often = {term.text: self._lexical.frequency(term) for term in _telling(plan)}
        weights = {text: math.log(1 + (count + 1) / (found + 0.5)) for text, found in often.items()}
        return _Fit(
            weights, tuple(text for text, found in often.items() if not found), folded if plan.folded else syllables
        )

    # Evidence

    def _evidence(
        self, plan: Plan, fit: "_Fit", order: Sequence[int], by_vector: Sequence[tuple[int, float]]
    ) -> Evidence:
        held = [fit.share(fit.held(self._said(article))) for article in order[:_LOOKED_AT]]
        coverage = max(held) if held and plan.core else 0.0
        return Evidence(coverage, by_vector[0][1] if by_vector else None, fit.unknown)

    def _said(self, article: int) -> str:
        """All that an article says, the names of its document and its own heading included."""
        ref, _ = self._table.article(article)
        document = self.store.document(ref.doc_id)
        names = (document.name, document.trich_yeu, *document.aliases) if document else ()
        heading = self._table.heading(article)
        return "\n".join((*names, heading, *self._table.texts(article)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an article the answer stands."""

    ref: Ref
    chunk: int
    text: str
    snippet: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much of a question a text holds.

    Attributes:
        weights: What each telling word of the question weighs.
        unknown: Those that occur nowhere.
        cut: What makes words of a text.
    """

    weights: Mapping[str, float]
    unknown: tuple[str, ...]
    cut: Callable[[str], list[str]]

    def held(self, text: str) -> Set[str]:
        """The telling words that stand in a text."""
        return self.weights.keys() & self.cut(text)

    def share(self, held: Set[str]) -> float:
        """The part of the question's weight that some of its words have, 0 to 1."""
        return sum(weight for text, weight in self.weights.items() if text in held) / (
            sum(self.weights.values()) or 1.0
        )


def _within(fit: _Fit, chunk: int, row: ChunkRow) -> "_Place":
    """The điểm that alone holds what its khoản's opening words lack of the question; else the whole chunk."""
    whole = _Place(row.ref, chunk, row.text, (0, len(row.text)))
    below = [place for place in row.places if place.locator != row.ref.locator]
    if not below or len(row.places) < 2:
        return whole
    opening = "\n".join(row.text[p.start : p.end] for p in row.places if p.locator == row.ref.locator)
    held = fit.held(opening)
    base = fit.share(held)
    gain = np.array([fit.share(held | fit.held(row.text[p.start : p.end])) - base for p in below])
    best = int(np.argmax(gain))
    others = np.delete(gain, best)
    if gain[best] < _ENOUGH or (others.size and gain[best] < _CLEAR * others.max()):
        return whole
    place = below[best]
    return _Place(Ref(row.ref.doc_id, place.locator), chunk, row.text, (place.start, place.end))


def _telling(plan: Plan) -> list[Term]:
    """The question's syllables that tell what it is about: those that only make it a question are left out."""
    kind = "folded" if plan.folded else "syllables"
    return [
        term
        for term in plan.core
        if term.kind == kind and not is_pair(term.text) and tells(term.text, folded=plan.folded)
    ]


def _ranks(scored: Sequence[tuple[int, float]]) -> dict[int, int]:
    return {chunk: rank for rank, (chunk, _) in enumerate(scored, start=1)}


def _named_place(named: Ref, chunk: int, row: ChunkRow) -> _Place:
    inside = [place for place in row.places if named.locator.contains(place.locator)]
    return _Place(named, chunk, row.text, (inside[0].start, inside[-1].end))
