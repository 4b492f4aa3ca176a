"""Official texts brought from where they are published and taken in: the page, and the document's own files on it.

What arrives must be the document that was asked for, by its own số hiệu; another one is set aside. A page that only
leads to the file counts as brought once the file is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.errors import FetchError, UnreadableSource
from corpus.model import SourceRank
from corpus.store import Store
from ingest import pipeline
from ingest.download import Downloads
from ingest.downloaded import Download
from ingest.isolate import IsolatedReader
from ingest.official_addresses import Wanted, where_to_look
from ingest.official_hosts import OfficialAddress
from ingest.page_files import own_files
from ingest.pipeline import IngestReport, Outcome
from ingest.readers.media import CODIFIED_PAGE, HTML
from ingest.source_text import Declared
from ingest.visitor import BY_HAND


class Brought(StrEnum):
    """What became of one document that was asked for."""

    READ = "read"
    ALREADY = "already_held"
    SET_ASIDE = "set_aside"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What became of one document, for people and as JSON.

    Attributes:
        address: Where it was found, or asked last; "" when it was not asked.
        files: One report for each file that was read.
        reason, remedy: Why it was not brought, and what to do; "" otherwise.
    """

    name: str
    outcome: Brought
    address: str = ""
    files: tuple[IngestReport, ...] = ()
    reason: str = ""
    remedy: str = ""

    def to_json(self) -> dict[str, object]:
        """The report as plain values."""
        return asdict(self)


class Fetch:
    """Brings documents into one store.

    Args:
        downloads: What was brought before, and the door to the rest.
        store: Where documents go.
        home: Holds `quarantine/`.
        refresh: Ask again where a document is held, whether it has changed.
    """

    def __init__(self, downloads: Downloads, store: Store, home: Path, *, refresh: bool = False) -> None:
        self._downloads = downloads
        self._store = store
        self._home = home
        self._refresh = refresh

    def all(self, wanted: Iterable[Wanted]) -> Iterator[FetchReport]:
        """One report a document, in order; a failure costs only its own document.

        Raises:
            StoreError: the store cannot be written.
        """
        with IsolatedReader() as reader:
            for each in wanted:
                yield self._one(each, reader)

    def held(self, wanted: Wanted) -> bool:
        """Whether an official text of it, as signed or as vbpl.vn has it, is held already."""
        if wanted.doc_id is None:
            return any(
                kept is not None and self._store.has_source(kept.sha256)
                for kept in map(self._downloads.kept, wanted.addresses)
            )
        return any(s.official and s.rank <= SourceRank.VBPL for _, s in self._store.views(wanted.doc_id))

    def _one(self, wanted: Wanted, reader: IsolatedReader) -> FetchReport:
        if not wanted.addresses:
            return FetchReport(wanted.name, Brought.NO_ADDRESS, reason=where_to_look(wanted.doc_id))
        try:
            if not self._refresh and self.held(wanted):
                return FetchReport(wanted.name, Brought.ALREADY)
        except FetchError as error:  # an address off the list
            return _failed(wanted, error.where, error)
        tried: list[FetchReport] = []
        for address in wanted.addresses:
            tried.append(self._from(address, wanted, reader))
            if tried[-1].outcome in (Brought.READ, Brought.ALREADY):
                return tried[-1]
        return _all_failed(tried)

    def _from(self, address: str, wanted: Wanted, reader: IsolatedReader) -> FetchReport:
        try:
            page = self._downloads.get(address, refresh=self._refresh)
        except FetchError as error:
            return _failed(wanted, address, error)
        links = own_files(page.path.read_bytes(), page.final, wanted.so_hieu) if page.media_type == HTML else ()
        reports = self._read(page, wanted, reader)
        trouble: FetchError | None = None
        for link in links:
            try:
                reports += self._read(self._downloads.get(link, refresh=self._refresh), wanted, reader)
            except FetchError as error:
                trouble = error
        return _reported(wanted, page, tuple(reports), trouble)

    def _read(self, found: Download, wanted: Wanted, reader: IsolatedReader) -> list[IngestReport]:
        """Take one file in. A page without a body gives no report: it is kept, but there is nothing to read again."""
        given = Declared(url=found.final, retrieved_on=found.retrieved_on, rank=_rank(found))
        reports = []
        for member in reader.members(found.path):
            if found.media_type == HTML and isinstance(member.text, UnreadableSource):
                continue
            if pipeline.is_held(member, self._store, wanted.doc_id):
                reports.append(IngestReport(member.name, Outcome.ALREADY, member.sha256, media_type=found.media_type))
            else:
                reports += pipeline.take_in(member, self._store, self._home, given, wanted.doc_id)
        return reports


_NO_BODY = "Trang tải về không kèm nội dung văn bản"


def _rank(found: Download) -> SourceRank | None:
    """What the place of publication makes of a file; None leaves a page of a signed file's host to its reader."""
    rank = OfficialAddress.parse(found.final).host.rank
    return None if rank is SourceRank.SIGNED and found.media_type in (HTML, CODIFIED_PAGE) else rank


def _reported(
    wanted: Wanted, page: Download, reports: tuple[IngestReport, ...], trouble: FetchError | None
) -> FetchReport:
    outcomes = {report.outcome for report in reports}
    for outcome, named in ((Brought.READ, {Outcome.READ, Outcome.WARNED}), (Brought.ALREADY, {Outcome.ALREADY})):
        if outcomes & named:
            reason, remedy = (trouble.what, trouble.remedy) if trouble else ("", "")
            return FetchReport(wanted.name, outcome, page.final, reports, reason, remedy)
    if not reports:
        return _failed(wanted, page.final, trouble or FetchError(_NO_BODY, page.final, BY_HAND))
    return FetchReport(wanted.name, Brought.SET_ASIDE, page.final, reports, reports[0].reason, reports[0].remedy)


def _all_failed(tried: list[FetchReport]) -> FetchReport:
    """One report for all the addresses of a document: set aside if one of them was, with every reason."""
    last = next((report for report in tried if report.outcome is Brought.SET_ASIDE), tried[-1])
    reasons = "; ".join(dict.fromkeys(report.reason for report in tried))
    return replace(last, files=tuple(file for report in tried for file in report.files), reason=reasons)


def _failed(wanted: Wanted, address: str, error: FetchError) -> FetchReport:
    reason = f"{error.what} ({error.where})" if error.where else error.what
    return FetchReport(wanted.name, Brought.FAILED, address, reason=reason, remedy=error.remedy)
