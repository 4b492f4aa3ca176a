"""A draft checked against the collection: its citations, its own references and numbers, the rules it touches."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.citation import Citation, CitationForm, NamedDocument, find
from corpus.citation_description import Description, describe
from corpus.locator import Locator, Unit
from corpus.model import RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import fold, written_dates
from ingest.acting import Operation, operations
from search_api import citation_findings as of_citation
from search_api import own_findings as of_draft
from search_api.draft import Draft
from search_api.effect_findings import effect_findings
from search_api.finding import Finding
from search_api.form_findings import form_of, part_findings
from search_api.shelf import Shelf
from search_api.spelling_findings import spelling_findings
from search_api.term_findings import term_findings
from search_api.touched import Touched, touched

MAX_CITATIONS = 10_000
"""Citations that one check verifies; the rest are counted."""

_BASIS = re.compile(r"\s*can cu(?![a-z])")
_OWN_NUMBER = re.compile(r"(?:.*\t)?\s*(?:[a-z]+\s+){0,3}so\s*:\s*\d[^\s]*(?:\s?-\s?\w+)?")
_HEAD_LINES = 20
_HEAD_LINE = 200  # characters of a head line before its số hiệu
_REACH = 200  # characters behind a citation in which its province may be named


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the draft with what it points at.

    Attributes:
        targets: Addresses as the words give them, whether or not the place exists; empty for the draft itself.
        own: Whether it points into the draft.
        unchecked: Why it was not verified, in Vietnamese; "" when it was.
    """

    citation: Citation
    targets: tuple[Ref, ...]
    own: bool
    unchecked: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found.

    Attributes:
        own: Findings on the draft itself: numbering, dates, form, effect, terms, spelling.
        left_out: Citations beyond `MAX_CITATIONS`.
    """

    draft: Draft
    on: datetime.date
    cited: tuple[Cited, ...]
    own: tuple[Finding, ...]
    touched: tuple[Touched, ...]
    left_out: int

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the text."""
        found = [*self.own, *(finding for cited in self.cited for finding in cited.findings)]
        return tuple(sorted(found, key=lambda finding: finding.span))


def check(draft: Draft, store: Store, on: datetime.date) -> Check:
    """A draft against the collection on the day it is to be signed.

    Nothing is stored; what the collection does not know gives no error.
    """
    found = find(draft.text)
    number = own_number(found, draft)
    own_numbers = [c for c in found if number is not None and c.doc is not None and c.doc.doc_id == number]
    citations = [c for c in found if number is None or c.doc is None or c.doc.doc_id != number]
    kept, left_out = citations[:MAX_CITATIONS], len(citations[MAX_CITATIONS:])
    shelf = Shelf(store, on)
    acts = operations(draft, kept)
    reader = _Reader(draft, kept, shelf, acts, number)
    cited = tuple(reader.read(at, citation) for at, citation in enumerate(kept))
    own = (*of_draft.numbering_findings(draft), *of_draft.date_findings(draft, [_extent(c, draft) for c in kept]))
    form = form_of(draft)
    own += (*part_findings(form, on), *effect_findings(form, on), *term_findings(draft, found))
    own += tuple(spelling_findings(draft))
    own += tuple(f for c in own_numbers if c.doc for f in of_citation.kind_findings(c, c.doc, None))
    targets = [(acts[at].kind, ref) for at, c in enumerate(cited) if at in acts for ref in c.targets]
    return Check(draft, on, cited, own, touched(targets, shelf), left_out)


def _extent(citation: Citation, draft: Draft) -> tuple[int, int]:
    end = describe(draft.text, citation.span[1]).end if citation.doc else citation.span[1]
    return citation.span[0], end


def own_number(citations: Sequence[Citation], draft: Draft) -> DocId | None:
    """The draft's own số hiệu: the one printed behind "Số:" in its head; None for a draft without a number yet."""
    for citation in citations:
        line = draft.line_at(citation.span[0])
        if line >= _HEAD_LINES:
            return None
        if citation.span[0] - draft.starts[line] > _HEAD_LINE:
            continue
        printed = fold(draft.text[draft.starts[line] : citation.span[1]])
        if _OWN_NUMBER.fullmatch(printed) and citation.doc is not None:
            return citation.doc.doc_id
    return None


class _Reader:
    """Walks the citations of a draft in order and remembers which documents were named in full."""

    def __init__(
        self,
        draft: Draft,
        citations: Sequence[Citation],
        shelf: Shelf,
        acts: dict[int, Operation],
        own_number: DocId | None,
    ) -> None:
        self._draft = draft
        self._citations = citations
        self._shelf = shelf
        self._own_number = own_number
        self._loose = of_draft.loose_places(draft)
        self._document_line: int | None = None  # the last line that names a document
        self._acts = acts
        self._named_before: set[DocId] = set()
        self._other_versions: set[DocId] = set()
        self._said: set[tuple[str, str]] = set()
        self._folded = fold(draft.text)
        self._amending = {draft.place_at(citations[at].span[0]).up_to(Unit.DIEU) for at in acts}

    def read(self, at: int, citation: Citation) -> Cited:
        """One citation, verified."""
        act = self._acts.get(at)
        if citation.doc is None and act is not None:
            return self._of_document(
                replace(citation, doc=act.doc, locators=act.locators, form=CitationForm.SHORT), act.doc, act.kind
            )
        if citation.doc is not None:
            self._document_line = self._draft.line_at(citation.span[0])
            return self._of_document(citation, citation.doc, act.kind if act else None)
        if unchecked := self._why_not(at, citation):
            return Cited(citation, (), citation.form is CitationForm.SELF, unchecked, ())
        findings = of_draft.reference_findings(citation, self._draft, self._loose)
        annexes = [finding for finding in findings if finding.code == "chua_kem_phu_luc"]
        others = [finding for finding in findings if finding not in annexes]
        new = [finding for annex in annexes for finding in self._once([annex], annex.message)]
        return Cited(citation, (), True, "", (*others, *new))

    def _why_not(self, at: int, citation: Citation) -> str:
        """Why a place named without another document can't be looked for in the draft; "" when it can."""
        line = self._draft.line_at(citation.span[0])
        here = self._draft.place_at(citation.span[0])
        relative = citation.form is CitationForm.RELATIVE
        if self._draft.quoted[line]:
            return "nằm trong lời mới của văn bản được sửa đổi"
        if not citation.locators and relative:
            return "nhắc lại văn bản đã nêu"
        if not citation.locators:
            return ""
        if not self._draft.has_dieu:
            return "dự thảo không chia thành Điều"
        if self._acts and here.steps and here.steps[0].unit is Unit.PHU_LUC:
            return "phụ lục có thể là của văn bản được sửa đổi"
        if relative and self._document_line == line:
            return "không rõ là của dự thảo hay của văn bản nêu trước trong câu"
        if relative and here.up_to(Unit.DIEU) in self._amending:
            return "không rõ là của dự thảo hay của văn bản được sửa đổi"
        if relative and self._is_part_of_list(at, citation):
            return "không rõ thuộc Điều nào trong câu"
        return "" if of_draft.own_addresses(citation, self._draft) else "không rõ bắt đầu từ nơi nào"

    def _is_part_of_list(self, at: int, citation: Citation) -> bool:
        """Whether a khoản or điểm named without its Điều stands before other places: "điểm a khoản 2; … Điều 6"."""
        following = self._citations[at + 1] if at + 1 < len(self._citations) else None
        line = self._draft.line_at(citation.span[0])
        same_line = following is not None and self._draft.line_at(following.span[0]) == line
        return same_line and citation.locators[0].steps[0].unit.rank > Unit.DIEU.rank

    def _of_document(self, citation: Citation, doc: NamedDocument, kind: RelationKind | None) -> Cited:
        described = describe(self._draft.text, citation.span[1])
        doc_ids = self._narrowed(citation, doc, described, self._shelf.documents(citation))
        if not doc_ids:
            found = of_citation.words_findings(citation, doc, described, None)
            found += self._once(of_citation.not_held_findings(citation, doc, described, self._shelf), self._key(doc))
            named = (Ref(doc.doc_id, place) for place in citation.locators or (Locator(),)) if doc.doc_id else ()
            return Cited(citation, tuple(named), False, "không có trong kho", tuple(found))
        if self._own_number in doc_ids:
            return Cited(citation, (), True, "", ())
        targets = tuple(Ref(doc_id, place) for doc_id in doc_ids for place in citation.locators or (Locator(),))
        if len(doc_ids) > 1:
            found = of_citation.ambiguous_findings(citation, doc_ids, self._shelf)
            return Cited(citation, targets, False, "có nhiều văn bản phù hợp", tuple(found))
        self._named_before.add(doc_ids[0])
        found = of_citation.words_findings(citation, doc, described, self._shelf.held(doc_ids[0]))
        found += self._of_places(citation, targets, kind)
        return Cited(citation, targets, False, self._unread_places(targets), tuple(dict.fromkeys(found)))

    @staticmethod
    def _key(doc: NamedDocument) -> str:
        return str(doc.doc_id or " ".join(doc.written.split()).lower())

    def _once(self, findings: list[Finding], key: str) -> list[Finding]:
        """Findings on a document as a whole that were not said of it before."""
        new = [finding for finding in findings if (finding.code, key) not in self._said]
        self._said.update((finding.code, key) for finding in new)
        return new

    def _unread_places(self, targets: Sequence[Ref]) -> str:
        """That a place can't be judged since only a summary of its document is held."""
        for ref in targets:
            held = self._shelf.held(ref.doc_id)
            if held and not held.source.official and self._shelf.place(ref.doc_id, ref.locator) is None:
                return "kho chỉ có bản tóm lược, không có nơi này"
        return ""

    def _of_places(self, citation: Citation, targets: Sequence[Ref], kind: RelationKind | None) -> list[Finding]:
        found: list[Finding] = []
        for ref in targets:
            place = self._shelf.place(ref.doc_id, ref.locator)
            if place is None and kind is not RelationKind.BO_SUNG:
                found += of_citation.place_findings(citation, ref.doc_id, ref.locator, self._shelf)
            at = Ref(ref.doc_id, place if place is not None else Locator())
            if kind is None or place is not None:
                standing = of_citation.standing_findings(citation, at, self._shelf, basis=self._in_basis(citation))
                amended = [finding for finding in standing if finding.code == "da_sua_doi"]
                found += [finding for finding in standing if finding.code != "da_sua_doi"]
                found += self._once(amended, "; ".join(map(str, (ref.doc_id, *amended[0].refs[1:])))) if amended else []
        return found

    def _in_basis(self, citation: Citation) -> bool:
        start = self._draft.starts[self._draft.line_at(citation.span[0])]
        head = not self._draft.place_at(citation.span[0]).steps
        return head and _BASIS.match(self._folded, start) is not None

    def _narrowed(
        self, citation: Citation, doc: NamedDocument, described: Description, doc_ids: tuple[DocId, ...]
    ) -> tuple[DocId, ...]:
        """Those that fit the draft's own province, and the date, the province, the full citation that stand around.

        A law cited by its name with a date of another year is another law of that name, and so are later mentions.
        """
        dates = written_dates(f"ngày {doc.issued or described.issued}")
        day = dates[0].day if dates else None
        if doc.number is None:
            if day:
                others = {d for d in doc_ids if (issued := self._issued(d)) and issued.year != day.year}
                self._other_versions = (self._other_versions | others) - (set(doc_ids) - others)
            elif doc.year:
                self._other_versions -= set(doc_ids)
            doc_ids = tuple(d for d in doc_ids if d not in self._other_versions)
        of_day = {d for d in doc_ids if day is not None and self._issued(d) == day}
        doc_ids = tuple(d for d in doc_ids if d in of_day or self._is_near(citation, d))
        if len(doc_ids) < 2:
            return doc_ids
        tests: tuple[Callable[[DocId], bool], ...] = (
            lambda doc_id: day is not None and self._issued(doc_id) == day,
            lambda doc_id: doc_id.place is not None and self._names_place(citation, doc_id.place),
            lambda doc_id: doc_id in self._named_before,
        )
        for fits in tests:
            if left := tuple(doc_id for doc_id in doc_ids if fits(doc_id)):
                doc_ids = left
        return doc_ids

    def _issued(self, doc_id: DocId) -> datetime.date | None:
        held = self._shelf.held(doc_id)
        return held.document.ngay_ban_hanh if held else None

    def _is_near(self, citation: Citation, doc_id: DocId) -> bool:
        """False for another province's document in a province's draft that does not name that province.

        Each province counts its own, so a bare number there means one of the draft's own.
        """
        own = self._draft.document.id.place
        return None in (own, doc_id.place) or own == doc_id.place or self._names_place(citation, doc_id.place or "")

    def _names_place(self, citation: Citation, place: str) -> bool:
        behind = self._folded[citation.span[1] : citation.span[1] + _REACH].partition(";")[0]
        return place.replace("-", " ") in " ".join(re.findall(r"[a-z0-9]+", behind))
