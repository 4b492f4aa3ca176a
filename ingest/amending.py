"""The provisions of an amending text → what they do to other texts, in the order of the text.

A sentence that begins with an amending verb is read by `ingest.instruction`; the words it brings in are the lines after
it, up to the closing mark, or where that is missing up to the next such sentence. What a sentence leaves out (which
Điều, which document) stands in the sentences above it, and at last in the text's own title.
"""

import bisect
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.amendment import Act, Amended, NewPlace, Operation, WordChange, Words
from corpus.citation import NamedDocument, find
from corpus.locator import Locator, Step, Unit
from corpus.model import Holding, Piece, Span
from corpus.reference import Ref
from corpus.text import fold
from ingest import quoted_places
from ingest.amended_document import name_in, numbered, of_title
from ingest.instruction import Instruction, Target, WordSpans, begins, lead, read, steps_above
from ingest.own_effect import own_days
from ingest.province import identity
from ingest.quotation import quoted_lines
from ingest.quoted_places import QuotedLine

_OPENING, _CLOSING = ("“", '"', "«"), ("”", '"', "»")
_ITEM = re.compile(
    r"\s*(?:\d{1,3}[a-z]?\s*[.)]|[a-zđ]\d?\s*\)|[-–+])\s*(?:các\s+)?(?:điểm|khoản|điều|chương|cụm từ|từ)", re.IGNORECASE
)
_ENDED = re.compile(r"(?:het\s+hieu\s+luc(?:\s+thi\s+hanh)?|(?:duoc|bi)\s+bai\s+bo)(?![a-z])")
_LONGEST_EVIDENCE = 400
_WORDED = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC, Unit.DIEU, Unit.KHOAN, Unit.DIEM)
_BRINGING = (Act.REPLACE, Act.INSERT, Act.TITLE, Act.LEAD)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the source text: its place among the amending text's own, and whether it begins that place."""

    text: str
    start: int
    place: Locator
    begins: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Context:
    """What the sentences above say: the document, the places, the act and word changes that wait for places."""

    doc: Amended | None = None
    named: str = ""
    scope: tuple[Locator, ...] = ()
    act: Act | None = None
    pending: tuple[WordSpans, ...] = ()
    line: _Line | None = None
    lists: bool = False


def operations(holding: Holding) -> tuple[Operation, ...]:
    """Everything that a text does to others, in its order; () for a text that amends nothing."""
    return tuple(_Reading(holding).operations())


class _Reading:
    def __init__(self, holding: Holding) -> None:
        self._holding = holding
        self._source = holding.source.text
        self._lines = _lines(holding)
        self._contexts: dict[Locator, _Context] = {}
        self._head = next((p.text for p in holding.provisions if not p.ref.locator.steps), "")
        self._pages = sorted((line.start, page.number) for page in holding.pages for line in page.lines)
        self._starts = [line.start for line in self._lines]
        self._days = own_days(line.text for line in self._lines if not line.quoted and line.place.steps)
        self._until = 0  # lines before it are words that a sentence brought in

    def operations(self) -> list[Operation]:
        found: list[Operation] = []
        for at, line in enumerate(self._lines):
            if not line.place.steps or self._is_content(at):
                continue
            if begins(line.text) or self._is_item(line):
                found += self._of(at, line)
            elif not line.quoted and _ENDED.search(fold(line.text)):
                found += self._ended(line)
        return found

    def _is_content(self, at: int) -> bool:
        return self._lines[at].quoted or at < self._until

    def _is_item(self, line: _Line) -> bool:
        """Whether a line is an item of a list that a sentence above opened: "a) Khoản 2 Điều 5;"."""
        return line.begins and self._above(line.place).lists and _ITEM.match(line.text) is not None

    def _above(self, place: Locator) -> _Context:
        """What the nearest sentence above a place says."""
        while place.steps:
            place = place.parent
            if place in self._contexts:
                return self._contexts[place]
        return _Context()

    def _of(self, at: int, line: _Line) -> list[Operation]:
        above = self._above(line.place) if line.begins else self._contexts.get(line.place, self._above(line.place))
        inherits = above.act if not begins(line.text) else None
        sentence = lead(line.text)
        instruction = read(sentence, inherits, above.pending if above.lists else ())
        content = self._content(at, len(sentence)) if instruction.opens or self._quotes_next(at, instruction) else []
        if content:
            self._until = bisect.bisect_right(self._starts, content[-1].start)
        context = self._context(line, instruction, above, bool(content))
        if line.begins or line.place not in self._contexts:
            self._contexts[line.place] = context
        return self._operations(line, instruction, context, above, content)

    def _context(self, line: _Line, read: Instruction, above: _Context, brings: bool) -> _Context:
        places = tuple(t.place for t in read.targets if t.act is not Act.WORDS) if not brings else ()
        scope = tuple(_completed(p, above.scope)[0] for p in (read.scope or places)) or above.scope
        doc, named = above.doc, above.named
        if read.doc and read.doc.doc_id:
            doc, named = self._named(read.doc, line), ""
        elif words := name_in(line.text) or (read.doc.written if read.doc else ""):
            doc, named = None, words
        lists = read.opens and not brings and (read.act is Act.REPEAL or bool(read.pending) or above.lists)
        return _Context(doc, named, scope, read.act or above.act, read.pending, line, lists)

    def _operations(
        self, line: _Line, read: Instruction, context: _Context, above: _Context, content: Sequence[_Line]
    ) -> list[Operation]:
        targets = list(read.targets)
        bringing = [t for t in targets if t.act in _BRINGING]
        if bringing and not content and self._has_sentences_below(line):
            targets = [t for t in targets if t not in bringing]
        quoted = quoted_places.unquoted([QuotedLine(x.text, x.start) for x in content])
        completed = {id(t): _completed(t.place, above.scope) for t in targets}
        parts = self._parts(quoted, [t for t in targets if t in bringing], completed)
        found: list[Operation] = []
        for at, target in enumerate(targets):
            place, doubt = completed[id(target)]
            place = _printed(place, parts.get(id(target), ()))
            doubt = target.doubt or doubt
            lines = parts.get(id(target), ())
            after = _completed(target.after, above.scope)[0] if target.after else None
            if found and found[-1].act is target.act is Act.INSERT and target.after == targets[at - 1].after:
                after = found[-1].place  # "bổ sung các khoản 1a, 1b vào sau khoản 1": one after the other
            to = _completed(target.to, (place.parent,))[0] if target.to else None
            pending_line = above.line if target.words in above.pending and above.line else line
            operation = Operation(
                target.act,
                Ref(self._holding.document.id, line.place),
                self._amended(target.doc, context, line),
                place,
                self._day(line.place),
                " ".join(line.text.split())[:_LONGEST_EVIDENCE],
                target.title,
                after,
                to,
                self._new(target, place, lines),
                self._words(target, pending_line),
                doubt,
            )
            found.append(operation)
        return found

    def _parts(
        self,
        lines: Sequence[QuotedLine],
        targets: Sequence[Target],
        completed: dict[int, tuple[Locator, str]],
    ) -> dict[int, Sequence[QuotedLine]]:
        """The quoted lines of each target that brings words."""
        placed = [t for t in targets if completed[id(t)][0].steps]
        steps = [completed[id(t)][0].steps[-1] for t in placed]
        if not placed:
            return {}
        return dict(zip([id(t) for t in placed], quoted_places.split(lines, steps), strict=True))

    def _new(self, target: Target, place: Locator, lines: Sequence[QuotedLine]) -> tuple[NewPlace, ...]:
        if not lines or not place.steps:
            return ()
        sha256 = self._holding.source.sha256
        found: tuple[NewPlace, ...] = ()
        if target.act is Act.TITLE:
            found = quoted_places.heading(lines, place, sha256, self._source)
        elif place.steps[-1].unit in _WORDED:
            found = quoted_places.places(lines, place, sha256, self._source)
        return tuple(replace(new, piece=self._piece(new.piece.span.start, new.piece.span.end)) for new in found)

    def _words(self, target: Target, line: _Line) -> WordChange | None:
        if target.act is Act.MOVE and target.to_span:
            return WordChange(None, self._quoted(line, target.to_span))
        spans = target.words
        if spans is None:
            return None
        blank = line.text.find(" ")
        piece = self._piece(line.start + blank, line.start + blank + 1) if blank >= 0 else None
        old, new, anchor = (self._quoted(line, s) if s else None for s in (spans.old, spans.new, spans.anchor))
        return WordChange(old, new, anchor, spans.side, piece)

    def _quoted(self, line: _Line, span: tuple[int, int]) -> Words:
        start, end = line.start + span[0], line.start + span[1]
        return Words(self._source[start:end], self._piece(start, end))

    def _piece(self, start: int, end: int) -> Piece:
        at = bisect.bisect_right(self._pages, (start, 2**31)) - 1
        return Piece(self._holding.source.sha256, Span(start, end, self._pages[at][1] if at >= 0 else None))

    def _quotes_next(self, at: int, read: Instruction) -> bool:
        """Whether new words follow a sentence that does not say so: "Điều 1. Sửa đổi, bổ sung khoản 3 Điều 3"."""
        following = self._lines[at + 1].text.lstrip() if at + 1 < len(self._lines) else ""
        return following.startswith(_OPENING) and any(t.act in _BRINGING for t in read.targets)

    def _content(self, at: int, cut: int) -> list[_Line]:
        """The lines that a sentence brings in: to the closing mark, else to the next amending sentence.

        `cut` is where the sentence ends in its own line, on which the new words may begin.
        """
        dieu = self._lines[at].place.up_to(Unit.DIEU)
        end = at + 1
        while end < len(self._lines) and self._lines[end].place.up_to(Unit.DIEU) == dieu:
            line = self._lines[end]
            if not line.quoted and begins(line.text) and (line.begins or line.text.rstrip().endswith(":")):
                break
            end += 1
        first = self._lines[at]
        inline = first.text[cut:].lstrip()
        begun = [replace(first, text=inline, start=first.start + len(first.text) - len(inline))] if inline else []
        lines = [*begun, *self._lines[at + 1 : end]]
        if not lines:
            return []
        if not lines[0].text.lstrip().startswith(_OPENING):
            own = [x for x in lines if x.place == self._lines[at].place]
            return list(own)
        closed = [i for i, x in enumerate(lines) if x.text.rstrip().rstrip(".;, ").endswith(_CLOSING)]
        return list(lines[: closed[-1] + 1]) if closed else list(lines)

    def _has_sentences_below(self, line: _Line) -> bool:
        after = self._lines[bisect.bisect_right(self._starts, line.start) :]
        return any(line.place.contains(x.place) and begins(x.text) for x in after)

    def _ended(self, line: _Line) -> list[Operation]:
        """Places that a sentence says are no longer in force: "Chương V của Luật … hết hiệu lực kể từ ngày …"."""
        folded = fold(line.text)
        end = _ENDED.search(folded)
        found = []
        for citation in find(line.text):
            if citation.doc is None or not citation.locators or end is None or citation.span[1] > end.start():
                continue
            if re.search(r"[.;]\s", folded[citation.span[1] : end.start()]):
                continue
            for locator in citation.locators:
                found.append(
                    Operation(
                        Act.REPEAL,
                        Ref(self._holding.document.id, line.place),
                        self._named(citation.doc, line),
                        locator,
                        self._day(line.place),
                        " ".join(line.text.split())[:_LONGEST_EVIDENCE],
                        doubt="có ngoại lệ (“trừ …”) mà máy không áp dụng được" if " tru " in folded else "",
                    )
                )
        return found

    def _named(self, doc: NamedDocument, line: _Line) -> Amended:
        return Amended(identity(doc, line.text, self._holding.document.id), doc.written)

    def _day(self, by: Locator) -> datetime.date | None:
        """The day from which an amending place acts: its own where the text gives one, else the text's."""
        while by.steps:
            if by in self._days:
                return self._days[by]
            by = by.parent
        return self._holding.document.ngay_hieu_luc

    def _amended(self, doc: NamedDocument | None, context: _Context, line: _Line) -> Amended:
        """The document of a place: named beside it, else by the sentences above, else by the text's title."""
        if doc is not None and doc.doc_id is not None:
            return self._named(doc, line)
        if context.doc is not None:
            return context.doc
        words = context.named or (doc.written if doc else "")
        return numbered(words, self._head, self._holding.document) if words else of_title(self._holding)


def _completed(place: Locator | None, scope: Sequence[Locator]) -> tuple[Locator, str]:
    """A place with the larger units that the sentences above give; why it cannot be told, in Vietnamese."""
    if place is None or (not place.steps and not scope):
        return Locator(), "không rõ nơi được sửa đổi"
    if not place.steps:
        return scope[0].up_to(Unit.DIEU), ""
    if place.steps[0].unit.rank <= Unit.DIEU.rank:
        return place, ""
    above = {tuple(steps_above(place, locator)) for locator in scope}
    if len(above) == 1:
        return Locator((*above.pop(), *place.steps)), ""
    return place, "không rõ thuộc Điều nào"


def _printed(place: Locator, lines: Sequence[QuotedLine]) -> Locator:
    """A điểm whose number is no letter, "điểm 6", under the letter that its new words print."""
    if not place.steps or place.steps[-1].unit is not Unit.DIEM or place.steps[-1].number[:1].isalpha():
        return place
    number = quoted_places.printed_number(lines, Unit.DIEM)
    return Locator((*place.steps[:-1], Step(Unit.DIEM, number))) if number else place


def _lines(holding: Holding) -> list[_Line]:
    spans = sorted(
        ((piece.span.start, p.ref.locator) for p in holding.provisions for piece in p.pieces), key=lambda s: s[0]
    )
    starts = [start for start, _ in spans]
    texts = holding.source.text.split("\n")
    quoted = quoted_lines(texts)
    found: list[_Line] = []
    at = 0
    for text, is_quoted in zip(texts, quoted, strict=True):
        entry = bisect.bisect_right(starts, at) - 1
        place = spans[entry][1] if entry >= 0 else Locator()
        found.append(_Line(text, at, place, entry >= 0 and starts[entry] == at, is_quoted))
        at += len(text) + 1
    return found
