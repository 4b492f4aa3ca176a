"""From bytes to letters: the encodings Vietnamese text files come in, and text left in a font's own encoding."""

import codecs
import re

from charset_normalizer import from_bytes
from viparse.normalize.detector import detect_encoding_by_content
from viparse.normalize.encodings import AUTO_DETECT_CHARMAPS

from corpus.text import nfc

# Letters that only Vietnamese Unicode text has: the precomposed block, ơ, ư, ă, đ.
_VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9ơưăđƠƯĂĐ]")
_LETTERS = re.compile(r"[^\W\d_]")
# TCVN3 (.VnTime): ® is đ, µ ¸ ¶ · ¹ are tones of a, Ò ª ­ ¬ ¨ © stand inside words.
_TCVN3 = re.compile(r"(?<=[A-Za-z])[µ¸¶·¹¨©ª«¬\xad®»¾¼½Æ](?=[A-Za-z\s,.;])|®(?=[^\W\d_]|[µ¸¶·¹¨©ª«¬\xad])")
# VNI: a base letter followed by a letter that the font draws as its mark; ñ is đ.
_VNI = re.compile(
    r"[aeouyAEOUYöôÖÔ][ùøûõïâêáàåãäëúüéèÙØÛÕÏÂÊÁÀÅÃÄËÚÜÉÈ](?=[a-zA-Z\s,.;])"
    r"|\bñ(?=[aeiouyöôAEIOUYÖÔ])|\bÑ(?=[AEIOUYÖÔ])"
)
_LOOSE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SCORED_LETTERS = 20_000
# Signs above ASCII inside or beside words: Vietnamese text in any old encoding has one for each five letters.
_HIGH = re.compile(r"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
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
    if legacy := legacy_encoding(data.decode("latin-1")):
        # VISCII has letters where cp1252 has quotation marks
        return (data.decode("latin-1"), "latin-1") if legacy == "VISCII" else (from_cp1252(data), "cp1252")
    windows = data.decode("cp1258", errors="replace")
    if len(_LOOSE_MARKS.findall(windows[:_SCORED_LETTERS])) * 50 > len(_LETTERS.findall(windows[:_SCORED_LETTERS])):
        return nfc(windows), "cp1258"
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
    judged = detect_encoding_by_content(sample, AUTO_DETECT_CHARMAPS).encoding
    if judged is not None:
        return _ENCODINGS[judged]
    counts = {"TCVN3": len(_TCVN3.findall(sample)), "VNI": len(_VNI.findall(sample))}
    name = max(counts, key=lambda key: counts[key])
    return name if counts[name] * 40 > letters else None
