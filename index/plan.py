"""A question → a plan of search. A plan is data: it can be printed, and tests build it without an index."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from corpus.reference import DocId, Ref
from corpus.text import fold, has_marks, nfc
from index.segment import folded, syllables, with_pairs, words

TermKind = Literal["words", "syllables", "folded"]

LONGEST = 400
"""Syllables of a question that are searched for; what follows is left out."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be found. None leaves a field free.

    Attributes:
        on: Only wordings whose interval contains this day; None searches every time.
        loai: Only documents of this loại ("Thông tư").
        official: Only original wordings, or only summaries.
        doc_ids: Only these documents.
    """

    on: datetime.date | None = None
    loai: str | None = None
    official: bool | None = None
    doc_ids: frozenset[DocId] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question with what may be found and how many places are wanted."""

    text: str
    filters: Filters = Filters()
    k: int = 10


@dataclass(frozen=True, slots=True)
class Term:
    """One token looked up in the fields of its kind; weight 1 for a word of the question, less for an expansion."""

    kind: TermKind
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be searched.

    Attributes:
        direct_refs: Places the question names; they come first.
        terms: For BM25.
        core: The question's own words among the terms, short forms written in full; evidence is counted on them.
        folded: The question has no marks, so the folded field is searched.
        dense_text: What is encoded; "" leaves the vectors out.
        dense_weight: Share of the vectors in the fused score, 0 to 1; BM25 has the rest.
    """

    filters: Filters
    k: int
    direct_refs: tuple[Ref, ...]
    terms: tuple[Term, ...]
    core: tuple[Term, ...]
    folded: bool
    dense_text: str
    dense_weight: float


TOKENIZERS: Mapping[TermKind, Callable[[str], list[str]]] = {
    "words": words,
    "syllables": lambda text: with_pairs(syllables(text)),
    "folded": lambda text: with_pairs(folded(text)),
}
"""The fields of the lexical index, each with what cuts a chunk, and a question, into its tokens."""

SHARES: Mapping[TermKind, float] = {"words": 1.0, "syllables": 1.0, "folded": 0.1}
"""Weights of the three kinds of term for a question with marks; one without marks is looked up folded only."""

_EXPANSION = 0.5
_LAW_WORDS = 0.4
_DENSE_WEIGHT = 0.6
_DENSE_WEIGHT_WITHOUT_MARKS = 0.3
_SPACE = re.compile(r"\s+")
_SYLLABLE = re.compile(r"(?:ch|gh?|kh|ngh?|nh|ph|qu|th|tr|[bcdhklmnrstvx])?[aeiou]{1,3}(?:ch|ng|nh|[cmnpt])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the words it stands for.

    Attributes:
        informal: Typed in chat ("ko", "dc"): laws never use it, so it is never looked for.
    """

    short: str
    full: str
    informal: bool

    @property
    def is_word(self) -> bool:
        """Whether it could be read as a word: "ĐA" is one only in these capitals, since "đa" stands in "tối đa"."""
        return not self.informal and bool(_SYLLABLE.fullmatch(fold(self.short)))


def plan(query: Query, direct_refs: Sequence[Ref] = ()) -> Plan:
    """What to search for a question; `direct_refs` are the places it names."""
    text = cleaned(query.text)
    without_marks = not has_marks(text)
    full = spelt_out(text)
    core = _terms(full, without_marks, 1.0)
    terms = core
    for abbreviation in found_in(full):
        if not abbreviation.informal:
            terms = _merged(terms, _terms(abbreviation.short, without_marks, _EXPANSION))
    law = " ".join(in_words_of_law(full))
    terms = _merged(terms, _terms(law, without_marks, _LAW_WORDS))
    return Plan(
        query.filters,
        query.k,
        tuple(direct_refs),
        terms,
        core,
        without_marks,
        f"{full} {law}".rstrip(),
        _DENSE_WEIGHT_WITHOUT_MARKS if without_marks else _DENSE_WEIGHT,
    )


def cleaned(text: str) -> str:
    """The question composed, without control characters, cut to its first `LONGEST` syllables."""
    plain = _SPACE.sub(" ", _CONTROL.sub(" ", nfc(text))).strip()
    return " ".join(plain.split(" ")[:LONGEST])


def spelt_out(text: str) -> str:
    """The question with its short forms written in full: "mức chi kcqg" → "mức chi khuyến công quốc gia"."""
    return " ".join(_token_spelt_out(token) for token in text.split(" "))


def _token_spelt_out(token: str) -> str:
    bare = token.strip('.,;:?!()"“”')
    abbreviation = _by_short().get(fold(bare)) if bare else None
    if abbreviation is None or (abbreviation.is_word and bare != abbreviation.short):
        return token
    return token.replace(bare, abbreviation.full)


def found_in(text: str) -> list[Abbreviation]:
    """Abbreviations whose words in full stand in a text."""
    line = f" {' '.join(folded(text))} "
    return [entry for entry in abbreviations() if f" {' '.join(folded(entry.full))} " in line]


def in_words_of_law(text: str) -> tuple[str, ...]:
    """What the law calls things that a question names as people do: "xưởng" → "cơ sở công nghiệp nông thôn"."""
    line = f" {' '.join(folded(text))} "
    return tuple(dict.fromkeys(law for said, law in _lay_words() if f" {said} " in line))


@cache
def _lay_words() -> tuple[tuple[str, str], ...]:
    """Pairs of everyday words, folded, and words of the law, from `lay_words.tsv`, which names the source of each."""
    rows = files("index").joinpath("lay_words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple((" ".join(folded(said)), law) for said, law, _ in (row.split("\t") for row in rows if row.strip()))


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """The table of short forms, `abbreviations.tsv`."""
    rows = files("index").joinpath("abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(
        Abbreviation(short, full, kind == "nhan_tin")
        for short, full, kind, _ in (row.split("\t") for row in rows if row.strip())
    )


@cache
def _by_short() -> dict[str, Abbreviation]:
    return {fold(entry.short): entry for entry in abbreviations()}


def _terms(text: str, without_marks: bool, weight: float) -> tuple[Term, ...]:
    if without_marks:
        return tuple(Term("folded", token, weight * n) for token, n in Counter(TOKENIZERS["folded"](text)).items())
    return tuple(
        Term(kind, token, weight * share * n)
        for kind, share in SHARES.items()
        for token, n in Counter(TOKENIZERS[kind](text)).items()
    )


def _merged(terms: Iterable[Term], more: Iterable[Term]) -> tuple[Term, ...]:
    """The terms and those of the others that are not among them."""
    held = {(term.kind, term.text) for term in terms}
    return (*terms, *(term for term in more if (term.kind, term.text) not in held))
