"""Automatic numbers ("Điều 1.", "1.", "a)"), which word processors count and do not write into a paragraph's text."""

from dataclasses import dataclass, field

from ingest.readers.glyphs import is_noise

LEVELS = 9
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
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        form: What is printed, "Điều %1." with the count of level 1 in it.
        kind: Word's name for the kind of numbers.
        gap: Between the number and the text.
        legal: Whether counts of higher levels are printed as digits, whatever their kind.
        restart: Deepest level (from 1) whose paragraphs start the count again; None: every higher one, 0: none.
    """

    form: str = ""
    kind: str = "decimal"
    start: int = 1
    gap: str = " "
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document. `label` must be asked once for each numbered paragraph, in document order.

    Lists that share their levels share the count, as in Word, unless one says where it starts (`restarts`).

    Attributes:
        levels: The levels of each abstract list.
        lists: The abstract list behind each list that paragraphs name.
        restarts: Where a level starts when a list is used for the first time, by (list, level).
        overrides: A level that is another in one list, by (list, level).
    """

    levels: dict[str, tuple[Level, ...]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    overrides: dict[tuple[str, int], Level] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, num_id: str, level: int) -> str:
        """The number printed before the next paragraph of a list level, its gap included; "" for no list."""
        abstract = self.lists.get(num_id, "")
        if not 0 <= level < len(self.levels.get(abstract, ())):
            return ""
        levels = [self.overrides.get((num_id, at), own) for at, own in enumerate(self.levels[abstract])]
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        self._advance(counts, num_id, levels, level)
        shape = levels[level]
        if shape.kind == "bullet":
            return _bullet(shape.form) + " "
        label = shape.form
        # A level that no paragraph has used yet is printed as it would start.
        for at, count in enumerate(counts[: level + 1]):
            kind = "decimal" if shape.legal else levels[at].kind
            label = label.replace(f"%{at + 1}", printed(count if count is not None else levels[at].start, kind))
        return label + shape.gap if label.strip() else ""

    def _advance(self, counts: list[int | None], num_id: str, levels: list[Level], level: int) -> None:
        restart = self.restarts.pop((num_id, level), None)
        count = counts[level]
        if restart is not None:
            counts[level] = restart
        else:
            counts[level] = levels[level].start if count is None else count + 1
        for deeper in range(level + 1, len(levels)):
            until = levels[deeper].restart
            if until is None or level < until:
                counts[deeper] = None


def printed(count: int, kind: str) -> str:
    """A count in one of Word's number kinds: 3 is "3", "03", "c", "C", "iii", "III" or "ba"."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{count:02}"
    if kind in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 64:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    if kind == "vietnameseCounting" and 0 <= count < 100:
        return _in_words(count)
    return str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (count // value)
        count %= value
    return letters


def _in_words(count: int) -> str:
    """3 is "ba", 15 "mười lăm", 21 "hai mươi mốt"."""
    tens, ones = divmod(count, 10)
    if tens == 0:
        return _DIGITS[ones]
    last = {0: "", 5: "lăm", 1: "mốt" if tens > 1 else "một"}.get(ones, _DIGITS[ones])
    return f"{'mười' if tens == 1 else _DIGITS[tens] + ' mươi'} {last}".strip()


def _bullet(form: str) -> str:
    sign = "".join(c for c in form if not is_noise(ord(c))).strip()
    return sign if sign in ("-", "–", "—", "+", "*", "•") else "-"
