"""Footnotes of a DOCX file that python-docx writes: the part that holds them, and their marks in the text.

Notes -1 and 0 are the separator lines that a word processor draws above the notes; the settings name them.

Source: ECMA-376 part 1, 17.11 (footnotes) and 11.3.7 (the footnotes part).
"""

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))
_TEXT, _MARK = "footnote text", "footnote reference"
_POINTS = 10


class Footnotes:
    """The footnotes of one file, numbered from 1 as they are added; `finish` puts them into the file."""

    def __init__(self, file: Word) -> None:
        self._file = file
        self._count = 0
        self._notes = etree.Element(qn("w:footnotes"), nsmap={"w": nsmap["w"]})
        for number, kind in _SEPARATORS:
            line = _paragraph("", _run(_element(f"w:{kind}")))
            self._notes.append(_element("w:footnote", {"w:type": kind, "w:id": str(number)}, line))
        styles = file.styles
        text = styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size = Pt(_POINTS)
        text.paragraph_format.space_after = Pt(0)
        styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER).font.superscript = True
        self._text_id, self._mark_id = (styles[name].style_id for name in (_TEXT, _MARK))

    def add(self, paragraph: Paragraph, words: str) -> None:
        """A note, with its mark at the end of the paragraph."""
        self._count += 1
        number = {"w:id": str(self._count)}
        paragraph._p.append(self._marked(_element("w:footnoteReference", number)))
        said = _element("w:t", {"xml:space": "preserve"})
        said.text = f" {words}"
        line = _paragraph(self._text_id, self._marked(_element("w:footnoteRef")), _run(said))
        self._notes.append(_element("w:footnote", number, line))

    def finish(self) -> None:
        """Put the notes into the file; nothing where there are none."""
        if not self._count:
            return
        document = self._file.part
        package = document.package
        data = etree.tostring(self._notes, encoding="UTF-8", xml_declaration=True, standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, data, package)
        document.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = [_element("w:footnote", {"w:id": str(number)}) for number, _ in _SEPARATORS]
        self._file.settings.element.insert_element_before(
            _element("w:footnotePr", {}, *named), "w:endnotePr", "w:compat"
        )

    def _marked(self, child: BaseOxmlElement) -> BaseOxmlElement:
        style = _element("w:rPr", {}, _element("w:rStyle", {"w:val": self._mark_id}))
        return _element("w:r", {}, style, child)


def _paragraph(style: str, *runs: BaseOxmlElement) -> BaseOxmlElement:
    named = [_element("w:pPr", {}, _element("w:pStyle", {"w:val": style}))] if style else []
    return _element("w:p", {}, *named, *runs)


def _run(child: BaseOxmlElement) -> BaseOxmlElement:
    return _element("w:r", {}, child)


def _element(name: str, attributes: dict[str, str] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, value in (attributes or {}).items():
        made.set(qn(key), value)
    made.extend(children)
    return made
