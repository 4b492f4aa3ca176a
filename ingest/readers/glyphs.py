"""Characters as a page draws them: noise taken out, private signs replaced, fake bold collapsed."""

import re
from collections import deque
from typing import NamedTuple

from ingest.source_text import Box

_SIGNS = {0x02: "-", 0xA0: " ", 0xAD: "-", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0xF0B7: "•", 0xF02D: "-", 0xF0A7: "▪"}
_BLANKS = re.compile(r"[ \t]+")
_SAME_PLACE_PT = 1.2
_RECENT = 4
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
# A raised digit has at most this share of the line's font, and stands this share of it above the baseline.
SMALL, _ABOVE = 0.76, 0.1


class Glyph(NamedTuple):
    """One drawn character; `box` is None for blanks and line ends, which are not drawn.

    `size` is the height of the font in points; None where it was not asked for. A page has thousands: a tuple is made
    in a third of the time of a frozen dataclass.
    """

    text: str
    box: Box | None
    at: int = -1
    size: float | None = None


_NOISE = re.compile(
    "[\x00\x01\x03-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff\ufffd\ufffe\uffff"
    "\ue000-\uf02c\uf02e-\uf0a6\uf0a8-\uf0b6\uf0b8-\uf8ff\ud800-\udfff]"
)


def is_noisy(text: str) -> bool:
    """Whether a text holds signs that may stand for no letter; `is_noise` says which do."""
    # but for U+FFFD, none of them is printable, and to ask for that first takes a tenth of the time
    return ("\ufffd" in text or not text.isprintable()) and _NOISE.search(text) is not None


def is_noise(code: int) -> bool:
    """Whether a code stands for no letter: control codes, zero widths, non-characters, unassigned private signs."""
    if 32 <= code < 0x7F or code in _SIGNS:
        return False
    return (
        code < 32
        or code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF)
        or 0x7F <= code < 0xA0
        or 0xE000 <= code <= 0xF8FF
        or 0xD800 <= code <= 0xDFFF
    )


def clean(glyphs: list[Glyph]) -> str:
    """The glyphs as text with single blanks. A letter drawn again within 1.2 points (fake bold) counts once."""
    kept: list[str] = []
    recent: deque[tuple[str, Box]] = deque(maxlen=_RECENT)
    for text, box, _, _ in glyphs:
        if box is not None:
            for other, place in recent:
                if text == other and _is_same(box, place):
                    break
            else:
                recent.append((text, box))
                kept.append(text)
        else:
            kept.append(text)
    return clean_text("".join(kept))


def clean_text(text: str) -> str:
    """The same of a text in which no letter is drawn twice."""
    if not text.isprintable():
        text = text.translate(_SIGNS)
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text.strip()


def raise_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs of one line, small digits above its baseline as "²": marks of notes, and the 2 of m²."""
    if not any(glyph.text in _RAISED for glyph in glyphs):
        return glyphs
    size = font_size(glyphs)
    feet = sorted(glyph.box[3] for glyph in glyphs if glyph.box and glyph.text.isalnum())
    if size is None or not feet:
        return glyphs
    baseline = feet[len(feet) // 2]
    return [
        glyph._replace(text=_RAISED[glyph.text])
        if glyph.text in _RAISED
        and glyph.box
        and (glyph.size or size) < SMALL * size
        and glyph.box[3] < baseline - _ABOVE * size
        else glyph
        for glyph in glyphs
    ]


def font_size(glyphs: list[Glyph]) -> float | None:
    """The height of the font that most glyphs of a line have, in points; None where it was not asked for."""
    sizes = sorted(glyph.size for glyph in glyphs if glyph.size)
    return round(sizes[len(sizes) // 2], 1) if sizes else None


def _is_same(box: Box, other: Box) -> bool:
    near = min(_SAME_PLACE_PT, max(0.3, (box[2] - box[0]) / 3))
    return abs(box[0] - other[0]) < near and abs(box[1] - other[1]) < near
