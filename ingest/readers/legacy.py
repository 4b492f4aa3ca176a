"""Vietnamese from before Unicode: which of a document's fonts hold it, and what their letters say.

TCVN3 (.VnTime) and VISCII have one code for each letter, VNI (VNI-Times) a base letter and its mark. Which code is
which letter comes from viparse's tables, made on documents of the time. A font is judged by its name and by all the
letters set in it, never by a cell or a word: "é" alone is a French letter as well as a TCVN3 "ộ".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from viparse.normalize.encodings import CHARMAPS
from viparse.normalize.tables import Charmap, build_charmap, convert

from corpus.model import Diagnostic
from ingest.readers.decoding import is_vietnamese, legacy_encoding
from ingest.readers.runs import CHARSETS, Run

_FONTS = (
    (re.compile(r"\.vn|vn(?!i)[a-z0-9]|\.?abc|tcvn", re.IGNORECASE), "TCVN3"),
    (re.compile(r"vni\b|vni[-_ ]", re.IGNORECASE), "VNI"),
    (re.compile(r"vps\b|vps[-_ ]", re.IGNORECASE), "VPS"),
)
# ".VnTimeH", "VnTimeHBold" in a PDF; no font of the family ends in h but those of capitals
_CAPITALS = re.compile(r"\.?vn.*h,?(bold|italic|oblique|regular)*", re.IGNORECASE)
# ".VnTimeH Tur": Windows names the character set after the font
_CHARSET_NAME = re.compile(r" (tur|ce|cyr|greek|baltic|vietnamese)$", re.IGNORECASE)
# In TCVN3 the optional hyphen is ư: converters write it as their own hyphen. In other text it prints nothing.
_SOFT_HYPHEN = "\xad"
_SPEAKS_FOR_ITSELF = 1000
_MARKS = {"aú": "ẳ", "AÚ": "Ẳ", "î": "ỵ", "Î": "Ỵ"}
_ENOUGH_LETTERS = 400


def _vni() -> Charmap:
    """The table of viparse with the letters its documents did not happen to hold, and marks in the other case."""
    pairs = dict(CHARMAPS["vni"].pairs) | _MARKS
    for legacy, letter in list(pairs.items()):
        if len(legacy) == 2:
            base, mark = legacy
            if letter.islower():
                pairs.setdefault(base + mark.upper(), letter)
            else:
                pairs.setdefault(base + mark.lower(), letter)
    return build_charmap("vni", pairs.items())


_TABLES = {"TCVN3": CHARMAPS["tcvn3"], "VNI": _vni(), "VISCII": CHARMAPS["viscii"], "VPS": CHARMAPS["vps"]}


def encoding_of_font(font: str) -> str | None:
    """The encoding a font's name promises: ".VnTime" is TCVN3, "VNI-Times" VNI; None for other names."""
    return next((encoding for pattern, encoding in _FONTS if pattern.match(font)), None)


def draws_capitals(font: str) -> bool:
    """Whether a font prints small letters as capitals: .VnTimeH, since TCVN3 has no capitals with marks."""
    return bool(_CAPITALS.fullmatch(_CHARSET_NAME.sub("", font)))


def convert_text(text: str, encoding: str) -> str:
    """Text of one encoding as Unicode."""
    return str(convert(text, _TABLES[encoding]))


def letters(text: str, encoding: str) -> list[str]:
    """The same, one string for each character of the text: "" for a mark that went into the letter before it."""
    if encoding != "VNI":
        converted = convert_text(text, encoding)
        return list(converted) if len(converted) == len(text) else [convert_text(c, encoding) for c in text]
    pairs = dict(_TABLES[encoding].pairs)
    found: list[str] = []
    while len(found) < len(text):
        at = len(found)
        pair = text[at : at + 2]
        found += [pairs[pair], ""] if pair in pairs and len(pair) == 2 else [pairs.get(pair[0], pair[0])]
    return found


@dataclass(frozen=True)
class Encodings:
    """The encoding of each font of one document; fonts of Unicode text are not in it."""

    by_font: Mapping[str, str]
    counts: Mapping[str, int]

    @classmethod
    def of(cls, runs: Iterable[Run]) -> "Encodings":
        """Judged from all the runs of a document.

        A font with an old name may hold Unicode text, where someone converted the words and kept the font; and a
        font with a new name may hold old letters.
        """
        texts: dict[str, list[str]] = defaultdict(list)
        for run in runs:
            texts[run.font].append(_bare(run) if encoding_of_font(run.font) else run.text)
        whole = is_vietnamese("\n".join(part for parts in texts.values() for part in parts))
        found: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for font, parts in texts.items():
            text = "".join(parts)
            promised = encoding_of_font(font)
            # "ngoài" is Unicode as well as VNI; a few such words in a font of their own decide nothing
            if whole and not promised and sum(c.isalpha() for c in text) < _ENOUGH_LETTERS:
                continue
            encoding = _kept(parts, promised) if promised else legacy_encoding(text)
            if encoding:
                found[font] = encoding
                counts[encoding] += sum(not c.isascii() for c in text)
        return cls(found, counts)

    def text(self, runs: Sequence[Run]) -> str:
        """What the runs of one paragraph say. Neighbours of one encoding go together: VNI parts letter and mark."""
        said = ""
        for (encoding, capitals), group in groupby(runs, self._kind):
            text = "".join(_bare(run) if encoding else run.text for run in group)
            # words typed in Unicode in the middle of an old font are left
            if encoding and not is_vietnamese(text):
                text = convert_text(text, encoding)
            text = text.replace(_SOFT_HYPHEN, "")
            said += text.upper() if capitals else text
        return said

    def letters(self, text: str, font: str) -> list[str] | None:
        """As `letters` of this module, in a font's encoding; None for Unicode."""
        encoding = self.by_font.get(font)
        if encoding is None or is_vietnamese(text):
            return None
        found = letters(text, encoding)
        return [letter.upper() for letter in found] if encoding == "TCVN3" and draws_capitals(font) else found

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was repaired, for people."""
        return tuple(repaired(encoding, count) for encoding, count in sorted(self.counts.items()) if count)

    def _kind(self, run: Run) -> tuple[str | None, bool]:
        encoding = self.by_font.get(run.font)
        return encoding, run.capitals or (encoding == "TCVN3" and draws_capitals(run.font))


def _kept(parts: Sequence[str], promised: str) -> str | None:
    """The encoding of the words in a font with an old name, None where they are Unicode.

    Much text speaks for itself: fonts were laid over words typed in another encoding. A little is what the font's name
    says, unless Unicode stands beside it: someone converted the words, or typed on, and kept the font.
    """
    old = "".join(part for part in parts if not is_vietnamese(part))
    beside = len(old) < sum(map(len, parts))
    judged = legacy_encoding(old) if beside or len(old) >= _SPEAKS_FOR_ITSELF else None
    return judged or (None if beside else promised)


def repaired(encoding: str, letters: int) -> Diagnostic:
    """That so many letters above ASCII were read through the table of an old encoding."""
    return Diagnostic("legacy_encoding", f"Giải mã {encoding} sang Unicode: {letters:,} chữ".replace(",", "."))


def _bare(run: Run) -> str:
    """The run's letters as Latin ones, as the tables know them: codes of a symbol font, of another code page."""
    page = CHARSETS.get(run.charset) if run.charset > 2 else None
    return "".join(_latin(c, page) for c in run.text)


def _latin(letter: str, page: str | None) -> str:
    if "\uf020" <= letter <= "\uf0ff":
        return bytes([ord(letter) - 0xF000]).decode("cp1252", errors="replace")
    if page is None or letter < "\x80":
        return letter
    try:
        return letter.encode(page).decode("cp1252")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return letter
