"""The open collection: one encoder, the live snapshot, and the three things asked of it (ask, read, list)."""

import datetime
import threading
from dataclasses import replace
from pathlib import Path

from corpus import citation
from corpus.errors import CanCuError, SnapshotError
from corpus.model import RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from index import snapshot
from index.encode import Encoder, encoder_named
from index.plan import Filters, Plan, Query, plan
from index.rerank import Bearings, reranked
from index.search import Searcher
from search_api.answer import Asked, compose
from search_api.collection import collection_out, coverage_out
from search_api.quote import quote_of
from search_api.reading import document_out
from search_api.settings import Settings
from search_api.wire import AnswerOut, AskRequest, CollectionOut, CoverageOut, DocumentOut, QuoteOut

LOOKED_AT = 50
"""Places that the second look orders again."""


class NotHeld(CanCuError):
    """A place or a document that the collection does not hold."""

    def __init__(self, what: str) -> None:
        super().__init__(
            what=f"Không có trong kho: {what}",
            where="",
            remedy="Kiểm tra lại số hiệu, hoặc xem danh sách văn bản ở trang Kho văn bản.",
        )


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name; the base one is unpacked into the state folder on first use."""
    return encoder_named(settings.encoder, settings.home / "models")


class Library:
    """The live snapshot, reopened when another is published; requests under way finish on the one they began with."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._home = settings.home
        self._encoder = encoder or open_encoder(settings)
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None
        self._coverage: CoverageOut | None = None

    @property
    def home(self) -> Path:
        """The state folder."""
        return self._home

    @property
    def searcher(self) -> Searcher:
        """The live snapshot.

        Raises:
            SnapshotError: none is published, or it was made by another encoder.
        """
        name = snapshot.current(self._home)
        with self._lock:
            if self._searcher is None or self._searcher.name != name:
                self._searcher = snapshot.open_snapshot(self._home, self._encoder)
                self._coverage = None
            return self._searcher

    def ask(self, request: AskRequest, today: datetime.date) -> AnswerOut:
        """The answer to a question on a day; today where the request names none."""
        searcher = self.searcher
        asked = understood(request, request.on or today, searcher.store)
        result = searcher.search(replace(asked.plan, k=max(request.k, LOOKED_AT)))
        hits = reranked(request.question, result.hits, _bearings(asked.plan, searcher.store), request.k)
        return compose(asked, replace(result, hits=hits), searcher, self.coverage(searcher))

    def explain(self, request: AskRequest, today: datetime.date) -> str:
        """The plan of a question, for people."""
        return repr(understood(request, request.on or today, self.searcher.store).plan)

    def document(self, doc_id: DocId, on: datetime.date) -> DocumentOut:
        """A whole document on a day.

        Raises:
            NotHeld: the collection does not hold it.
        """
        searcher = self.searcher
        found = document_out(doc_id, searcher.store, on, searcher.name)
        if found is None:
            raise NotHeld(str(doc_id))
        return found

    def quote(self, ref: Ref, on: datetime.date) -> QuoteOut | None:
        """One place on a day, or None when it is not held."""
        return quote_of(ref, self.searcher.store, on, (), "theo địa chỉ", None)

    def collection(self, on: datetime.date) -> CollectionOut:
        """Everything held, and everything set aside."""
        searcher = self.searcher
        return collection_out(searcher.store, self._home, self.coverage(searcher), on, searcher.name)

    def coverage(self, searcher: Searcher) -> CoverageOut:
        """What the collection holds; counted once a snapshot."""
        if self._coverage is None:
            self._coverage = coverage_out(searcher.store, searcher.made_on)
        return self._coverage

    def findings(self, store: Store) -> list[str]:
        """Where the store's derived wordings and the live snapshot disagree with it, in Vietnamese; else empty."""
        found = [
            f"Lời văn sau sửa đổi của {doc_id} không khớp với các văn bản đang có. Hãy nạp lại văn bản ấy."
            for doc_id in store.uncompiled()
        ]
        try:
            searcher = self.searcher
        except SnapshotError as error:
            return [*found, str(error)]
        found += snapshot.verify(self._home)
        if searcher.revision != store.revision:
            behind = f"Chỉ mục dựng từ bản {searcher.revision} của kho, kho đang ở bản {store.revision}"
            found.append(f"{behind}. Hãy chạy: cancu index")
        missing = set(store.doc_ids()) ^ set(searcher.store.doc_ids())
        found += [f"Kho và chỉ mục không cùng có văn bản {doc_id}" for doc_id in sorted(map(str, missing))]
        return found


def understood(request: AskRequest, on: datetime.date, store: Store) -> Asked:
    """A question on a day: what it names in a store, and what is to be searched."""
    filters = Filters(None if request.every_time else on, request.loai, request.official)
    refs = citation.identifiers(request.question, store)
    missing, near = citation.not_held(request.question, store)
    planned = plan(Query(request.question, filters, request.k), refs or near)
    absent = citation.absent_places(request.question, store)
    return Asked(request, on, planned, (*missing, *absent), near=bool(near) and not refs)


def _bearings(plan: Plan, store: Store) -> Bearings:
    """The documents that a question names, and those that amend, replace, guide or rest on them."""
    named = {ref.doc_id for ref in plan.direct_refs}
    bound = {
        end.doc_id
        for doc_id in named
        for relation in store.relations(doc_id)
        if relation.kind in _BINDING
        for end in (relation.subject, relation.object)
    }
    return Bearings(named, bound - named)


_BINDING = {RelationKind.SUA_DOI, RelationKind.BO_SUNG, RelationKind.THAY_THE, RelationKind.HUONG_DAN}
