"""What a text does to other texts: which of its citations it amends, adds to, replaces, repeals or suspends.

Only words outside the quoted new wording count, and only where they act: "Bãi bỏ khoản 2 Điều 5 …", "Thông tư số …
hết hiệu lực kể từ ngày …", a list under "Bãi bỏ các văn bản sau đây:". "Đã được sửa đổi, bổ sung bởi" describes, and
so do the words of a title.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.citation import Citation, CitationForm, NamedDocument
from corpus.citation_description import describe
from corpus.locator import Locator, Unit
from corpus.model import RelationKind
from corpus.text import fold
from ingest.placed_text import PlacedText

_VERB = re.compile(
    r"(?P<sua_doi>sua\s+doi(?:\s*,?\s*bo\s+sung)?)|(?P<bo_sung>bo\s+sung)"
    r"|(?P<thay_cum_tu>thay(?:\s+the)?\s+(?:cac\s+)?(?:cum\s+)?tu(?![a-z]))|(?P<thay_the>thay\s+the)"
    r"|(?P<bo_cum_tu>(?:bai\s+|huy\s+)?bo\s+(?:cac\s+)?(?:cum\s+)?tu(?![a-z]))|(?P<bai_bo>(?:bai|huy)\s+bo(?![a-z]))"
    r"|(?P<dinh_chinh>dinh\s+chinh)|(?P<ngung>(?:tam\s+)?ngung\s+hieu\s+luc(?:\s+thi\s+hanh)?)"
    r"|(?P<dinh_chi>(?:tam\s+)?dinh\s+chi(?:\s+viec)?\s+thi\s+hanh)"
)
_DESCRIBING = re.compile(
    r"(?:duoc|da|bi|viec|de nghi|de xuat|tham quyen|kien nghi|tien toi|khi|neu|co the|theo huong|phai|can|ra soat"
    r"|thoi gian|thoi han)\s*$"
)
_PASSIVE = re.compile(
    r"[^.;]{0,200}?(?<!da )(?:(?P<bai_bo>het\s+hieu\s+luc|(?:duoc|bi)\s+bai\s+bo(?!\s+(?:theo|boi|tai)\s))"
    r"|(?P<ngung>(?:tam\s+)?ngung\s+hieu\s+luc)"
    r"|(?P<thay_the>(?:duoc|bi)\s+thay\s+the\s+(?:bang|boi)\s+[a-z ]{3,20}\s+nay)"
    r"|(?P<sua_doi>duoc\s+sua\s+doi(?:\s*,?\s*bo\s+sung)?[^.;]{0,30}?\s+nhu\s+sau))"
)
# Words before a text that changed the one acted on: "đã được sửa đổi, bổ sung một số điều theo …".
_CHANGED_BY = re.compile(
    r"duoc\s+(?:sua\s+doi|bo\s+sung)(?!.*het\s+hieu\s+luc).{0,200}?(?<![a-z])(?:boi|theo|tai)(?![a-z])"
)
_CONDITION = re.compile(r"(?:^|[\s,])(?:khi|neu|truong hop)\s")
_NUMBERING = re.compile(r"\s*(?:\d{1,3}[a-z]?[.)]|[a-z]{1,2}\d?\)|[-+–•])?\s*(?:cac\s+|cua\s+)?$")
_JOINED = re.compile(r"[\s,]*(?:va|hoac)?\s*")
# Words between a verb and a document, or before one that ceases, which say that not all of it is meant.
_PARTLY = re.compile(
    r"(?<![a-z])(?:mot\s+so|mot\s+phan|phu\s+luc|mau|bieu|danh\s+muc|dieu|khoan|diem|doan|chuong|muc|noi\s+dung|cum|ten|tieu"
    r"|nhan|cong\s+thuc|quy\s+dinh)(?![a-z])"
)
_PART_BEFORE = re.compile(
    r"(?<![a-z])(?:quy\s+dinh|noi\s+dung|phan|phu\s+luc|mau|bieu|danh\s+muc)(?![a-z])[^\0]{0,120}"
    r"(?:tai|trong|cua|theo)\s*$"
)
_OPENING = re.compile(
    r"^(?:\s*(?:ke\s+)?tu\s+(?:ngay|khi)[^,;]*,|.*co\s+hieu\s+luc.*?[,\s]va\s|.*(?:thoi|dong\s+thoi)[,\s])"
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[a-z]?[.)]|[a-z]{1,2}\d?\)|[-+–•])?\s*")
_SENTENCE = re.compile(r"[.;:]\s")
_REACH = 600  # characters before a citation in which its verb is looked for
_QUOTED = re.compile(r"[“\"][^“”\"]{0,200}[”\"]")
# What may stand between a verb and the place it acts on: "sửa đổi, bổ sung một số điều của …", "bằng cụm từ … tại …".
_FILLER_WORDS = (
    "mot so cac nhung dieu khoan diem noi dung ten cum tu doan tieu de nhan cua tai vao sau truoc va hoac o trong thuoc"
    " quy dinh toan bo phan phu luc mau chuong muc tieu cuoi dau thu nhat hai ba tu van ban bieu danh ban hanh kem"
    " bang lien tich cong thi hanh doi voi mot phan noi dung cho"
)
_FILLERS = frozenset(_FILLER_WORDS.split(" "))


@dataclass(frozen=True, slots=True)
class Operation:
    """A citation that the text acts on.

    Attributes:
        position: Of the citation among those of the text.
        doc: The document acted on; for a place named without one, that of the nearest place around it, of the same
            line or of the text's title.
        partly: Words which say that an act on a document is not on all of it ("một số biểu mẫu của"); "" otherwise.
    """

    position: int
    kind: RelationKind
    doc: NamedDocument
    locators: tuple[Locator, ...]
    partly: str = ""


def operations(page: PlacedText, citations: Sequence[Citation]) -> dict[int, Operation]:
    """The text's operations by the position of their citation, in the order of the text."""
    reading = _Reading(page, citations)
    found: dict[int, Operation] = {}
    of_title: NamedDocument | None = None
    of_place: dict[Locator, NamedDocument] = {}
    for at, citation in enumerate(citations):
        act = reading.act(at)
        if act is None or (act.kind is RelationKind.BO_SUNG and not citation.locators):
            continue
        place = page.place_at(citation.span[0])
        if citation.doc is not None:
            of_place[place] = citation.doc
            of_title = of_title or (None if place.up_to(Unit.DIEU).steps else citation.doc)
        doc = citation.doc
        if doc is None and citation.form is CitationForm.RELATIVE:
            doc = _around(place, of_place) or _named_in_line(at, citations, page) or of_title
        if doc is not None and not reading.is_anchor(citation):
            places = _completed(at, citations, page)
            found[at] = Operation(at, act.kind, doc, places, "" if places else act.partly)
    return found


def _around(place: Locator, of_place: Mapping[Locator, NamedDocument]) -> NamedDocument | None:
    """The document named last in a place, or in the nearest place around it, up to its Điều."""
    while place.steps:
        if place in of_place:
            return of_place[place]
        place = place.parent
    return None


def _completed(at: int, citations: Sequence[Citation], page: PlacedText) -> tuple[Locator, ...]:
    """The places acted on; "bổ sung khoản 3 vào sau khoản 2 Điều 1" is khoản 3 Điều 1."""
    following = _next(at, citations, page)
    around = following.locators[0].steps if following and following.locators else ()
    return tuple(
        Locator((*(step for step in around if step.unit.rank < place.steps[0].unit.rank), *place.steps))
        if place.steps[0].unit.rank > Unit.DIEU.rank
        else place
        for place in citations[at].locators
    )


def _named_in_line(at: int, citations: Sequence[Citation], page: PlacedText) -> NamedDocument | None:
    """The next document named in the same line: "bãi bỏ Điều 5, điểm a khoản 1 Điều 6 và Điều 7 Nghị định …"."""
    line = page.line_at(citations[at].span[0])
    for following in citations[at + 1 :]:
        if page.line_at(following.span[0]) != line:
            return None
        if following.doc is not None:
            return following.doc
    return None


def _next(at: int, citations: Sequence[Citation], page: PlacedText) -> Citation | None:
    """The next citation in the same line."""
    following = citations[at + 1] if at + 1 < len(citations) else None
    same_line = following and page.line_at(following.span[0]) == page.line_at(citations[at].span[0])
    return following if same_line else None


class _Reading:
    """The text folded, with citations and the titles behind them blanked, so that only acting words are left."""

    def __init__(self, page: PlacedText, citations: Sequence[Citation]) -> None:
        self._page = page
        self._citations = citations
        folded = list(fold(page.text))
        self._described: set[int] = set()
        end = 0
        for at, citation in enumerate(citations):
            if citation.span[0] < end:
                self._described.add(at)
            if citation.doc is not None and citation.span[0] >= end and not self._is_head(citation):
                end = describe(page.text, citation.span[1]).end
            folded[citation.span[0] : citation.span[1]] = "\0" * (citation.span[1] - citation.span[0])
            if end > citation.span[1]:
                folded[citation.span[1] : end] = "\0" * (end - citation.span[1])
        self._text = "".join(folded)

    def act(self, at: int) -> "_Act | None":
        """What the text does to a citation, or None when it only cites it."""
        citation = self._citations[at]
        line = self._page.line_at(citation.span[0])
        if at in self._described or citation.form is CitationForm.SELF or self._page.quoted[line]:
            return None
        start, end = self._sentence(line, citation.span[0])
        before = self._text[start : citation.span[0]]
        if re.match(r"\s*can cu(?![a-z])", before) or _CONDITION.search(before) or _CHANGED_BY.search(before):
            return None
        in_body = bool(self._page.place_at(citation.span[0]).up_to(Unit.DIEU).steps)
        verb = _last_verb(before, in_body=in_body)
        if verb is not None:
            return replace(verb, partly=self._page.text[start + verb.part[0] : start + verb.part[1]].strip())
        if not in_body:
            return None
        partly = _PART_BEFORE.search(before)
        kind = _named(_PASSIVE.match(self._text, citation.span[1], end))
        if kind is not None and _is_subject(before[: partly.start()] if partly else before):
            span = partly.span() if partly else (0, 0)
            return _Act(kind, partly=self._page.text[start + span[0] : start + span[1]].strip())
        return self._of_lead(citation, before)

    def is_anchor(self, citation: Citation) -> bool:
        """Whether a place only says where new words go: "vào sau Điều 5"."""
        before = self._text[max(0, citation.span[0] - 8) : citation.span[0]]
        return re.search(r"(?<![a-z])(?:sau|truoc)\s+$", before) is not None

    def _is_head(self, citation: Citation) -> bool:
        return self._page.text[max(0, citation.span[0] - 4) : citation.span[0]].strip().lower() in ("số:", "số")

    def _sentence(self, line: int, position: int) -> tuple[int, int]:
        """Where the words around a citation begin, at most `_REACH` before it, and where its line ends."""
        start = max(self._page.starts[line], position - _REACH)
        end = self._page.starts[line + 1] if line + 1 < len(self._page.starts) else len(self._text)
        heads = [m.end() for m in _SENTENCE.finditer(self._text, start, position)]
        return (heads[-1] if heads else start), end

    def _of_lead(self, citation: Citation, before: str) -> "_Act | None":
        """The verb of the line above a list, for a citation that begins an item of it."""
        if not _NUMBERING.fullmatch(before.replace("\0", "")) or before.count("\0") > 0:
            return None
        place = self._page.place_at(citation.span[0])
        while len(place.steps) > 1:
            place = place.parent
            lead = self._lead(place)
            if lead.rstrip().endswith(":"):
                verbs = [verb for verb in _VERB.finditer(lead) if not _DESCRIBING.search(lead[: verb.start()])]
                kind = _named(_PASSIVE.search(lead)) or (_named(verbs[-1]) if verbs else None)
                return _Act(kind) if kind else None
        return None

    def _lead(self, place: Locator) -> str:
        """The last words of a place before the places below it begin."""
        provision = self._page.provisions.get(place)
        if provision is None or not provision.pieces:
            return ""
        span = provision.pieces[-1].span
        return self._text[max(span.start, span.end - _REACH) : span.end]


@dataclass(frozen=True, slots=True)
class _Act:
    kind: RelationKind
    part: tuple[int, int] = (0, 0)
    partly: str = ""


def _last_verb(before: str, *, in_body: bool) -> _Act | None:
    """The verb that governs what follows, the first of several joined; outside the Điều only one that begins the line.

    "Sửa đổi, bổ sung, thay thế, bãi bỏ một số điều của …" amends.
    """
    verbs = list(_VERB.finditer(before))
    between = before[verbs[-1].end() :] if verbs else ""
    if not verbs or not _reaches(between):
        return None
    first = len(verbs) - 1
    while first and _JOINED.fullmatch(before, verbs[first - 1].end(), verbs[first].start()):
        first -= 1
    lead = before[: verbs[first].start()]
    if not in_body and not _NUMBERING.fullmatch(re.sub(r"^(?:nghi dinh|thong tu|quyet dinh|luat)\s", "", lead)):
        return None
    kind = _named(verbs[first])
    if kind is None or _DESCRIBING.search(lead):
        return None
    return _Act(kind, (verbs[-1].end(), len(before)) if _PARTLY.search(between) else (0, 0))


def _is_subject(before: str) -> bool:
    """Whether what follows these words is what ceases: "Kể từ ngày Luật này có hiệu lực, các văn bản …"."""
    return _reaches(_NUMBERED.sub("", _OPENING.sub("", before)))


def _reaches(between: str) -> bool:
    words = re.findall(r"[a-z]{2,}", re.sub(r"kem\s+theo", " ", _QUOTED.sub(" ", between)))
    return all(word in _FILLERS for word in words)


def _named(match: re.Match[str] | None) -> RelationKind | None:
    if match is None or match.lastgroup is None:
        return None
    return RelationKind(match.lastgroup)
