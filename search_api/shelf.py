"""The held documents that a check looks at, each read once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.citation import Citation, resolve
from corpus.locator import Locator
from corpus.model import Document, EffectStatus, Provision, Relation, Source
from corpus.reference import DocId, Ref
from corpus.standing import standing
from corpus.store import Store
from corpus.text import vi_date
from corpus.wording import Tree, tree_on, unknown_on
from search_api.naming import confidence_words
from search_api.quote import status_out
from search_api.wire import StatusOut


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the collection with its relations, and with its places as they read on the day of the check."""

    document: Document
    source: Source
    relations: tuple[Relation, ...]
    tree: Tree
    places: Mapping[Locator, Provision]

    @property
    def is_sure(self) -> bool:
        """Whether its number, name and dates come from the text itself or from two sources that agree."""
        return self.source.official or (
            self.source.confidence.startswith("verified:") and self.source.confidence != "verified:1"
        )

    @property
    def said_by(self) -> str:
        """Who says what is said of the document, in Vietnamese."""
        if self.source.official:
            return f"theo {self.source.name}"
        sure = confidence_words(self.source.confidence)
        return f"theo bản tóm lược của Căn Cứ{', ' + sure if sure else ''}"


class Shelf:
    """Held documents by identity, and what citations point at; nothing is read from the store twice."""

    def __init__(self, store: Store, on: datetime.date) -> None:
        self.store = store
        self.on = on
        self._held: dict[DocId, Held | None] = {}
        self._documents: dict[object, tuple[DocId, ...]] = {}
        self._by_day: dict[datetime.date, list[DocId]] | None = None
        self._standings: dict[Ref, StatusOut] = {}

    def held(self, doc_id: DocId) -> Held | None:
        """The document, or None when the collection does not hold it."""
        if doc_id not in self._held:
            self._held[doc_id] = self._read(doc_id)
        return self._held[doc_id]

    def _read(self, doc_id: DocId) -> Held | None:
        document, tree = self.store.document(doc_id), tree_on(self.store, Ref(doc_id), self.on)
        if document is None or tree is None:
            return None
        source = self.store.views(doc_id)[0][1]
        places = {place.ref.locator: place for place in tree.places}
        return Held(document, source, tuple(self.store.relations(doc_id)), tree, places)

    def issued_on(self, day: datetime.date) -> tuple[DocId, ...]:
        """The held documents issued on a day."""
        if self._by_day is None:
            self._by_day = {}
            for entry in self.store.catalogue():
                if entry.document.ngay_ban_hanh:
                    self._by_day.setdefault(entry.document.ngay_ban_hanh, []).append(entry.document.id)
        return tuple(self._by_day.get(day, ()))

    def name(self, doc_id: DocId, so_hieu: str = "") -> str:
        """A document's name as it is cited the second time, with the issuer of a local one; else the số hiệu."""
        held = self.held(doc_id)
        if held is None:
            return so_hieu or str(doc_id)
        issuer = f" của {held.document.co_quan_ban_hanh}" if doc_id.place and held.document.co_quan_ban_hanh else ""
        return f"{held.document.name}{issuer}"

    def documents(self, citation: Citation) -> tuple[DocId, ...]:
        """The held documents that the words fit."""
        doc = citation.doc
        if doc is None:
            return ()
        key = (doc.loai, doc.number, doc.year, doc.ky_hieu, doc.name)
        if key not in self._documents:
            targets = resolve(replace(citation, locators=()), self.store).targets
            self._documents[key] = tuple(dict.fromkeys(ref.doc_id for ref in targets))
        return self._documents[key]

    def place(self, doc_id: DocId, locator: Locator) -> Locator | None:
        """The address under which a place is held: its own, or without the decision that brings it; None for none."""
        held = self.held(doc_id)
        if held is None:
            return None
        bare = Locator(locator.steps[1:]) if locator.steps and locator.steps[0].unit == "dinh_kem" else locator
        return next((place for place in (locator, bare) if place in held.places), None)

    def standing(self, ref: Ref) -> StatusOut:
        """The status of a held place on the day of the check; of a place that is not held, that of its document."""
        if ref not in self._standings:
            held = self.held(ref.doc_id)
            status = standing(ref, self.store, self.on)
            provision = held.places.get(ref.locator) or held.places.get(Locator()) if held else None
            if held is None or provision is None:
                unknown = EffectStatus.KHONG_RO
                self._standings[ref] = StatusOut(
                    on=self.on, status=unknown, label=unknown.vi, words="Không có trong kho", next_change=None
                )
            else:
                self._standings[ref] = status_out(provision, status, self.on, unknown_on(held.tree, provision.ref))
        return self._standings[ref]

    def changes(self, ref: Ref) -> list[Relation]:
        """Relations that change a place: those on it, on what holds it, on its whole document, by day."""
        held = self.held(ref.doc_id)
        if held is None:
            return []
        return [
            r
            for r in held.relations
            if r.object.doc_id == ref.doc_id
            and (r.object.locator.contains(ref.locator) or ref.locator.contains(r.object.locator))
        ]

    def since(self, relation: Relation) -> str:
        """The text that does it and since when: "Nghị định 235/2025/NĐ-CP từ 15/10/2025"."""
        place = f"{relation.subject.locator.vi} " if relation.subject.locator.steps else ""
        name = self.name(relation.subject.doc_id, relation.subject_so_hieu)
        day = f" từ {vi_date(relation.effective_on)}" if relation.effective_on else ", không rõ từ ngày nào"
        return f"{place}{name}{day}"
