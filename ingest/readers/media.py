"""What kind of file the bytes are, found from the bytes and never from the name."""

import json
import re
import zipfile
from io import BytesIO

from ingest.readers.archive import ZIP_ERRORS
from ingest.readers.decoding import decode

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
GZIP = "application/gzip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
DOC = "application/msword"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
RTF = "application/rtf"
HTML = "text/html"
MHTML = "multipart/related"
WORD_XML = "application/x-word-2003+xml"
OLD_WORD = "application/x-word-2"
WORD_PERFECT = "application/vnd.wordperfect"
JSON = "application/json"
CODIFIED = "application/x-codified+jsonl"
CODIFIED_PAGE = "application/x-codified+html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
EMPTY = "application/x-empty"
BINARY = "application/octet-stream"

PNG, JPEG, GIF, TIFF, BMP, WEBP = (f"image/{kind}" for kind in ("png", "jpeg", "gif", "tiff", "bmp", "webp"))
IMAGES = (PNG, JPEG, GIF, TIFF, BMP, WEBP)

_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", GZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    # Word 2, which wrote no container, and its text files of DOS
    (b"\xdb\xa5\x2d\x00", OLD_WORD),
    (b"\x31\xbe\x00\x00", OLD_WORD),
    (b"\xffWPC", WORD_PERFECT),
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"BM", BMP),
)
_OFFICE = (("word/", DOCX), ("xl/", SHEET), ("ppt/", SLIDES))
_ENCODED_WORD = "WordDocument".encode("utf-16-le")
_ENCODED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HTML_START = re.compile(
    r"\s*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|link|meta|title|div|p|h[1-6]|table|center|font|span)\b",
    re.IGNORECASE | re.DOTALL,
)
# An article of the codification export, with the note that names its document.
_CODIFIED_DIEU = re.compile(rb"<p class=['\"]pDieu['\"]>")
_CODIFIED_NOTE = re.compile(rb"<p class=['\"]pGhiChu['\"]>")
_MHTML_START = re.compile(r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_WORD_XML_START = re.compile(
    r"\s*<\?xml[^>]*>.{0,400}?(?:mso-application\s+progid=.Word|<w:wordDocument|<pkg:package)", re.DOTALL
)
_MARKDOWN = re.compile(r"^(#{1,6} |\*\*\S|\+\+\+\s*$)", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(data: bytes) -> str:
    """The media type of a file's bytes. "application/octet-stream" when they are of no kind known here."""
    head = data[:1024]
    if not data.strip(b" \t\r\n\x00\x0b\x0c\xef\xbb\xbf"):
        return EMPTY
    if b"%PDF-" in head and not head.startswith(b"PK\x03\x04"):
        return PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    for magic, media_type in _MAGIC:
        if head.startswith(magic) and not (magic == b"BM" and b"\x00" not in head[:16]):
            return _inside(media_type, data)
    return _sniff_text(data)


def _inside(media_type: str, data: bytes) -> str:
    if media_type == ZIP:
        return _zip_kind(data)
    if media_type == OLE and _ENCODED_PACKAGE in data:
        return ENCRYPTED_OFFICE
    if media_type == OLE and _ENCODED_WORD in data:
        return DOC
    return media_type


def _zip_kind(data: bytes) -> str:
    """An Office package by the folder of its main part, else a ZIP of files; a cut one by the names left in it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except ZIP_ERRORS:
        return next((kind for folder, kind in _OFFICE if folder.encode() in data), ZIP)
    if names[:1] == ["mimetype"]:
        return OPEN_DOCUMENT
    if not {"[Content_Types].xml", "_rels/.rels", "word/document.xml"} & set(names):
        return ZIP
    return next((kind for folder, kind in _OFFICE if any(n.startswith(folder) for n in names)), ZIP)


def _sniff_text(data: bytes) -> str:
    start = decode(data[:65536])[0]
    if len(_CONTROL.findall(start)) > len(start) // 100:
        return BINARY
    if _MHTML_START.match(start[:4096]):
        return MHTML
    if _WORD_XML_START.match(start[:4096]):
        return WORD_XML
    if _HTML_START.match(start):
        return CODIFIED_PAGE if _has_codified_dieu(data) else HTML
    if start.lstrip()[:1] in ("{", "["):
        return _sniff_json(data) or PLAIN
    return MARKDOWN if _MARKDOWN.search(start) else PLAIN


def _has_codified_dieu(data: bytes) -> bool:
    """Whether an Điều of the codification and, after it, a note stand in a page; each byte is passed once."""
    dieu = _CODIFIED_DIEU.search(data)
    return dieu is not None and _CODIFIED_NOTE.search(data, dieu.end()) is not None


def _sniff_json(data: bytes) -> str | None:
    first = next((line for line in data.splitlines() if line.strip()), b"")
    try:
        row = json.loads(first)
    except ValueError:
        opening = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
        return JSON if re.match(rb'[\[{]\s*(["{\[\]}]|-?\d+\s*,)', opening) else None
    return CODIFIED if is_row(row) else JSON


def is_row(value: object) -> bool:
    """Whether a JSON value is one article of the codified law: an object with id, article and text."""
    return isinstance(value, dict) and {"id", "article", "text"} <= value.keys()
