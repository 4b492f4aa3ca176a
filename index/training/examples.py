"""Chunks of a collection → what the encoder learns from: a question, the passage that answers it, one that does not.

Questions are made of headings and sentences (`questions`), and of an article that the codification relates to another.
The wrong passage is, by turns, one of the nearest by BM25 in the whole collection, and of some other Điều of the same
document the one that shares most words: both look right and are not.
"""

import json
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.text import fold
from index.training import questions

PASSAGE_SYLLABLES = 72
QUERY_SYLLABLES = 60
_NEAR = 24  # chunks that BM25 puts first are looked at
_RELATED = 0.37  # share of examples made of two related articles


@dataclass(frozen=True, slots=True)
class Passage:
    """One chunk: which Điều and document it is of, what is encoded before it, its own words."""

    article: int
    document: int
    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One Điều: heading, name of its document, the rows of its chunks."""

    heading: str
    law: str
    chunks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Three texts to encode, and the Điều of both passages: a batch must take no right answer for a wrong one."""

    question: str
    right: str
    wrong: str
    right_article: int
    wrong_article: int


class Collection:
    """The passages, by Điều and by document, from a file of JSON lines (`ref`, `row`, `chunks`)."""

    def __init__(self, path: Path) -> None:
        self.passages: list[Passage] = []
        self.articles: list[Article] = []
        self.row_of: dict[str, int] = {}
        self.by_document: dict[int, list[int]] = defaultdict(list)
        documents: dict[str, int] = {}
        for entry in _entries(path):
            document = documents.setdefault(entry["ref"].split("#")[0], len(documents))
            number = len(self.articles)
            rows = range(len(self.passages), len(self.passages) + len(entry["chunks"]))
            for context, _, text in entry["chunks"]:
                self.passages.append(Passage(number, document, context, text))
            headings = entry["chunks"][0][1].split("\n")
            named = headings[-1].partition(". ")[2] if "dieu-" in entry["ref"] else ""
            self.articles.append(Article(named, _short_law(headings), tuple(rows)))
            if entry["row"]:
                self.row_of[entry["row"]] = number
            self.by_document[document].append(number)


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _short_law(headings: Sequence[str]) -> str:
    name = headings[1] if len(headings) > 2 and headings[0].startswith(("Luật số", "Bộ luật số")) else headings[0]
    return " ".join(name.split()[:12])


class Maker:
    """Examples without end, in an order that depends on the seed alone."""

    def __init__(
        self,
        collection: Collection,
        related: Sequence[tuple[int, int]],
        near: Callable[[str], Sequence[int]],
        seed: int,
    ) -> None:
        self._held = collection
        self._related = related
        self._near = near
        self._rng = random.Random(seed)
        self._usable = [n for n, a in enumerate(collection.articles) if a.heading or len(a.chunks) > 1]
        self._sharing = defaultdict(set)
        for one, other in related:
            self._sharing[one].add(other)
            self._sharing[other].add(one)

    def __iter__(self) -> Iterator[Example]:
        while True:
            example = self._one()
            if example is not None:
                yield example

    def _one(self) -> Example | None:
        rng = self._rng
        if self._related and rng.random() < _RELATED:
            return self._of_related(*rng.choice(self._related))
        return self._of_article(rng.choice(self._usable))

    def _of_related(self, asking: int, answering: int) -> Example:
        rng = self._rng
        if rng.random() < 0.5:
            asking, answering = answering, asking
        article = self._held.articles[asking]
        text = " ".join(self._held.passages[row].text for row in article.chunks[: rng.choice((1, 2, 3))])
        question = f"{article.heading}. {text}" if rng.random() < 0.8 else text
        right = self._best(question, answering)
        wrong = self._wrong(question, answering, also=asking)
        return self._example(question, right, wrong, hide=False)

    def _of_article(self, number: int) -> Example | None:
        rng = self._rng
        article = self._held.articles[number]
        row = rng.choice(article.chunks)
        if article.heading and rng.random() < 0.4:
            asked = questions.of_heading(article.heading, article.law, rng)
            if rng.random() < 0.85:
                row = self._best(asked.text, number)
            hide = rng.random() < 0.55
        else:
            made = questions.of_text(self._held.passages[row].text, article.heading, article.law, rng)
            if made is None:
                return None
            asked, hide = made, rng.random() < 0.5
        wrong = self._wrong(asked.text, number, also=number)
        return self._example(asked.text, row, wrong, hide, asked.source)

    def _wrong(self, question: str, right: int, also: int) -> int:
        """A chunk of another Điều that looks right: near in the collection, or the nearest of some of its document."""
        rng = self._rng
        barred = {right, also} | self._sharing[right] | self._sharing[also]
        heading = fold(self._held.articles[right].heading)

        def fits(row: int) -> bool:
            article = self._held.passages[row].article
            same = bool(heading) and fold(self._held.articles[article].heading) == heading
            return article not in barred and not (same and self._held.passages[row].document != document)

        document = self._held.passages[self._held.articles[right].chunks[0]].document
        if rng.random() < 0.5:
            near = [row for row in self._near(question) if fits(row)]
            if near:
                return near[min(int(rng.expovariate(0.25)), len(near) - 1)]
        siblings = [n for n in self._held.by_document[document] if n not in barred]
        if not siblings:
            return rng.randrange(len(self._held.passages))
        some = rng.sample(siblings, min(12, len(siblings)))
        rows = [row for n in some for row in self._held.articles[n].chunks[:4]]
        return max(rows, key=lambda row: _shared(question, self._held.passages[row]))

    def _best(self, question: str, article: int) -> int:
        return max(self._held.articles[article].chunks, key=lambda row: _shared(question, self._held.passages[row]))

    def _example(self, question: str, right: int, wrong: int, hide: bool, source: str = "") -> Example:
        return Example(
            "query: " + _first(question, QUERY_SYLLABLES * (2 if len(question) > 600 else 1)),
            "passage: " + self._passage(right, hide, source),
            "passage: " + self._passage(wrong, hide, ""),
            self._held.passages[right].article,
            self._held.passages[wrong].article,
        )

    def _passage(self, row: int, hide: bool, source: str) -> str:
        """The passage; when told to hide, without the heading or the sentence that the question was made from."""
        passage = self._held.passages[row]
        context, text = passage.context, passage.text
        if hide and source and source in text and len(text) > 2 * len(source):
            text = text.replace(source, " ")
        elif hide and not source:
            heading = self._held.articles[passage.article].heading
            context = context.replace(_first(heading, 18), "").rstrip(". ") if heading else context
            context = context.rpartition(". Điều")[0] or context
        return f"{context}\n{_window(text, source, self._rng)}"


def _window(text: str, source: str, rng: random.Random) -> str:
    """At most `PASSAGE_SYLLABLES` of a text, those around the words asked about if they are in it."""
    syllables = text.split()
    if len(syllables) <= PASSAGE_SYLLABLES:
        return " ".join(syllables)
    at = len(text[: text.find(source)].split()) if source and source in text else 0
    start = max(0, min(at - rng.randrange(0, 40), len(syllables) - PASSAGE_SYLLABLES))
    return " ".join(syllables[start : start + PASSAGE_SYLLABLES])


def _first(text: str, syllables: int) -> str:
    return " ".join(text.split()[:syllables])


def _shared(question: str, passage: Passage) -> float:
    words = set(fold(question).split())
    held = set(fold(f"{passage.context} {passage.text}").split())
    return len(words & held) / math.pow(1 + len(held), 0.15)


class Bm25:
    """The nearest chunks of a text by BM25 over syllables, for wrong answers that look right."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self._index = bm25s.BM25(k1=1.2, b=0.75)
        texts = [_syllables(f"{p.context} {p.text}") for p in passages]
        self._held = frozenset(token for tokens in texts for token in tokens)
        self._index.index(texts, show_progress=False)

    def __call__(self, text: str) -> Sequence[int]:
        """Rows of the best chunks, best first."""
        known = [t for t in _syllables(text)[:40] if t in self._held]
        if not known:
            return ()
        scores: npt.NDArray[np.float32] = self._index.get_scores(known)
        best = np.argpartition(-scores, min(_NEAR, len(scores) - 1))[:_NEAR]
        return [int(row) for row in best[np.argsort(-scores[best])]]


def _syllables(text: str) -> list[str]:
    return [w.strip('.,;:()?!"“”') for w in text.lower().split()]
