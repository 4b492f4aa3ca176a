"""A document's wording of a day as a tree of places, with what is said beside it: `Consolidated`."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.errors import CanCuError
from corpus.locator import Locator, Unit, lower_first, number_key
from corpus.model import Document, Provision, RelationKind, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.standing import standing, stopped_places
from corpus.store import Store
from corpus.text import vi_date
from corpus.timeline import StatusOnDay, effect
from corpus.wording import Tree, tree_on
from search_api.amended import brought_words, moved_words, repealed_words, unapplied_words
from search_api.comparison import change_days, gap_words
from search_api.export.change import Became, Change, Changes
from search_api.library import NotHeld

REPEALED = "(Đã bãi bỏ)"
"""What stands in the place of words that a text repealed."""
_ENDING = (RelationKind.BAI_BO, RelationKind.THAY_THE)
_HEADED = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)


class NotLawText(CanCuError):
    """A document of which only a summary in our own words is held."""


@dataclass(frozen=True, slots=True)
class Part:
    """A place with those below it.

    Attributes:
        notes: In Vietnamese, what brought its words, or what repealed it.
        gaps: In Vietnamese, changes of this very place that are known and not in its words, and that it is suspended.
        change: The last change of it; None for words of the original, and where the place around says it already.
        was: The address in the original text, where it has another number now.
        repealed: Whether a text repealed it: then its words are not among those of the day.
    """

    place: Provision
    parts: tuple["Part", ...]
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    change: Change | None = None
    was: Locator | None = None
    repealed: bool = False

    @property
    def split(self) -> tuple[str, str, tuple[str, ...]]:
        """The printed number, the heading, and the lines after them: together all words of the place, in order.

        Of a repealed place the number, and that it is repealed.
        """
        place = self.place
        number = re.match(rf"\s*(?:[^\W\d]+\s+){{0,3}}?{re.escape(place.number)}[.):/]*(?=\s|$)", place.text)
        if self.repealed:
            named = number.group().strip() if place.number and number else self.label
            return named, "", (REPEALED,)
        if not place.number or number is None:
            return "", "", _lines(place.text)
        rest = place.text[number.end() :]
        words = r"\s+".join(map(re.escape, place.heading.split()))
        heading = re.match(rf"\s*({words})(?=\s|$)", rest) if words else None
        after = rest[heading.end() :] if heading else rest
        return number.group().strip(), place.heading if heading else "", _lines(after)

    @property
    def label(self) -> str:
        """The last step of its address in words: "Điều 8", "Khoản 4"."""
        return Locator(self.place.ref.locator.steps[-1:]).vi

    @property
    def all(self) -> Iterator["Part"]:
        """The place and those below it, in the order of the text."""
        yield self
        for part in self.parts:
            yield from part.all


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A document as it reads on a day.

    Attributes:
        sources: Those that the words come from, the best first, without the amending texts.
        head: The lines before the first place; () when none are held.
        notes: What is known of the whole, or of places that are not shown, and every gap and change not applied.
        days: Days on which the text is known to change, and the day on which it begins to bind.
        ended: The day on which the whole document ended, up to `on`, and the text that ended it where one did.
        standing: Whether it binds on the day.
    """

    document: Document
    on: datetime.date
    sources: tuple[Source, ...]
    head: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    standing: StatusOnDay
    days: tuple[datetime.date, ...] = ()
    ended: tuple[datetime.date, Ref | None] | None = None

    @property
    def all(self) -> Iterator[Part]:
        """Every place, in the order of the text."""
        for part in self.parts:
            yield from part.all

    @property
    def amending(self) -> tuple[tuple[datetime.date | None, Ref], ...]:
        """The places that changed something, each with the first day of the change, by day."""
        changes = {(part.change.on, part.change.by) for part in self.all if part.change}
        return tuple(sorted(changes, key=lambda c: (c[0] or datetime.date.min, str(c[1]))))

    @property
    def merged(self) -> bool:
        """Whether words come from a source that has changes merged already, which are not told place by place."""
        return any(source.rank is SourceRank.CODIFIED for source in self.sources)

    @property
    def statement(self) -> str:
        """What the text is: made by Căn Cứ, of which day, from which source."""
        named = (s.url or s.name for s in self.sources)
        ends = (f", nói đến {vi_date(s.as_of)}" if s.as_of else "" for s in self.sources)
        sources = "; ".join(f"{name}{end}" for name, end in zip(named, ends, strict=True))
        return (
            "Văn bản hợp nhất do Căn Cứ lập, không phải văn bản hợp nhất chính thức; "
            f"lời văn ngày {vi_date(self.on)}; nguồn {sources}."
        )

    @property
    def standing_words(self) -> str:
        """Whether it binds on the day, as a sentence."""
        return f"Hiệu lực ngày {vi_date(self.on)}: {lower_first(self.standing.words)}."


def consolidated(doc_id: DocId, store: Store, on: datetime.date) -> Consolidated:
    """The document as it reads on a day.

    Raises:
        NotHeld: the collection has no text of it.
        NotLawText: only a summary in our own words is held.
    """
    ref = Ref(doc_id)
    tree, document = tree_on(store, ref, on), store.document(doc_id)
    if tree is None or document is None:
        raise NotHeld(str(doc_id))
    if not tree.official:
        raise NotLawText(
            what="Chưa lập được văn bản hợp nhất: kho chỉ có bản tóm lược bằng lời của Căn Cứ, không có nguyên văn",
            where=document.name,
            remedy="Nạp văn bản gốc (cancu ingest hoặc cancu fetch) rồi xuất lại.",
        )
    changes = Changes.of(tree, store)
    nesting = _Nesting.of(tree, changes, store, on)
    gaps = (gap_words(gap, store, on) for gap in tree.gaps if not gap.reason)
    notes = dict.fromkeys((*unapplied_words(ref, store, on), *gaps, *nesting.lost.get(None, ())))
    return Consolidated(
        document=document,
        on=on,
        sources=_sources(tree, store),
        head=tuple(line for p in tree.provisions if not p.ref.locator.steps for line in _lines(p.text)),
        parts=nesting.parts(),
        notes=tuple(notes),
        standing=standing(ref, store, on),
        days=_days(document, changes, store),
        ended=_ended(document, store, on),
    )


def _sources(tree: Tree, store: Store) -> tuple[Source, ...]:
    views = [source for _, source in store.views(tree.ref.doc_id)]
    used = {piece.sha256 for place in tree.provisions for piece in place.pieces}
    return tuple(source for source in views if source.sha256 in used) or tuple(views[:1])


def _days(document: Document, changes: Changes, store: Store) -> tuple[datetime.date, ...]:
    worded = (place for places in changes.earlier.values() for place in places)
    begins = (document.ngay_hieu_luc,) if document.ngay_hieu_luc else ()
    return tuple(sorted({*begins, *change_days(Ref(document.id), store, worded)}))


def _ended(document: Document, store: Store, on: datetime.date) -> tuple[datetime.date, Ref | None] | None:
    relations = store.relations(document.id)
    end = effect(document, relations).end
    if end is None or end > on:
        return None
    whole = (r for r in relations if r.object == Ref(document.id) and r.kind in _ENDING and not r.condition)
    return end, next((r.subject for r in whole if r.effective_on == end), None)


@dataclass(frozen=True, slots=True)
class _Nesting:
    """The places of a day, and those repealed, put inside each other with what is said of each.

    Attributes:
        stopped: Places that are suspended, or that may be, or may be repealed, each with its status.
        lost: What new words of a place left out of it, in Vietnamese; under None what stood in no place that is shown.
    """

    tree: Tree
    changes: Changes
    repealed: Mapping[Ref, Change]
    lost: Mapping[Ref | None, Sequence[str]]
    stopped: Mapping[Ref, StatusOnDay]
    store: Store
    on: datetime.date

    @classmethod
    def of(cls, tree: Tree, changes: Changes, store: Store, on: datetime.date) -> "_Nesting":
        shown = {place.ref for place in tree.provisions if place.ref.locator.steps}
        groups: defaultdict[tuple[Ref | None, datetime.date | None], list[str]] = defaultdict(list)
        for place in changes.gone():
            steps = place.ref.locator.steps
            inner = (Ref(place.ref.doc_id, Locator(steps[:depth])) for depth in range(len(steps) - 1, 0, -1))
            around = next((ref for ref in inner if ref in shown), None)
            own = Locator(steps[len(around.locator.steps) :]) if around else place.ref.locator
            groups[around, place.valid.end].append(lower_first(own.vi))
        lost: defaultdict[Ref | None, list[str]] = defaultdict(list)
        for (around, end), names in groups.items():
            place_words = f"{around.locator.vi}: " if around else ""
            day = f" từ {vi_date(end)}" if end else ""
            lost[around].append(f"{place_words}không còn {', '.join(names)}{day}.")
        stopped = stopped_places(tree.ref.doc_id, store, on)
        return cls(tree, changes, changes.repealed(), lost, stopped, store, on)

    def parts(self) -> tuple[Part, ...]:
        """Places inside those that hold them; Điều inside the Chương and Mục before them."""
        below: dict[Ref | None, list[Provision]] = defaultdict(list)
        around: list[Provision] = []
        for place in self._places():
            while around and not _holds(around[-1], place):
                around.pop()
            below[around[-1].ref if around else None].append(place)
            around.append(place)

        def parts(of: Ref | None) -> tuple[Part, ...]:
            return tuple(self._part(place, parts(place.ref)) for place in self._by_number(below[of]))

        return tuple(self._noted(part) for part in parts(None))

    def _places(self) -> list[Provision]:
        """Those shown, each repealed one behind the place that stands before it."""
        found = [p for p in self.tree.provisions if p.ref.locator.steps]
        shown = {place.ref for place in found}
        behind: defaultdict[Ref | None, list[Provision]] = defaultdict(list)
        last: Ref | None = None
        for place in self.tree.places:
            if place.ref in self.repealed:
                behind[last].append(place)
            elif place.ref in shown:
                last = place.ref
        return [*behind[None], *(each for place in found for each in (place, *behind[place.ref]))]

    def _by_number(self, places: list[Provision]) -> list[Provision]:
        """Places of one level, each repealed one before the first of its kind with a larger number."""
        found = [place for place in places if place.ref not in self.repealed]
        for gone in (place for place in places if place.ref in self.repealed):
            alike = [at for at, place in enumerate(found) if place.unit is gone.unit]
            larger = (at for at in alike if number_key(found[at].number) > number_key(gone.number))
            found.insert(next(larger, alike[-1] + 1 if alike else len(found)), gone)
        return found

    def _part(self, place: Provision, below: tuple[Part, ...]) -> Part:
        gaps = tuple(gap_words(gap, self.store, self.on) for gap in self.tree.gaps if gap.place == place.ref)
        if stopped := self.stopped.get(place.ref):
            gaps = (f"{stopped.words}.", *gaps)
        if place.ref in self.repealed:
            return Part(place, (), gaps=gaps, change=self.repealed[place.ref], repealed=True)
        return Part(place, below, (), gaps, self.changes.of_place(place), self.changes.was(place))

    def _noted(self, part: Part, said: Change | None = None) -> Part:
        """A part with its notes; a change of all of it is said once, at the largest place."""
        change = part.change
        lost = tuple(self.lost.get(part.place.ref, ()))
        if change is not None and change.is_one_with(said):
            return replace(part, change=None, notes=lost, parts=tuple(self._noted(p, said) for p in part.parts))
        all_of_it = change is not None and all(change.is_one_with(below.change) for below in part.all)
        notes = (*(self._notes(part, change) if change else ()), *lost)
        parts = tuple(self._noted(p, change if all_of_it else None) for p in part.parts)
        return replace(part, notes=notes, parts=parts)

    def _notes(self, part: Part, change: Change) -> tuple[str, ...]:
        ref, store = part.place.ref, self.store
        if change.became is Became.REPEALED:
            return (repealed_words(ref, change.by, change.by_so_hieu, change.on, store),)
        if change.became is Became.MOVED and part.was:
            return (moved_words(ref, part.was, change.by, change.on, store),)
        return brought_words([part.place], store)


def _holds(outer: Provision, place: Provision) -> bool:
    if outer.ref.contains(place.ref):
        return True
    headed = outer.unit in _HEADED and Ref(outer.ref.doc_id, outer.ref.locator.parent).contains(place.ref)
    return headed and outer.unit is not None and place.unit is not None and outer.unit.rank < place.unit.rank


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
