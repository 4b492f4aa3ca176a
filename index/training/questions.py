"""An article of law → questions that people could ask about it, by rule; no model writes them.

The forms are those of public question pages: a heading asked about ("… được quy định như thế nào?"), a sentence with
its answer asked for (who, how much, how long, which cases, may one), a definition both ways, a statement to be judged.
A share loses words, capitals or marks, as people type.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text import fold, nfc

_HEADING_FORMS = (
    "{h} được quy định như thế nào?", "{H} được quy định thế nào?", "Quy định về {h}", "{H}?", "{H}",
    "{H} theo quy định của pháp luật ra sao?", "Pháp luật quy định ra sao về {h}?", "Cho hỏi {h} như thế nào ạ?",
    "{H} gồm những gì?", "{H} là gì?", "Cho tôi hỏi về {h}?", "{H} hiện nay được quy định ra sao?",
    "Việc {h} được thực hiện như thế nào?", "{H} bao gồm những nội dung nào?", "Trường hợp nào {h}?",
    "Tôi muốn biết quy định về {h}", "Theo {law}, {h} được quy định như thế nào?", "{H} theo {law}?",
)  # fmt: skip
_BY_FIRST_WORDS = (
    (re.compile(r"(?i)^(hồ sơ|thành phần|giấy tờ|nội dung)\b"), ("{H} bao gồm những gì?", "{H} gồm những giấy tờ gì?", "{H} cần có những tài liệu nào?")),
    (re.compile(r"(?i)^(trình tự|thủ tục|quy trình)\b"), ("{H} được thực hiện ra sao?", "Phải làm thủ tục thế nào để {rest}?", "{H} gồm những bước nào?")),
    (re.compile(r"(?i)^(điều kiện|tiêu chuẩn|yêu cầu)\b"), ("{H} là gì?", "Cần đáp ứng những điều kiện nào {rest}?", "Muốn {rest} thì phải có điều kiện gì?")),
    (re.compile(r"(?i)^(thẩm quyền)\b"), ("Ai có thẩm quyền {rest}?", "Cơ quan nào có quyền {rest}?", "{H} thuộc về ai?")),
    (re.compile(r"(?i)^(thời hạn|thời gian|thời hiệu)\b"), ("{H} là bao lâu?", "{H} là bao nhiêu ngày?", "{H} trong bao lâu?")),
    (re.compile(r"(?i)^(mức|định mức)\b"), ("{H} là bao nhiêu?", "{H} tối đa bao nhiêu tiền?")),
    (re.compile(r"(?i)^(trách nhiệm|nhiệm vụ|quyền hạn|nhiệm vụ và quyền hạn|quyền|nghĩa vụ)\b( của)?"), ("{H} là gì?", "{rest} có những trách nhiệm gì?", "{rest} có quyền và nghĩa vụ gì?", "{rest} phải làm gì?")),
    (re.compile(r"(?i)^(nguyên tắc)\b"), ("{H} là gì?", "Việc {rest} phải dựa trên nguyên tắc nào?")),
    (re.compile(r"(?i)^(xử phạt|vi phạm|hành vi vi phạm|tội)\b"), ("{H} bị xử lý thế nào?", "{H} thì bị phạt bao nhiêu?", "Bị phạt bao nhiêu tiền khi {rest}?")),
    (re.compile(r"(?i)^(các trường hợp|trường hợp)\b"), ("Trong trường hợp nào thì {rest}?", "{H} là những trường hợp nào?", "Khi nào {rest}?")),
)  # fmt: skip
_DEFINITION = re.compile(r"^(?:\d+[a-z]?[.)]\s*)?(?P<what>[^.,;:]{2,80}?)\s+(?:là|được hiểu là|gồm|bao gồm)\s+(?P<said>.{15,300})$", re.S)
_AMOUNT = re.compile(r"\b\d[\d.,]*\s*(?:đồng|triệu đồng|tháng|năm|ngày|giờ|%|lần|mét|m|km|tuổi|người)\b(?:\s+làm việc)?")
_AMOUNT_WORDS = {"đồng": "bao nhiêu tiền", "%": "bao nhiêu phần trăm", "tuổi": "bao nhiêu tuổi", "người": "bao nhiêu người", "lần": "bao nhiêu lần"}
_ASKED = ("bao lâu", "bao nhiêu", "mấy")
_STATEMENT_TAILS = ("đúng không?", "có đúng không?", "đúng hay sai?", "phải không?", "", ".", "", "thì xử lý thế nào?", "thì sao?", "được không?", "theo quy định nào?", "theo điều luật nào?")
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n+")
_NUMBER = re.compile(r"^(?:\d+[a-zđ]?\.|[a-zđ]{1,2}\)|-|\+)\s*")
_LEAD = ("", "", "", "", "", "", "Cho tôi hỏi ", "Cho hỏi ", "Xin hỏi ", "Theo quy định hiện hành, ", "Tôi muốn hỏi ", "Pháp luật quy định ", "Công ty tôi muốn hỏi ")
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
    forms: tuple[str, ...] = _HEADING_FORMS
    rest = low
    for first, more in _BY_FIRST_WORDS:
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
        return rng.choice(
            (f"{what} là gì?", f"Thế nào là {what.lower()}?", f"{what} được hiểu như thế nào?", f"{_part(said, rng)} được gọi là gì?", f"{what} gồm những gì?")
        )
    amount = _AMOUNT.search(sentence)
    if amount and rng.random() < 0.6:
        unit = next((words for key, words in _AMOUNT_WORDS.items() if key in amount[0]), rng.choice(_ASKED))
        start, end = _around(sentence, amount.start(), amount.end(), rng)
        return f"{sentence[start:amount.start()]}{unit}{sentence[amount.end():end]}".strip(" ,;.") + "?"
    part = _part(sentence, rng)
    kind = rng.random()
    low = part[:1].lower() + part[1:]
    if kind < 0.35:
        return f"{rng.choice(_OPENING)}{low} {rng.choice(_STATEMENT_TAILS)}"
    if kind < 0.5:
        return f"{low} và {heading[:1].lower() + heading[1:]}?" if heading else part
    if kind < 0.6 and law:
        return f"Theo {law}, {low} {rng.choice(_STATEMENT_TAILS)}"
    words = part.split()
    cut = max(4, int(len(words) * rng.uniform(0.4, 0.8)))
    ask = rng.choice(("gồm những gì?", "như thế nào?", "là gì?", "ra sao?", "ai có thẩm quyền?", "trong trường hợp nào?", "bị xử lý thế nào?", "cần điều kiện gì?", "có được không?", "trong bao lâu?", "do ai thực hiện?"))
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
    lead = rng.choice(_LEAD)
    text = text.strip()
    return f"{lead}{text[:1].lower() + text[1:]}" if lead else f"{text[:1].upper()}{text[1:]}"


def _typed(text: str, rng: random.Random) -> str:
    """As people type: some words lost, sometimes no capitals, sometimes no marks."""
    words = text.split()
    if rng.random() < 0.6:
        lost = rng.uniform(0.05, 0.25)
        words = [w for w in words if rng.random() > (lost if w.lower() not in _FILLER else 2 * lost)] or words
    typed = " ".join(words)
    if rng.random() < 0.2:
        typed = typed.lower().rstrip("?.")
    return fold(typed) if rng.random() < 0.12 else typed


def folded_share(questions: list[str]) -> float:
    """Share of questions without a mark; what the recipe's card prints."""
    return sum(fold(q) == q.lower() for q in questions) / max(1, len(questions))


def forms() -> Iterator[str]:
    """Every form of a heading question, for the card."""
    yield from _HEADING_FORMS
