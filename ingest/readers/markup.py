"""Web pages as trees. A tree holds no control characters, written or as references, so that its words can be moved."""

import re

from lxml import html

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")


def document(text: str) -> html.HtmlElement:
    """The root of a whole page.

    Raises:
        etree.ParserError, etree.XMLSyntaxError: nothing in it.
    """
    return html.document_fromstring(_clean(text), parser=_parser())


def fragment(text: str) -> html.HtmlElement:
    """A part of a page in an element of its own."""
    return html.fragment_fromstring(_clean(text), create_parent="div", parser=_parser())


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)


def _clean(text: str) -> bytes:
    return _NO_XML.sub("", _REFERENCE.sub(_allowed, text)).encode("utf-8")


def _allowed(found: re.Match[str]) -> str:
    """A reference as it is, or nothing when it stands for a character that XML forbids."""
    digits = (found[1] or found[2]).lstrip("0")
    code = int(digits[:9] or "0", 16 if found[1] else 10)
    return "" if code > 0x10FFFF or _NO_XML.match(chr(code)) else found[0]
