"""The terms of a draft: explained and never used, explained twice, shortened without being explained."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.citation import Citation
from corpus.locator import Unit
from corpus.model import Provision
from corpus.text import canonical, fold, nfc
from search_api.draft import Draft
from search_api.finding import Finding, Severity

_EXPLAINS = re.compile(r"giai thich (?:tu ngu|thuat ngu)|cac tu ngu")
_TERM = re.compile(
    r"^\s*(?:\d+[a-zđ]?\s*[.)]|[a-zđ]\s*\)|[-+•])?\s*(?P<term>(?:[^.;:()]|\([^()]*\)){2,90}?)\s*(?:,\s*)?"
    r"(?:được hiểu là|là (?:việc|các|những|một|hoạt động)|là|bao gồm|gồm)(?=[\s:])"
)
_ALIAS = re.compile(
    r"\(\s*(?:sau đây )?(?:gọi (?:tắt|chung) là|viết tắt là|gọi là)[:\s]*[“\"]?(?P<alias>[^()”\"]{1,60})"
)
_QUOTES = "“”\"'‘’ \t"
_SHORT = re.compile(r"(?<![\w/.\-–&])[A-ZĐƯÔƠ]{2,8}(?![\w/\-–&]|\.\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
# Organs, ways of signing, kinds of documents, money, measures: every reader of such texts knows them.
_WELL_KNOWN = frozenset(
    (
        "ASEAN", "ATM", "BHXH", "BHYT", "CCCD", "CHXHCN", "CMND", "CNTT", "CP", "CT", "ĐVT", "EUR", "FDI", "GDP",
        "HĐND", "ID", "ISO", "KG", "KT", "KV", "KW", "MW", "NĐ", "NQ", "ODA", "PDF", "QCVN", "QĐ", "QH", "QR", "STT",
        "TAND", "TANDTC", "TCVN", "TL", "TM", "TP", "TT", "TTg", "TTHC", "TUQ", "TW", "UBND", "UBTVQH", "USD", "VAT",
        "VBHN", "VKSND", "VND", "VNĐ", "WTO", "XML",
    )
)  # fmt: skip
_LONG_TERM = 6  # words; a longer term is seldom repeated word by word


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a draft explains, with the characters of its name and of the place that explains it."""

    name: str
    span: tuple[int, int]
    place: tuple[int, int]


def terms(draft: Draft) -> tuple[Term, ...]:
    """The terms of the Điều on "Giải thích từ ngữ", in order."""
    found: list[Term] = []
    for provision in draft.provisions.values():
        if provision.unit is Unit.DIEU and _EXPLAINS.search(fold(provision.heading)):
            for unit in (Unit.KHOAN, Unit.DIEM):
                members = draft.children.get((provision.ref.locator, unit), ())
                found += [term for member in members for term in _explained(member, draft)]
    return tuple(found)


def _explained(provision: Provision, draft: Draft) -> Iterator[Term]:
    if not provision.pieces:
        return
    start = provision.pieces[0].span.start
    line = draft.line_text(draft.line_at(start))
    found = _TERM.match(line)
    if found is None or draft.quoted[draft.line_at(start)]:
        return
    name = re.sub(r"\s*\(.*?\)\s*", " ", found["term"]).strip(_QUOTES)
    if name:
        at = start + found.start("term")
        place = (start, max(piece.span.end for piece in provision.pieces))
        yield Term(name, (at, at + len(found["term"])), place)


def term_findings(draft: Draft, citations: Sequence[Citation]) -> list[Finding]:
    """What is wrong with the draft's terms.

    Args:
        draft: The draft.
        citations: Its citations, whose letters are no abbreviations of the draft.
    """
    known = terms(draft)
    return [*_twice(known), *_unused(known, draft), *_unused_aliases(draft), *_unexplained(draft, citations)]


def _twice(known: Sequence[Term]) -> Iterator[Finding]:
    seen: dict[str, Term] = {}
    for term in known:
        if canonical(term.name) in seen:
            message = f"“{term.name}” được giải thích hai lần"
            yield Finding("tu_ngu_lap", Severity.CANH_BAO, message, term.span, "Bỏ một trong hai lời giải thích.")
        seen.setdefault(canonical(term.name), term)


def _unused(known: Sequence[Term], draft: Draft) -> Iterator[Finding]:
    text = canonical(draft.text) if known else ""
    same_length = len(text) == len(draft.text)
    for term in known:
        name = canonical(term.name)
        if same_length:
            used = name in text[: term.place[0]] or name in text[term.place[1] :]
        else:  # a letter in another composition; the place is cut out by its own words
            used = text.count(name) > canonical(draft.text[slice(*term.place)]).count(name)
        if not used and name:
            severity = Severity.CANH_BAO if len(name.split()) <= _LONG_TERM else Severity.CAN_XEM
            message = f"“{term.name}” được giải thích nhưng không dùng ở nơi nào khác"
            remedy = "Bỏ lời giải thích, hoặc dùng đúng từ ngữ này trong các điều sau."
            yield Finding("tu_ngu_khong_dung", severity, message, term.span, remedy)


def _unused_aliases(draft: Draft) -> Iterator[Finding]:
    text = ""
    for found in _ALIAS.finditer(nfc(draft.text)):
        alias = found["alias"].strip(_QUOTES)
        if not alias or draft.quoted[draft.line_at(found.start())]:
            continue
        text = text or canonical(draft.text)
        if text.count(canonical(alias)) < 2:
            message = f"Tên gọi tắt “{alias}” không dùng ở nơi nào khác"
            yield Finding("goi_tat_khong_dung", Severity.CAN_XEM, message, found.span(), "Bỏ tên gọi tắt.")


def _unexplained(draft: Draft, citations: Sequence[Citation]) -> Iterator[Finding]:
    """Abbreviations in running text that no words explain: neither "… (ABC)" nor "ABC (…)" nor "viết tắt là ABC"."""
    cited = [range(*citation.span) for citation in citations]
    seen: set[str] = set()
    for at, line in enumerate(draft.lines):
        start = draft.starts[at]
        steps = draft.place_at(start).steps
        outside = not steps or steps[0].unit is Unit.PHU_LUC
        if outside or draft.quoted[at] or line.table is not None or line.text.isupper():
            continue
        for found in _SHORT.finditer(line.text):
            short = found.group()
            if short in seen or short in _WELL_KNOWN or _ROMAN.fullmatch(short) or _shouted(line.text, found):
                continue
            seen.add(short)
            position = start + found.start()
            if not any(position in span for span in cited) and not _is_explained(short, draft.text):
                message = f"Chữ viết tắt “{short}” chưa được giải thích"
                span, remedy = (position, start + found.end()), "Viết đủ ở lần đầu, kèm chữ viết tắt."
                yield Finding("viet_tat_chua_giai_thich", Severity.CAN_XEM, message, span, remedy)


def _shouted(line: str, found: re.Match[str]) -> bool:
    """Whether the letters are a word among others in capitals: "theo mẫu DANH SÁCH"."""
    before, after = line[: found.start()].split()[-1:], line[found.end() :].split()[:1]
    return any(len(word) > 1 and word.isupper() and word.isalpha() for word in (*before, *after))


def _is_explained(short: str, text: str) -> bool:
    word = re.escape(short)
    in_brackets, before_brackets = rf"\([^()\n]*(?<!\w){word}(?!\w)[^()\n]*\)", rf"(?<!\w){word}\s*\([^)\n]{{6,}}"
    return bool(re.search(rf"{in_brackets}|{before_brackets}|tắt là[:\s“\"]*{word}(?!\w)", text))
