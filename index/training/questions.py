"""An article of law → questions that people could ask about it, by rule; no model writes them.

The forms, in `question_forms.tsv`, are those of public question pages: a heading asked about ("… được quy định như thế
nào?"), a sentence with its answer asked for (who, how much, how long, which cases, may one), a definition both ways, a
statement to be judged.
A share loses words, capitals or marks, as people type.
"""

import random
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.text import fold, nfc

_DEFINITION = re.compile(
    r"^(?:\d+[a-z]?[.)]\s*)?(?P<what>[^.,;:]{2,80}?)\s+(?:là|được hiểu là|gồm|bao gồm)\s+(?P<said>.{15,300})$", re.S
)
_AMOUNT = re.compile(
    r"\b\d[\d.,]*\s*(?:đồng|triệu đồng|tháng|năm|ngày|giờ|%|lần|mét|m|km|tuổi|người)\b(?:\s+làm việc)?"
)
_AMOUNT_WORDS = {
    "đồng": "bao nhiêu tiền",
    "%": "bao nhiêu phần trăm",
    "tuổi": "bao nhiêu tuổi",
    "người": "bao nhiêu người",
    "lần": "bao nhiêu lần",
}
_ASKED = ("bao lâu", "bao nhiêu", "mấy")
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n+")
_NUMBER = re.compile(r"^(?:\d+[a-zđ]?\.|[a-zđ]{1,2}\)|-|\+)\s*")
_OPENING = ("Nếu ", "Trường hợp ", "Khi ", "Việc ", "")
_FILLER = frozenset("các những của và về theo quy định tại này do được bị là có cho với trong trên thì mà để".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the words of the law it was made from; no words for one made of a heading."""

    text: str
    source: str


def of_heading(heading: str, law: str, rng: random.Random) -> Asked:
    """A question about what a heading names."""
    heading = nfc(heading).strip(" .:;")
    low = heading[:1].lower() + heading[1:]
    forms = _forms("heading")
    rest = low
    for first, more in _by_opening():
        if (met := first.match(heading)) and rng.random() < 0.6:
            forms, rest = more, heading[met.end() :].strip() or low
            break
    text = rng.choice(forms).format(h=low, H=heading, law=law, rest=rest)
    return Asked(_typed(_led(text, rng), rng), "")


def of_text(text: str, heading: str, law: str, rng: random.Random) -> Asked | None:
    """A question about a sentence of an article; None when it has none that is long enough."""
    sentences = [s for s in (_bare(part) for part in _SENTENCE.split(text)) if 8 <= len(s.split()) <= 90]
    if not sentences:
        return None
    sentence = rng.choice(sentences)
    return Asked(_typed(_led(_asked(sentence, heading, law, rng), rng), rng), sentence)


def _asked(sentence: str, heading: str, law: str, rng: random.Random) -> str:
    definition = _DEFINITION.match(sentence)
    if definition and rng.random() < 0.5:
        what, said = definition["what"], definition["said"]
        form = rng.choice(_forms("definition"))
        return form.format(what=what, low=what.lower(), said=_part(said, rng))
    amount = _AMOUNT.search(sentence)
    if amount and rng.random() < 0.6:
        unit = next((words for key, words in _AMOUNT_WORDS.items() if key in amount[0]), rng.choice(_ASKED))
        start, end = _around(sentence, amount.start(), amount.end(), rng)
        return f"{sentence[start : amount.start()]}{unit}{sentence[amount.end() : end]}".strip(" ,;.") + "?"
    part = _part(sentence, rng)
    kind = rng.random()
    low = part[:1].lower() + part[1:]
    if kind < 0.35:
        return f"{rng.choice(_OPENING)}{low} {rng.choice(_forms('tail'))}"
    if kind < 0.5:
        return f"{low} và {heading[:1].lower() + heading[1:]}?" if heading else part
    if kind < 0.6 and law:
        return f"Theo {law}, {low} {rng.choice(_forms('tail'))}"
    words = part.split()
    cut = max(4, int(len(words) * rng.uniform(0.4, 0.8)))
    ask = rng.choice(_forms("asking"))
    at = rng.randrange(0, len(words) - cut + 1)
    return f"{' '.join(words[at : at + cut]).strip(' ,;.')} {ask}"


def _bare(sentence: str) -> str:
    return _NUMBER.sub("", nfc(sentence).strip()).strip(" .;:")


def _part(sentence: str, rng: random.Random) -> str:
    """A run of clauses of the sentence, 6 to 40 words."""
    words = sentence.split()
    if len(words) <= 14 or rng.random() < 0.25:
        return " ".join(words[:45])
    size = rng.randrange(8, min(40, len(words)) + 1)
    at = rng.choice((0, rng.randrange(0, len(words) - size + 1)))
    return " ".join(words[at : at + size]).strip(" ,;")


def _around(sentence: str, start: int, end: int, rng: random.Random) -> tuple[int, int]:
    left = max(0, start - rng.randrange(40, 200))
    left = sentence.find(" ", left) + 1 if left else 0
    right = min(len(sentence), end + rng.randrange(0, 120))
    return min(left, start), right if right == len(sentence) else max(end, sentence.rfind(" ", end - 1, right))


def _led(text: str, rng: random.Random) -> str:
    lead = rng.choice(_forms("lead"))
    text = text.strip()
    return f"{lead}{text[:1].lower() + text[1:]}" if lead else f"{text[:1].upper()}{text[1:]}"


def _typed(text: str, rng: random.Random) -> str:
    """As people type: some words lost, sometimes no capitals, sometimes no marks."""
    words = text.split()
    if rng.random() < 0.45:
        lost = rng.uniform(0.02, 0.08)
        words = [w for w in words if rng.random() > (lost if w.lower() not in _FILLER else 5 * lost)] or words
    typed = " ".join(words)
    if rng.random() < 0.2:
        typed = typed.lower().rstrip("?.")
    return fold(typed) if rng.random() < 0.12 else typed


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    lines = files("index.training").joinpath("question_forms.tsv").read_text(encoding="utf-8").split("\n")[1:]
    return tuple((kind, opening, form) for kind, opening, form in (line.split("\t") for line in lines if line))


@cache
def _forms(kind: str) -> tuple[str, ...]:
    return tuple(form for of, _, form in _table() if of == kind)


@cache
def _by_opening() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """How a heading begins, and the forms for it."""
    openings = dict.fromkeys(opening for kind, opening, _ in _table() if kind == "opening")
    return tuple(
        (re.compile(opening, re.IGNORECASE), tuple(form for _, of, form in _table() if of == opening))
        for opening in openings
    )
