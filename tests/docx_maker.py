"""Word files of our own making, as raw XML: what python-docx cannot write is what readers miss."""

import zipfile
from io import BytesIO

from ingest.readers import read
from ingest.source_text import SourceText

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_docx(body: str, **parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        head = f"<w:document {W} {MC} {M} {R}>"
        _put(package, "document", f"{head}<w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            _put(package, name, xml)
    return out.getvalue()


def _put(package: zipfile.ZipFile, part: str, xml: str) -> None:
    """A part without the time of day, so that the same words are the same bytes."""
    package.writestr(zipfile.ZipInfo(f"word/{part}.xml"), xml, zipfile.ZIP_DEFLATED)


def read_docx(body: str, **parts: str) -> SourceText:
    return read("thử.docx", make_docx(body, **parts))


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in read_docx(body, **parts).lines]


def remarks(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in read_docx(body, **parts).diagnostics]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, kind: str, form: str, more: str = "") -> str:
    text = f'<w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>{text}</w:lvl>'


def lists(*levels: str, nums: str = "") -> str:
    num = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    abstract = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    return f"<w:numbering {W}>{abstract}{num}{nums}</w:numbering>"


def styles(*found: str) -> str:
    return f"<w:styles {W}>{''.join(found)}</w:styles>"


def style(name: str, inside: str) -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{inside}</w:style>'


def styled(text: str, name: str, properties: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{name}"/>{properties}')


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def turn(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def field(code: str, result: str) -> str:
    """A field; both its code and its result are runs."""
    return f"{turn('begin')}{code}{turn('separate')}{result}{turn('end')}"


def code(text: str) -> str:
    return f"<w:r><w:instrText> {text} </w:instrText></w:r>"
