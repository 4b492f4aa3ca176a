"""Texts that hold marks made by hand, and the marks: files and hashes, never words.

A text is named by its file, how it is opened and, in a file of rows, the row. It is opened plainly, without the
readers and the grammar that are judged, so that a mark stays where it was put when those change.
"""

import gzip
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lxml.etree
import lxml.html

_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


@dataclass(frozen=True)
class MarkedText:
    """Where a text lies.

    Attributes:
        file: Below the folder of data; a name that ends with .gz is unpacked.
        form: "text", "docx" (paragraphs), "html" (all text of the page), "doc" (as catdoc prints it), or the name of a
            field of a JSON object ("json:text").
        row: The `id` of the row where the file has one object a line; empty otherwise.
    """

    file: str
    form: str
    row: str = ""

    def open(self, data: Path) -> str:
        """The characters that marks count.

        Raises:
            KeyError: the file has no such row or field.
            FileNotFoundError: no such file, or no catdoc.
        """
        path = data / self.file
        if self.form.startswith("json:"):
            return str(_rows(path)[self.row][self.form.removeprefix("json:")])
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return _OPENED[self.form](path, content)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _rows(path: Path) -> Mapping[str, Mapping[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        if ".jsonl" in path.name:
            return {str(row.get("id") or row["case_id"]): row for row in map(json.loads, lines)}
        whole = json.load(lines)
    return {"": whole[0] if isinstance(whole, list) else whole}


def _text(path: Path, content: bytes) -> str:
    return content.decode("utf-8")


def _docx(path: Path, content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = lxml.etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(_TEXT)) for p in root.iter(_PARAGRAPH))


def _html(path: Path, content: bytes) -> str:
    root = lxml.html.document_fromstring(content.decode("utf-8"))
    for element in list(root.iter("script", "style")):
        element.drop_tree()
    lines = (" ".join(line.split()) for line in str(root.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def _doc(path: Path, content: bytes) -> str:
    shown = subprocess.run(["catdoc", "-w", "-d", "utf-8", str(path)], capture_output=True, check=True)
    return shown.stdout.decode("utf-8", "replace")


_OPENED = {"text": _text, "docx": _docx, "html": _html, "doc": _doc}
