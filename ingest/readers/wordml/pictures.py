"""Pictures as large as a page: a scan that was put into a Word file."""

import re

from lxml import etree

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_VML = "{urn:schemas-microsoft-com:vml}"
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,8})\s*(pt|in|cm|mm)?", re.IGNORECASE)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "": 0.75}
_EMU = 12_700
# 10 cm by 14 cm, the half of an A4 page
_WIDE, _HIGH = 283.0, 397.0


def page_pictures(body: etree._Element) -> int:
    """How many pictures are at least half as wide and high as a page."""
    drawn = sum(_is_page(*_extent(e)) for e in body.iter(_DRAWN))
    return drawn + sum(_is_page(*_styled(e.getparent())) for e in body.iter(f"{_VML}imagedata"))


def _is_page(width: float, height: float) -> bool:
    return width >= _WIDE and height >= _HIGH


def _extent(element: etree._Element) -> tuple[float, float]:
    wide, high = element.get("cx", "0"), element.get("cy", "0")
    return (int(wide) / _EMU, int(high) / _EMU) if wide.isdecimal() and high.isdecimal() else (0.0, 0.0)


def _styled(shape: etree._Element | None) -> tuple[float, float]:
    style = "" if shape is None else shape.get("style", "")
    sizes = {name.lower(): _points(amount, unit) for name, amount, unit in _SIZE.findall(style)}
    return sizes.get("width", 0.0), sizes.get("height", 0.0)


def _points(amount: str, unit: str) -> float:
    return float(amount) * _POINTS[unit.lower()] if amount.count(".") < 2 and amount != "." else 0.0
