"""Glyphs of a PDF in fonts from before Unicode: their fonts are asked for, and their codes become letters."""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from ingest.readers import pdfium
from ingest.readers.glyphs import Glyph, is_noise
from ingest.readers.legacy import Encodings, encoding_of_font
from ingest.readers.runs import Run
from ingest.source_text import Box

_NAME_SIZE = 256
# the sign before a number is a minus
_MINUS = re.compile(r"\u2212(?!\d)")
# pdfium's own code for a hyphen that ends a line; after consonants alone it is no hyphen but the ư of "đầu tư"
_CUT_WORD = re.compile(r"(?<=(?<![^\W\d_])[bcdghklmnpqrstvx®])\x02|(?<=(?<![^\W\d_])[ctnpkg][hrg])\x02")
_SUBSET_TAG = re.compile(r"[A-Z]{6}\+")


def document_encodings(document: pypdfium2.PdfDocument) -> Encodings:
    """The encodings of a document's fonts, judged by all that is drawn in each."""
    runs: list[Run] = []
    for page in document:
        text_page = page.get_textpage()
        raw = pdfium.address(text_page.raw)
        letters = range(pdfium_c.FPDFText_CountChars(text_page))
        for font, group in groupby(zip(_fonts(raw, letters), letters, strict=True), lambda letter: letter[0]):
            runs.append(Run("".join(chr(pdfium.unicode(raw, at)) for _, at in group), font))
        text_page.close()
        page.close()
    if any(encoding_of_font(run.font) for run in runs):
        return Encodings.of(run for run in runs if run.font)
    # Names such as "F1" say nothing: all fonts are judged together.
    whole = Encodings.of([Run("".join(run.text for run in runs))])
    return Encodings({run.font: encoding for run in runs for encoding in whole.by_font.values()}, whole.counts)


def decoded(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph], encodings: Encodings) -> list[Glyph]:
    """The glyphs as letters of Unicode; a VNI letter and the glyph of its mark become one, noise goes."""
    text_page = page.get_textpage()
    try:
        names = iter(_fonts(pdfium.address(text_page.raw), [glyph.at for glyph in glyphs if glyph.box]))
        fonts = [next(names) if glyph.box else None for glyph in glyphs]
    finally:
        text_page.close()
    return [glyph for glyph in _letters(glyphs, fonts, encodings) if not glyph.box or not is_noise(ord(glyph.text[-1]))]


def _letters(glyphs: Sequence[Glyph], fonts: Sequence[str | None], encodings: Encodings) -> Iterator[Glyph]:
    for font, group in groupby(range(len(glyphs)), lambda at: fonts[at]):
        drawn = [glyphs[at] for at in group]
        text = "".join(glyph.text for glyph in drawn)
        letters = None if font is None else encodings.letters(_as_coded(text), font)
        if letters is None:
            yield from drawn
            continue
        for at, letter in enumerate(letters):
            if letter:
                joined = at + 1 < len(letters) and not letters[at + 1]
                box = _around(drawn[at].box, drawn[at + 1].box) if joined else drawn[at].box
                yield drawn[at]._replace(text=letter, box=box)


def _as_coded(text: str) -> str:
    """Letters that pdfium shows as signs put back: TCVN3's ư is the code of a hyphen, its ã that of a dot."""
    text = _MINUS.sub("\xad", text).replace("\u2219", "\xb7")
    return _CUT_WORD.sub("\xad", text)


def _around(box: Box | None, other: Box | None) -> Box | None:
    if box is None or other is None:
        return box or other
    return (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))


def _fonts(raw: int, letters: Iterable[int]) -> list[str]:
    """The fonts' names; letters that are drawn in one go have one, which is asked for once."""
    names: dict[int, str] = {}
    fonts = []
    for at in letters:
        drawn = pdfium.text_object(raw, at) or -1 - at
        if drawn not in names:
            names[drawn] = _font(raw, at)
        fonts.append(names[drawn])
    return fonts


def _font(raw: int, at: int) -> str:
    buffer = ctypes.create_string_buffer(_NAME_SIZE)
    flags = ctypes.c_int()
    size = pdfium.font_info(raw, at, buffer, ctypes.c_ulong(_NAME_SIZE), ctypes.byref(flags))
    name = buffer.value.decode("utf-8", errors="replace") if 0 < size <= _NAME_SIZE else ""
    # the parts of one font that a page embeds hold letters of the same words: "FBHPEL+VnTime"
    return _SUBSET_TAG.sub("", name)
