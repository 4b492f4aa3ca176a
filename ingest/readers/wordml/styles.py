"""How letters and paragraphs look: what styles.xml declares, with each style's own on top of the one it is based on."""

import re
from dataclasses import dataclass, field, fields

from lxml import etree

from ingest.readers.wordml.names import W, number, switch, value

_HEADING = re.compile(r"heading \d|title|đầu đề \d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look; None where it is not said."""

    bold: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    @classmethod
    def of(cls, properties: etree._Element | None) -> "Look":
        """What an rPr says."""
        if properties is None:
            return _PLAIN
        fonts = properties.find(f"{W}rFonts")
        return cls(
            switch(properties, "b"),
            switch(properties, "caps"),
            switch(properties, "vanish"),
            None if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii"),
        )

    def over(self, below: "Look") -> "Look":
        """This look where it says something, the other one elsewhere."""
        if self == _PLAIN:
            return below
        own = ((f.name, getattr(self, f.name)) for f in fields(self))
        return Look(**{name: getattr(below, name) if given is None else given for name, given in own})


_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it inherits.

    Attributes:
        num_id: The list of its paragraphs, None for none.
        level: Level in that list, None where the style does not say it.
        lineage: The style's id and those of the styles below it.
    """

    look: Look = _PLAIN
    heading: bool = False
    num_id: str | None = None
    level: int | None = None
    lineage: tuple[str, ...] = ()


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    letters: Look = _PLAIN
    _found: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """The styles of styles.xml; none without it."""
        styles = cls()
        if root is None:
            return styles
        styles.letters = Look.of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for element in root.iterchildren(f"{W}style"):
            style_id = element.get(f"{W}styleId", "")
            styles.elements[style_id] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
                styles.default = style_id
        return styles

    def paragraph(self, properties: etree._Element | None) -> Style:
        """The style that a pPr names, else the default one."""
        return self.named(value(properties, "pStyle") or self.default)

    def named(self, style_id: str) -> Style:
        """A style by its id; an empty one for an id that is not declared."""
        if style_id not in self._found:
            self._found[style_id] = self._inherited(style_id)
        return self._found[style_id]

    def _inherited(self, style_id: str) -> Style:
        result = Style()
        while style_id not in result.lineage and (element := self.elements.get(style_id)) is not None:
            numbered = value(element, "pPr/numPr/numId")
            level = value(element, "pPr/numPr/ilvl")
            result = Style(
                result.look.over(Look.of(element.find(f"{W}rPr"))),
                result.heading or _is_heading(element),
                numbered if result.num_id is None else result.num_id,
                number(level, 0) if result.level is None and level is not None else result.level,
                (*result.lineage, style_id),
            )
            style_id = value(element, "basedOn") or ""
        return result


def _is_heading(element: etree._Element) -> bool:
    outline = number(value(element, "pPr/outlineLvl"), 9)
    return outline < 9 or bool(_HEADING.fullmatch(value(element, "name") or ""))
