"""ZIP files that hold documents: their members one by one, with limits on number, size and growth."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from corpus.errors import UnreadableSource
from ingest.readers import refusal

MAX_RATIO = 250
"""Times its packed size that a member, or a gzip file, may unpack to; law as text packs to a fifth."""
FREE_SIZE = 64 * 2**20
"""Bytes that a member may unpack to whatever its packed size."""
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, ValueError, OSError),
)
"""What zipfile raises on damaged bytes; it foresees only the first."""
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(slots=True)
class Allowance:
    """What may still be unpacked out of one file, archives inside archives included."""

    members: int = 5_000
    size: int = 2 * 2**30

    def take(self, name: str, size: int) -> None:
        """Count one member.

        Raises:
            UnreadableSource: the file holds more than may be unpacked.
        """
        self.members -= 1
        self.size -= size
        if self.members < 0:
            raise refusal.too_many(name)
        if self.size < 0:
            raise refusal.bomb(name, size)


def members(name: str, data: bytes, allowance: Allowance) -> Iterator[tuple[str, bytes | UnreadableSource]]:
    """The files of a ZIP as ("gói.zip!thư mục/luật.docx", bytes), or why one cannot be unpacked.

    Raises:
        UnreadableSource: no ZIP, nothing in it, or more than the allowance.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except ZIP_ERRORS as error:
        raise refusal.truncated(name) from error
    files = [info for info in archive.infolist() if not _is_clutter(info.filename)]
    if not files:
        raise refusal.empty_archive(name)
    for info in files:
        allowance.take(name, info.file_size)
        inner = f"{name}!{_readable(info)}"
        try:
            yield inner, _unpacked(inner, archive, info)
        except UnreadableSource as error:
            yield inner, error


def _is_clutter(path: str) -> bool:
    """Whether it is a folder, without a name, or what systems leave beside files."""
    return path.startswith(_CLUTTER[0]) or path.rpartition("/")[2] in ("", *_CLUTTER[1:])


def _readable(info: zipfile.ZipInfo) -> str:
    """A member's name. Old programs write UTF-8 without saying so, and zipfile takes it for a DOS code page."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _unpacked(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise refusal.encrypted(name)
    if info.file_size > refusal.MAX_FILE:
        raise refusal.too_large(name, info.file_size)
    limit = max(FREE_SIZE, info.compress_size * MAX_RATIO)
    try:
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
    except ZIP_ERRORS as error:
        raise refusal.damaged(name, "không giải nén được") from error
    if len(data) > limit:
        raise refusal.bomb(name, limit)
    return data
