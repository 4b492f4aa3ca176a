"""Namespaces of Word's XML, and attributes as values."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF = ("0", "false", "off", "none")


def value(element: etree._Element | None, path: str) -> str | None:
    """The w:val of the element at a path of Word's tags ("numPr/ilvl"); None when there is none."""
    if element is None:
        return None
    child = element.find("/".join(f"{W}{tag}" for tag in path.split("/")))
    found = None if child is None else child.get(f"{W}val")
    return None if found is None else str(found)


def switch(element: etree._Element | None, tag: str) -> bool | None:
    """Whether a property is on: <w:b/> is, <w:b w:val="0"/> is not, None where it is not given."""
    child = None if element is None else element.find(f"{W}{tag}")
    return None if child is None else child.get(f"{W}val", "1") not in _OFF


def number(text: str | None, default: int) -> int:
    """A whole number up to eight digits, or the default."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else default
