"""From a file as stored to the files it holds: gzip and ZIP taken off, rows of the codified law put by document."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from corpus.errors import UnreadableSource
from ingest.readers import archive, codified, codified_page, refusal
from ingest.readers.archive import FREE_SIZE, MAX_RATIO, Allowance
from ingest.readers.media import CODIFIED, CODIFIED_PAGE, ZIP, is_row, sniff

MAX_UNPACKED = 512 * 2**20
"""Bytes a gzip file may unpack to: the whole codified law has 172 MB."""
_DEEPEST = 3
_CHUNK = 2**20


Files = Iterator[tuple[str, bytes | UnreadableSource]]


def unwrap(name: str, data: bytes) -> Files:
    """The files inside a file one by one, as (name, bytes): the file itself, or those of a gzip, a ZIP, a row file.

    A page of the codification export and a file of JSON lines are containers: articles and rows are gathered by số
    hiệu, else by the ItemID of their page, else by the name of the law, in the order of first appearance, the bytes
    of each unchanged. A file of a ZIP that cannot be unpacked comes as the reason, and the next one follows.

    Raises:
        UnreadableSource: damaged or truncated, empty, nested without end, or unpacking beyond the limits.
    """
    return _unwrap(name, data, Allowance(), 0)


def _unwrap(name: str, data: bytes, allowance: Allowance, depth: int) -> Files:
    if data.startswith(b"\x1f\x8b"):
        name, data = name.removesuffix(".gz"), gunzip(name, data)
        allowance.take(name, len(data))
    kind = sniff(data)
    if kind == ZIP:
        if depth >= _DEEPEST:
            raise refusal.nested(name)
        for inner_name, inner in archive.members(name, data, allowance):
            yield from _inner(inner_name, inner, allowance, depth + 1)
    elif kind == CODIFIED:
        yield from _documents(name, data)
    elif kind == CODIFIED_PAGE:
        yield from codified_page.split(name, data)
    else:
        yield name, data


def _inner(name: str, data: bytes | UnreadableSource, allowance: Allowance, depth: int) -> Files:
    if isinstance(data, UnreadableSource):
        yield name, data
        return
    try:
        yield from _unwrap(name, data, allowance, depth)
    except UnreadableSource as error:
        yield name, error


def _documents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    groups: dict[str, list[bytes]] = {}
    for line in data.splitlines():
        if line.strip():
            groups.setdefault(_document_key(line), []).append(line)
    if len(groups) == 1:
        yield name, data
        return
    for key, lines in groups.items():
        yield f"{name}#{key}", b"\n".join(lines) + b"\n"


def gunzip(name: str, data: bytes) -> bytes:
    """The unpacked bytes of a gzip file, members joined.

    Raises:
        UnreadableSource: damaged, truncated, or growing beyond `MAX_UNPACKED` or 250 times its size.
    """
    limit = min(MAX_UNPACKED, max(FREE_SIZE, len(data) * MAX_RATIO))
    unpacked = bytearray()
    while data.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(wbits=31)
        while data and not stream.eof:
            try:
                unpacked += stream.decompress(data, _CHUNK)
            except zlib.error as error:
                raise refusal.damaged(name, "dữ liệu nén sai") from error
            if len(unpacked) > limit:
                raise refusal.bomb(name, limit)
            data = stream.unconsumed_tail
        if not stream.eof:
            raise refusal.truncated(name)
        data = stream.unused_data
    return bytes(unpacked)


def _document_key(line: bytes) -> str:
    try:
        row: dict[str, Any] = json.loads(line)
    except ValueError:
        return "dòng hỏng"
    if not is_row(row):
        return "dòng hỏng"
    so_hieu, url, law_name = (str(row.get(field) or "") for field in ("doc_number", "source_url", "law_name"))
    return codified.document_key(so_hieu, url, law_name, str(row["id"]))
