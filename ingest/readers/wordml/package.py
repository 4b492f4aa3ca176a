"""A DOCX as a zip of XML parts, opened with care: sizes are checked before unpacking, entities are never expanded."""

import posixpath
import zipfile
from io import BytesIO

from lxml import etree

from ingest.readers import refusal
from ingest.readers.archive import ZIP_ERRORS

MAX_PART = 48 * 2**20
"""Bytes one part may unpack to; the longest law with its tables stays under ten million."""
MAX_TOTAL = 600 * 2**20
"""Bytes all parts together may declare."""

_DTD = b"<!DOCTYPE"
_ENCRYPTED_FLAG = 0x1
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)


class Package:
    """The parts of a Word file by name.

    Attributes:
        main: Path of the main part, mostly "word/document.xml".
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except ZIP_ERRORS as error:
            raise refusal.truncated(name) from error
        self._check_sizes()
        kinds = self._relationships("")
        self.main = next((target for kind, target in kinds.values() if kind == "officeDocument"), "word/document.xml")
        self._targets = self._relationships(self.main)

    def _check_sizes(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            raise refusal.encrypted(self.name)
        if sum(info.file_size for info in infos) > MAX_TOTAL:
            raise refusal.bomb(self.name, MAX_TOTAL)
        if any(info.file_size > MAX_PART for info in infos if info.filename.endswith(".xml")):
            raise refusal.bomb(self.name, MAX_PART)

    def beside(self, kind: str) -> etree._Element | None:
        """The root of the main part's "styles", "numbering", "footnotes" …; None when there is no such part."""
        found = next((target for own, target in self._targets.values() if own == kind), f"word/{kind}.xml")
        return self.part(found)

    def target(self, relationship: str) -> str | None:
        """The path that a relationship of the main part names; None for one outside the package."""
        return self._targets.get(relationship, ("", None))[1]

    def part(self, path: str) -> etree._Element | None:
        """The root element of an XML part; None when the package has no such part.

        Raises:
            UnreadableSource: the part is damaged, larger than it declares, or has a document type.
        """
        data = self.content(path)
        if data is None:
            return None
        if _DTD in data[:4096] or "<!DOCTYPE".encode("utf-16-le") in data[:8192]:
            raise refusal.damaged(self.name, f"phần {path} khai báo DTD, điều tệp DOCX thật không có")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return self._parse(path, data)

    def content(self, path: str) -> bytes | None:
        """What a part holds; None when the package has no such part.

        Raises:
            UnreadableSource: the part is damaged or larger than it declares.
        """
        try:
            with self._zip.open(path) as stream:
                data = stream.read(MAX_PART + 1)
        except KeyError:
            return None
        except ZIP_ERRORS as error:
            raise refusal.damaged(self.name, f"phần {path} không giải nén được") from error
        if len(data) > MAX_PART:
            raise refusal.bomb(self.name, MAX_PART)
        return data

    def _relationships(self, path: str) -> dict[str, tuple[str, str]]:
        """(kind, path) of what a part points at inside the package, by id."""
        folder, file = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        return {
            element.get("Id", ""): (
                element.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/"),
            )
            for element in (() if root is None else root.iter(_RELATIONSHIP))
            if element.get("TargetMode") != "External"
        }

    def _parse(self, path: str, data: bytes) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise refusal.damaged(self.name, f"phần {path} không phải XML đúng") from error
