"""A document's wording of a day as a tree of places, with what is said beside it: `Consolidated`."""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass

from corpus.errors import CanCuError
from corpus.locator import Unit
from corpus.model import Document, Provision, Source
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import vi_date
from corpus.wording import tree_on
from search_api.amended import brought_words, unapplied_words
from search_api.comparison import gap_words
from search_api.library import NotHeld

_HEADED = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)


class NotLawText(CanCuError):
    """A document of which only a summary in our own words is held."""


@dataclass(frozen=True, slots=True)
class Part:
    """A place with those below it. `notes` say, in Vietnamese, what brought its words."""

    place: Provision
    parts: tuple["Part", ...]
    notes: tuple[str, ...]

    @property
    def split(self) -> tuple[str, str, tuple[str, ...]]:
        """The printed number, the heading, and the lines after them: together all words of the place, in order."""
        place = self.place
        number = re.match(rf"\s*(?:[^\W\d]+\s+){{0,3}}?{re.escape(place.number)}[.):/]*(?=\s|$)", place.text)
        if not place.number or number is None:
            return "", "", _lines(place.text)
        rest = place.text[number.end() :]
        words = r"\s+".join(map(re.escape, place.heading.split()))
        heading = re.match(rf"\s*({words})(?=\s|$)", rest) if words else None
        after = rest[heading.end() :] if heading else rest
        return number.group().strip(), place.heading if heading else "", _lines(after)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A document as it reads on a day.

    Attributes:
        head: The lines before the first place; () when none are held.
        notes: What is known of the whole, or of places that are not shown: repealed places, gaps, changes not applied.
        amending: The places that brought words shown, each with the first day of those words, by day.
    """

    document: Document
    on: datetime.date
    source: Source
    head: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    amending: tuple[tuple[datetime.date | None, Ref], ...]

    @property
    def statement(self) -> str:
        """What the text is: made by Căn Cứ, of which day, from which source."""
        as_of = f", nói đến {vi_date(self.source.as_of)}" if self.source.as_of else ""
        return (
            "Văn bản hợp nhất do Căn Cứ lập, không phải văn bản hợp nhất chính thức; "
            f"lời văn ngày {vi_date(self.on)}; nguồn {self.source.url or self.source.name}{as_of}."
        )


def consolidated(doc_id: DocId, store: Store, on: datetime.date) -> Consolidated:
    """The document as it reads on a day.

    Raises:
        NotHeld: the collection has no text of it.
        NotLawText: only a summary in our own words is held.
    """
    ref = Ref(doc_id)
    tree, wording = tree_on(store, ref, on), store.wording(doc_id)
    if tree is None or wording is None:
        raise NotHeld(str(doc_id))
    if not tree.official:
        raise NotLawText(
            what="Chưa lập được văn bản hợp nhất: kho chỉ có bản tóm lược bằng lời của Căn Cứ, không có nguyên văn",
            where=wording.document.name,
            remedy="Nạp văn bản gốc (cancu ingest hoặc cancu fetch) rồi xuất lại.",
        )
    shown = {place.ref for place in tree.provisions}
    gone = (p for p in tree.places if p.ref not in shown and p.valid.end and p.valid.end <= on)
    ended = (f"{p.ref.locator.vi}: không còn áp dụng từ {vi_date(p.valid.end)}." for p in gone if p.valid.end)
    gaps = (gap_words(gap, store, on) for gap in tree.gaps if not gap.reason)
    notes = dict.fromkeys((*unapplied_words(ref, store, on), *gaps, *ended))
    brought = {(p.valid.start, by) for p in tree.provisions for by in p.brought_by[-1:]}
    return Consolidated(
        document=wording.document,
        on=on,
        source=wording.source,
        head=tuple(line for p in tree.provisions if not p.ref.locator.steps for line in _lines(p.text)),
        parts=_nested([p for p in tree.provisions if p.ref.locator.steps], store),
        notes=tuple(notes),
        amending=tuple(sorted(brought, key=lambda b: (b[0] or datetime.date.min, str(b[1])))),
    )


def _nested(places: list[Provision], store: Store) -> tuple[Part, ...]:
    """Places inside those that hold them; Điều inside the Chương and Mục before them."""
    below: dict[Ref | None, list[Provision]] = defaultdict(list)
    around: list[Provision] = []
    for place in places:
        while around and not _holds(around[-1], place):
            around.pop()
        below[around[-1].ref if around else None].append(place)
        around.append(place)

    def parts(of: Ref | None) -> tuple[Part, ...]:
        return tuple(Part(p, parts(p.ref), brought_words([p], store)) for p in below[of])

    return parts(None)


def _holds(outer: Provision, place: Provision) -> bool:
    if outer.ref.contains(place.ref):
        return True
    headed = outer.unit in _HEADED and Ref(outer.ref.doc_id, outer.ref.locator.parent).contains(place.ref)
    return headed and outer.unit is not None and place.unit is not None and outer.unit.rank < place.unit.rank


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
