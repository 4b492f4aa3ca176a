"""Citations: what words in a text or a question point at.

`find` says what the words name, without a store; `resolve` says which held documents and places that is.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.citation_documents import CitationForm, NamedDocument, read_document
from corpus.citation_forms import ATTACHED, CODE_LETTERS, FILE_NAME, KIND_FORMS, KIND_WORD, SO_HIEU
from corpus.citation_places import UNIT_START, PlaceRun, read_places
from corpus.locator import Locator, Step, Unit, lower_first
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import fold, nfc

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

_ANCHOR = re.compile(
    rf"{UNIT_START.pattern}|{KIND_WORD.pattern}|{CODE_LETTERS.pattern}|(?<![a-z0-9])so\s{{0,2}}(?=\d)|(?<!\d)(?<!\d[.,-])(?<!/)\d{{1,5}}[a-z]?[\s/–-]"
)
_OF = re.compile(
    r"[\s,]{0,4}(?:(?:tai|thuoc|cua|o)\s{1,3}phu\s{1,3}luc\s{1,3})?(?:(?:(?:duoc\s{1,3})?(?:ban\s{1,3}hanh|dinh)\s{1,3})?kem\s{1,3})?"
    r"(?:(?:cua|tai|thuoc|trong|theo|o)\s{1,3})?(?:(?:cac|nhung|ban)\s{1,3})?"
)
_THEN_PLACE = re.compile(
    r"[ \t\xa0]{0,3}(?:,|(?P<column>\|))?[ \t\xa0]{0,3}(?:(?:tai|o|theo|quy dinh tai)[ \t\xa0]{1,3})?"
)


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
        line = folded.rfind("\n", 0, anchor.start()) + 1
        if (file_name := FILE_NAME.match(folded, line)) and file_name.end() > anchor.start():
            at = file_name.end()
            continue
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
        named = read_document(shown, folded, joint.end(), after_place=True) if joint else None
        if named is not None:
            doc, end, form = named
            return end, doc, _in_attached(run) if joint is attached else run, form
    return run.end, None, run, CitationForm.SELF if run.own else CitationForm.RELATIVE


def _in_attached(run: PlaceRun) -> PlaceRun:
    """The places inside the text that a decision brings with it: "Điều 5 Quy chế … kèm theo Quyết định …"."""
    above = Step(Unit.DINH_KEM, "1")
    return PlaceRun(run.end, tuple(Locator((above, *locator.steps)) for locator in run.locators), run.own)


def _read_document_first(shown: str, folded: str, at: int) -> _Read | None:
    named = read_document(shown, folded, at, after_place=False)
    if named is None:
        return None
    doc, end, form = named
    then = _THEN_PLACE.match(folded, end)
    if doc and then and UNIT_START.match(folded, then.end()):
        run = read_places(shown, folded, then.end())
        if run and not run.own and (then["column"] or not _names_own_document(shown, folded, run.end)):
            return run.end, doc, run, form
    return end, doc, None, form


def _names_own_document(shown: str, folded: str, end: int) -> bool:
    of = _OF.match(folded, end)
    begin = of.end() if of else end
    return read_document(shown, folded, begin, after_place=True) is not None


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
    targets = [ref for citation in _outright(citations, question) for ref in resolve(citation, store).targets]
    if not targets:
        apart = tuple(loc for c in citations if c.doc is None for loc in c.locators)
        targets = _by_name(question, apart, store)
    return tuple(dict.fromkeys(_local(targets, question)))


def absent_places(question: str, store: Store) -> tuple[str, ...]:
    """Places that a question names in held documents, none of which has them: "khoản 9 Điều 8 TT 28/2018"."""
    found: list[str] = []
    for citation in _outright(find(question), question):
        held = {ref.locator for ref in resolve(citation, store).targets}
        for locator in citation.locators if held else ():
            attached = locator.steps[:1] and locator.steps[0].unit is Unit.DINH_KEM
            if locator not in held and not (attached and Locator(locator.steps[1:]) in held):
                found.append(f"{lower_first(locator.vi)} {citation.doc.written if citation.doc else ''}")
    return tuple(dict.fromkeys(found))


def _outright(citations: Sequence[Citation], question: str) -> list[Citation]:
    """Those that name a document outright; places that stand apart belong to the only document."""
    docs = [c for c in citations if c.doc is not None]
    apart = tuple(loc for c in citations if c.doc is None for loc in c.locators)
    joined = [replace(c, locators=apart) if len(docs) == 1 and not c.locators else c for c in docs]
    return [c for c in joined if _is_outright(c, question)]


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
        same = (doc.ky_hieu, re.sub(r"^(tt|qd)-", r"\1-b", doc.ky_hieu))
        return doc_id.kind in same or doc_id.kind.replace("-", "") == doc.ky_hieu.replace("-", "")
    if doc.loai is None:
        return True
    form = next(form for form in KIND_FORMS if form.loai == doc.loai)
    held, asked = fold(loai), fold(doc.loai)
    if re.fullmatch(r"(ubtvqh|qh)\d*|l-ctn", doc_id.kind) and held:  # a law or a resolution: only the loại tells
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
                nearest = lower_first(held.vi) if held.steps else "cả văn bản"
                reasons.append(f"không thấy {lower_first(locator.vi)}, nơi gần nhất là {nearest}")
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
