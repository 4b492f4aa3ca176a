"""Old encodings in web pages: words are decoded where they stand in the tree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from corpus.model import Diagnostic
from ingest.readers.legacy import Encodings
from ingest.readers.runs import Run

_FAMILY = re.compile(r"font(?:-family)?\s*:\s*[^;]*?(?:[\"']([^\"',;]+)[\"']|(?<=[\s:])([.\w][\w .-]*?)\s*(?=[,;]|$))")
_REMARK = re.compile(r"<!--|-->|/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z]\w*)?(?:\.([\w-]+))?")
_UNSEEN = {"script", "style", "head", "title"}


@dataclass(slots=True)
class _Place:
    """Words in a tree: those of an element or after it."""

    element: etree._Element
    font: str
    tail: bool = False

    @property
    def text(self) -> str:
        return str((self.element.tail if self.tail else self.element.text) or "")

    def put(self, text: str) -> None:
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text


def decode_page(root: etree._Element) -> tuple[Diagnostic, ...]:
    """Decode a web page by the fonts of its elements, attributes and style sheets; what was repaired."""
    rules = dict(_rules(root))
    return _decode(list(_page_places(root, rules)))


def _decode(places: Sequence[_Place]) -> tuple[Diagnostic, ...]:
    encodings = Encodings.of(Run(place.text, place.font) for place in places)
    if not encodings.by_font:
        return ()
    for font, group in groupby(places, lambda place: place.font):
        held = list(group)
        letters = encodings.letters("".join(place.text for place in held), font)
        if letters is None:
            continue
        at = 0
        for place in held:
            end = at + len(place.text)
            said = "".join(letters[at:end])
            if said != place.text:
                place.put(said)
            at = end
    return encodings.diagnostics


def _page_places(root: etree._Element, rules: dict[str, str]) -> Iterator[_Place]:
    fonts: list[tuple[etree._Element, str]] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            above = fonts[-1][1] if fonts else ""
            font = _own_font(element, rules) or above
            fonts.append((element, font))
            if isinstance(element.tag, str) and element.tag not in _UNSEEN and element.text:
                yield _Place(element, font)
        else:
            fonts.pop()
            if element.tail and fonts and fonts[-1][0].tag not in _UNSEEN:
                yield _Place(element, fonts[-1][1], tail=True)


def _own_font(element: etree._Element, rules: dict[str, str]) -> str:
    if not isinstance(element.tag, str):
        return ""
    if face := element.get("face"):
        return str(face).split(",")[0].strip(" '\"")
    if font := _family(element.get("style") or ""):
        return font
    for name in (element.get("class") or "").lower().split():
        if font := rules.get(f"{element.tag}.{name}", rules.get(f".{name}", "")):
            return font
    return rules.get(element.tag, "")


def _rules(root: etree._Element) -> Iterator[tuple[str, str]]:
    for style in root.iter("style"):
        for selectors, body in _RULE.findall(_REMARK.sub(" ", style.text or "")):
            if font := _family(body):
                yield from ((name.strip().lower(), font) for name in selectors.split(",") if _is_simple(name))


def _is_simple(selector: str) -> bool:
    return bool(_SELECTOR.fullmatch(selector.strip().lower()))


def _family(style: str) -> str:
    found = _FAMILY.search(style)
    return (found.group(1) or found.group(2) or "").strip() if found else ""
