"""Vietnamese letters: composition, tone marks, folding. Dates as Vietnamese law writes them.

Display text is kept as printed (after NFC); the keys made here are for comparing and searching only.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Ð (Eth), Ɖ and the combining stroke all stand for Đ in Vietnamese files; see NÐ-CP in scans and portals.
_D_VARIANTS = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_D_VARIANT = re.compile("[ÐðƉɖ\u0335\u0336]")
_STROKES = re.compile("([Dd])[\u0335\u0336]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
# Old placement puts the tone of an open oa, oe, uy on the first vowel (hóa, thủy); new on the second (hoá, thuỷ).
_OPEN_GLIDE = re.compile(r"(?<![qQ])([oO])([aAeE])(?!\w)|(?<![qQ])([uU])([yY])(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")


def nfc(text: str) -> str:
    """The text composed (NFC), with the look-alikes of Đ made one letter. Same as itself when repeated."""
    composed = unicodedata.normalize("NFC", text)
    if not _D_VARIANT.search(composed):  # a twentieth of the time, and nearly all text has none
        return composed
    return _STROKES.sub(lambda m: "Đ" if m[1] == "D" else "đ", composed.translate(_D_VARIANTS))


def fold(text: str) -> str:
    """The text in lower case without marks, đ as d, dashes as "-"; as long as `nfc(text)`, character by character.

    "Nghị định" → "nghi dinh". The equal length lets a match in folded text be marked in the text itself.
    """
    return nfc(text).translate(_FOLDED)


class _Folding(dict[int, str]):
    """A `str.translate` table filled as letters occur: a letter is worked out once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_letter(chr(code))
        return folded


_FOLDED = _Folding()


def _fold_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0] if ord(letter) > 127 else letter
    lower = base.lower().translate(_DASHES)
    return lower if len(lower) == 1 else base


def has_marks(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark. A query without one is searched in the folded column."""
    return any(c in "đĐ" or (ord(c) > 127 and c.isalpha() and _fold_letter(c) != c.lower()) for c in nfc(text))


def canonical(text: str) -> str:
    """A key equal for spellings that are the same word: NFC, lower case, one dash, the tone in its new place.

    "Hòa" and "hoà" → "hoà"; "thủy" and "thuỷ" → "thuỷ". Words keep their marks: "đường" is not "dương".
    """
    return spelling(nfc(text).lower())


def spelling(text: str) -> str:
    """As `canonical`, with capitals kept: "Hòa" and "Hoà" → "Hoà", which is not "hoà"."""
    return _WORD.sub(lambda m: _new_placement(m.group()), nfc(text).translate(_DASHES))


@lru_cache(maxsize=1 << 16)
def _new_placement(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = [c for c in decomposed if c in _TONES]
    if len(tones) != 1:
        return word
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    glide = _OPEN_GLIDE.search(bare)
    if glide is None or glide.end() != len(bare):
        return word
    return unicodedata.normalize("NFC", bare + tones[0])


# Digits on either side belong to another number: "ngày 08/6/20210" is a mistake, not a day in 2021.
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
_SPELT_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})(?!\d)", re.IGNORECASE)


def find_date(text: str) -> datetime.date | None:
    """The first possible calendar date in a text, or None.

    Forms: "ngày 21 tháng 05 năm 2012", "21/5/2012", "21-5-2012", "21.5.2012". An impossible date
    (29 tháng 02 năm 2021) is passed over.
    """
    composed = nfc(text)
    matches = [*_SPELT_DATE.finditer(composed), *_NUMERIC_DATE.finditer(composed)]
    for match in sorted(matches, key=lambda m: m.start()):
        day, month, year = (int(part) for part in match.groups())
        try:
            return datetime.date(year, month, day)
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as printed: its characters in the text, and the day, None when no calendar has it."""

    span: tuple[int, int]
    text: str
    day: datetime.date | None


_WRITTEN_DATE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4,5})(?!\d)"
    r"|(?<=ngày|ngay)\s{0,2}(?P<d2>\d{1,2})\s?[/.\-]\s?(?P<m2>\d{1,2})\s?[/.\-]\s?(?P<y2>\d{4,5})(?!\d)",
    re.IGNORECASE,
)


def written_dates(text: str) -> tuple[WrittenDate, ...]:
    """Every full date of a text in NFC, possible or not, in order.

    Forms: "29 tháng 02 năm 2021", and after the word "ngày" also "29/02/2021", "29-2-2021", "08/6/20210". Digits with
    slashes elsewhere may be anything.
    """
    found = []
    for match in _WRITTEN_DATE.finditer(text):
        day, month, year = (int(match[name] or match[f"{name}2"]) for name in ("d", "m", "y"))
        start = match.start("d") if match["d"] else match.start("d2")
        try:
            on = datetime.date(year, month, day)
        except ValueError:
            on = None
        found.append(WrittenDate((start, match.end()), text[start : match.end()], on))
    return tuple(found)


def vi_date(day: datetime.date) -> str:
    """A date as Vietnamese offices write it: 21/5/2012."""
    return f"{day.day}/{day.month}/{day.year}"
