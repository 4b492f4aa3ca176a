"""From bytes to letters: the encodings Vietnamese text files come in, and text left in a font's own encoding."""

import codecs
import re

from charset_normalizer import from_bytes
from viparse.normalize.encodings import AUTO_DETECT_CHARMAPS
from viparse.normalize.tables import convert

from corpus.text import nfc
from ingest.readers.legibility import share_of_syllables

# Letters that only Vietnamese Unicode text has: the precomposed block, ơ, ư, ă, đ.
_VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9ơưăđƠƯĂĐ]")
_LETTERS = re.compile(r"[^\W\d_]")
_SCORED_LETTERS = 20_000
# Signs above ASCII inside or beside words: Vietnamese text in any old encoding has one for each five letters.
_HIGH = re.compile(r"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
# Law read through the right table is Vietnamese in 0.95 of its words, through a wrong one in a third to a half.
_FEWEST_SYLLABLES = 0.7
_MORE_SYLLABLES = 0.1
_ENCODINGS = {"tcvn3": "TCVN3", "vni": "VNI", "viscii": "VISCII"}


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: utf-8, utf-16, cp1258 (composed), or what charset-normalizer finds.

    Accepts any bytes; those of no encoding come out with U+FFFD.
    """
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", errors="replace"), "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "utf-16"
    if encoding := _bare_utf16(data):
        return data.decode(encoding, errors="replace"), encoding
    if (text := _as_utf8(data)) is not None:
        return text, "utf-8"
    return _decode_single_byte(data)


def _bare_utf16(data: bytes) -> str | None:
    sample = data[:4096]
    zeros = sample.count(0)
    if not sample or zeros < len(sample) // 5:
        return None
    return "utf-16-le" if sample[1::2].count(0) > zeros // 2 else "utf-16-be"


def _as_utf8(data: bytes) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError as error:
        # A few broken bytes in a long UTF-8 file are damage, not another encoding.
        text = data.decode("utf-8", errors="replace")
        multibyte = sum(1 for c in text[:_SCORED_LETTERS] if ord(c) > 127 and c != "\ufffd")
        broken = text[:_SCORED_LETTERS].count("\ufffd")
        return text if error.start > 0 and broken * 20 < multibyte else None


def _decode_single_byte(data: bytes) -> tuple[str, str]:
    windows = nfc(data.decode("cp1258", errors="replace"))
    share = share_of_syllables(windows[:_SCORED_LETTERS]) if is_vietnamese(windows) else 0.0
    if share >= max(_FEWEST_SYLLABLES, _best_table(data[:_SCORED_LETTERS].decode("latin-1"))[1]):
        return windows, "cp1258"
    if legacy := legacy_encoding(data.decode("latin-1")):
        # VISCII has letters where cp1252 has quotation marks
        return (data.decode("latin-1"), "latin-1") if legacy == "VISCII" else (from_cp1252(data), "cp1252")
    best = from_bytes(data[:100_000]).best()
    encoding = best.encoding if best is not None else "cp1252"
    return data.decode(encoding, errors="replace"), encoding


def from_cp1252(data: bytes) -> str:
    """Bytes as Windows' Latin letters; the five it leaves undefined keep their number."""
    return data.decode("cp1252", errors="surrogateescape").translate(_UNDEFINED)


_UNDEFINED = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def is_vietnamese(text: str) -> bool:
    """Whether letters that only Vietnamese Unicode text has make up a fiftieth of the letters or more."""
    letters = len(_LETTERS.findall(text))
    return letters > 0 and len(_VIETNAMESE.findall(text)) * 50 > letters


def legacy_encoding(text: str) -> str | None:
    """Name of the encoding ("TCVN3", "VNI", "VISCII") when the letters come from before Unicode, else None.

    "NghÞ ®Þnh cña ChÝnh phñ" is TCVN3, "Nghò ñònh soá" is VNI. A few such letters in Unicode text do not count, nor
    does another language written with Latin letters.
    """
    sample = text[:_SCORED_LETTERS]
    letters = len(_LETTERS.findall(sample))
    if letters < 20 or is_vietnamese(sample) or len(_HIGH.findall(sample)) * 40 <= letters:
        return None
    name, share = _best_table(sample)
    read_well = share >= _FEWEST_SYLLABLES and share >= share_of_syllables(sample) + _MORE_SYLLABLES
    return _ENCODINGS[name] if read_well else None


def _best_table(sample: str) -> tuple[str, float]:
    """The old encoding through which most words are Vietnamese syllables, and their share."""
    shares = {name: share_of_syllables(convert(sample, charmap)) for name, charmap in AUTO_DETECT_CHARMAPS.items()}
    name = max(shares, key=lambda name: shares[name])
    return name, shares[name]
