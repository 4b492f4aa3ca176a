"""What a business may get: supports with conditions, amounts, papers, deadlines, offices; and the questions asked."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.condition import Answers, Basis, Condition, Outcome, Verdict, judged


class FieldKind(StrEnum):
    """What a field takes: one of its options, a count, đồng, a day, yes or no."""

    CHON = "chon"
    SO = "so"
    TIEN = "tien"
    NGAY = "ngay"
    CO_KHONG = "co_khong"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field; `group` is the heading that it stands under, "" for none."""

    code: str
    words: str
    group: str = ""


YES, NO = Option("co", "Có"), Option("khong", "Không")


@dataclass(frozen=True, slots=True)
class Field:
    """A key of the answers. `plans`: the plans for which it is asked; empty for all."""

    code: str
    words: str
    kind: FieldKind
    options: tuple[Option, ...] = ()
    plans: frozenset[str] = frozenset()

    def asked_for(self, plan: str) -> bool:
        """Whether it is asked with a plan; with none chosen, only what is asked of all."""
        return not self.plans or plan in self.plans


@dataclass(frozen=True, slots=True)
class Question:
    """One step of the page."""

    code: str
    words: str
    hint: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Something said with its rule. `when`: said only where that is met; None for always."""

    words: str
    basis: Basis
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """How much: a share of the cost and a cap.

    Attributes:
        words: Of what it is a share, or for what it is given.
        rate: Per cent of the cost; None when only the cap is known.
        cap: In đồng; None for none known.
        per: What the cap is for ("cơ sở", "năm").
        when: For whom; None for everybody.
        unclear: Why it is not known; "" when it is.
    """

    words: str
    basis: Basis
    rate: int | None = None
    cap: int | None = None
    per: str = ""
    when: Condition | None = None
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: so many working days or days after an event, or before a day of each year; else words alone."""

    words: str
    basis: Basis
    working_days: int | None = None
    days: int | None = None
    before: tuple[int, int] | None = None
    counted_from: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """One support of one programme. `plans`: what one must plan to get it."""

    code: str
    words: str
    programme: str
    plans: frozenset[str]
    condition: Condition
    amounts: tuple[Amount, ...] = ()
    papers: tuple[Line, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    offices: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All supports and questions of the data files."""

    questions: tuple[Question, ...]
    supports: tuple[Support, ...]

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its key, in the order of the questions."""
        return {field.code: field for question in self.questions for field in question.fields}


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount worked out.

    Attributes:
        highest: In đồng; None when it cannot be told.
        steps: The calculation, in Vietnamese, one step a line.
    """

    amount: Amount
    highest: int | None
    steps: tuple[str, ...]


def figures(amounts: tuple[Amount, ...], answers: Answers, day: datetime.date) -> tuple[Figure, ...]:
    """The amount of a day: the first that fits; with those before it that may fit, as long as that is not known."""
    return tuple(_figure(amount, answers.get("chi_phi")) for amount in _fitting(amounts, answers, day))


def _fitting(amounts: tuple[Amount, ...], answers: Answers, day: datetime.date) -> Iterator[Amount]:
    for amount in amounts:
        if not amount.basis.valid.contains(day):
            continue
        outcome = judged(amount.when, answers, day) if amount.when else None
        verdict = Verdict.DAT if amount.when is None else outcome.verdict if outcome else Verdict.KHONG_DAT
        if verdict is not Verdict.KHONG_DAT:
            yield amount
        if verdict is Verdict.DAT:
            return


def _figure(amount: Amount, cost: str | int | None) -> Figure:
    if amount.unclear:
        return Figure(amount, None, (f"Chưa rõ: {amount.unclear}.",))
    cap = f"trần {dong(amount.cap)} mỗi {amount.per}" if amount.cap is not None else ""
    if amount.rate is None:
        return Figure(amount, amount.cap, (f"Không quá {dong(amount.cap or 0)} mỗi {amount.per}.",))
    if not isinstance(cost, int):
        rule = f"{amount.rate}% chi phí, {cap or 'không nêu trần'}; nhập chi phí để tính."
        return Figure(amount, amount.cap, (rule,))
    share = cost * amount.rate // 100
    steps = [f"{amount.rate}% × {dong(cost)} = {dong(share)}."]
    if amount.cap is None:
        return Figure(amount, share, (*steps, "Dữ kiện không nêu trần."))
    above = share > amount.cap
    steps.append(f"{'Vượt' if above else 'Không vượt'} {cap}.")
    return Figure(amount, min(share, amount.cap), tuple(steps))


def dong(value: int) -> str:
    """2431000 → "2.431.000 đồng"."""
    return f"{value:,}".replace(",", ".") + " đồng"


@dataclass(frozen=True, slots=True)
class Judgment:
    """A support judged: whose conditions hold, by the rules of which day; `outcome` None when no rule is known then."""

    support: Support
    outcome: Outcome | None

    @property
    def verdict(self) -> Verdict:
        """Not known where no rule of that day is."""
        return self.outcome.verdict if self.outcome else Verdict.CHUA_RO


def judgments(book: RuleBook, answers: Answers, day: datetime.date) -> tuple[Judgment, ...]:
    """Every support judged by the rules of a day, in the order of the files."""
    return tuple(Judgment(support, judged(support.condition, answers, day)) for support in book.supports)
