"""BM25 over chunks (tantivy): their words, their syllables with pairs of neighbours, and the same without marks.

Queries are built from terms, never parsed from text, so nothing a person types can be an operator. Each field holds
headings and text together: separate fields, each with its own length, lost (ALQAC Acc@1 0.73 against 0.81).
"""

import itertools
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from corpus.model import Interval
from corpus.reference import DocId
from index import tokens
from index.chunk import Article
from index.dense import Mask
from index.plan import TOKENIZERS, Filters, Term
from index.tokens import Fields

Scored = list[tuple[int, float]]
"""(id, score) by falling score; equal scores by rising id."""

Keys = npt.NDArray[np.int64]
"""The number of each chunk in the index, by row: rows shift when documents come and go, these numbers stay."""

_OPEN_END = 4_000_000  # a day after every calendar date
_MOST = 0.5  # share of the chunks that are allowed, from which conditions cost more than they spare
_MORE = 1.1
_LIFT = 512.0  # beyond the score of any but a very long question; such a one is scored in two passes
_HEAP = 128_000_000
_TOKENS = "spaces"


@dataclass(frozen=True, slots=True)
class Window:
    """The days of an interval as whole numbers, for range queries: an unknown start is 0, an open end beyond all."""

    start: int
    end: int

    @classmethod
    def of(cls, interval: Interval) -> "Window":
        """The window of an interval."""
        return cls(
            interval.start.toordinal() if interval.start else 0,
            interval.end.toordinal() if interval.end else _OPEN_END,
        )


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier index that a new one starts from.

    Attributes:
        dropped: Documents whose chunks leave.
        next_key: Above every number that it has given.
    """

    folder: Path
    dropped: Collection[DocId]
    next_key: int


class LexicalIndex:
    """A published tantivy index, read-only."""

    def __init__(self, reader: tantivy.Index, keys: Keys) -> None:
        self._schema = reader.schema
        self._searcher = reader.searcher()
        self._keys = keys
        self._order = np.argsort(keys)
        self._sorted = keys[self._order]

    @classmethod
    def open(cls, folder: Path, keys: Keys) -> "LexicalIndex":
        """The index that `write` made in a folder; `keys` are the numbers that the chunks have in it."""
        reader = tantivy.Index.open(str(folder))
        _register(reader)
        return cls(reader, keys)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, terms: Sequence[Term], k: int, filters: Filters, allowed: Mask, also: Sequence[int] = ()
    ) -> tuple[Scored, dict[int, float]]:
        """The k best allowed chunks that hold at least one term, and the scores of some more: sums of BM25, unbounded.

        Where most chunks are allowed, the best of all are looked up and the others taken out, and the chunks asked for
        by number are lifted above all others in the same query: each pass over the terms takes as long as the first.
        Lifted scores are exact to 0.0001.

        Args:
            terms: What is looked for.
            k: How many are wanted.
            filters: What may be found.
            allowed: For each chunk, whether the filters let it be found.
            also: Allowed chunks whose scores are wanted whether or not they are among the best.
        """
        if not terms or k < 1:
            return [], dict.fromkeys(also, 0.0)
        share = float(allowed.mean()) if len(allowed) else 0.0
        if share >= _MOST:
            depth = (k if share == 1.0 else int(_MORE * k / share) + k) + len(also)
            found = self._lifted(terms, also, depth)
            lifted = {row: found[row] for row in also if row in found}
            kept = [pair for pair in _by_score(found) if allowed[pair[0]] and pair[1] > 0.0]
            if len(lifted) == len(also) and (len(kept) - len(lifted) >= k or len(found) < depth):
                return kept[:k], lifted
        best = self._run(self._allowed(self._any(terms), filters), k)
        return _by_score(best), self.score(terms, also)

    def score(self, terms: Sequence[Term], ids: Sequence[int]) -> dict[int, float]:
        """The scores that `search` would give these chunks; 0.0 where no term occurs."""
        scores = dict.fromkeys(ids, 0.0)
        if terms and ids:
            scores |= self._run(_restricted(self._any(terms), [self._among(ids)]), len(ids))
        return scores

    def frequency(self, term: Term) -> int:
        """In how many chunks a term occurs."""
        return int(self._searcher.doc_freq(term.kind, term.text))

    def _run(self, query: tantivy.Query, k: int) -> dict[int, float]:
        hits = self._searcher.search(query, k, count=False).hits
        keys = np.asarray(self._searcher.fast_field_values("id", [address for _, address in hits]), np.int64)
        rows = self._order[np.searchsorted(self._sorted, keys)].tolist()
        return {row: float(score) for row, (score, _) in zip(rows, hits, strict=True)}

    def _lifted(self, terms: Sequence[Term], also: Sequence[int], k: int) -> dict[int, float]:
        """The k best of all chunks, some of them before the others."""
        if not also:
            return self._run(self._any(terms), k)
        lift = tantivy.Query.const_score_query(self._among(also), _LIFT)
        both = [(tantivy.Occur.Should, self._any(terms)), (tantivy.Occur.Should, lift)]
        found = self._run(tantivy.Query.boolean_query(both), k)
        lifted = set(also)
        return {row: score - _LIFT if row in lifted else _as_if_lifted(score) for row, score in found.items()}

    def _any(self, terms: Sequence[Term]) -> tantivy.Query:
        queries = [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, term.kind, term.text, index_option="freq"), term.weight
            )
            for term in terms
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _among(self, ids: Sequence[int]) -> tantivy.Query:
        """These chunks; a set of terms would walk the whole dictionary of numbers (5.7 ms against 0.8 for 250)."""
        keys = self._keys[list(ids)].tolist()
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "id", key)) for key in keys]
        )

    def _allowed(self, query: tantivy.Query, filters: Filters) -> tantivy.Query:
        return _restricted(query, list(self._conditions(filters)))

    def _conditions(self, filters: Filters) -> Iterable[tantivy.Query]:
        whole = tantivy.FieldType.Unsigned
        if filters.on is not None:
            day = filters.on.toordinal()
            yield tantivy.Query.range_query(self._schema, "start", whole, upper_bound=day)
            yield tantivy.Query.range_query(self._schema, "end", whole, lower_bound=day, include_lower=False)
        if filters.loai is not None:
            yield tantivy.Query.term_query(self._schema, "loai", filters.loai)
        if filters.official is not None:
            yield tantivy.Query.term_query(self._schema, "official", int(filters.official))
        if filters.doc_ids is not None:
            yield tantivy.Query.term_set_query(self._schema, "doc", [str(doc_id) for doc_id in filters.doc_ids])


def _as_if_lifted(score: float) -> float:
    """A score rounded as that of a lifted chunk is, so that equal ones stay equal."""
    return float(np.float32(score) + np.float32(_LIFT)) - _LIFT


def _by_score(scores: Mapping[int, float]) -> Scored:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def write(
    folder: Path,
    articles: Sequence[Article],
    base: Base | None = None,
    done: Callable[[int], None] = lambda articles: None,
) -> None:
    """Make an index in a new folder.

    Args:
        folder: Of the new index.
        articles: Whose chunks are added; they get the next numbers, in order.
        base: What is kept of an earlier index; without one the chunks count from 0.
        done: Told how many articles are in.
    """
    if base is None:
        folder.mkdir(parents=True)
        target = tantivy.Index(_schema(), str(folder))
    else:
        shutil.copytree(base.folder, folder, ignore=shutil.ignore_patterns("*.lock"))
        target = tantivy.Index.open(str(folder))
    _register(target)
    writer = target.writer(_HEAP, 1)
    for doc_id in base.dropped if base else ():
        writer.delete_documents_by_term("doc", str(doc_id))
    keys = itertools.count(base.next_key if base else 0)
    texts = (chunk.searched for article in articles for chunk in article.chunks)
    with closing(tokens.cut(texts)) as cut:
        for count, article in enumerate(articles, start=1):
            for _ in article.chunks:
                writer.add_document(_document(article, next(keys), next(cut)))
            done(count)
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in ("start", "end", "official"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("loai", "doc"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for kind in TOKENIZERS:
        builder.add_text_field(kind, tokenizer_name=_TOKENS, index_option="freq")
    return builder.build()


def _register(reader: tantivy.Index) -> None:
    reader.register_tokenizer(_TOKENS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _document(article: Article, key: int, fields: Fields) -> tantivy.Document:
    window = Window.of(article.valid)
    row = tantivy.Document()
    row.add_unsigned("id", key)
    row.add_unsigned("start", window.start)
    row.add_unsigned("end", window.end)
    row.add_unsigned("official", int(article.official))
    row.add_text("loai", article.loai)
    row.add_text("doc", str(article.ref.doc_id))
    for kind, text in fields.items():
        row.add_text(kind, text)
    return row


def _restricted(query: tantivy.Query, conditions: Sequence[tantivy.Query]) -> tantivy.Query:
    silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(condition, 0.0)) for condition in conditions]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *silent])
