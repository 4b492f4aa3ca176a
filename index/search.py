"""A plan → the best places, from one published snapshot."""

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.model import Interval
from corpus.reference import Ref
from index.dense import Allowed, Mask, VectorIndex, Vectors
from index.encode import Encoder
from index.fuse import Ranking, standardised
from index.lexical import LexicalIndex
from index.plan import Filters, Plan
from index.segment import folded, words
from index.table import ChunkRow, ChunkTable

DEPTH = 200
"""Length of each source's list before fusion."""

_KEPT_FILTERS = 32
_CHUNKS_FOR_ONE = 3  # chunks looked at for one article of the list
_LOOKED_AT = 3  # first hits whose words count as evidence
_SPREAD = 0.1  # cosines of one article's chunks differ by a few hundredths, shares of its words by tenths
_CLEAR = 1.3
_ENOUGH = 0.2


@dataclass(frozen=True, slots=True)
class Hit:
    """One Điều, with the place in it that fits best.

    Attributes:
        ref: The khoản or điểm; the Điều itself where nothing smaller stands out.
        article_ref: The Điều.
        chunk_id: The chunk that won inside the article.
        score: Fused score in deviations; None for a place that the question names.
        ranks: Place in each source's list, from 1; a source that did not list it is absent.
        scores: Each source's own score: a sum of BM25, a cosine.
        text: The words of the chunk.
        snippet: Characters [start, end) of `text` that are the words of `ref`.
        valid: Days on which this wording can bind.
    """

    ref: Ref
    article_ref: Ref
    chunk_id: int
    score: float | None
    ranks: dict[str, int]
    scores: dict[str, float]
    text: str
    snippet: tuple[int, int]
    valid: Interval


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


class Searcher:
    """Search over one snapshot; safe to share between threads, since nothing in it changes but a cache."""

    def __init__(
        self, table: ChunkTable, lexical: LexicalIndex, dense: VectorIndex | None, encoder: Encoder | None
    ) -> None:
        self._table = table
        self._lexical = lexical
        self._dense = dense
        self._encoder = encoder
        self._scopes: OrderedDict[Filters, _Scope] = OrderedDict()
        self._lock = threading.Lock()

    def search(self, plan: Plan) -> SearchResult:
        """The best allowed Điều, those the question names first, each with its best place."""
        scope = self._scope(plan.filters)
        vector = self._vector(plan)
        lists = {
            "lexical": self._lexical.search(plan.terms, DEPTH, plan.filters),
            "dense": self._nearest(vector, scope),
        }
        fused = dict(self._fused(plan, vector, lists["lexical"], lists["dense"]))
        named = self._named(plan, scope)
        order = [*named, *(article for article in fused if article not in named)][: plan.k]
        ranks = {
            name: {article: rank for rank, (article, _) in enumerate(scored, start=1)} for name, scored in lists.items()
        }
        own = {name: dict(scored) for name, scored in lists.items()}
        hits = []
        for article in order:
            place = self._place(plan, article, named.get(article), vector)
            article_ref, valid = self._table.article(article)
            hits.append(
                Hit(
                    place.ref,
                    article_ref,
                    place.chunk,
                    None if article in named else fused[article],
                    {name: places[article] for name, places in ranks.items() if article in places},
                    {name: values[article] for name, values in own.items() if article in values},
                    place.text,
                    place.snippet,
                    valid,
                )
            )
        return SearchResult(tuple(hits), self._evidence(plan, order, lists["dense"]), scope.count)

    # Lists

    def _vector(self, plan: Plan) -> Vectors | None:
        if self._encoder is None or self._dense is None or not plan.dense_text or plan.dense_weight <= 0:
            return None
        (vector,) = self._encoder.encode_queries([plan.dense_text])
        return np.asarray(vector, np.float32)

    def _nearest(self, vector: Vectors | None, scope: _Scope) -> list[tuple[int, float]]:
        """Articles by their nearest chunk."""
        if vector is None or self._dense is None:
            return []
        best: dict[int, float] = {}
        for chunk, product in self._dense.search(vector, _CHUNKS_FOR_ONE * DEPTH, scope.chunks):
            best.setdefault(int(self._table.article_of[chunk]), product)
        return list(best.items())[:DEPTH]

    def _fused(
        self,
        plan: Plan,
        vector: Vectors | None,
        by_words: Sequence[tuple[int, float]],
        by_vector: Sequence[tuple[int, float]],
    ) -> list[tuple[int, float]]:
        weight = plan.dense_weight if by_vector and by_words else float(bool(by_vector))
        rankings = [
            Ranking(by_words, lambda ids: self._lexical.score(plan.terms, ids)),
            Ranking(by_vector, lambda ids: self._cosines(vector, ids)),
        ]
        return standardised(rankings, [1 - weight, weight])

    def _cosines(self, vector: Vectors | None, articles: Sequence[int]) -> dict[int, float]:
        if vector is None or self._dense is None:
            return {}
        rows = [chunk for article in articles for chunk in self._table.chunks_of(article)]
        best: dict[int, float] = {}
        for row, product in zip(rows, self._dense.score(vector, rows), strict=True):
            article = int(self._table.article_of[row])
            best[article] = max(product, best.get(article, -1.0))
        return best

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
        """The allowed articles that hold a named place, in the order of naming; a whole document is its head."""
        found: dict[int, Ref] = {}
        for ref in plan.direct_refs:
            for article in self._table.articles_at(ref):
                if scope.articles[article]:
                    found.setdefault(article, ref)
        return found

    # The place inside an article

    def _place(self, plan: Plan, article: int, named: Ref | None, vector: Vectors | None) -> "_Place":
        if named is not None and named.locator.steps:
            chunk = self._table.chunk_at(article, named.locator)
            if chunk is not None:
                return _named_place(named, chunk, self._table.chunk(chunk))
        chunks = self._table.chunks_of(article)
        rows = self._table.chunks(chunks)
        if named is not None:
            return _Place(Ref(named.doc_id, named.locator), chunks[0], rows[0].text, (0, len(rows[0].text)))
        fit = self._fit(plan, [row.text for row in rows])
        if vector is not None and self._dense is not None:
            cosines = np.asarray(self._dense.score(vector, chunks))
            fit = _SPREAD * fit + cosines
        best = int(np.argmax(fit))
        return self._within(plan, chunks[best], rows[best])

    def _within(self, plan: Plan, chunk: int, row: ChunkRow) -> "_Place":
        """The điểm that holds clearly more of the question than the rest of its khoản; else the whole chunk."""
        whole = _Place(row.ref, chunk, row.text, (0, len(row.text)))
        if len(row.places) < 2:
            return whole
        fit = self._fit(plan, [row.text[place.start : place.end] for place in row.places])
        best, second = np.argsort(-fit, kind="stable")[:2]
        if fit[best] < _CLEAR * max(float(fit[second]), 1e-9) or fit[best] < _ENOUGH:
            return whole
        place = row.places[int(best)]
        return _Place(Ref(row.ref.doc_id, place.locator), chunk, row.text, (place.start, place.end))

    def _fit(self, plan: Plan, texts: Sequence[str]) -> "npt.NDArray[np.float64]":
        """For each text, the share of the question's weight that it holds, 0 to 1."""
        weights = self._weights(plan)
        total = sum(weights.values()) or 1.0
        cut = folded if plan.folded else words
        held = [set(cut(text)) for text in texts]
        return np.array([sum(w for text, w in weights.items() if text in tokens) / total for tokens in held])

    def _weights(self, plan: Plan) -> dict[str, float]:
        """How much each word of the question tells: rarer is more; one that occurs nowhere counts as the rarest."""
        kind = "folded" if plan.folded else "words"
        count = len(self._lexical)
        return {
            term.text: math.log(1 + (count + 1) / (self._lexical.frequency(term) + 0.5))
            for term in plan.core
            if term.kind == kind
        }

    # Evidence

    def _evidence(self, plan: Plan, order: Sequence[int], by_vector: Sequence[tuple[int, float]]) -> Evidence:
        texts = [
            "\n".join([row.text for row in self._table.chunks(self._table.chunks_of(article))])
            for article in order[:_LOOKED_AT]
        ]
        kind = "folded" if plan.folded else "words"
        unknown = tuple(term.text for term in plan.core if term.kind == kind and not self._lexical.frequency(term))
        coverage = float(self._fit(plan, texts).max()) if texts and plan.core else 0.0
        return Evidence(coverage, by_vector[0][1] if by_vector else None, unknown)


@dataclass(frozen=True, slots=True)
class _Place:
    ref: Ref
    chunk: int
    text: str
    snippet: tuple[int, int]


def _named_place(named: Ref, chunk: int, row: ChunkRow) -> _Place:
    inside = [place for place in row.places if named.locator.contains(place.locator)]
    return _Place(named, chunk, row.text, (inside[0].start, inside[-1].end))
