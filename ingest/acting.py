"""What a text does to other texts: which of its citations it amends, adds to, replaces, repeals or suspends.

Only words outside the quoted new wording count, and only where they act: "Bãi bỏ khoản 2 Điều 5 …", "Thông tư số …
hết hiệu lực kể từ ngày …", a list under "Bãi bỏ các văn bản sau đây:". "Đã được sửa đổi, bổ sung bởi" describes, and
so do the words of a title.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.citation import Citation, CitationForm, NamedDocument
from corpus.citation_description import describe
from corpus.locator import Locator, Unit
from corpus.model import Provision, RelationKind
from corpus.text import fold

_VERB = re.compile(
    r"(?P<sua_doi>sua\s+doi(?:\s*,?\s*bo\s+sung)?)|(?P<bo_sung>bo\s+sung)"
    r"|(?P<thay_cum_tu>thay(?:\s+the)?\s+(?:cac\s+)?(?:cum\s+)?tu(?![a-z]))|(?P<thay_the>thay\s+the)"
    r"|(?P<bo_cum_tu>bo\s+(?:cac\s+)?(?:cum\s+)?tu(?![a-z]))|(?P<bai_bo>(?:bai|huy)\s+bo(?![a-z]))"
    r"|(?P<dinh_chinh>dinh\s+chinh)|(?P<ngung>(?:tam\s+)?ngung\s+hieu\s+luc(?:\s+thi\s+hanh)?)"
    r"|(?P<dinh_chi>(?:tam\s+)?dinh\s+chi(?:\s+viec)?\s+thi\s+hanh)"
)
_DESCRIBING = re.compile(
    r"(?:duoc|da|bi|viec|de nghi|de xuat|tham quyen|kien nghi|tien toi|khi|neu|co the|theo huong|phai|can|ra soat|,)"
    r"\s*$"
)
_PASSIVE = re.compile(
    r"[^.;]{0,200}?(?<!da )(?:(?P<bai_bo>het\s+hieu\s+luc|(?:duoc|bi)\s+bai\s+bo)"
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
_SENTENCE = re.compile(r"[.;:]\s")
_REACH = 600  # characters before a citation in which its verb is looked for
_QUOTED = re.compile(r"[“\"][^“”\"]{0,200}[”\"]")
# What may stand between a verb and the place it acts on: "sửa đổi, bổ sung một số điều của …", "bằng cụm từ … tại …".
_FILLER_WORDS = (
    "mot so cac nhung dieu khoan diem noi dung ten cum tu doan tieu de nhan cua tai vao sau truoc va hoac o trong thuoc"
    " quy dinh toan bo phan phu luc mau chuong muc tieu cuoi dau thu nhat hai ba tu van ban bieu danh ban hanh kem theo"
    " bang lien tich cong thi hanh doi voi mot phan noi dung"
)
_FILLERS = frozenset(_FILLER_WORDS.split(" "))


class PlacedText(Protocol):
    """A text whose lines, quotations and places are known; a draft is one.

    Attributes:
        text: NFC, lines joined by line feeds.
        starts: Where each line begins in the text.
        quoted: For each line, whether it is new wording that is quoted.
        provisions: The places by address.
    """

    @property
    def text(self) -> str: ...  # noqa: D102 - told above
    @property
    def starts(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def quoted(self) -> Sequence[bool]: ...  # noqa: D102
    @property
    def provisions(self) -> Mapping[Locator, Provision]: ...  # noqa: D102

    def line_at(self, position: int) -> int:
        """Index of the line that holds a character."""
        ...

    def place_at(self, position: int) -> Locator:
        """The smallest place that holds a character; empty for the head and the closing."""
        ...


@dataclass(frozen=True, slots=True)
class Operation:
    """A citation that the text acts on.

    Attributes:
        position: Of the citation among those of the text.
        doc: The document acted on; for a place named without one, that of the Điều or of the text's title.
    """

    position: int
    kind: RelationKind
    doc: NamedDocument
    locators: tuple[Locator, ...]


def operations(page: PlacedText, citations: Sequence[Citation]) -> dict[int, Operation]:
    """The text's operations by the position of their citation, in the order of the text."""
    reading = _Reading(page, citations)
    found: dict[int, Operation] = {}
    of_title: NamedDocument | None = None
    of_dieu: dict[Locator, NamedDocument] = {}
    for at, citation in enumerate(citations):
        kind = reading.kind(at)
        if kind is None or (kind is RelationKind.BO_SUNG and not citation.locators):
            continue
        place = page.place_at(citation.span[0]).up_to(Unit.DIEU)
        if citation.doc is not None:
            of_dieu[place] = citation.doc
            of_title = of_title or (citation.doc if not place.steps else None)
        doc = citation.doc
        if doc is None and citation.form is CitationForm.RELATIVE:
            doc = of_dieu.get(place) or of_title or _named_next(at, citations, page)
        if doc is not None and not reading.is_anchor(citation):
            found[at] = Operation(at, kind, doc, _completed(at, citations, page))
    return found


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


def _named_next(at: int, citations: Sequence[Citation], page: PlacedText) -> NamedDocument | None:
    """The document of the next citation in the same line: "bổ sung Điều 5a vào sau Điều 5 Nghị định …"."""
    following = _next(at, citations, page)
    return following.doc if following else None


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

    def kind(self, at: int) -> RelationKind | None:
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
        if verb is None and in_body:
            verb = _named(_PASSIVE.match(self._text, citation.span[1], end)) or self._of_lead(citation, before)
        return verb

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

    def _of_lead(self, citation: Citation, before: str) -> RelationKind | None:
        """The verb of the line above a list, for a citation that begins an item of it."""
        if not _NUMBERING.fullmatch(before.replace("\0", "")) or before.count("\0") > 0:
            return None
        place = self._page.place_at(citation.span[0])
        while len(place.steps) > 1:
            place = place.parent
            lead = self._lead(place)
            if lead.rstrip().endswith(":"):
                verbs = [verb for verb in _VERB.finditer(lead) if not _DESCRIBING.search(lead[: verb.start()])]
                return _named(_PASSIVE.search(lead)) or (_named(verbs[-1]) if verbs else None)
        return None

    def _lead(self, place: Locator) -> str:
        """The last words of a place before the places below it begin."""
        provision = self._page.provisions.get(place)
        if provision is None or not provision.pieces:
            return ""
        span = provision.pieces[-1].span
        return self._text[max(span.start, span.end - _REACH) : span.end]


def _last_verb(before: str, *, in_body: bool) -> RelationKind | None:
    """The verb that governs what follows; outside the Điều only one that begins the line acts."""
    verbs = list(_VERB.finditer(before))
    if not verbs or not _reaches(before[verbs[-1].end() :]):
        return None
    verb = verbs[-1]
    lead = before[: verb.start()]
    if not in_body and not _NUMBERING.fullmatch(re.sub(r"^(?:nghi dinh|thong tu|quyet dinh|luat)\s", "", lead)):
        return None
    describes = _DESCRIBING.search(lead) and not (lead.rstrip().endswith(",") and len(verbs) > 1)
    return None if describes else _named(verb)


def _reaches(between: str) -> bool:
    words = re.findall(r"[a-z]{2,}", _QUOTED.sub(" ", between))
    return all(word in _FILLERS for word in words)


def _named(match: re.Match[str] | None) -> RelationKind | None:
    if match is None or match.lastgroup is None:
        return None
    return RelationKind(match.lastgroup)
