"""Word's automatic numbers ("Điều 1.", "1.", "a)"), which are not in a paragraph's text but in numbering.xml."""

from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.glyphs import is_noise

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its form ("Điều %1."), the kind of its numbers, and where they start."""

    form: str = ""
    kind: str = "decimal"
    start: int = 1
    gap: str = " "
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document. `label` must be asked once for each numbered paragraph, in document order."""

    levels: dict[str, tuple[Level, ...]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Numbering":
        """The lists that numbering.xml declares; none without it."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iter(f"{W}abstractNum"):
            numbering.levels[abstract.get(f"{W}abstractNumId", "")] = _levels(abstract)
        for num in root.iter(f"{W}num"):
            num_id = num.get(f"{W}numId", "")
            numbering.lists[num_id] = _value(num, "abstractNumId") or ""
            for override in num.iter(f"{W}lvlOverride"):
                if (start := _value(override, "startOverride")) is not None:
                    numbering.restarts[num_id, int(override.get(f"{W}ilvl", "0"))] = int(start)
        return numbering

    def label(self, num_id: str, level: int) -> str:
        """The number printed before the next paragraph of a list level, its gap included; "" for no list."""
        abstract = self.lists.get(num_id, "")
        levels = self.levels.get(abstract)
        if levels is None or not 0 <= level < len(levels):
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        self._advance(counts, num_id, levels, level)
        shape = levels[level]
        if shape.kind == "bullet":
            return _bullet(shape.form) + " "
        label = shape.form
        for at, count in enumerate(counts[: level + 1]):
            kind = "decimal" if shape.legal else levels[at].kind
            label = label.replace(f"%{at + 1}", printed(count if count is not None else levels[at].start, kind))
        return label + shape.gap if label.strip() else ""

    def _advance(self, counts: list[int | None], num_id: str, levels: tuple[Level, ...], level: int) -> None:
        restart = self.restarts.pop((num_id, level), None)
        count = counts[level]
        if restart is not None:
            counts[level] = restart
        else:
            counts[level] = levels[level].start if count is None else count + 1
        for at in range(level):
            if counts[at] is None:
                counts[at] = levels[at].start
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)


def printed(count: int, kind: str) -> str:
    """A count in one of Word's number kinds: 3 is "3", "03", "c", "C", "iii" or "III"."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{count:02}"
    if kind in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    return str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (count // value)
        count %= value
    return letters


def _bullet(form: str) -> str:
    sign = "".join(c for c in form if not is_noise(ord(c))).strip()
    return sign if sign in ("-", "–", "—", "+", "*", "•") else "-"


def _levels(abstract: etree._Element) -> tuple[Level, ...]:
    levels = [Level()] * _LEVELS
    for element in abstract.iterchildren(f"{W}lvl"):
        at = int(element.get(f"{W}ilvl", "0"))
        if 0 <= at < _LEVELS:
            levels[at] = Level(
                _value(element, "lvlText") or "",
                _value(element, "numFmt") or "decimal",
                int(_value(element, "start") or 1),
                "" if _value(element, "suff") == "nothing" else " ",
                element.find(f"{W}isLgl") is not None,
            )
    return tuple(levels)


def _value(element: etree._Element, tag: str) -> str | None:
    child = element.find(f"{W}{tag}")
    return None if child is None else child.get(f"{W}val")
