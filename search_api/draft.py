"""A draft under check: read and structured by the same code as a law, and never stored."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableSource
from corpus.locator import Locator, Unit
from corpus.model import Document, Holding, Provision
from ingest import assemble
from ingest.isolate import IsolatedReader, Member
from ingest.placed_text import PlacedText, parts
from ingest.source_text import Line, SourceText

MAX_BYTES = 20 * 2**20
"""Largest file taken for a check."""

MAX_TEXT = 2_000_000
"""Most characters of text in a draft, about a thousand pages."""

MAX_LINES = 12_000
"""Most lines: finding the numbers that run on takes time with the square of those that look like headings."""

SECONDS = 60.0
"""Longest time that reading may take."""


class DraftTooLarge(UnreadableSource):
    """A draft beyond the limits of a check."""

    def __init__(self, size: str) -> None:
        super().__init__(
            what=f"Dự thảo quá lớn để kiểm tra ({size})",
            where=f"nhiều nhất {MAX_BYTES // 2**20} MB, {_thousands(MAX_TEXT)} ký tự, {_thousands(MAX_LINES)} dòng",
            remedy="Tách dự thảo thành nhiều tệp, hoặc bỏ ảnh và phụ lục không cần kiểm.",
        )


class Busy(UnreadableSource):
    """Other drafts are being checked."""

    def __init__(self) -> None:
        super().__init__("Đang kiểm tra những dự thảo khác", "", "Chờ một lát rồi gửi lại.")


@dataclass(frozen=True, slots=True)
class Draft(PlacedText):
    """A draft as text with its places.

    Attributes:
        name: The file's name, or what the door calls pasted text.
        holding: The draft as the pipeline would store it: head, places, remarks.
        children: The places right below an address, of one unit, in order.
    """

    name: str
    holding: Holding
    lines: tuple[Line, ...]
    children: Mapping[tuple[Locator, Unit], Sequence[Provision]]

    @property
    def document(self) -> Document:
        """What the head of the draft says."""
        return self.holding.document

    def page_at(self, position: int) -> int | None:
        """The page that holds a character, None where the format has no pages."""
        return self.lines[self.line_at(position)].page if self.lines else None

    @property
    def has_dieu(self) -> bool:
        """Whether the draft is made of Điều."""
        return any(p.unit is Unit.DIEU for p in self.provisions.values())


def read_file(path: Path) -> Draft:
    """The draft in a file.

    Raises:
        UnreadableSource: the file is missing, too large, a scan, or of a kind that is not read.
    """
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise DraftTooLarge(_megabytes(path.stat().st_size))
    with IsolatedReader(SECONDS) as reader:
        return _draft(path.name, reader.read(path))


def read_bytes(name: str, data: bytes) -> Draft:
    """The draft in the bytes of a file, which are read in a process of their own and nowhere written.

    Raises:
        UnreadableSource: as `read_file`.
    """
    if len(data) > MAX_BYTES:
        raise DraftTooLarge(_megabytes(len(data)))
    with IsolatedReader(SECONDS) as reader:
        return _draft(name, reader.read_bytes(name, data))


def read_text(name: str, text: str) -> Draft:
    """The draft in pasted text.

    Raises:
        UnreadableSource: nothing in it, too long, or letters in an encoding from before Unicode.
    """
    if len(text) > MAX_TEXT:
        raise DraftTooLarge(f"{_thousands(len(text))} ký tự")
    return read_bytes(name, text.encode("utf-8", "replace"))


def of_source(name: str, sha256: str, source: SourceText) -> Draft:
    """The draft that a reader's lines make.

    Raises:
        DraftTooLarge: more text than a check takes.
    """
    if len(source.lines) > MAX_LINES:
        raise DraftTooLarge(f"{_thousands(len(source.lines))} dòng")
    length = sum(len(line.text) + 1 for line in source.lines)
    if length > MAX_TEXT:
        raise DraftTooLarge(f"{_thousands(length)} ký tự")
    holding = assemble.holding(name, sha256, source)
    texts = [line.text for line in source.lines]
    children: dict[tuple[Locator, Unit], list[Provision]] = {}
    for provision in holding.provisions:
        if provision.unit is not None:
            children.setdefault((provision.ref.locator.parent, provision.unit), []).append(provision)
    return Draft(*parts(texts, holding.provisions), name, holding, source.lines, children)


def _draft(name: str, members: Sequence[Member]) -> Draft:
    if len(members) != 1:
        raise UnreadableSource(
            f"Tệp chứa {len(members)} văn bản", name, "Kiểm tra từng dự thảo một: tách thành các tệp riêng."
        )
    member = members[0]
    if isinstance(member.text, UnreadableSource):
        raise member.text
    return of_source(name, member.sha256 or hashlib.sha256(member.data).hexdigest(), member.text)


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB".replace(".", ",")


def _thousands(number: int) -> str:
    """12000 → "12.000", as Vietnamese writes thousands."""
    return f"{number:,}".replace(",", ".")
