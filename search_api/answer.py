"""Hits → an answer: quotes with their standing, and a verdict on whether they answer at all."""

import datetime

from corpus.reference import Ref
from index.plan import Plan
from index.search import Evidence, Hit, Searcher, SearchResult
from search_api.quote import quote_of
from search_api.wire import AnswerOut, AskRequest, CoverageOut, QuoteOut, Verdict


def compose(
    request: AskRequest,
    on: datetime.date,
    plan: Plan,
    result: SearchResult,
    searcher: Searcher,
    coverage: CoverageOut,
) -> AnswerOut:
    """The answer that the hits make on a day.

    Below the threshold the verdict is `not_found` or `unsure` and the quotes are reading, not an answer.
    """
    terms = [term.text for term in plan.core]
    quotes = tuple(
        quote for hit in result.hits if (quote := _quote(hit, searcher, on, terms, plan.direct_refs)) is not None
    )
    verdict = verdict_of(result, plan)
    return AnswerOut(
        question=request.question,
        on=on,
        every_time=request.every_time,
        verdict=verdict if quotes else "not_found",
        message=_message(verdict if quotes else "not_found", result),
        quotes=quotes,
        coverage=coverage,
        snapshot=searcher.name,
    )


def verdict_of(result: SearchResult, plan: Plan) -> Verdict:
    """Whether the hits answer: a named place does; else the evidence must reach the thresholds."""
    if not result.hits:
        return "not_found"
    if any(hit.score is None for hit in result.hits):
        return "found"
    return _judge(result.evidence)


def _judge(evidence: Evidence) -> Verdict:
    if evidence.coverage < 0.4:
        return "not_found"
    return "found" if evidence.coverage >= 0.6 else "unsure"


def _quote(
    hit: Hit, searcher: Searcher, on: datetime.date, terms: list[str], direct: tuple[Ref, ...]
) -> QuoteOut | None:
    return quote_of(hit.ref, searcher.store, on, terms, _why(hit), hit.score)


def _why(hit: Hit) -> str:
    if hit.score is None:
        return "Câu hỏi nêu đúng số hiệu hoặc điều khoản này."
    parts = []
    if "lexical" in hit.ranks:
        parts.append(f"đứng thứ {hit.ranks['lexical']} theo từ ngữ")
    if "dense" in hit.ranks:
        parts.append(f"đứng thứ {hit.ranks['dense']} theo nghĩa")
    return f"{'; '.join(parts)}; điểm chung {hit.score:.2f}.".capitalize()


def _message(verdict: Verdict, result: SearchResult) -> str:
    if verdict == "not_found":
        return "Không tìm thấy trong kho quy định trả lời câu hỏi này."
    if verdict == "unsure":
        return "Chưa chắc đã đúng quy định cần tìm; những nơi gần nhất ở dưới để đọc thêm."
    return f"{len(result.hits)} nơi phù hợp nhất."
