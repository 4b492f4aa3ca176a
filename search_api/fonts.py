"""The typeface of the page: Be Vietnam Pro from its wheel, cut down to the letters Vietnamese law is printed in."""

import os
import tempfile
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools import subset

FACES = {
    "be-vietnam-pro-400.woff2": "BeVietnamPro-Regular.ttf",
    "be-vietnam-pro-400-italic.woff2": "BeVietnamPro-Italic.ttf",
    "be-vietnam-pro-700.woff2": "BeVietnamPro-Bold.ttf",
}
"""File names as `web/static/page.css` asks for them, and the faces in the wheel."""

_LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A, đ and ă among them
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0),  # ơ, ư
    *range(0x1EA0, 0x1EFA),  # letters with two marks
    *(0x300, 0x301, 0x303, 0x309, 0x323, 0x302, 0x306, 0x31B),  # marks standing alone, in NFD text
    *range(0x2010, 0x2028),  # dashes, quotation marks, bullets, the ellipsis
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AB, 0x20AC),
    *(0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum"]


def subset_fonts(folder: Path) -> Path:
    """The folder with the page's font files, made on the first call and left alone on later ones.

    Each file appears whole or not at all, so a kill in between costs only itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, face in FACES.items():
        path = folder / name
        if not path.exists():
            _write_whole(path, _subset(fontpkg_be_vietnam_pro.ROOT / "files" / face))
    return folder


def _subset(face: Path) -> bytes:
    options = subset.Options(flavor="woff2", layout_features=_FEATURES, hinting=False, notdef_outline=True)
    font = subset.load_font(str(face), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)
    with tempfile.TemporaryDirectory() as scratch:
        cut = Path(scratch) / "cut.woff2"
        subset.save_font(font, str(cut), options)
        font.close()
        return cut.read_bytes()


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    part.write_bytes(content)
    os.replace(part, path)
