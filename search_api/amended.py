"""What is said beside a place that amendments reach: who brought its words, and which change could not be applied."""

import datetime
from collections.abc import Iterable

from corpus.locator import Locator, lower_first
from corpus.model import Provision
from corpus.reference import Ref
from corpus.store import Store
from corpus.text import vi_date
from search_api.naming import document_name


def brought_words(provisions: Iterable[Provision], store: Store) -> tuple[str, ...]:
    """For places in words of another text, since when and by which place of it, each said once."""
    said = []
    for provision in provisions:
        for by in provision.brought_by[-1:]:
            name, _ = document_name(by.doc_id, str(by.doc_id), store)
            since = f" từ {vi_date(provision.valid.start)}" if provision.valid.start else ""
            said.append(f"{_of(provision.ref)}: lời văn theo {_named(by, name)}{since}.")
    return tuple(dict.fromkeys(said))


def moved_words(ref: Ref, was: Locator, by: Ref, since: datetime.date | None, store: Store) -> str:
    """For a place that has another number now, its number before, since when and by which text."""
    name, _ = document_name(by.doc_id, str(by.doc_id), store)
    day = f" từ {vi_date(since)}" if since else ""
    return f"{_of(ref)}: trước là {lower_first(was.vi)}, đổi số theo {_named(by, name)}{day}."


def repealed_words(ref: Ref, by: Ref, so_hieu: str, since: datetime.date | None, store: Store) -> str:
    """For a place that a text repeals by name, since when and by which place of that text."""
    name, _ = document_name(by.doc_id, so_hieu or str(by.doc_id), store)
    day = f" từ {vi_date(since)}" if since else ""
    return f"{_of(ref)}: bãi bỏ theo {_named(by, name)}{day}."


def unapplied_words(ref: Ref, store: Store, on: datetime.date, *, only: bool = False) -> tuple[str, ...]:
    """Changes of a place, or of those in it and around it, that are known and could not be applied by a day.

    With `only`, those of exactly this place.
    """
    said = []
    for waiting in store.unapplied(ref):
        relation = waiting.relation
        day = relation.effective_on
        if (day and day > on) or (only and relation.object != ref):
            continue
        name, _ = document_name(relation.subject.doc_id, relation.subject_so_hieu, store)
        since = f" từ {vi_date(day)}" if day else ", không rõ từ ngày nào"
        by = _named(relation.subject, name)
        said.append(
            f"Đã biết, chưa áp dụng được: {_of(relation.object)} {relation.kind.passive} {by}{since}; {waiting.reason}."
        )
    return tuple(dict.fromkeys(said))


def _of(ref: Ref) -> str:
    return ref.locator.vi or "Văn bản"


def _named(by: Ref, name: str) -> str:
    return f"{lower_first(by.locator.vi)} {name}".strip()
