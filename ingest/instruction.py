"""One amending sentence → what it does to which places: the grammar of amendments.

Forms, each with a row in the tests:

- Sửa đổi, bổ sung khoản 2 Điều 5 như sau: · Sửa đổi, bổ sung tên điều, các khoản 1, 2 và 3 Điều 195 như sau:
- Bổ sung Điều 12a vào sau Điều 12 như sau: · Bổ sung khoản 4 vào Điều 94 như sau:
- Sửa đổi, bổ sung khoản 4 và bổ sung khoản 4a vào sau khoản 4 Điều 13 như sau:
- Bãi bỏ điểm b khoản 1 Điều 7, Điều 9. · Bỏ điểm đ khoản 2 Điều 172
- Thay thế cụm từ “A” bằng cụm từ “B” tại khoản 1 Điều 3; cụm từ “C” bằng cụm từ “D” tại Điều 4
- Bổ sung cụm từ “A” vào sau cụm từ “B” tại khoản 3, vào đầu điểm c khoản 2 Điều 29
- Bỏ từ “từ” trước cụm từ “A” tại khoản 3 Điều 223 và trước cụm từ “B” tại điểm a khoản 4 Điều 359
- Chuyển khoản 3 Điều 5 thành khoản 4 Điều 5

Places are as the sentence has them, completed from the words beside them; what it leaves out (the Điều that a sentence
above names) `ingest.amending` completes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.amendment import Act, Side
from corpus.citation import Citation, NamedDocument, find
from corpus.locator import Locator, Step, Unit
from corpus.text import fold

Stretch = tuple[int, int]

_QUOTE = re.compile(
    r"“(?P<curly>(?:[^“”]|“[^“”]*”)*)”|\"(?P<straight>[^\"]*)\"|[“\"](?P<mixed>[^“”\"]*)[”\"]|«(?P<angle>[^»]*)»"
)
_NUMBERING = re.compile(r"\s*(?:dieu\s+\w+\s*[.:]|\d{1,3}[a-z]{0,2}\s*[.)]|[a-z]{1,2}\d?\s*\)|[-–+•])?\s*")
VERB = re.compile(
    r"(?<![a-z])(?:(?P<sua>sua\s+doi(?:\s*,?\s*(?:va\s+)?bo\s+sung)?|sua\s+(?=ten|cum|khoan|diem|dieu))"
    r"|(?P<them>bo\s+sung)"
    r"|(?P<thay>thay\s+the|thay\s+doi|thay(?=\s+(?:cac\s+)?(?:cum\s+tu|tu|doan|dau)))"
    r"|(?P<bo>bai\s+bo|huy\s+bo|(?<![a-z])bo(?=\s+(?:cac\s+)?(?:cum|tu|doan|dau|khoan|diem|dieu|noi dung|ten)))"
    r"|(?P<chuyen>(?:chuyen|doi)(?=\s+(?:so|thu tu|khoan|diem|dieu|doan|vi tri))))"
)
_BY = re.compile(r"(?<![a-z])(?:bang|thanh)(?![a-z])")
_SIDE = re.compile(
    r"(?:(?<![a-z])(?P<side>sau|truoc)|(?:vao|o|tai)\s+(?:phan\s+)?(?P<end>dau|cuoi))(?![a-z])"
    r"\s*(?:cac\s+)?(?P<words>cum\s+tu|tu|dau|doan)?\s*$"
)
_INTO = re.compile(r"(?<![a-z])(?:vao|trong)(?![a-z])")
_TITLE = re.compile(
    r"(?<![a-z])(?:ten(?:\s+goi)?|tieu\s+de)(?:\s+(?:cua\s+)?(?:dieu|chuong|muc|phan))?(?P<listed>\s*(?:,|va)\s*.*)?\s*(?:cua\s+)?$"
)
_LEAD = re.compile(
    r"(?:doan\s+mo\s+dau|doan\s+dau(?:\s+tien)?|cau\s+dan|loi\s+dan|phan\s+mo\s+dau|doan\s+dan)\s*(?:cua|tai|o)?\s*$"
)
_PART = re.compile(
    r"(?:doan|cau|y|gach\s+dau\s+dong|dong|bang|cong\s+thuc|so\s+thu\s+tu|tiet)(?:\s+(?:thu\s+)?\w+)?\s*(?:,|va|cua|tai|o)?\s*$"
)
_SOME = re.compile(r"mot\s+so\s+(?:cum\s+tu|tu|khoan|diem|dieu|noi\s+dung|quy\s+dinh)[^;]*$")
_BROUGHT = re.compile(r"[^“\"«]*?như\s+sau\s*:(?=\s*[“\"«])", re.IGNORECASE)
_EXCEPT = re.compile(r"(?<![a-z])tru(?![a-z])")
_END = re.compile(r"nhu\s+sau\s*[:;.]?\s*$")
# "1. Điều 73 được sửa đổi, bổ sung như sau:"
_PASSIVE = re.compile(
    r"(?:cac\s+|ten\s+)?(?:diem|khoan|dieu|chuong|muc)(?![a-z])[^:;“\"\0]{0,120}?\s(?:duoc|bi)\s+"
    r"(?P<verb>sua\s+doi|bo\s+sung|thay\s+the|bai\s+bo|huy\s+bo)[^:;“\"]*(?:nhu\s+sau\s*:?|(?<=bo)\s*[.;]?)\s*$"
)
_DONE = re.compile(
    r"(?:duoc|bi)\s+(?:sua\s+doi|bo\s+sung|thay\s+the|bai\s+bo)(?:\s*,?\s*(?:va\s+)?(?:bo\s+sung|thay\s+the|bai\s+bo))*"
)
_FORMER = re.compile(r"(?:da\s+)?duoc\s+\0+")


@dataclass(frozen=True, slots=True)
class WordSpans:
    """The quoted words of a change, as characters of the sentence."""

    old: Stretch | None
    new: Stretch | None
    anchor: Stretch | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One place and what is done to it.

    Attributes:
        place: May lack its Điều, and has no steps where the sentence names no place at all.
        beside: For INSERT, the place that it follows, or that it goes into (`into`).
        doc: The document named with the place, None for that of the sentences above.
    """

    act: Act
    place: Locator
    doc: NamedDocument | None = None
    title: bool = False
    after: Locator | None = None
    to: Locator | None = None
    to_span: Stretch | None = None
    words: WordSpans | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """An amending sentence read.

    Attributes:
        targets: In the order of the words.
        doc: The document it names, if any.
        scope: Places that it only leads to: "Sửa đổi, bổ sung một số khoản của Điều 10 như sau:".
        act: What the verb says, for the items of a list under it.
        pending: Word changes whose places stand in the items below.
        opens: Whether it ends by bringing words in ("như sau:").
    """

    targets: tuple[Target, ...]
    doc: NamedDocument | None
    scope: tuple[Locator, ...]
    act: Act | None
    pending: tuple[WordSpans, ...]
    opens: bool


def begins(text: str) -> bool:
    """Whether a line, its number aside, begins with an amending verb."""
    folded = fold(text)
    numbering = _NUMBERING.match(folded)
    at = numbering.end() if numbering else 0
    return VERB.match(folded, at) is not None or _PASSIVE.match(folded, at) is not None


def lead(text: str) -> str:
    """A sentence without the new words that begin on its own line: "… như sau:" of "… như sau: “1. Chợ họp.”"."""
    found = _BROUGHT.match(text)
    return found.group() if found else text


def read(text: str, verb: Act | None = None, pending: Sequence[WordSpans] = ()) -> Instruction:
    """What one sentence does.

    Args:
        text: The sentence, without the words that it brings in.
        verb: The act of the sentence above, for an item of a list without a verb of its own.
        pending: Word changes of the sentence above whose places this item gives.
    """
    reader = _Reader(text, verb, pending)
    reader.walk()
    return reader.instruction()


@dataclass(slots=True)
class _Pending:
    """A target being read: a word change, or a place, which later words complete."""

    act: Act
    place: Locator = Locator()
    doc: NamedDocument | None = None
    title: bool = False
    after: Locator | None = None
    to: Locator | None = None
    to_span: Stretch | None = None
    words: WordSpans | None = None
    doubt: str = ""
    placed: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks once over a sentence's quotations and citations, with the words between them."""

    text: str
    verb: Act | None
    given: Sequence[WordSpans] = ()
    found: list[_Pending] = field(default_factory=list)
    open: list[_Pending] = field(default_factory=list)
    scope: list[Locator] = field(default_factory=list)
    doc: NamedDocument | None = None
    folded: str = ""

    def walk(self) -> None:
        quotes = [(m.span(), m.span(m.lastgroup or 0)) for m in _QUOTE.finditer(self.text)]
        blanked = list(self.text)
        for (start, end), _ in quotes:
            blanked[start:end] = "\0" * (end - start)
        shown = "".join(blanked)
        numbering = _NUMBERING.match(fold(shown))
        at = numbering.end() if numbering else 0
        shown = "\0" * at + shown[at:]
        self.folded = fold(shown)
        passive = _PASSIVE.match(self.folded, at)
        if passive:
            verb = VERB.match(passive["verb"])
            self.verb = _ACTS[verb.lastgroup or ""] if verb else None
        self.folded = _DONE.sub(lambda m: "duoc " + "\0" * (len(m.group()) - 5), self.folded)
        citations = [c for c in find(shown) if not _former(self.folded, c)]
        self.open = [_Pending(Act.WORDS, words=words) for words in self.given]
        tokens: list[tuple[Stretch, Stretch | Citation]] = [*quotes, *((c.span, c) for c in citations)]
        tokens.sort(key=lambda token: token[0])
        for span, token in tokens:
            between = (at, span[0])
            if isinstance(token, Citation):
                self._citation(between, token)
            else:
                self._quotation(between, token)
            at = span[1]
        self._take_verb((at, len(self.folded)))
        self._complete()

    def _take_verb(self, between: Stretch) -> str:
        """Set the act by the last verb between two tokens; the words after it."""
        last = None
        for match in VERB.finditer(self.folded, between[0]):
            if match.start() >= between[1]:
                break
            last = match
        if last is None:
            return self.folded[between[0] : between[1]]
        self.verb = _ACTS[last.lastgroup or ""]
        self.open = [p for p in self.open if p.words is not None and not p.placed]
        return self.folded[last.end() : between[1]]

    def _quotation(self, between: Stretch, inner: Stretch) -> None:
        rest = self._take_verb(between)
        side = _SIDE.search(rest)
        current = self.open[-1] if self.open else None
        if side and side["side"] and current and current.words:
            if current.placed:
                current = self._begin(replace(current.words, anchor=None, side=None))
            current.words = replace(current.words, anchor=inner, side=Side(side["side"])) if current.words else None
        elif _BY.search(rest) and current and current.words and not current.placed:
            current.words = replace(current.words, new=inner)
        elif self.verb is Act.INSERT:
            self._begin(WordSpans(None, inner))
        else:
            self._begin(WordSpans(inner, None))

    def _begin(self, words: WordSpans) -> _Pending:
        pending = _Pending(Act.WORDS, words=words)
        if self.open and self.open[-1].placed:
            self.open = []
        self.open.append(pending)
        return pending

    def _citation(self, between: Stretch, citation: Citation) -> None:
        rest = self._take_verb(between)
        if citation.doc is not None and self.doc is None:
            self.doc = citation.doc
        if not citation.locators:
            return
        if any(p.words is not None for p in self.open):
            self._place_words(rest, citation)
        elif self.found and (side := _SIDE.search(rest)) and side["side"] and not side["words"]:
            self._anchor(citation, side["side"])
        elif self.found and _INTO.search(rest) and self.verb is Act.INSERT:
            self._into(citation)
        elif self.verb is Act.MOVE and self.found and _BY.search(rest):
            self._move_to(citation)
        else:
            self._act(rest, citation)

    def _place_words(self, rest: str, citation: Citation) -> None:
        side = _SIDE.search(rest)
        waiting = [p for p in self.open if not p.placed] or [_Pending(Act.WORDS, words=self.open[-1].words)]
        end = Side(side["end"]) if side and side["end"] else None
        title = _TITLE.search(rest)
        for pending in waiting:
            if end and pending.words and pending.words.anchor is None:
                pending.words = replace(pending.words, side=end)
            places = [(locator, bool(title) and not (title and title["listed"])) for locator in citation.locators]
            if title and title["listed"]:
                places.insert(0, (_dieu_of(citation.locators[-1]), True))
            for locator, of_title in places:
                self.found.append(
                    _Pending(Act.WORDS, locator, citation.doc, of_title, words=pending.words, placed=True)
                )
            pending.placed = True
        self.open = [waiting[-1]]

    def _anchor(self, citation: Citation, side: str) -> None:
        for pending in self.found:
            if pending.act is Act.INSERT and pending.words is None and not pending.placed:
                pending.after = citation.locators[-1]
                pending.doc = pending.doc or citation.doc
                pending.placed = True
                if side == "truoc":
                    pending.after = None

    def _into(self, citation: Citation) -> None:
        for pending in self.found:
            if pending.act is Act.INSERT and pending.words is None and not pending.placed:
                around = citation.locators[-1].steps
                unit = pending.place.steps[0].unit
                pending.place = Locator((*(s for s in around if s.unit.rank < unit.rank), *pending.place.steps))
                pending.doc = pending.doc or citation.doc
                pending.placed = True

    def _move_to(self, citation: Citation) -> None:
        for pending, to in zip([p for p in self.found if p.act is Act.MOVE], citation.locators, strict=False):
            pending.to = to
            pending.to_span = _number_span(self.folded, citation)

    def _act(self, rest: str, citation: Citation) -> None:
        if self.verb is None or _EXCEPT.search(rest):
            return
        if _SOME.search(rest) or _SOME.search(self.folded[: citation.span[0]].rsplit(";", 1)[-1]):
            self.scope += citation.locators
            return
        title, act, doubt = _TITLE.search(rest), self.verb, ""
        if title and not title["listed"] and act is Act.REPLACE:
            act = Act.TITLE
        elif title and act is Act.REPLACE:
            self.found.append(_Pending(Act.TITLE, _dieu_of(citation.locators[-1]), citation.doc))
        elif _LEAD.search(rest) and act is Act.REPLACE:
            act = Act.LEAD
        elif _PART.search(rest.removeprefix(",")):
            doubt = "chỉ sửa một phần lời văn của nơi này"
        for locator in citation.locators:
            self.found.append(_Pending(act, locator, citation.doc, doubt=doubt))

    def _complete(self) -> None:
        """Places without their Điều take that of the next place in the sentence; a khoản its own of the next điểm."""
        for at, pending in enumerate(self.found):
            pending.place = self._completed(pending.place, at, pending.after)
        for pending in self.found:
            if pending.after is not None:
                steps = pending.place.steps
                first = pending.after.steps[0].unit
                above = tuple(s for s in steps if s.unit.rank < first.rank)
                pending.after = Locator((*above, *pending.after.steps))
            if pending.to is not None and pending.to.steps:
                largest = pending.to.steps[0].unit.rank
                above = tuple(s for s in pending.place.steps if s.unit.rank < largest)
                pending.to = Locator((*above, *pending.to.steps))

    def _completed(self, place: Locator, at: int, after: Locator | None) -> Locator:
        beside = (after, *(place for p in self.found[at + 1 :] for place in (p.place, p.after)))
        candidates = [place for place in beside if place and place.steps]
        if not place.steps:
            return next((dieu for loc in candidates if (dieu := _dieu_of(loc)).steps), place)
        for other in candidates:
            if place.steps[0].unit.rank <= Unit.DIEU.rank:
                break
            above = tuple(s for s in other.steps if s.unit.rank < place.steps[0].unit.rank)
            if above and above[0].unit.rank <= Unit.DIEU.rank:
                return Locator((*above, *place.steps))
            if above and other is after:
                place = Locator((*above, *place.steps))
        return place

    def instruction(self) -> Instruction:
        excepted = _EXCEPT.search(self.folded) is not None
        targets = tuple(_target(p, excepted) for p in self.found)
        pending = tuple(p.words for p in self.open if p.words is not None and not p.placed)
        opens = self.folded.rstrip().endswith(":") or _END.search(self.folded) is not None
        return Instruction(targets, self.doc, tuple(self.scope), self.verb, pending, opens)


_ACTS = {"sua": Act.REPLACE, "them": Act.INSERT, "thay": Act.REPLACE, "bo": Act.REPEAL, "chuyen": Act.MOVE}


def _target(pending: _Pending, excepted: bool) -> Target:
    doubt = pending.doubt
    if excepted and pending.act in (Act.REPEAL, Act.WORDS):
        doubt = doubt or "có ngoại lệ (“trừ …”) mà máy không áp dụng được"
    return Target(
        pending.act,
        pending.place,
        pending.doc,
        pending.title,
        pending.after,
        pending.to,
        pending.to_span,
        pending.words,
        doubt,
    )


def _dieu_of(locator: Locator) -> Locator:
    """The Điều that holds a place; no steps where the place does not say."""
    steps = locator.up_to(Unit.DIEU).steps
    return Locator(steps) if any(step.unit is Unit.DIEU for step in steps) else Locator()


def _number_span(folded: str, citation: Citation) -> Stretch:
    match = re.compile(r"(?:dieu|khoan|diem|muc|chuong)\s+(\w+)").search(folded, *citation.span)
    return match.span(1) if match else citation.span


def _former(folded: str, citation: Citation) -> bool:
    """Whether a citation only names an earlier amending text: "đã được sửa đổi, bổ sung theo Luật số …"."""
    before = folded[max(0, citation.span[0] - 90) : citation.span[0]]
    done = list(_FORMER.finditer(before))
    return bool(done) and not re.search(r"[;:“\"]", before[done[-1].end() :])


def steps_above(place: Locator, scope: Locator) -> Iterator[Step]:
    """The steps of a scope that are larger than the first of a place."""
    first = place.steps[0].unit.rank if place.steps else 99
    return (step for step in scope.steps if step.unit.rank < first)
