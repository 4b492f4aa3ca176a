"""What the collection holds: the coverage said with every "not found", and the page that lists everything."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.reference import Ref
from corpus.standing import standing
from corpus.store import CatalogueEntry, Store
from corpus.text import vi_date
from ingest.pipeline import set_aside
from search_api.naming import page_address
from search_api.wire import CollectionOut, CountOut, CoverageOut, DocumentRow, SetAsideOut, StatusOut

_SHOWN = 12  # issuers named in the coverage; the rest are counted together


def coverage_out(store: Store, updated_on: datetime.date | None) -> CoverageOut:
    """How much is held, of which kinds, from whom and from which years."""
    entries = store.catalogue()
    official = sum(entry.official for entry in entries)
    provisions = sum(entry.provisions for entry in entries)
    years = [entry.document.ngay_ban_hanh.year for entry in entries if entry.document.ngay_ban_hanh]
    words = f"{_number(len(entries))} văn bản, {_number(provisions)} quy định"
    if official < len(entries):
        words += f", trong đó {_number(len(entries) - official)} văn bản mới có bản tóm lược"
    if updated_on:
        words += f"; cập nhật {vi_date(updated_on)}"
    return CoverageOut(
        documents=len(entries),
        provisions=provisions,
        official_documents=official,
        summary_documents=len(entries) - official,
        by_loai=_counts(entry.document.loai for entry in entries),
        by_co_quan=_counts(entry.document.co_quan_ban_hanh or "Không rõ cơ quan" for entry in entries),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        updated_on=updated_on,
        words=words,
    )


def collection_out(store: Store, home: Path, coverage: CoverageOut, on: datetime.date, snapshot: str) -> CollectionOut:
    """Every document held with its standing on a day, and every file set aside with its reason."""
    return CollectionOut(
        coverage=coverage,
        documents=tuple(document_rows(store.catalogue(), store, on)),
        set_aside=tuple(
            SetAsideOut(name=entry.name, sha256=entry.sha256, what=entry.what, where=entry.where, remedy=entry.remedy)
            for entry in set_aside(home)
        ),
        snapshot=snapshot,
    )


def document_rows(entries: Sequence[CatalogueEntry], store: Store, on: datetime.date) -> Iterable[DocumentRow]:
    """The catalogue's lines with each document's status on a day."""
    for entry in entries:
        ref = Ref(entry.document.id)
        status = standing(ref, store, on)
        yield DocumentRow(
            id=str(entry.document.id),
            name=entry.document.name,
            trich_yeu=entry.document.trich_yeu,
            co_quan_ban_hanh=entry.document.co_quan_ban_hanh,
            ngay_ban_hanh=entry.document.ngay_ban_hanh,
            official=entry.official,
            status=StatusOut(
                on=on,
                status=status.status,
                label=status.status.vi,
                words=status.words,
                next_change=status.next_change,
            ),
            provisions=entry.provisions,
            page=page_address(ref, on),
        )


def _counts(labels: Iterable[str]) -> tuple[CountOut, ...]:
    counted = Counter(labels).most_common()
    shown = [CountOut(label=label, count=count) for label, count in counted[:_SHOWN]]
    rest = sum(count for _, count in counted[_SHOWN:])
    return tuple(shown + ([CountOut(label="Khác", count=rest)] if rest else []))


def _number(value: int) -> str:
    """2431 → "2.431", as Vietnamese writes thousands."""
    return f"{value:,}".replace(",", ".")
