"""A draft with what the check found as Word comments beside the words; nothing else in the file changes."""

import copy
import io
import re
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import LxmlError

from corpus.errors import UnreadableSource
from corpus.text import nfc
from search_api.draft import Draft
from search_api.finding import Finding

AUTHOR, INITIALS = "Căn Cứ", "CC"
_MOST_UNPACKED = 200 * 2**20  # bytes of all parts of a file
_MOST = 1_000  # comments; Word takes its time over more


class NotWord(UnreadableSource):
    """A draft that is no DOCX file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "Ghi chú Word chỉ gắn được vào dự thảo dạng DOCX", name, "Lưu dự thảo thành .docx rồi gửi lại tệp ấy."
        )


def remarked(data: bytes, draft: Draft, findings: Sequence[Finding]) -> bytes:
    """The file with a comment for each finding, at its words, or at their paragraph where the words are not one run.

    Args:
        data: The bytes of the draft.
        draft: What was read from them.
        findings: In the order of the text; beyond a thousand the rest is left out.

    Raises:
        NotWord: the bytes are no DOCX file.
        UnreadableSource: its parts are too large, or broken.
    """
    file = _opened(data, draft.name)
    paragraphs = [paragraph for paragraph in _paragraphs(file) if paragraph.text.strip()]
    texts = [_plain(paragraph.text) for paragraph in paragraphs]
    at = 0
    for finding in findings[:_MOST]:
        words = _plain(draft.text[slice(*finding.span)])
        line = _plain(draft.line_text(draft.line_at(finding.span[0])))
        found = _paragraph(texts, line, words, at)
        if found is None:
            continue
        at = found
        runs = _marked(paragraphs[found], words)
        if runs:
            file.add_comment(runs, text=_said(finding), author=AUTHOR, initials=INITIALS)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _opened(data: bytes, name: str) -> Word:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
        if size > _MOST_UNPACKED:
            raise UnreadableSource("Tệp DOCX quá lớn để gắn ghi chú", name, "Bỏ bớt ảnh rồi gửi lại.")
        return docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, LxmlError) as error:
        raise NotWord(name) from error


def _paragraphs(file: Word) -> list[Paragraph]:
    """Every paragraph of the body in the order of the text, those of tables included."""
    return [Paragraph(element, file) for element in file.element.body.iter(qn("w:p"))]


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())


def _paragraph(texts: Sequence[str], line: str, words: str, start: int) -> int | None:
    """The paragraph a line of the draft was read from, from `start` on; a row of a table is several of them."""
    for order in (range(start, len(texts)), range(start)):
        for holds in (lambda t: t == line, lambda t: words in t and t in line, lambda t: t in line or line in t):
            found = next((at for at in order if holds(texts[at])), None)
            if found is not None:
                return found
    return None


def _marked(paragraph: Paragraph, words: str) -> list[Run]:
    """The runs that hold the words, cut so that they hold nothing else; all runs where the words are not found."""
    runs = paragraph.runs
    text = "".join(run.text for run in runs)
    found = re.search(r"\s+".join(re.escape(word) for word in words.split()), text) if words else None
    if found is None:
        found = (
            re.search(r"\s+".join(re.escape(word) for word in words.split()), nfc(text)) if nfc(text) == text else None
        )
    if found is None:
        return runs
    inside: list[Run] = []
    start = 0
    for run in runs:
        end = start + len(run.text)
        if start < found.end() and end > found.start():
            inside.append(_cut(run, max(found.start() - start, 0), found.end() - start))
        start = end
    return inside


def _cut(run: Run, start: int, end: int) -> Run:
    """The characters [start, end) of a run as a run of their own; a run with more than words stays whole."""
    text = run.text
    if [child.tag for child in run._r if child.tag != qn("w:rPr")] != [qn("w:t")] or (start <= 0 and end >= len(text)):
        return run
    before, after = text[: max(start, 0)], text[end:]
    if before:
        run._r.addprevious(_copied(run, before))
    if after:
        run._r.addnext(_copied(run, after))
    run.text = text[max(start, 0) : end]
    return run


def _copied(run: Run, text: str) -> object:
    other = Run(copy.deepcopy(run._r), run._parent)
    other.text = text
    return other._r


def _said(finding: Finding) -> str:
    remedy = f" {finding.remedy}" if finding.remedy else ""
    message = finding.message[:1].upper() + finding.message[1:]
    return f"{finding.severity.vi}: {message}.{remedy}"
