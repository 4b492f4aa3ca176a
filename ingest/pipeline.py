"""From files to documents in the store: read in a child process, structure, write; set aside what fails and go on."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from corpus import originals
from corpus.errors import BadStructure, CanCuError, StoreError, UnreadableSource
from corpus.locator import Locator, Unit
from corpus.model import Diagnostic, Document, Holding, SourceRank
from corpus.reference import DocId, tidy_so_hieu
from corpus.store import Store
from corpus.text import fold
from ingest import assemble, bundle
from ingest.isolate import IsolatedReader, Member
from ingest.layout import TAKEN_OUT
from ingest.letterhead import numbers_of
from ingest.source_text import Declared, SourceText


class Outcome(StrEnum):
    """What became of one file, or of one document inside a container."""

    READ = "read"
    WARNED = "read_with_warnings"
    ALREADY = "already_held"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file, for people and as JSON.

    Attributes:
        name: The file, with its path as given; a document inside a container after "!".
        counts: Numbers of chương, mục, điều, khoản, điểm, phụ lục as structured; those inside an annex not counted.
        reason, remedy: Why it was set aside, and what to do; "" otherwise.
    """

    name: str
    outcome: Outcome
    sha256: str = ""
    doc_id: str = ""
    document: str = ""
    media_type: str = ""
    pages: int | None = None
    counts: tuple[tuple[str, int], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    reason: str = ""
    remedy: str = ""

    def to_json(self) -> dict[str, object]:
        """The report as plain values."""
        return asdict(self)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those under the folders named, in a stable order; hidden files are left out.

    Raises:
        UnreadableSource: a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UnreadableSource(f"Không có tệp hoặc thư mục “{path}”", "", "Kiểm tra lại đường dẫn.")
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
    return found


def ingest(
    files: Iterable[Path],
    store: Store,
    home: Path,
    given: Declared | None = None,
    checkpoint: Callable[[str], None] = lambda step: None,
    wanted: DocId | None = None,
) -> Iterator[IngestReport]:
    """Take files into the store one by one, reporting each document as it is done.

    Args:
        files: Paths, as `find_files` gives them.
        store: Where documents go.
        home: Holds `quarantine/`.
        given: What the person says about the files; meant for one file.
        checkpoint: Called with a step's name before it; tests kill the process there.
        wanted: Which document the files must hold; another one is set aside.

    Yields:
        One report a file, or a document of a container. Errors become reports; only a store that cannot be written
        ends the run.

    Raises:
        StoreError: the store cannot be written.
    """
    with IsolatedReader() as reader:
        for path in files:
            checkpoint("read")
            for member in reader.members(path):
                checkpoint("write")
                yield from take_in(member, store, home, given, wanted)
                checkpoint("written")


def ingest_file(
    path: Path, store: Store, home: Path, given: Declared | None = None, wanted: DocId | None = None
) -> list[IngestReport]:
    """All reports of one file."""
    return list(ingest([path], store, home, given, wanted=wanted))


def take_in(
    member: Member, store: Store, home: Path, given: Declared | None = None, wanted: DocId | None = None
) -> tuple[IngestReport, ...]:
    """Keep each document of one file that was read, or set the file aside; one report a document.

    What a person says is said of the document that prints the number given, else of the first; where the file comes
    from, of all. A file of several is what was wanted when one of them is.

    Raises:
        StoreError: the store cannot be written.
    """
    if isinstance(member.text, UnreadableSource):
        return (_set_aside(member, member.text, home, given, wanted),)
    parts = _parts(member.sha256, member.text)
    try:
        if given is None and (held := [part for part in parts if _is_held(part, store)]) == parts:
            return tuple(_already(member, part) for part in held)
        meant = _meant(parts, given)
        holdings = [_holding(member, part, given, part.number == meant, store) for part in parts]
        if wanted is not None:
            _check_wanted([holding.document for holding in holdings], wanted)
        reports = tuple(
            _already(member, part)
            if given is None and _is_held(part, store)
            else _report(member, store.add(holding, member.data), part.text)
            for part, holding in zip(parts, holdings, strict=True)
        )
    except StoreError:
        raise
    except CanCuError as error:
        return (_set_aside(member, error, home, given, wanted),)
    _release(member.sha256, home)
    return reports


def is_held(member: Member, store: Store, wanted: DocId | None = None) -> bool:
    """Whether every document of a file that was read is held, and the one that was asked for is one of them."""
    if isinstance(member.text, UnreadableSource):
        return store.has_source(member.sha256)
    parts = _parts(member.sha256, member.text)
    if not all(_is_held(part, store) for part in parts):
        return False
    held = [holding for part in parts if (holding := store.holding(part.sha256))]
    return wanted is None or any(_may_be(holding.document.id, wanted) for holding in held)


@dataclass(frozen=True, slots=True)
class _Part:
    """One document of a file: how its source is known, its text, which it is and of how many."""

    sha256: str
    text: SourceText
    number: int
    count: int


def _parts(sha256: str, source: SourceText) -> list[_Part]:
    texts = bundle.documents(source)
    return [
        _Part(originals.of_document(sha256, number), text, number, len(texts))
        for number, text in enumerate(texts, start=1)
    ]


def _is_held(part: _Part, store: Store) -> bool:
    """Whether a document was kept from these bytes, with its pages; one of several also with just its own lines."""
    if not store.has_source(part.sha256) or (part.text.sheets and not store.pages(part.sha256)):
        return False
    return part.count == 1 or store.text_of(part.sha256) == "\n".join(line.text for line in part.text.lines)


def _meant(parts: Sequence[_Part], given: Declared | None) -> int:
    """Which document a person speaks of: the one that prints the number, else the first."""
    said = fold(tidy_so_hieu(given.so_hieu)) if given else ""
    return next((part.number for part in parts if said in numbers_of(part.text.lines)), 1)


def _holding(member: Member, part: _Part, given: Declared | None, meant: bool, store: Store) -> Holding:
    if given is not None and not meant:
        given = Declared(url=given.url, retrieved_on=given.retrieved_on, rank=given.rank)
    return assemble.holding(
        member.name, part.sha256, part.text, given, lambda document: store.settled(document, part.sha256)
    )


def _already(member: Member, part: _Part) -> IngestReport:
    return IngestReport(member.name, Outcome.ALREADY, part.sha256, media_type=part.text.media_type)


def _check_wanted(documents: Sequence[Document], wanted: DocId) -> None:
    """Refuse a file without the document that was asked for.

    Raises:
        BadStructure: the number differs, or is not told at all.
    """
    if any(_may_be(document.id, wanted) for document in documents):
        return
    document = documents[0]
    name = document.name if document.so_hieu else "văn bản không rõ số hiệu"
    raise BadStructure(f"Nội dung là {name}, không phải văn bản cần lấy", str(wanted), "Kiểm tra lại địa chỉ hoặc tệp.")


def _may_be(found: DocId, wanted: DocId) -> bool:
    """Whether it is the document asked for; what either does not tell is not compared."""
    told = ((found.year, wanted.year), (found.place, wanted.place))
    differ = any(a != b for a, b in told if a is not None and b is not None)
    return (found.kind, found.number) == (wanted.kind, wanted.number) and not differ


def _report(member: Member, holding: Holding, text: SourceText) -> IngestReport:
    own = [p for p in holding.provisions if p.unit is Unit.PHU_LUC or not _in_annex(p.ref.locator)]
    has_dieu = any(p.unit is Unit.DIEU for p in own)
    # Beside Điều, the parts I, II, III of an attached programme are no Mục.
    units = [p.unit for p in own if not (has_dieu and p.unit is Unit.MUC and not _is_printed_muc(p.text))]
    counts = tuple((unit.value, units.count(unit)) for unit in Unit if unit in units)
    return IngestReport(
        member.name,
        Outcome.WARNED if any(d.code not in TAKEN_OUT for d in holding.diagnostics) else Outcome.READ,
        holding.source.sha256,
        str(holding.document.id),
        holding.document.name,
        text.media_type,
        text.pages,
        counts,
        holding.diagnostics,
    )


def _is_printed_muc(text: str) -> bool:
    return text.lstrip().lower().startswith("mục")


def _in_annex(locator: Locator) -> bool:
    return any(step.unit is Unit.PHU_LUC for step in locator.steps)


# Quarantine


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file in quarantine.

    Attributes:
        given, wanted: For a file that was fetched, what is known from that: address, day, rank, which document it
            must hold.
    """

    name: str
    sha256: str
    what: str
    where: str
    remedy: str
    path: Path
    given: Declared | None = None
    wanted: DocId | None = None


def set_aside(home: Path) -> list[SetAside]:
    """Every file in quarantine with its reason, by name."""
    reports = sorted((home / "quarantine").glob("*/report.json"))
    return sorted((_read_set_aside(path) for path in reports), key=lambda entry: entry.name)


def retry(entry: SetAside, store: Store, home: Path) -> list[IngestReport]:
    """Read a file in quarantine again, under its own name; what can be read leaves the quarantine."""
    with IsolatedReader() as reader:
        members = reader.members(entry.path, entry.name)
        return [report for m in members for report in take_in(m, store, home, entry.given, entry.wanted)]


def _read_set_aside(path: Path) -> SetAside:
    fields = json.loads(path.read_text(encoding="utf-8"))
    return SetAside(
        fields["name"],
        path.parent.name,
        fields["what"],
        fields["where"],
        fields["remedy"],
        path.parent / "file",
        _fetched(fields["fetched"]) if "fetched" in fields else None,
        DocId.parse(fields["wanted"]) if "wanted" in fields else None,
    )


def _fetched(fields: dict[str, str]) -> Declared:
    day, rank = datetime.date.fromisoformat(fields["retrieved_on"]), fields["rank"]
    return Declared(url=fields["url"], retrieved_on=day, rank=SourceRank(int(rank)) if rank else None)


def _set_aside(
    member: Member, error: CanCuError, home: Path, given: Declared | None, wanted: DocId | None
) -> IngestReport:
    sha256 = member.sha256 or hashlib.sha256(member.name.encode()).hexdigest()
    folder = home / "quarantine" / sha256
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "file").write_bytes(member.data)
    fields: dict[str, object] = {"name": member.name, "what": error.what}
    fields |= {"where": error.where, "remedy": error.remedy}
    if given is not None and given.retrieved_on is not None:
        rank = str(int(given.rank)) if given.rank else ""
        fields["fetched"] = {"url": given.url, "retrieved_on": given.retrieved_on.isoformat(), "rank": rank}
    if wanted is not None:
        fields["wanted"] = str(wanted)
    (folder / "report.json").write_text(json.dumps(fields, ensure_ascii=False, indent=1), encoding="utf-8")
    reason = f"{error.what} ({error.where})" if error.where else error.what
    return IngestReport(member.name, Outcome.SET_ASIDE, sha256, reason=reason, remedy=error.remedy)


def _release(sha256: str, home: Path) -> None:
    """Empty a file's quarantine once it has been read after all."""
    folder = home / "quarantine" / sha256
    for path in (folder / "report.json", folder / "file"):
        path.unlink(missing_ok=True)
    if folder.exists():
        folder.rmdir()
