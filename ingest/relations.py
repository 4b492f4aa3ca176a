"""What a text does to other texts and what it rests on, read from its own words.

Quoted wording is content of the text it will stand in, so nothing is read from it. Who is acted on is told by
`acting.py`; here acts get their day, their end and what is kept out of them, and the citations that are no acts become
căn cứ, quy định chi tiết, hướng dẫn, hợp nhất or dẫn chiếu.
"""

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.citation import Citation, CitationForm, NamedDocument, find
from corpus.citation_description import describe
from corpus.citation_forms import SO_HIEU
from corpus.locator import Locator, Unit
from corpus.model import Document, Relation, RelationKind
from corpus.named import LAWS, is_named, named_id
from corpus.reference import DocId, Ref, tidy_so_hieu
from corpus.text import find_date, fold
from ingest.acting import Operation, operations
from ingest.placed_text import PlacedText
from ingest.province import of_province

_ENDING = (RelationKind.THAY_THE, RelationKind.BAI_BO)
_SUSPENDING = (RelationKind.DINH_CHI, RelationKind.NGUNG)
_DATED = (
    *_ENDING, *_SUSPENDING, RelationKind.SUA_DOI, RelationKind.BO_SUNG, RelationKind.THAY_CUM_TU,
    RelationKind.BO_CUM_TU, RelationKind.DINH_CHINH,
)  # fmt: skip
_BASIS = re.compile(r"\s*(?:cac\s+)?can\s+cu(?![a-z])")
# "Căn cứ Luật Quản lý, sử dụng … tại doanh nghiệp ngày 26 tháng 11 năm 2014;": the name ends where the date begins.
_LAW_OF_DAY = re.compile(
    r"(?P<loai>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>[^;:.\n\d]{3,200}?),?\s+(?:được\s.{5,40}?\s)?"
    r"(?=ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)
_TITLE_ACTS = (
    (RelationKind.SUA_DOI, r"sua\s+doi"),
    (RelationKind.BO_SUNG, r"bo\s+sung"),
    (RelationKind.THAY_THE, r"thay\s+the"),
    (RelationKind.BAI_BO, r"(?:bai|huy)\s+bo"),
    (RelationKind.DINH_CHINH, r"dinh\s+chinh"),
    (RelationKind.NGUNG, r"(?:tam\s+)?ngung\s+hieu\s+luc"),
    (RelationKind.DINH_CHI, r"dinh\s+chi"),
    (RelationKind.QUY_DINH_CHI_TIET, r"(?:quy\s+dinh\s+chi\s+tiet|chi\s+tiet)"),
    (RelationKind.HUONG_DAN, r"huong\s+dan"),
)
_TITLE_LEAD = re.compile(r"\s*(?:ve\s+viec\s+|v/v\s+|ve\s+|quy\s+dinh\s+(?=chi\s+tiet))?")
_TITLE_REACH = re.compile(
    r"[\s,]*(?:(?:va|bo\s+sung|sua\s+doi|thi\s+hanh|huong\s+dan|bien\s+phap|mot\s+so|cac|noi\s+dung|dieu|khoan|cua|tai"
    r"|thuc\s+hien|quy\s+dinh|chi\s+tiet|toan\s+bo|mot\s+phan|hieu\s+luc|doi\s+voi|viec|phu\s+luc|\0+)[\s,]*)*"
)
_DETAIL_TITLE = re.compile(r"\s*(?P<kind>quy\s+dinh\s+chi\s+tiet|huong\s+dan)(?![a-z])")
_DETAILING = re.compile(
    r"(?:nay|day)\s+(?:[a-z]+\s+){0,3}?(?P<kind>quy\s+dinh\s+chi\s+tiet|huong\s+dan)(?P<rest>[^.;]{0,200})$"
)
# From "quy định chi tiết" to what is detailed: "một số điều của", "trình tự lập … theo quy định tại".
_DETAILED = re.compile(
    rf"{_TITLE_REACH.pattern}|[^\0]*theo\s+quy\s+dinh\s+tai\s+[\0\s]*|[^\0]*theo\s+quy\s+dinh\s+cua\s+"
)
_FROM = re.compile(r"(?:ke\s+)?tu\s+(?:sau\s+)?(?:ngay|0\s*gio)(?=[^.;]{0,6}\d|\s+\d)")
_UNTIL = re.compile(r"(?:den|toi)\s+(?P<whole>het\s+)?(?:ngay\s+)?(?=\d{1,2}\s*(?:thang|[/.-]))")
_EXCEPT = re.compile(
    r"(?<![a-z])tru\s+(?=(?:cac\s+|nhung\s+)?(?:truong\s+hop|quy\s+dinh|noi\s+dung|khoan|diem|dieu|chuong|muc|viec)(?![a-z]))"
)
_QUOTE = re.compile(r"[“\"][^“”\"\n]*[”\"]")
_EVIDENCE = 300


def infer(page: PlacedText, document: Document) -> tuple[Relation, ...]:
    """The relations that a text's own words state, each once, in the order of the text.

    Args:
        page: The text with its places.
        document: Who says so; its day of effect is that of its acts, unless their words name another. A text without
            a number speaks for nobody.
    """
    return _Reader(page, document).relations() if document.so_hieu else ()


@dataclass(frozen=True, slots=True)
class _Target:
    """What words point at: an identity, held or not, and the name to print."""

    doc_id: DocId
    so_hieu: str


class _Reader:
    """One text's citations, in order, with what each is to the text."""

    def __init__(self, page: PlacedText, document: Document) -> None:
        self._page = page
        self._document = document
        self._folded = fold(page.text)
        self._citations = find(page.text)
        self._acts = operations(page, self._citations)
        self._quotes: dict[int, list[tuple[int, int]]] = {}

    def relations(self) -> tuple[Relation, ...]:
        bases, text = [*self._of_bases()], [*self._of_text()]
        rests_on = [*bases, *(r for r in text if r.kind is RelationKind.CAN_CU)]
        found = [*self._of_title(), *self._of_title_without_number(rests_on), *bases, *text]
        own = self._document.id
        kept: dict[tuple[object, ...], Relation] = {}
        for relation in found:
            if relation.object.doc_id != own:
                kept.setdefault((relation.subject, relation.kind, relation.object), relation)
        return tuple(kept.values())

    def _of_title(self) -> Iterator[Relation]:
        """What the trích yếu says of the documents it names: "sửa đổi, bổ sung một số điều của Nghị định số …"."""
        title = self._document.trich_yeu
        folded = fold(title)
        lead = _TITLE_LEAD.match(folded)
        at = lead.end() if lead else 0
        kind, at = next(
            ((kind, m.end()) for kind, form in _TITLE_ACTS if (m := re.compile(form).match(folded, at))), (None, 0)
        )
        if self._document.loai == "Văn bản hợp nhất":
            kind, at = RelationKind.HOP_NHAT, 0
        described = 0
        for citation in find(title) if kind else ():
            reach = _TITLE_REACH.match(self._blanked(folded, described, citation.span[0]), at)
            if citation.doc is None or citation.span[0] < described or not reach:
                continue
            if kind is not RelationKind.HOP_NHAT and reach.end() < citation.span[0]:
                continue
            described = max(describe(title, citation.span[1]).end, citation.span[1])
            target = self._target(citation, citation.doc, title)
            at = citation.span[0]
            folded = folded[: citation.span[0]] + "\0" * (described - citation.span[0]) + folded[described:]
            if target and kind:
                yield self._relation(Locator(), kind, target, Locator(), self._own_day(kind, Locator()), title)

    def _of_title_without_number(self, bases: Sequence[Relation]) -> Iterator[Relation]:
        """Laws that a trích yếu names by name only, and a "Căn cứ" line in full: "quy định chi tiết … Luật Ong"."""
        title = fold(self._document.trich_yeu)
        detail = _DETAIL_TITLE.match(title)
        if detail is None:
            return
        for base in bases:
            name = _law_name(base)
            if name and re.match(rf"{_TITLE_REACH.pattern}{re.escape(name)}(?![a-z])", title[detail.end() :]):
                kind = RelationKind.HUONG_DAN if detail["kind"].startswith("h") else RelationKind.QUY_DINH_CHI_TIET
                target = _Target(base.object.doc_id, base.object_so_hieu)
                yield self._relation(Locator(), kind, target, Locator(), None, self._document.trich_yeu)

    @staticmethod
    def _blanked(folded: str, start: int, end: int) -> str:
        return folded[:end] if start <= end else folded[:start]

    def _of_bases(self) -> Iterator[Relation]:
        """Laws that "Căn cứ" lines name by their day."""
        for line, start in enumerate(self._page.starts):
            words = self._page.line_text(line)
            if self._page.quoted[line] or not _BASIS.match(self._folded, start):
                continue
            if self._page.place_at(start).up_to(Unit.DIEU).steps:
                continue
            for law in _LAW_OF_DAY.finditer(words):
                day = find_date(words[law.end() : law.end() + 40])
                if SO_HIEU.search(law.group()) or day is None:
                    continue
                name = " ".join(law["name"].split())
                target = _Target(named_id(law["loai"], name, day.year), f"{law['loai']} {name} năm {day.year}")
                yield self._relation(Locator(), RelationKind.CAN_CU, target, Locator(), None, words)

    def _of_text(self) -> Iterator[Relation]:
        described = 0
        for at, citation in enumerate(self._citations):
            line = self._page.line_at(citation.span[0])
            inside = citation.span[0] < described
            act = self._acts.get(at)
            if citation.doc is not None and not inside and citation.form is not CitationForm.SELF:
                described = describe(self._page.text, citation.span[1]).end
            if self._page.quoted[line] or self._is_quoted(citation, line):
                continue
            if act is not None:
                yield from self._of_act(citation, act, line)
            elif citation.doc is not None and not inside:
                yield from self._of_citation(citation, citation.doc, line)

    def _of_act(self, citation: Citation, act: Operation, line: int) -> Iterator[Relation]:
        subject = self._page.place_at(citation.span[0])
        if not subject.up_to(Unit.DIEU).steps and self._page.provisions and self._has_dieu():
            return  # the title says it, and is read whole
        target = self._target(citation, act.doc, self._page.line_text(line))
        if target is None:
            return
        day = self._day_said(citation, line) if act.kind in (*_ENDING, *_SUSPENDING) else None
        day = day or self._own_day(act.kind, subject)
        until = self._until(citation, line) if act.kind in _SUSPENDING else None
        condition = (self._condition(citation, line) or act.partly) if act.kind in (*_ENDING, *_SUSPENDING) else ""
        for place in act.locators or (Locator(),):
            relation = self._relation(subject, act.kind, target, place, day, self._page.line_text(line))
            yield replace(relation, until=until, condition=condition)

    def _has_dieu(self) -> bool:
        return any(place.steps and place.steps[-1].unit is Unit.DIEU for place in self._page.provisions)

    def _of_citation(self, citation: Citation, doc: NamedDocument, line: int) -> Iterator[Relation]:
        start = self._page.starts[line]
        subject = self._page.place_at(citation.span[0])
        target = self._target(citation, doc, self._page.line_text(line))
        if target is None or _is_own_head(self._page.text, citation):
            return
        kind, until = RelationKind.DAN_CHIEU, citation.span[0]
        in_dieu = bool(subject.up_to(Unit.DIEU).steps)
        before = self._folded[max(start, until - 400) : until]
        if not in_dieu and _BASIS.match(self._folded, start):
            kind, subject = RelationKind.CAN_CU, Locator()
        elif in_dieu and (detail := _DETAILING.search(before)) and _DETAILED.fullmatch(detail["rest"]):
            first = detail["kind"].startswith("quy")
            kind = RelationKind.QUY_DINH_CHI_TIET if first else RelationKind.HUONG_DAN
        elif not in_dieu and self._has_dieu():
            return  # heads and closings name texts in titles and lists of recipients
        places = citation.locators if kind is not RelationKind.CAN_CU else ()
        for place in places or (Locator(),):
            yield self._relation(subject, kind, target, place, None, self._page.line_text(line))

    # What stands around a citation

    def _is_quoted(self, citation: Citation, line: int) -> bool:
        if line not in self._quotes:
            self._quotes[line] = [m.span() for m in _QUOTE.finditer(self._page.line_text(line))]
        at = citation.span[0] - self._page.starts[line]
        before = bisect_left(self._quotes[line], (at, 0)) - 1
        return before >= 0 and at < self._quotes[line][before][1]

    def _sentence_after(self, citation: Citation, line: int) -> tuple[int, str]:
        """Where the words behind a citation begin and those words, up to the end of their sentence, folded."""
        start = self._page.starts[line]
        end = start + len(self._page.line_text(line))
        stop = re.compile(r"[.;](?=\s+[a-z0-9])").search(self._folded, citation.span[1], end)
        return citation.span[1], self._folded[citation.span[1] : stop.start() if stop else end]

    def _day_said(self, citation: Citation, line: int) -> datetime.date | None:
        """The day of "hết hiệu lực kể từ ngày 01/7/2025", beside the citation or in the words that open its list."""
        at, after = self._sentence_after(citation, line)
        acting = re.search(r"(?:het|ngung)\s+hieu\s+luc(?:\s+thi\s+hanh)?|bai\s+bo|dinh\s+chi", after)
        spots = [(at + acting.end(), at + len(after))] if acting else []
        if not acting:
            place = self._page.place_at(citation.span[0])
            spots.append((at, at + len(after)))
            spots += list(self._leads(place))
        for start, end in spots:
            said = _FROM.search(self._folded, start, end)
            if said and said.start() - start < 120:
                return find_date(self._page.text[said.start() : min(said.end() + 40, end)])
        return None

    def _leads(self, place: Locator) -> Iterator[tuple[int, int]]:
        """The words that open the list in which a place is an item: "Các văn bản sau hết hiệu lực kể từ ngày …:"."""
        while len(place.steps) > 1:
            place = place.parent
            held = self._page.provisions.get(place)
            if held and held.pieces and held.text.rstrip().endswith(":"):
                span = held.pieces[-1].span
                yield max(span.start, span.end - 300), span.end

    def _until(self, citation: Citation, line: int) -> datetime.date | None:
        start, after = self._sentence_after(citation, line)
        said = _UNTIL.search(after)
        day = find_date(self._page.text[start + said.start() : start + said.end() + 40]) if said else None
        return day + datetime.timedelta(days=1) if day and said and said["whole"] else day

    def _condition(self, citation: Citation, line: int) -> str:
        start, after = self._sentence_after(citation, line)
        said = _EXCEPT.search(after)
        if said is None:
            return ""
        words = self._page.text[start + said.start() : start + len(after)]
        return " ".join(words.split()).rstrip(" ,;.)")[:_EVIDENCE]

    def _own_day(self, kind: RelationKind, subject: Locator) -> datetime.date | None:
        if kind not in _DATED:
            return None
        starts = [
            held.valid.start
            for place in (subject, *_above(subject))
            if (held := self._page.provisions.get(place)) and held.valid.start
        ]
        return starts[0] if starts else self._document.ngay_hieu_luc

    # Values

    def _target(self, citation: Citation, doc: NamedDocument, words: str) -> _Target | None:
        """The identity that words give; None where they leave the number or the year of a law open."""
        if doc.doc_id is not None:
            home = of_province(doc.doc_id, self._page.text, citation.span[1], self._document.id)
            return _Target(home, _printed_number(doc))
        if doc.loai in LAWS and doc.name and doc.year:
            return _Target(named_id(doc.loai, doc.name, doc.year), f"{doc.loai} {doc.name} năm {doc.year}")
        return None

    def _relation(
        self,
        subject: Locator,
        kind: RelationKind,
        target: _Target,
        place: Locator,
        day: datetime.date | None,
        words: str,
    ) -> Relation:
        document = self._document
        return Relation(
            Ref(document.id, subject),
            kind,
            Ref(target.doc_id, place),
            document.so_hieu,
            target.so_hieu,
            day,
            _shortened(words, target.so_hieu),
        )


def _law_name(base: Relation) -> str:
    """The name, folded, under which a "Căn cứ" line gives a law; "" for other texts."""
    if is_named(base.object.doc_id):
        return fold(base.object_so_hieu.rpartition(" năm ")[0])
    printed = re.escape(base.object_so_hieu)
    named = re.search(rf"((?:Bộ luật|Luật|Pháp lệnh)\s[^;:\d]{{3,200}}?),?\s+(?:số\s*)?{printed}", base.evidence)
    return fold(" ".join(named[1].split())) if named else ""


def _above(place: Locator) -> Sequence[Locator]:
    found = []
    while place.steps:
        place = place.parent
        found.append(place)
    return found


def _is_own_head(text: str, citation: Citation) -> bool:
    """Whether a number is the one printed behind "Số:" in a head."""
    return text[max(0, citation.span[0] - 5) : citation.span[0]].strip().lower().endswith("số:")


def _printed_number(doc: NamedDocument) -> str:
    match = SO_HIEU.search(doc.written)
    return tidy_so_hieu(match.group()) if match else doc.written


def _shortened(words: str, name: str) -> str:
    """The words around a name, on one line."""
    shown = " ".join(words.split())
    if len(shown) <= _EVIDENCE:
        return shown
    at = max(shown.find(name), 0)
    start = max(0, min(at - _EVIDENCE // 2, len(shown) - _EVIDENCE))
    return ("…" if start else "") + shown[start : start + _EVIDENCE] + ("…" if start + _EVIDENCE < len(shown) else "")
