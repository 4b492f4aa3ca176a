"""Old encodings in marked-up text: the words of a web page or a Word file are decoded where they stand in its tree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from corpus.model import Diagnostic
from ingest.readers.legacy import Encodings
from ingest.readers.numbering import W
from ingest.readers.runs import Run

_FAMILY = re.compile(r"font(?:-family)?\s*:\s*[^;]*?(?:[\"']([^\"',;]+)[\"']|(?<=[\s:])([.\w][\w .-]*?)\s*(?=[,;]|$))")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z]\w*)?(?:\.([\w-]+))?")
_UNSEEN = {"script", "style", "head", "title"}
_SOFT_HYPHEN = "\xad"


@dataclass(slots=True)
class _Place:
    """Words in a tree: those of an element or after it, or an attribute's."""

    element: etree._Element
    font: str
    tail: bool = False
    attribute: str | None = None

    @property
    def text(self) -> str:
        if self.attribute is not None:
            return str(self.element.get(self.attribute) or "")
        if self.element.tag == f"{W}softHyphen":
            return _SOFT_HYPHEN
        return str((self.element.tail if self.tail else self.element.text) or "")

    def put(self, text: str) -> None:
        if self.attribute is not None:
            self.element.set(self.attribute, text)
        elif self.tail:
            self.element.tail = text
        else:
            self.element.text = text
            if self.element.tag == f"{W}softHyphen":
                self.element.tag = f"{W}t"


def decode_page(root: etree._Element) -> tuple[Diagnostic, ...]:
    """Decode a web page by the fonts of its elements, attributes and style sheets; what was repaired."""
    rules = dict(_rules(root))
    return _decode(list(_page_places(root, rules)))


def decode_word(parts: Sequence[etree._Element | None], styles: etree._Element | None) -> tuple[Diagnostic, ...]:
    """Decode the XML parts of a DOCX by the fonts of their runs and styles; what was repaired."""
    fonts = _style_fonts(styles)
    return _decode([place for part in parts if part is not None for place in _word_places(part, fonts)])


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
    for name in (element.get("class") or "").split():
        if font := rules.get(f"{element.tag}.{name}", rules.get(f".{name}", "")):
            return font
    return rules.get(element.tag, "")


def _rules(root: etree._Element) -> Iterator[tuple[str, str]]:
    for style in root.iter("style"):
        for selectors, body in _RULE.findall(style.text or ""):
            if font := _family(body):
                yield from ((name.strip().lower(), font) for name in selectors.split(",") if _is_simple(name))


def _is_simple(selector: str) -> bool:
    return bool(_SELECTOR.fullmatch(selector.strip().lower()))


def _family(style: str) -> str:
    found = _FAMILY.search(style)
    return (found.group(1) or found.group(2) or "").strip() if found else ""


def _word_places(part: etree._Element, fonts: dict[str, str]) -> Iterator[_Place]:
    for element in part.iter(f"{W}t", f"{W}softHyphen", f"{W}lvlText"):
        if element.tag == f"{W}lvlText":
            yield _Place(element, _run_font(element.getparent(), fonts) or fonts.get("", ""), attribute=f"{W}val")
        elif (run := next(element.iterancestors(f"{W}r"), None)) is not None:
            yield _Place(element, _run_font(run, fonts) or _paragraph_font(run, fonts))


def _run_font(run: etree._Element, fonts: dict[str, str]) -> str:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return ""
    style = properties.find(f"{W}rStyle")
    return _named(properties) or (fonts.get(style.get(f"{W}val", ""), "") if style is not None else "")


def _paragraph_font(run: etree._Element, fonts: dict[str, str]) -> str:
    paragraph = next(run.iterancestors(f"{W}p"), None)
    style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    return fonts.get(style.get(f"{W}val", "") if style is not None else "", "") or fonts.get("", "")


def _named(properties: etree._Element | None) -> str:
    named = None if properties is None else properties.find(f"{W}rFonts")
    return "" if named is None else str(named.get(f"{W}hAnsi") or named.get(f"{W}ascii") or "")


def _style_fonts(styles: etree._Element | None) -> dict[str, str]:
    """The font of each style by its id; under "" that of a paragraph without a style."""
    if styles is None:
        return {}
    own: dict[str, str] = {}
    base: dict[str, str] = {}
    default = ""
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        own[name] = _named(style.find(f"{W}rPr"))
        based = style.find(f"{W}basedOn")
        base[name] = based.get(f"{W}val", "") if based is not None else ""
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            default = name
    fonts = {name: _inherited(name, own, base) for name in own}
    fonts[""] = fonts.get(default, "") or _named(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    return fonts


def _inherited(name: str, own: dict[str, str], base: dict[str, str]) -> str:
    seen: set[str] = set()
    while name and name not in seen:
        if own.get(name):
            return own[name]
        seen.add(name)
        name = base.get(name, "")
    return ""
