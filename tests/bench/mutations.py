"""Small damages to a file: of any bytes, and of what its kind is made of (tags, control words, streams, parts)."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from random import Random

import olefile

from tests.doc_maker import make_container

Mutation = Callable[[Random, bytes, bytes], bytes]
"""A source of chance, the file, another file of the same kind; gives the damaged file."""

_BYTES = (0, 1, 0x0A, 0x20, 0x3C, 0x7F, 0x80, 0xFF)
_SIZES = (0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"4294967295", b"99999999999999999999", b"1e9", b"")
_DIGITS = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ATTRIBUTE = re.compile(rb"=(['\"])[^'\"<>]{0,80}\1")
_CONTROL_WORD = re.compile(rb"\\[a-z*']+-?\d*|[{}]")
_STREAM = re.compile(rb"/FlateDecode[^>]*>>\s*stream\r?\n")
_PDF_NAME = re.compile(rb"/[A-Za-z]+|\b(?:BI|ID|EI|BT|ET|Tj|TJ|Tf|Td|Tm|cm|Do|re|endobj|endstream|R)\b")
_LONGEST = 400_000
_OLE_ROOM = 60_000


def damaged(chance: Random, data: bytes, other: bytes, own: Sequence[Mutation], turns: int) -> bytes:
    """The file after some mutations; every second one of the kind's own where it has any."""
    for _ in range(turns):
        choice = own if own and chance.random() < 0.5 else _ANY
        data = chance.choice(choice)(chance, data, other)[:_LONGEST]
    return data


def flip(chance: Random, data: bytes, other: bytes) -> bytes:
    """Some bytes with one bit turned, or set to a value at which readers stumble."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 32)) if out else 0):
        at = chance.randrange(len(out))
        out[at] = out[at] ^ 1 << chance.randrange(8) if chance.random() < 0.5 else chance.choice(_BYTES)
    return bytes(out)


def cut(chance: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of the file only."""
    return data[: chance.randrange(len(data) + 1)]


def remove(chance: Random, data: bytes, other: bytes) -> bytes:
    """The file without a stretch."""
    start, end = _stretch(chance, data)
    return data[:start] + data[end:]


def repeat(chance: Random, data: bytes, other: bytes) -> bytes:
    """The file with a stretch two times, or two hundred times."""
    start, end = _stretch(chance, data)
    return data[:start] + data[start:end] * chance.choice((2, 3, 200)) + data[end:]


def splice(chance: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one file and the end of another."""
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def resize(chance: Random, data: bytes, other: bytes) -> bytes:
    """One number of two or four bytes set to a size that lies."""
    form, size = chance.choice((("<I", 4), ("<H", 2), (">I", 4)))
    if len(data) < size:
        return data
    at = chance.randrange(len(data) - size + 1)
    return data[:at] + struct.pack(form, chance.choice(_SIZES) & 256**size - 1) + data[at + size :]


def renumber(chance: Random, data: bytes, other: bytes) -> bytes:
    """One number in digits made another."""
    return _replaced(chance, data, _DIGITS, chance.choice(_NUMBERS))


_ANY: tuple[Mutation, ...] = (flip, flip, cut, remove, repeat, splice, resize, renumber)


def _retag(chance: Random, data: bytes, other: bytes) -> bytes:
    """A tag taken out, doubled, nested deep, or put in the place of another."""
    tags = _TAG.findall(data)
    if not tags:
        return data
    return _replaced(chance, data, _TAG, chance.choice((b"", chance.choice(tags), chance.choice(tags) * 400)))


def _revalue(chance: Random, data: bytes, other: bytes) -> bytes:
    value = chance.choice((*_NUMBERS, b"\xc4\x91" * 3000, b"&#0;", b"../../x", b"*"))
    return _replaced(chance, data, _ATTRIBUTE, b'="' + value + b'"')


def _recontrol(chance: Random, data: bytes, other: bytes) -> bytes:
    words = _CONTROL_WORD.findall(data)
    if not words:
        return data
    new = chance.choice((b"", b"{" * 400, chance.choice(words), chance.choice(words) + chance.choice(_NUMBERS) + b" "))
    return _replaced(chance, data, _CONTROL_WORD, new)


def _reobject(chance: Random, data: bytes, other: bytes) -> bytes:
    names = _PDF_NAME.findall(data)
    if not names:
        return data
    return _replaced(chance, data, _PDF_NAME, chance.choice((b"", b"[" * 300, b"<<" * 300, chance.choice(names))))


def _restream(chance: Random, data: bytes, other: bytes) -> bytes:
    """A packed stream of a PDF unpacked, damaged, packed again; its length and all places after it then lie."""
    heads = list(_STREAM.finditer(data))
    if not heads:
        return data
    start = chance.choice(heads).end()
    packed = zlib.decompressobj()
    try:
        inside = packed.decompress(data[start:], _LONGEST)
    except zlib.error:
        return data
    end = len(data) - len(packed.unused_data or packed.unconsumed_tail)
    return data[:start] + zlib.compress(damaged(chance, inside, other, (_reobject,), 1)) + data[end:]


def _repart(chance: Random, data: bytes, other: bytes) -> bytes:
    """One part of a ZIP damaged, left out, renamed, or exchanged with that of another file."""
    parts, others = _parts(data), _parts(other)
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    action = chance.randrange(6)
    if action == 0:
        del parts[name]
    elif action == 1:
        parts[chance.choice((*sorted(parts), "../x", "/", "x" * 300, "word/document.xml"))] = parts.pop(name)
    elif action == 2 and others:
        parts[name] = others[chance.choice(sorted(others))]
    else:
        parts[name] = damaged(chance, parts[name], others.get(name, b""), XML, chance.choice((1, 2, 5)))
    return packed(parts, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of parts, without the time of day: the same parts are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return {}
    except (struct.error, UnicodeError, KeyError, IndexError, OverflowError):
        return {}


def _reole(chance: Random, data: bytes, other: bytes) -> bytes:
    """The streams of a Word 97 file damaged inside a container that is sound."""
    streams = word_streams(data)
    if not streams:
        return data
    name = chance.choice(sorted(streams))
    streams[name] = damaged(chance, streams[name], other, (), chance.choice((1, 3)))[:_OLE_ROOM] or b"\0"
    if sum(map(len, streams.values())) > _OLE_ROOM:
        return data
    return make_container(streams)


def word_streams(data: bytes) -> dict[str, bytes]:
    """The text and table streams of an OLE file; none where it cannot be opened or they are too long to be written."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = [name for name in ("WordDocument", "0Table", "1Table") if ole.exists(name)]
            streams = {name: ole.openstream(name).read() for name in names}
    except Exception:  # the file is damaged already; olefile raises what comes
        return {}
    return streams if sum(map(len, streams.values())) <= _OLE_ROOM else {}


XML: tuple[Mutation, ...] = (_retag, _revalue)
RTF: tuple[Mutation, ...] = (_recontrol,)
PDF: tuple[Mutation, ...] = (_reobject, _restream)
PACKAGE: tuple[Mutation, ...] = (_repart,)
OLE: tuple[Mutation, ...] = (_reole,)


def _stretch(chance: Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 16, 400, 5000)))


def _replaced(chance: Random, data: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    """The first match after a random place replaced."""
    found = pattern.search(data, chance.randrange(len(data) + 1))
    return data[: found.start()] + new + data[found.end() :] if found else data
