"""From a file as stored to the files it holds: gzip taken off, rows of the codified law gathered by document."""

import json
import re
import zlib
from typing import Any

from corpus.errors import BadReference
from corpus.reference import DocId
from ingest.readers import refusal
from ingest.readers.media import CODIFIED, is_row, sniff

MAX_UNPACKED = 512 * 2**20
"""Bytes a gzip file may unpack to: the whole codified law has 172 MB."""
_MAX_RATIO = 250
_FREE_SIZE = 64 * 2**20
_CHUNK = 2**20
_ITEM = re.compile(r"ItemID=(\d+)")


def unwrap(name: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    """The files inside a file, as (name, bytes): the file itself, what its gzip holds, or one per document.

    A file of JSON lines is a container: its rows are gathered by số hiệu, else by the ItemID of their page, else
    by the name of the law, in the order of first appearance, each row's bytes unchanged.

    Raises:
        UnreadableSource: damaged or truncated gzip, or one that unpacks beyond the limit.
    """
    if data.startswith(b"\x1f\x8b"):
        name, data = name.removesuffix(".gz"), gunzip(name, data)
    if sniff(data) != CODIFIED:
        return ((name, data),)
    groups: dict[str, list[bytes]] = {}
    for line in data.splitlines():
        if line.strip():
            groups.setdefault(_document_key(line), []).append(line)
    if len(groups) == 1:
        return ((name, data),)
    return tuple((f"{name}#{key}", b"\n".join(lines) + b"\n") for key, lines in groups.items())


def gunzip(name: str, data: bytes) -> bytes:
    """The unpacked bytes of a gzip file, members joined.

    Raises:
        UnreadableSource: damaged, truncated, or growing beyond `MAX_UNPACKED` or 250 times its size.
    """
    limit = min(MAX_UNPACKED, max(_FREE_SIZE, len(data) * _MAX_RATIO))
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
    so_hieu = str(row.get("doc_number") or "")
    item = _ITEM.search(str(row.get("source_url") or ""))
    if so_hieu and _is_so_hieu(so_hieu):
        return so_hieu
    if item:
        return f"{so_hieu} ItemID={item.group(1)}".strip()
    # A row that names nothing still stands under its own part of the codification: 27.1.TT.13 for 27.1.TT.13.3.
    return so_hieu or str(row.get("law_name") or "") or str(row["id"]).rpartition(".")[0] or str(row["id"])


def _is_so_hieu(text: str) -> bool:
    try:
        DocId.from_so_hieu(text)
    except BadReference:
        return False
    return True
