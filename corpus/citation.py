"""Citations: what words in a text or a question point at.

`find` says what the words name, without a store; `resolve` says which held documents and places that is.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.citation_forms import (
    AFORESAID,
    ATTACHED,
    BARE_NUMBER_YEAR,
    BEFORE_NUMBER,
    ISSUED,
    KIND_FORMS,
    KIND_OF_WORD,
    KIND_WORD,
    MONTH_BEFORE,
    NAMED_KINDS,
    NUMBER_ONLY,
    NUMBER_YEAR,
    OLD_OFFICE,
    SO_HIEU,
    SPACED_SO_HIEU,
    THIS,
    KindForm,
)
from corpus.citation_names import read_law_name
from corpus.citation_places import UNIT_START, PlaceRun, read_places
from corpus.locator import Locator, Step, Unit
from corpus.reference import DocId, Ref, ky_hieu_slug
from corpus.store import Store
from corpus.text import canonical, find_date, fold, nfc

__all__ = [
    "SO_HIEU",
    "Citation",
    "CitationForm",
    "NamedDocument",
    "Resolved",
    "find",
    "identifiers",
    "not_held",
    "resolve",
]


class CitationForm(StrEnum):
    """How completely the words name their target."""

    FULL = "full"  # a whole số hiệu
    SHORT = "short"  # a number, or a name: "NĐ 45", "45/2012", "Luật Đất đai năm 2024"
    SELF = "self"  # "Nghị định này", "khoản 1 Điều này"
    RELATIVE = "relative"  # a place without a document, or "Nghị định nói trên"


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document as words name it. What they leave out is None or empty.

    Attributes:
        written: The words, as printed.
        loai: "Nghị định", where the words say it.
        number: Without leading zeros, lower case, as in `DocId`.
        year: From the số hiệu, else from the date of issue beside it.
        ky_hieu: As a slug, as in `DocId.kind`; misread Quốc hội terms mended (QHI15 is qh15).
        name: For laws cited by name, the words after "Luật"; where no year ends them, a few too many are possible.
        issued: The date beside the số hiệu as printed, possible or not ("29 tháng 02 năm 2021").
    """

    written: str
    loai: str | None = None
    number: str | None = None
    year: int | None = None
    ky_hieu: str | None = None
    name: str = ""
    issued: str = ""

    @property
    def doc_id(self) -> DocId | None:
        """The identity a whole số hiệu gives, held or not; a local document's province stays open."""
        if self.ky_hieu is None or self.number is None:
            return None
        return DocId(self.ky_hieu, self.year, self.number)


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that point at documents or places.

    Attributes:
        span: First character and the one after the last, in the text given to `find`.
        text: Those characters.
        doc: None where the words name no document, or only "this" one.
        locators: Places named, in the order of the words; empty means the document itself.
    """

    span: tuple[int, int]
    text: str
    doc: NamedDocument | None
    locators: tuple[Locator, ...]
    form: CitationForm


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a citation points at in a store: none, one or several addresses, and why, in Vietnamese."""

    targets: tuple[Ref, ...]
    reason: str


# Finding

_ANCHOR = re.compile(rf"{UNIT_START.pattern}|{KIND_WORD.pattern}|(?<!\d)(?<!\d[.,-])(?<!/)\d{{1,5}}[a-z]?[\s/–-]")
_OF = re.compile(
    r"[\s,]{0,4}(?:(?:(?:duoc\s{1,3})?(?:ban\s{1,3}hanh|dinh)\s{1,3})?kem\s{1,3})?"
    r"(?:(?:cua|tai|thuoc|trong|theo|o)\s{1,3})?(?:(?:cac|nhung)\s{1,3})?"
)
_THEN_PLACE = re.compile(r"[ \t\xa0]{0,3},?[ \t\xa0]{0,3}(?:(?:tai|o|theo|quy dinh tai)[ \t\xa0]{1,3})?")


def find(text: str) -> tuple[Citation, ...]:
    """The citations in running text or in a question, in order, without overlaps.

    Read, in any letter case, with or without marks: "khoản 2 Điều 8 Thông tư 28/2018/TT-BTC"; "nđ 45", "TT 28 năm
    2018"; "45/2012"; "3384 bct ctdp"; "các điểm d, đ khoản 1 Điều 12"; "k2 Đ8"; "Điều 5 Luật Đất đai năm 2024";
    "Nghị định này". Not read: dates, fractions, headings ("Điều 5. Phạm vi" at the start of a line).
    """
    shown, offsets = _composed(text)
    folded = fold(shown)
    found: list[Citation] = []
    at = 0
    while anchor := _ANCHOR.search(folded, at):
        read = _read_citation(shown, folded, anchor.start())
        if read is None:
            at = max(anchor.start() + 1, anchor.end() - 1)
            continue
        end, doc, run, form = read
        span = (offsets[anchor.start()], offsets[end]) if offsets else (anchor.start(), end)
        found.append(Citation(span, text[span[0] : span[1]], doc, run.locators if run else (), form))
        at = end
    return tuple(found)


def _composed(text: str) -> tuple[str, list[int] | None]:
    """The text in NFC, and for each of its characters (and its end) the position in the text; None: the same one."""
    whole = nfc(text)
    if len(whole) == len(text) and unicodedata.is_normalized("NFC", text):
        return whole, None
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        piece = nfc(text[start:end])
        pieces.append(piece)
        offsets += [start] * len(piece)
        start = end
    shown = "".join(pieces)
    # scripts whose letters join across these borders are not Vietnamese; leave such a text as it is
    return (shown, [*offsets, len(text)]) if unicodedata.is_normalized("NFC", shown) else (text, None)


_Read = tuple[int, NamedDocument | None, PlaceRun | None, CitationForm]


def _read_citation(shown: str, folded: str, at: int) -> _Read | None:
    """End, document, places and form of the citation that begins at a position."""
    run = read_places(shown, folded, at)
    if run is None:
        return _read_document_first(shown, folded, at)
    attached = ATTACHED.match(folded, run.end)
    of = _OF.match(folded, run.end)
    for joint in (of, attached):
        named = _read_document(shown, folded, joint.end(), after_place=True) if joint else None
        if named is not None:
            doc, end, form = named
            return end, doc, _in_attached(run) if joint is attached else run, form
    return run.end, None, run, CitationForm.SELF if run.own else CitationForm.RELATIVE


def _in_attached(run: PlaceRun) -> PlaceRun:
    """The places inside the text that a decision brings with it: "Điều 5 Quy chế … kèm theo Quyết định …"."""
    above = Step(Unit.DINH_KEM, "1")
    return PlaceRun(run.end, tuple(Locator((above, *locator.steps)) for locator in run.locators), run.own)


def _read_document_first(shown: str, folded: str, at: int) -> _Read | None:
    named = _read_document(shown, folded, at, after_place=False)
    if named is None:
        return None
    doc, end, form = named
    then = _THEN_PLACE.match(folded, end)
    if doc and then and UNIT_START.match(folded, then.end()):
        run = read_places(shown, folded, then.end())
        if run and not run.own and not _names_own_document(shown, folded, run.end):
            return run.end, doc, run, form
    return end, doc, None, form


def _names_own_document(shown: str, folded: str, end: int) -> bool:
    of = _OF.match(folded, end)
    begin = of.end() if of else end
    return _read_document(shown, folded, begin, after_place=True) is not None


_Numbered = tuple[NamedDocument, int, CitationForm]
_Named = _Numbered | tuple[None, int, CitationForm]


def _read_document(shown: str, folded: str, at: int, after_place: bool) -> _Named | None:
    kind = KIND_WORD.match(folded, at)
    if kind is None:
        return _read_number(shown, folded, at, at, None)
    if not _is_kind(shown, kind):
        return None
    if this := THIS.match(folded, kind.end()):
        return None, this.end(), CitationForm.SELF
    if (aforesaid := AFORESAID.match(shown, kind.end())) and shown[at].isupper():
        return None, aforesaid.end(), CitationForm.RELATIVE
    form = KIND_OF_WORD[" ".join(kind["kind"].split())]
    before = BEFORE_NUMBER.match(folded, kind.end())
    begin = before.end() if before else kind.end()
    numbered = _read_number(shown, folded, at, begin, form) if folded[begin : begin + 1].isdigit() else None
    if numbered is None and form.loai in NAMED_KINDS:
        return _read_named_law(shown, folded, at, kind.end(), form, after_place)
    return numbered


def _is_kind(shown: str, kind: re.Match[str]) -> bool:
    """Whether the marks fit too: "tt" and "nđ" name kinds, "từ" does not; "thông từ 03 công trình" is no thông tư."""
    word = " ".join(kind["kind"].split())
    printed = " ".join(shown[kind.start() : kind.end()].lower().split())
    form = KIND_OF_WORD[word]
    return printed.replace("đ", "d") == word or (word == form.words[0] and canonical(printed) == form.loai.lower())


def _read_number(shown: str, folded: str, start: int, at: int, kind: KindForm | None) -> _Numbered | None:
    """A document by its number: whole số hiệu, the same with spaces, number and year, number alone after its kind."""
    if full := SO_HIEU.match(shown, at):
        number = next(value for name in ("number", "number_2", "number_3", "number_4") if (value := full[name]))
        ky_hieu = next(value for name in ("ky_hieu", "ky_hieu_2", "ky_hieu_3", "ky_hieu_4") if (value := full[name]))
        return _named(shown, folded, start, full.end(), kind, number, full["year"], ky_hieu)
    if spaced := SPACED_SO_HIEU.match(folded, at):
        return _named(shown, folded, start, spaced.end(), kind, spaced["number"], spaced["year"], spaced["ky_hieu"])
    if kind and (old := OLD_OFFICE.match(shown, at)):
        return _named(shown, folded, start, old.end(), kind, old["number"], None, old["ky_hieu"])
    pattern = NUMBER_YEAR if kind else BARE_NUMBER_YEAR
    if pair := pattern.match(folded, at):
        if kind is None and int(re.sub(r"\D", "", pair["number"])) <= 12 and _follows_month_word(folded, at):
            return None
        return _named(shown, folded, start, pair.end(), kind, pair["number"], pair["year"], None)
    if kind and kind.bare and (alone := NUMBER_ONLY.match(folded, at)):
        return _named(shown, folded, start, alone.end(), kind, alone["number"], None, None)
    return None


def _follows_month_word(folded: str, at: int) -> bool:
    return MONTH_BEFORE.search(folded[max(0, at - 8) : at]) is not None


def _named(
    shown: str,
    folded: str,
    start: int,
    end: int,
    kind: KindForm | None,
    number: str,
    year: str | None,
    ky_hieu: str | None,
) -> _Numbered:
    issued = ISSUED.match(folded, end)
    printed = shown[issued.start("day") : issued.end("day")] if issued else ""
    end = issued.end() if issued else end
    day = find_date(printed) if printed and year is None else None
    doc = NamedDocument(
        shown[start:end],
        kind.loai if kind else None,
        fold(number).lstrip("0") or "0",
        int(year) if year else day.year if day else None,
        ky_hieu_slug(ky_hieu) if ky_hieu else None,
        issued=printed,
    )
    return doc, end, CitationForm.FULL if ky_hieu else CitationForm.SHORT


def _read_named_law(shown: str, folded: str, start: int, at: int, kind: KindForm, after_place: bool) -> _Named | None:
    law = read_law_name(shown, folded, at, known=after_place, nameless=kind.loai == "Hiến pháp")
    if law is None:
        return None
    if law.number_at is not None:
        numbered = _read_number(shown, folded, start, law.number_at, kind)
        return numbered if numbered and re.match(r"(?:ubtv)?qh|l|pl|$", numbered[0].ky_hieu or "") else None
    return NamedDocument(shown[start : law.end], kind.loai, year=law.year, name=law.name), law.end, CitationForm.SHORT


# Resolving


def resolve(citation: Citation, store: Store, within: DocId | None = None) -> Resolved:
    """The held documents and places a citation points at.

    Args:
        citation: What `find` gave.
        store: Where to look.
        within: The document the words stand in; "Nghị định này" and "khoản 2 Điều 5" then point into it.

    Returns:
        Every document that fits, by year: "TT 26/2014" is 26/2014/TT-BCT and 26/2014/TTLT-BTC-BCT. A year that fits
        none gives none. A place that is not held becomes its nearest held ancestor, and the reason says so.
    """
    if citation.doc is None:
        if within is None or (citation.form is CitationForm.RELATIVE and not citation.locators):
            return Resolved((), "viện dẫn trong chính văn bản đang đọc")
        return _placed([within], citation.locators, store, "trong chính văn bản đang đọc")
    doc_ids = _documents(citation.doc, store)
    if not doc_ids:
        return Resolved((), "không có trong kho")
    reason = (
        "tìm thấy một văn bản" if len(doc_ids) == 1 else f"{_count_vi(len(doc_ids))} văn bản cùng {_by(citation.doc)}"
    )
    return _placed(doc_ids, citation.locators, store, reason)


def identifiers(question: str, store: Store) -> tuple[Ref, ...]:
    """The addresses a question names outright, in its order, all that fit; empty when it names none.

    Places that stand apart from the only document of a question belong to it ("thông tư 28/2018 nói gì ở khoản 2
    Điều 8"). A name without a number counts with a place, or where the question is little more than the name.
    """
    citations = find(question)
    docs = [c for c in citations if c.doc is not None]
    apart = tuple(loc for c in citations if c.doc is None for loc in c.locators)
    targets: list[Ref] = []
    for citation in docs:
        locators = apart if len(docs) == 1 and not citation.locators else citation.locators
        joined = Citation(citation.span, citation.text, citation.doc, locators, citation.form)
        if _is_outright(joined, question):
            targets += resolve(joined, store).targets
    if not targets:
        targets = _by_name(question, apart, store)
    return tuple(dict.fromkeys(_local(targets, question)))


def _is_outright(citation: Citation, question: str) -> bool:
    doc = citation.doc
    if doc is None or doc.number or doc.year or citation.locators:
        return doc is not None
    return len(question.split()) - len(citation.text.split()) <= _FEW_WORDS


_FEW_WORDS = 3
_LONGEST_NAME = 16


def _by_name(question: str, locators: tuple[Locator, ...], store: Store) -> list[Ref]:
    """Documents whose whole name or alias stands in the question."""
    words = re.findall(r"[a-z0-9/-]+", fold(question)[:2000])
    names = store.names()
    for start, length in _stretches(len(words)):
        doc_ids = names.get(" ".join(words[start : start + length]))
        if doc_ids and (locators or len(words) - length <= _FEW_WORDS):
            return list(_placed(list(doc_ids), locators, store, "").targets)
    return []


def _stretches(words: int) -> Iterator[tuple[int, int]]:
    """Start and length of each stretch of at least two words, longest first."""
    for length in range(min(words, _LONGEST_NAME), 1, -1):
        for start in range(words - length + 1):
            yield start, length


def _local(targets: list[Ref], question: str) -> list[Ref]:
    """Only the documents of the province a question names, where it names one."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', fold(question)))} "
    here = [t for t in targets if t.doc_id.place and f" {t.doc_id.place.replace('-', ' ')} " in words]
    return here or targets


def _documents(doc: NamedDocument, store: Store) -> list[DocId]:
    if doc.number is None:
        return _laws_by_name(doc, store)
    held = store.numbered(doc.number, doc.year)
    fitting = [(doc_id, loai) for doc_id, loai in held if _fits(doc, doc_id, loai)]
    of_kind = [doc_id for doc_id, loai in fitting if doc.loai and fold(loai) == fold(doc.loai)]
    if doc.ky_hieu and of_kind:
        return of_kind
    return [doc_id for doc_id, _ in fitting]


def _fits(doc: NamedDocument, doc_id: DocId, loai: str) -> bool:
    if doc.ky_hieu:
        return doc_id.kind in (doc.ky_hieu, re.sub(r"^(tt|qd)-", r"\1-b", doc.ky_hieu))
    if doc.loai is None:
        return True
    form = next(form for form in KIND_FORMS if form.loai == doc.loai)
    held, asked = fold(loai), fold(doc.loai)
    if re.fullmatch(r"(ubtvqh|qh)\d*", doc_id.kind) and held:  # a law or a resolution: only the loại tells
        return held == asked or (asked in ("luat", "bo luat") and held in ("luat", "bo luat"))
    return (
        held == asked
        or any(re.match(rf"{kind}(?![a-z])", doc_id.kind) for kind in form.kinds if kind)
        or ("" in form.kinds)
    )


def _laws_by_name(doc: NamedDocument, store: Store) -> list[DocId]:
    """The longest beginning of the name that is a held name: the words may run past it."""
    words = re.findall(r"[a-z0-9]+", fold(f"{doc.loai or ''} {doc.name}"))
    names = store.names()
    for length in range(len(words), 1, -1):
        if doc_ids := names.get(" ".join(words[:length])):
            return [doc_id for doc_id in doc_ids if doc.year is None or doc_id.year in (doc.year, None)]
    return []


def _placed(doc_ids: list[DocId], locators: tuple[Locator, ...], store: Store, reason: str) -> Resolved:
    """The places in each document, each at its deepest held step."""
    targets: list[Ref] = []
    reasons = [reason]
    for doc_id in doc_ids:
        for locator in locators or (Locator(),):
            held = _deepest_held(doc_id, locator, store)
            if held != locator:
                nearest = _lower_first(held.vi) if held.steps else "cả văn bản"
                reasons.append(f"không thấy {_lower_first(locator.vi)}, nơi gần nhất là {nearest}")
            targets.append(Ref(doc_id, held))
    return Resolved(tuple(dict.fromkeys(targets)), "; ".join(dict.fromkeys(reasons)))


def _deepest_held(doc_id: DocId, locator: Locator, store: Store) -> Locator:
    """The place or its nearest held ancestor; a text brought with a decision may be held as the decision's own."""
    held = locator
    while held.steps and not store.holds(Ref(doc_id, held)):
        held = held.parent
    if not held.steps and locator.steps and locator.steps[0].unit is Unit.DINH_KEM:
        return _deepest_held(doc_id, Locator(locator.steps[1:]), store)
    return held


def _lower_first(words: str) -> str:
    return words if words.startswith(("Điều", "Chương", "Mục", "Phụ")) else words[:1].lower() + words[1:]


def _by(doc: NamedDocument) -> str:
    return "số" if doc.number else "tên"


def _count_vi(count: int) -> str:
    names = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
    return names[count] if count < len(names) else str(count)


def not_held(question: str, store: Store) -> tuple[tuple[str, ...], tuple[Ref, ...]]:
    """Numbered documents that a question names and a store does not hold.

    Returns:
        Their names as written; and the held documents of the same number and ký hiệu but another year, which a person
        may have meant: 235/2026/NĐ-CP is not held, 235/2025/NĐ-CP is.
    """
    missing = [
        citation.doc
        for citation in find(question)
        if citation.doc and citation.doc.number and not resolve(citation, store).targets
    ]
    near = [
        Ref(doc_id)
        for doc in missing
        for doc_id, _ in store.numbered(doc.number or "")
        if doc.ky_hieu in (None, doc_id.kind)
    ]
    return tuple(doc.written for doc in missing), tuple(dict.fromkeys(near))
