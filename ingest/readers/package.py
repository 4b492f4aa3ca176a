"""A DOCX as a zip of XML parts, opened with care: sizes are checked before unpacking, entities are never expanded."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from ingest.readers import refusal

MAX_PART = 64 * 2**20
"""Bytes one XML part may unpack to; the longest law with its tables stays under ten million."""
MAX_TOTAL = 600 * 2**20
"""Bytes all parts together may declare."""

_DTD = b"<!DOCTYPE"
_ENCRYPTED_FLAG = 0x1


class Package:
    """The parts of an Office file by name."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._parts: dict[str, etree._Element] = {}
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise refusal.truncated(name) from error
        self._check_sizes()

    def _check_sizes(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            raise refusal.encrypted(self.name)
        if sum(info.file_size for info in infos) > MAX_TOTAL:
            raise refusal.bomb(self.name, MAX_TOTAL)
        if any(info.file_size > MAX_PART for info in infos if info.filename.endswith(".xml")):
            raise refusal.bomb(self.name, MAX_PART)

    def part(self, path: str) -> etree._Element | None:
        """The root element of an XML part, the same at each call; None when the package has no such part.

        Raises:
            UnreadableSource: the part is damaged, larger than it declares, or has a document type.
        """
        if path in self._parts:
            return self._parts[path]
        try:
            with self._zip.open(path) as stream:
                data = stream.read(MAX_PART + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise refusal.damaged(self.name, f"phần {path} không giải nén được") from error
        if len(data) > MAX_PART:
            raise refusal.bomb(self.name, MAX_PART)
        if _DTD in data[:4096] or "<!DOCTYPE".encode("utf-16-le") in data[:8192]:
            raise refusal.damaged(self.name, f"phần {path} khai báo DTD, điều tệp DOCX thật không có")
        self._parts[path] = self._parse(path, data)
        return self._parts[path]

    def _parse(self, path: str, data: bytes) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise refusal.damaged(self.name, f"phần {path} không phải XML đúng") from error
