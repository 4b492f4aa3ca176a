"""From the bytes of a file to its lines: one reader for each media type, and the media type from the bytes alone.

To add a format, write `read(name, data) -> SourceText` in a module of its own and enter it in `READERS`; a reader that
recognises pictures tells of each page done, and goes into `PAGED`.
"""

from collections.abc import Callable

from corpus.errors import UnreadableSource
from ingest.readers import codified, codified_page, doc, docx, html, mhtml, pdf, picture, refusal, rtf, text
from ingest.readers.media import (
    CODIFIED,
    CODIFIED_PAGE,
    DOC,
    DOCX,
    EMPTY,
    ENCRYPTED_OFFICE,
    GZIP,
    HTML,
    IMAGES,
    JSON,
    MARKDOWN,
    MHTML,
    OLD_WORD,
    OLE,
    OPEN_DOCUMENT,
    PDF,
    PLAIN,
    RAR,
    RTF,
    SEVEN_ZIP,
    SHEET,
    SLIDES,
    WORD_PERFECT,
    WORD_XML,
    ZIP,
    sniff,
)
from ingest.readers.ocr import TurnPage, silently
from ingest.readers.wrapping import unwrap
from ingest.source_text import SourceText

__all__ = ["PAGED", "READERS", "read", "sniff", "unwrap"]

READERS: dict[str, Callable[[str, bytes], SourceText]] = {
    DOCX: docx.read,
    DOC: doc.read,
    RTF: rtf.read,
    HTML: html.read,
    MHTML: mhtml.read,
    PLAIN: text.read,
    MARKDOWN: text.read,
    CODIFIED: codified.read,
    CODIFIED_PAGE: codified_page.read,
}

PAGED: dict[str, Callable[[str, bytes, TurnPage], SourceText]] = {
    PDF: pdf.read,
    **dict.fromkeys(IMAGES, picture.read),
}

_REFUSALS: dict[str, Callable[[str], UnreadableSource]] = {
    EMPTY: refusal.empty,
    ENCRYPTED_OFFICE: refusal.encrypted,
    JSON: refusal.data_file,
    ZIP: lambda name: refusal.unknown_kind(name, "ZIP"),
    RAR: lambda name: refusal.unknown_kind(name, "RAR; hãy nén lại thành ZIP"),
    SEVEN_ZIP: lambda name: refusal.unknown_kind(name, "7z; hãy nén lại thành ZIP"),
    SHEET: lambda name: refusal.unknown_kind(name, "bảng tính Excel"),
    SLIDES: lambda name: refusal.unknown_kind(name, "trình chiếu PowerPoint"),
    OPEN_DOCUMENT: lambda name: refusal.unknown_kind(name, "OpenDocument"),
    GZIP: lambda name: refusal.unknown_kind(name, "GZIP lồng nhau"),
    OLD_WORD: refusal.older_word,
    WORD_PERFECT: lambda name: refusal.unknown_kind(name, "WordPerfect"),
    WORD_XML: lambda name: refusal.unknown_kind(name, "Word lưu ở dạng XML"),
    OLE: lambda name: refusal.unknown_kind(name, "tệp Office cũ không phải Word"),
}


def read(name: str, data: bytes, turn_page: TurnPage = silently) -> SourceText:
    """The lines of one file, by its media type.

    Args:
        name: Shown in messages only; what the file is comes from its bytes.
        data: The whole file, already unwrapped.
        turn_page: Called after each page that had to be recognised: such a file may take minutes.

    Raises:
        UnreadableSource: with the reason and what to do, whatever the bytes are.
    """
    if len(data) > refusal.MAX_FILE:
        raise refusal.too_large(name, len(data))
    media_type = sniff(data)
    if reader := READERS.get(media_type):
        return reader(name, data)
    if paged := PAGED.get(media_type):
        return paged(name, data, turn_page)
    if refuse := _REFUSALS.get(media_type):
        raise refuse(name)
    raise refusal.unknown_kind(name)
