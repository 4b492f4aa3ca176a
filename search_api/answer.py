"""Hits → an answer: quotes with their standing, and a verdict on whether they answer at all."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import EffectStatus
from corpus.precedence import Rule, between
from corpus.reference import Ref
from corpus.store import Store
from index.plan import Plan
from index.rerank import answers
from index.search import Evidence, Hit, Searcher, SearchResult
from index.wants import tells
from search_api.quote import quote_of
from search_api.wire import AnswerOut, AskRequest, CoverageOut, QuoteOut, Verdict

FOUND, UNSURE = 0.7, 0.45
"""Strength of evidence from which the verdict is `found`, and `unsure`; set by hand, see docs/benchmarks.md."""

_COSINE_FROM = 0.85
_COSINE_FROM_FOLDED = 0.825  # questions without marks lie further from every text
_COSINE_WEIGHT = 4.0
_LOOKED_AT = 5  # first quotes among which one must state what is asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood.

    Attributes:
        plan: What was searched.
        not_held: Documents and places that the question names and the collection does not hold, as written.
        near: Whether `plan.direct_refs` are documents of the same number and another year, and not the named ones.
    """

    request: AskRequest
    on: datetime.date
    plan: Plan
    not_held: tuple[str, ...] = ()
    near: bool = False


def compose(asked: Asked, result: SearchResult, searcher: Searcher, coverage: CoverageOut) -> AnswerOut:
    """The answer that the hits make on a day.

    When the verdict is `not_found` or `unsure`, the quotes are reading and not an answer.
    """
    terms = marked_terms(asked.plan)
    found = (
        quote_of(hit.ref, searcher.store, asked.on, terms, _why(hit, near=asked.near), hit.score) for hit in result.hits
    )
    quotes = _with_precedence(tuple(quote for quote in found if quote is not None), searcher.store)
    verdict = verdict_of(asked, result, quotes)
    return AnswerOut(
        question=asked.request.question,
        on=asked.on,
        every_time=asked.request.every_time,
        verdict=verdict,
        message=_message(verdict, asked),
        quotes=quotes,
        coverage=coverage,
        snapshot=searcher.name,
    )


def _with_precedence(quotes: tuple[QuoteOut, ...], store: Store) -> tuple[QuoteOut, ...]:
    """The quotes, the first ones with a note where another of them on the same matter has another rank or is later.

    The same matter: one of the two documents rests on the other, guides, details or cites it. The order stays.
    """
    looked_at = quotes[:_LOOKED_AT]
    return tuple(
        quote.model_copy(update={"notes": (*quote.notes, *_precedence(quote, looked_at, store))})
        if quote in looked_at
        else quote
        for quote in quotes
    )


def _precedence(quote: QuoteOut, others: Sequence[QuoteOut], store: Store) -> tuple[str, ...]:
    own = Ref.parse(quote.ref).doc_id
    document = store.document(own)
    near = {end.doc_id for r in store.relations(own) for end in (r.subject, r.object)} - {own}
    found = []
    for doc_id in dict.fromkeys(Ref.parse(other.ref).doc_id for other in others if _binds(other)):
        other_document = store.document(doc_id)
        if doc_id in near and document and other_document and _binds(quote):
            said = between(document, other_document)
            found += [said.words] if said.rule is not Rule.NONE and said.first != document else []
    return tuple(found)


def _binds(quote: QuoteOut) -> bool:
    return quote.status.status not in (EffectStatus.HET_HIEU_LUC, EffectStatus.CHUA_HIEU_LUC)


def verdict_of(asked: Asked, result: SearchResult, quotes: tuple[QuoteOut, ...]) -> Verdict:
    """Whether the quotes answer.

    A quoted place that the question names does. Otherwise one of the first quotes must state the kind of fact asked
    for, of the period named, and the evidence must be strong enough. Where a named document or place is not held the
    verdict is never `found`.
    """
    if not quotes:
        return "not_found"
    if any(quote.score is None for quote in quotes):
        return "unsure" if asked.near or asked.not_held else "found"
    question = asked.request.question
    if not any(answers(question, f"{q.document_name} {q.trich_yeu}\n{q.text}") for q in quotes[:_LOOKED_AT]):
        return "not_found"
    strength = strength_of(result.evidence, folded=asked.plan.folded)
    if strength < UNSURE:
        return "not_found"
    return "found" if strength >= FOUND and not asked.not_held else "unsure"


def marked_terms(plan: Plan) -> list[str]:
    """The words of a question that are marked in a quote: pyvi words, or without marks syllables and their pairs."""
    kind = "folded" if plan.folded else "words"
    own = (term.text for term in plan.core if term.kind == kind)
    return [text.replace("+", "_") for text in own if tells(text, folded=plan.folded)]


def strength_of(evidence: Evidence, *, folded: bool) -> float:
    """How well the first hits fit, about 0 to 1.3.

    The share of the question's telling syllables that they hold, raised by nearness in meaning.
    """
    if evidence.cosine is None:
        return evidence.coverage
    return evidence.coverage + _COSINE_WEIGHT * (evidence.cosine - (_COSINE_FROM_FOLDED if folded else _COSINE_FROM))


def _why(hit: Hit, *, near: bool) -> str:
    if hit.score is None:
        return "Cùng số, khác năm với văn bản mà câu hỏi nêu." if near else "Câu hỏi nêu văn bản này."
    ways = (("lexical", "theo từ ngữ"), ("dense", "theo nghĩa"))
    parts = [f"đứng thứ {hit.ranks[name]} {words}" for name, words in ways if name in hit.ranks]
    return f"{'; '.join([*parts, f'điểm chung {hit.score:.2f}'])}.".capitalize()


def _message(verdict: Verdict, asked: Asked) -> str:
    missing = f"Kho không có {', '.join(asked.not_held)}. " if asked.not_held else ""
    if asked.near:
        return f"{missing}Dưới đây là văn bản cùng số nhưng khác năm."
    if verdict == "not_found":
        return f"{missing}Không tìm thấy trong kho quy định trả lời câu hỏi này."
    if verdict == "unsure":
        return f"{missing}Chưa chắc đã đúng quy định cần tìm; dưới đây là những nơi gần nhất để đọc thêm."
    return f"{missing}Nơi phù hợp nhất đứng đầu."
