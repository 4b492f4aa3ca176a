"""The lists that numbering.xml declares, and which level a paragraph style stands for."""

from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.numbering import LEVELS, Level, Numbering
from ingest.readers.wordml.names import W, number, switch, value


@dataclass(slots=True)
class Lists:
    """The lists of a document, how they are counted, and the fonts of their numbers.

    Attributes:
        styled: Level that a list names a paragraph style for, by (abstract list, style): "Link level to style".
        fonts: Font of a level's number, by (list, level), where it has one of its own.
    """

    numbering: Numbering = field(default_factory=Numbering)
    styled: dict[tuple[str, str], int] = field(default_factory=dict)
    fonts: dict[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Lists":
        """The lists of numbering.xml; none without it."""
        lists = cls()
        if root is not None:
            links = _style_links(root)
            for abstract in root.iterchildren(f"{W}abstractNum"):
                lists._read_abstract(abstract, links)
            for num in root.iterchildren(f"{W}num"):
                lists._read_num(num)
        return lists

    def level_of(self, num_id: str, style: str) -> int | None:
        """The level that a list gives to a paragraph style, None when it names it for none."""
        return self.styled.get((self.numbering.lists.get(num_id, ""), style))

    def _read_abstract(self, abstract: etree._Element, links: dict[str, etree._Element]) -> None:
        key = abstract.get(f"{W}abstractNumId", "")
        # A list may only say that a numbering style has its levels; they stand where that style is declared.
        declaring = links.get(value(abstract, "numStyleLink") or "", abstract)
        levels = [Level()] * LEVELS
        for element in declaring.iterchildren(f"{W}lvl"):
            at = number(element.get(f"{W}ilvl"), LEVELS)
            if at < LEVELS:
                levels[at] = _level(element)
                if style := value(element, "pStyle"):
                    self.styled[key, style] = at
                if font := _font(element):
                    self.fonts[f"abstract {key}", at] = font
        self.numbering.levels[key] = tuple(levels)

    def _read_num(self, num: etree._Element) -> None:
        num_id, key = num.get(f"{W}numId", ""), value(num, "abstractNumId") or ""
        self.numbering.lists[num_id] = key
        for at in range(LEVELS):
            if font := self.fonts.get((f"abstract {key}", at)):
                self.fonts[num_id, at] = font
        for override in num.iterchildren(f"{W}lvlOverride"):
            at = number(override.get(f"{W}ilvl"), 0)
            own = override.find(f"{W}lvl")
            if own is not None:
                self.numbering.overrides[num_id, at] = _level(own)
            if (start := value(override, "startOverride")) is not None:
                self.numbering.restarts[num_id, at] = number(start, 1)


def _style_links(root: etree._Element) -> dict[str, etree._Element]:
    """The abstract lists that declare the levels of a numbering style, by the style."""
    return {style: e for e in root.iterchildren(f"{W}abstractNum") if (style := value(e, "styleLink"))}


def _level(element: etree._Element) -> Level:
    restart = value(element, "lvlRestart")
    return Level(
        value(element, "lvlText") or "",
        value(element, "numFmt") or "decimal",
        number(value(element, "start"), 0),
        "" if value(element, "suff") == "nothing" else " ",
        switch(element, "isLgl") or False,
        None if restart is None else number(restart, 0),
    )


def _font(element: etree._Element) -> str:
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else str(fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or "")
