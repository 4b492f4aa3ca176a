"""The page of an eligibility check: one question a screen with the answer growing beside it, then the result."""

from collections.abc import Mapping
from urllib.parse import urlencode

from corpus.support import Field, Question, RuleBook, dong
from search_api.eligibility_answers import BadAnswer
from search_api.eligibility_text import ABOUT, amount_name, cautions
from search_api.eligibility_wire import EligibilityOut
from search_api.pages import SearchForm, render

_TONES = {"dat": "good", "chua_ro": "unknown", "khong_dat": "ended"}
PATH = "/dieu-kien"


def render_step(
    step: int, typed: Mapping[str, str], book: RuleBook, found: EligibilityOut | None, error: BadAnswer | None = None
) -> str:
    """A question (1 is the first) with what was answered kept in the form, and the result so far."""
    question = book.questions[step - 1]
    fields = _fields(question, typed)
    here = {field.code for field in fields}
    return render(
        "eligible_step.html",
        form=SearchForm(),
        step=step,
        steps=_steps(book, typed),
        question=question,
        fields=fields,
        typed=typed,
        kept=[(code, value) for code, value in typed.items() if value and code not in here],
        found=found,
        error=error,
        tones=_TONES,
    )


def render_result(found: EligibilityOut, book: RuleBook, typed: Mapping[str, str]) -> str:
    """Every support of the plan with its reasons, amount, papers, deadlines and offices."""
    of_field = {field.code: at for at, q in enumerate(book.questions, start=1) for field in q.fields}
    waiting = dict.fromkeys(of_field[code] for code in found.missing)
    return render(
        "eligible.html",
        form=SearchForm(),
        found=found,
        about=ABOUT,
        steps=_steps(book, typed),
        waiting=[(book.questions[at - 1].words, _address(typed, at)) for at in waiting],
        document=f"{PATH}.docx?" + found.page.partition("?")[2],
        others=[(other, f"{PATH}?{urlencode({**typed, 'viec': other.plans[0]})}") for other in found.other],
        cautions=cautions,
        amount_name=amount_name,
        dong=dong,
        tones=_TONES,
    )


def step_of(field: str, book: RuleBook) -> int:
    """The step that asks a field; the first for one that nobody asks."""
    return next((at for at, q in enumerate(book.questions, start=1) if any(f.code == field for f in q.fields)), 1)


def _fields(question: Question, typed: Mapping[str, str]) -> list[Field]:
    return [field for field in question.fields if field.asked_for(typed.get("viec", ""))]


def _steps(book: RuleBook, typed: Mapping[str, str]) -> list[tuple[int, str, str, bool]]:
    """Number, words, address, and whether something of it is answered."""
    return [
        (at, question.words, _address(typed, at), any(typed.get(field.code) for field in question.fields))
        for at, question in enumerate(book.questions, start=1)
    ]


def _address(typed: Mapping[str, str], step: int) -> str:
    return f"{PATH}?{urlencode({**{k: v for k, v in typed.items() if v}, 'buoc': str(step)})}"
