"""Whether letters are Vietnamese that a person could read: what a Latin recogniser made of a scan is not."""

import re
import unicodedata

from corpus.text import nfc

_WORDS = re.compile(r"[^\W\d_]{2,}")
_TONES = {0x300, 0x301, 0x303, 0x309, 0x323}
_MARKED = re.compile(r"[\u0300-\u0323\u031b\u0302\u0306]|đ")
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(uyê|iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uya|uyu|uêu|uai|uao"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iê|yê|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê|ui|uo|uô|uơ|uy|ưa|ưi|ươ|ưu"
    r"|[aăâeêioôơuưy])(ch|ng|nh|[cmnpt])?"
)
_ENOUGH_WORDS = 20
_FEWEST_SYLLABLES = 0.6
_FEWEST_MARKS = 0.1


def share_of_syllables(text: str) -> float:
    """How many of the words (two letters or more) are built like a Vietnamese syllable, 0 to 1; 1 for no words.

    Laws reach 0.95, abbreviations being the rest; "DtIu l. Ph4m vi" falls below 0.6.
    """
    words = _WORDS.findall(nfc(text))
    right = sum(1 for word in words if _SYLLABLE.fullmatch(_without_tone(word.lower())))
    return right / len(words) if words else 1.0


def share_of_marks(text: str) -> float:
    """How many of the letters carry a mark or are đ, 0 to 1: about 0.3 in Vietnamese, near 0 where marks were lost."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    letters = sum(1 for letter in decomposed if letter.isalpha())
    marked = len(re.findall(rf"{_MARKED.pattern}+", decomposed))
    return marked / letters if letters else 0.0


def is_legible(text: str) -> bool:
    """Whether the text is Vietnamese with its marks; True where there are too few words to tell."""
    if len(_WORDS.findall(text)) < _ENOUGH_WORDS:
        return True
    return share_of_syllables(text) >= _FEWEST_SYLLABLES and share_of_marks(text) >= _FEWEST_MARKS


def _without_tone(word: str) -> str:
    kept = (letter for letter in unicodedata.normalize("NFD", word) if ord(letter) not in _TONES)
    return unicodedata.normalize("NFC", "".join(kept))
