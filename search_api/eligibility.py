"""From answers to supports: judged, worked out, each line with its rule and the standing of the rule on the day."""

import datetime
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from corpus.condition import Answers, Basis, Gap, Group, Leaf, Outcome, Verdict, deciding, judged
from corpus.reference import Ref
from corpus.store import Store
from corpus.support import Deadline, Figure, Judgment, Line, RuleBook, figures
from corpus.text import vi_date
from corpus.working_days import counted, skipped_words
from search_api.eligibility_answers import Given, words_of
from search_api.eligibility_wire import (
    AmountOut,
    BasisOut,
    ConditionOut,
    DueOut,
    EligibilityOut,
    FieldOut,
    GivenOut,
    LineOut,
    OptionOut,
    OtherOut,
    QuestionOut,
    QuestionsOut,
    SupportOut,
)
from search_api.naming import page_address
from search_api.shelf import Shelf

LABELS = {
    Verdict.DAT: "Đạt điều kiện đã biết",  # not more: other rules of the day may be unread
    Verdict.KHONG_DAT: "Không đủ điều kiện",
    Verdict.CHUA_RO: "Chưa rõ",
}
_ORDER = (Verdict.DAT, Verdict.CHUA_RO, Verdict.KHONG_DAT)
_SAID = 3  # deciding conditions named in the sentence


def eligibility_out(given: Given, book: RuleBook, store: Store, snapshot: str = "") -> EligibilityOut:
    """Every support for the plan by the rules of the day; all of them while no plan is chosen."""
    desk = _Desk(given, book, Shelf(store, given.on))
    plan = given.answers.get("viec")
    wanted = [support for support in book.supports if plan is None or plan in support.plans]
    judged_ = [Judgment(s, judged(s.condition, given.answers, given.on)) for s in wanted]
    supports = tuple(
        desk.support(judgment) for verdict in _ORDER for judgment in judged_ if judgment.verdict is verdict
    )
    return EligibilityOut(
        on=given.on,
        message=_message(supports, given),
        given=desk.given(),
        missing=_missing(supports, book),
        supports=supports,
        other=tuple(desk.other(s.code) for s in book.supports if s not in wanted),
        page=given.address,
        snapshot=snapshot,
    )


def _message(supports: tuple[SupportOut, ...], given: Given) -> str:
    day = f"theo quy định ngày {vi_date(given.on)}"
    if not supports:
        return f"Không có hỗ trợ nào cho việc này {day}."
    counts = [(sum(s.verdict is verdict for s in supports), LABELS[verdict].lower()) for verdict in _ORDER]
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"Xét {len(supports)} hỗ trợ {day}: {told}."


def _missing(supports: Iterable[SupportOut], book: RuleBook) -> tuple[str, ...]:
    asked = {code for support in supports for condition in support.deciding for code in condition.asks}
    return tuple(code for code in book.fields if code in asked)


class _Desk:
    """Puts one check together."""

    def __init__(self, given: Given, book: RuleBook, shelf: Shelf) -> None:
        self._given = given
        self._book = book
        self._shelf = shelf

    @property
    def _answers(self) -> Answers:
        return self._given.answers

    @property
    def _on(self) -> datetime.date:
        return self._given.on

    def given(self) -> tuple[GivenOut, ...]:
        """The answers in the order of the questions, with the day."""
        rows = []
        for question in self._book.questions:
            for field in question.fields:
                value = self._on if field.code == "on" else self._answers.get(field.code)
                if value is None:
                    continue
                typed = self._given.typed.get(field.code, self._on.isoformat())
                rows.append(GivenOut(field=field.code, question=field.words, value=typed, words=words_of(field, value)))
        return tuple(rows)

    def other(self, code: str) -> OtherOut:
        """A support for another plan."""
        support = next(s for s in self._book.supports if s.code == code)
        plans = tuple(option.code for option in self._book.fields["viec"].options if option.code in support.plans)
        return OtherOut(code=code, name=support.words, programme=support.programme, plans=plans)

    def support(self, judgment: Judgment) -> SupportOut:
        """One support with all its lines."""
        support, outcome = judgment.support, judgment.outcome
        decided = tuple(self._condition(part) for part in deciding(outcome)) if outcome else ()
        decided = tuple({(c.words, c.basis.ref): c for c in decided}.values())
        apply = judgment.verdict is not Verdict.KHONG_DAT
        return SupportOut(
            code=support.code,
            name=support.words,
            programme=support.programme,
            verdict=judgment.verdict,
            label=LABELS[judgment.verdict],
            reason=self._reason(judgment, decided),
            deciding=decided,
            conditions=tuple({(c.words, c.basis.ref): c for c in self._all(outcome)}.values()),
            amounts=tuple(self._amount(f) for f in figures(support.amounts, self._answers, self._on)) if apply else (),
            papers=self._lines(support.papers) if apply else (),
            deadlines=tuple(self._due(d) for d in support.deadlines if d.basis.valid.contains(self._on))
            if apply
            else (),
            offices=self._lines(support.offices) if apply else (),
            notes=self._lines(support.notes) if apply else (),
        )

    def _reason(self, judgment: Judgment, decided: tuple[ConditionOut, ...]) -> str:
        if judgment.outcome is None:
            return f"Dữ kiện không có quy định nào của ngày {vi_date(self._on)} về hỗ trợ này."
        if judgment.verdict is Verdict.DAT:
            return "Đạt mọi điều kiện đã biết."
        if judgment.verdict is Verdict.KHONG_DAT:
            return f"Không đạt: {_joined(c.words for c in decided)}."
        rules = [c for c in decided if c.gap is Gap.CHUA_BIET_QUY_DINH]
        asked = [c for c in decided if c.gap is Gap.CHUA_TRA_LOI]
        said = []
        if rules:
            said.append(f"Quy định chưa rõ: {_joined(dict.fromkeys(c.why for c in rules))}.")
        if asked:
            fields = self._book.fields
            names = dict.fromkeys(fields[code].words for c in asked for code in c.asks)
            said.append(f"Còn chờ trả lời: {_joined(names)}.")
        return " ".join(said)

    def _all(self, outcome: Outcome | None) -> Iterator[ConditionOut]:
        if outcome is None:
            return
        if isinstance(outcome.condition, Leaf):
            yield self._condition(outcome)
        for part in outcome.parts:
            yield from self._all(part)

    def _condition(self, outcome: Outcome) -> ConditionOut:
        condition = outcome.condition
        basis = condition.basis
        if basis is None:  # deciding() gives groups only where they have words, and words come with a basis
            raise AssertionError(condition)
        return ConditionOut(
            words=condition.words,
            basis=self._basis(basis),
            verdict=outcome.verdict,
            label=outcome.verdict.vi,
            gap=outcome.gap,
            why=condition.why if isinstance(condition, Leaf) and outcome.gap is Gap.CHUA_BIET_QUY_DINH else "",
            asks=tuple(dict.fromkeys(_asks(outcome))),
        )

    def _basis(self, basis: Basis) -> BasisOut:
        held = self._shelf.held(basis.ref.doc_id)
        at = self._shelf.place(basis.ref.doc_id, basis.ref.locator) if held else None
        ref = Ref(basis.ref.doc_id, at if at is not None else basis.ref.locator)
        if held and at is None:  # a note of the summary, which gave way to the official text
            ref = Ref(basis.ref.doc_id)
        return BasisOut(
            ref=str(basis.ref),
            name=basis.name,
            page=page_address(ref, self._on) if held else None,
            status=self._shelf.standing(ref) if held else None,
            fact=basis.fact,
            cautions=basis.cautions(self._on),
        )

    def _lines(self, lines: Iterable[Line]) -> tuple[LineOut, ...]:
        return tuple(self._line(line.words, line.basis) for line in lines if self._is_said(line))

    def _is_said(self, line: Line) -> bool:
        if not line.basis.valid.contains(self._on):
            return False
        outcome = judged(line.when, self._answers, self._on) if line.when else None
        return line.when is None or (outcome is not None and outcome.verdict is Verdict.DAT)

    def _line(self, words: str, basis: Basis) -> LineOut:
        return LineOut(words=words, basis=self._basis(basis))

    def _amount(self, figure: Figure) -> AmountOut:
        amount = figure.amount
        return AmountOut(
            words=amount.words,
            basis=self._basis(amount.basis),
            highest=figure.highest,
            steps=figure.steps,
            per=amount.per,
        )

    def _due(self, deadline: Deadline) -> DueOut:
        last, counting = due(deadline, self._on)
        return DueOut(words=deadline.words, basis=self._basis(deadline.basis), last=last, counting=counting)


def _asks(outcome: Outcome) -> Iterator[str]:
    condition = outcome.condition
    if isinstance(condition, Group):
        for part in outcome.parts:
            yield from _asks(part)
    elif outcome.gap is Gap.CHUA_TRA_LOI:
        yield condition.field


def due(deadline: Deadline, on: datetime.date) -> tuple[datetime.date | None, str]:
    """The last day of a time limit whose event is on a day, and how it is counted; None and "" where it has no day."""
    if deadline.before:
        return _before(deadline.before, on)
    if deadline.days is not None:
        last = on + datetime.timedelta(days=deadline.days)
        return (
            last,
            f"Nếu {deadline.counted_from} là {vi_date(on)} thì chậm nhất {vi_date(last)} ({deadline.days} ngày).",
        )
    if deadline.working_days is None:
        return None, ""
    found = counted(on, deadline.working_days)
    if found.last is None:
        return None, f"Chưa tính được: chưa biết ngày nghỉ lễ của năm sau {on.year}."
    skipped = f", trừ thứ Bảy, Chủ nhật và {skipped_words(found)}" if found.skipped else ", trừ thứ Bảy, Chủ nhật"
    sure = " Tạm tính: ngày nghỉ hoán đổi của năm ấy chưa được công bố." if found.provisional else ""
    start = f"Nếu {deadline.counted_from} là {vi_date(on)} thì chậm nhất {vi_date(found.last)}"
    return found.last, f"{start} ({deadline.working_days} ngày làm việc{skipped}).{sure}"


def _before(day_and_month: tuple[int, int], on: datetime.date) -> tuple[datetime.date, str]:
    """The last day before a day of each year, not before the day asked."""
    day, month = day_and_month
    year = on.year if on < datetime.date(on.year, month, day) else on.year + 1
    last = datetime.date(year, month, day) - datetime.timedelta(days=1)
    passed = f"Hạn của năm {on.year} đã qua. " if year > on.year else ""
    return last, f"{passed}Hạn tới: chậm nhất {vi_date(last)}."


def _joined(words: Iterable[str]) -> str:
    listed = list(words)
    more = f"; và {len(listed) - _SAID} điều khác" if len(listed) > _SAID + 1 else ""
    shown = listed if not more else listed[:_SAID]
    return (
        "; ".join(text[:1].lower() + text[1:] if text[:2].islower() or text[1:2].islower() else text for text in shown)
        + more
    )


def questions_out(book: RuleBook) -> QuestionsOut:
    """The questions for programs."""
    return QuestionsOut(
        questions=tuple(
            QuestionOut(
                code=question.code,
                words=question.words,
                hint=question.hint,
                fields=tuple(
                    FieldOut(
                        code=field.code,
                        words=field.words,
                        kind=field.kind,
                        options=tuple(OptionOut(code=option.code, words=option.words) for option in field.options),
                        plans=tuple(sorted(field.plans)),
                    )
                    for field in question.fields
                ),
            )
            for question in book.questions
        )
    )


def document_address(given: Given) -> str:
    """The address of the written summary."""
    return "/dieu-kien.docx?" + urlencode({**given.typed, "on": given.on.isoformat()})
