"""Small PDFs written by hand: lines of Vietnamese text at given places, ruled lines, grey pictures."""

import zlib
from dataclasses import dataclass, field

from PIL import Image

WIDTH, HEIGHT = 595, 842
_FONT = "Helvetica"
_ADVANCE = 500  # thousandths of the size: every letter is as wide


@dataclass
class PageMaker:
    """One A4 page; places are points from the top left corner, the baseline for text; a font is only named."""

    parts: list[tuple[str, tuple[float, ...], str]] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    image: Image.Image | None = None

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = _FONT) -> "PageMaker":
        self.parts.append(("text", (x, y, size), text))
        self.fonts[len(self.parts) - 1] = font
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> "PageMaker":
        self.parts.append(("line", (x0, y0, x1, y1), ""))
        return self

    def shading(self, x0: float, y0: float, x1: float, y1: float) -> "PageMaker":
        self.parts.append(("shading", (x0, y0, x1, y1), ""))
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> "PageMaker":
        self.parts.append(("picture", (x0, y0, x1, y1), ""))
        return self

    def scan(self, x0: float, y0: float, x1: float, y1: float, image: Image.Image) -> "PageMaker":
        """A grey picture over that box; one a page."""
        self.image = image
        self.parts.append(("scan", (x0, y0, x1, y1), ""))
        return self

    def raw(self, operators: str) -> "PageMaker":
        self.parts.append(("raw", (), operators))
        return self

    def grid(self, xs: list[float], ys: list[float]) -> "PageMaker":
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self


def right_edge(x: float, text: str, size: float = 10) -> float:
    """Where a text drawn at x ends."""
    return x + len(text) * _ADVANCE * size / 1000


def make_pdf(pages: list[PageMaker]) -> bytes:
    letters = sorted({c for page in pages for _, _, text in page.parts for c in text if c != " "})
    assert len(letters) < 220
    codes = {" ": 32, **{letter: 33 + at for at, letter in enumerate(letters)}}
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",  # pages, below
        b"",  # the first font, below
        _stream(_to_unicode(codes), ""),
        _stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    ]
    fonts = {_FONT: 3}
    objects[2] = _font(_FONT)
    for font in sorted({font for page in pages for font in page.fonts.values()} - {_FONT}):
        objects.append(_font(font))
        fonts[font] = len(objects)
    shown = " ".join(f"/F{number} {number} 0 R" for number in fonts.values())
    kids = []
    for page in pages:
        objects.append(_stream(_content(page, codes, fonts), ""))
        contents = len(objects)
        if page.image is not None:
            objects.append(_picture(page.image))
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {contents} 0 R "
            f"/Resources << /Font << {shown} >> /XObject << /Im 5 0 R /Scan {len(objects)} 0 R >> >> >>".encode()
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    return _file(objects)


def _content(page: PageMaker, codes: dict[str, int], fonts: dict[str, int]) -> bytes:
    out = []
    for at, (kind, numbers, text) in enumerate(page.parts):
        if kind == "text":
            x, y, size = numbers
            shown = "".join(f"{codes[c]:02x}" for c in text)
            out.append(f"BT /F{fonts[page.fonts[at]]} {size} Tf {x} {HEIGHT - y} Td <{shown}> Tj ET")
            continue
        if kind == "raw":
            out.append(text)
            continue
        x0, y0, x1, y1 = numbers
        box = f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0}"
        out.append(
            {
                "line": f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S",
                "shading": f"1 g {box} re f 0 g",
                "picture": f"q {x1 - x0} 0 0 {y1 - y0} {x0} {HEIGHT - y1} cm /Im Do Q",
                "scan": f"q {x1 - x0} 0 0 {y1 - y0} {x0} {HEIGHT - y1} cm /Scan Do Q",
            }[kind]
        )
    return "\n".join(out).encode()


def _picture(image: Image.Image) -> bytes:
    entries = (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 /Filter /FlateDecode"
    )
    return _stream(zlib.compress(image.convert("L").tobytes(), 1), entries)


def _font(name: str) -> bytes:
    widths = " ".join([str(_ADVANCE)] * 224)
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /FirstChar 32 /LastChar 255 "
        f"/Widths [{widths}] /ToUnicode 4 0 R >>"
    ).encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _stream(data: bytes, entries: str) -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010} 00000 n \n".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
