"""Vietnamese syllables as they are typed: the keys of the Telex way, in which most slips are one key.

"mạnh" is "manhj", and "amnhj" the same keys with two swapped; "chuyền" and "chuyển" differ in the last key.
"""

import itertools
import unicodedata
from collections.abc import Iterable, Iterator

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}  # ^ doubles its letter
_KEYS = "abcdeghiklmnopqrstuvxyfjwz"
# What sounds alike in a part of the country, and is no single key.
_SOUNDS = (("ch", "tr"), ("d", "gi"), ("gi", "r"), ("dd", "d"), ("ngh", "ng"), ("gh", "g"), ("k", "c"), ("qu", "c"))


def keys(syllable: str) -> str:
    """The keys of a syllable in lower case, its tone last; "ươ" is one stroke of w: "được" → "dduowcj"."""
    out, tone = "", ""
    for letter in unicodedata.normalize("NFD", syllable.replace("đ", "dd")):
        if letter in _TONES:
            tone = _TONES[letter]
        elif letter in _SHAPES:
            out += _SHAPES[letter] or out[-1:]
        else:
            out += letter
    return out.replace("uwow", "uow") + tone


def slips(typed: str) -> set[str]:
    """What differs from some keys by one of them left out, added, changed or swapped, or by one sound alike."""
    cuts = [(typed[:at], typed[at:]) for at in range(len(typed) + 1)]
    out = {a + b[1:] for a, b in cuts if b}
    out |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    out |= {a + key + b[1:] for a, b in cuts if b for key in _KEYS}
    out |= {a + key + b for a, b in cuts for key in _KEYS}
    for one, other in _SOUNDS:
        out |= {other + typed[len(one) :]} if typed.startswith(one) else set()
        out |= {one + typed[len(other) :]} if typed.startswith(other) else set()
    return out - {typed}


class Lookalikes:
    """Syllables by what they may have been typed as."""

    def __init__(self, syllables: Iterable[str]) -> None:
        self._by_keys: dict[str, list[str]] = {}
        self._by_letters: dict[str, list[str]] = {}
        for syllable in syllables:
            self._by_keys.setdefault(keys(syllable), []).append(syllable)
            self._by_letters.setdefault(bare(syllable), []).append(syllable)
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, syllable: str) -> tuple[str, ...]:
        """Syllables one slip away, and those of the same letters with other marks; without itself."""
        if syllable not in self._found:
            near = itertools.chain.from_iterable(self._by_keys.get(typed, ()) for typed in slips(keys(syllable)))
            same = self._by_letters.get(bare(syllable), ())
            every = (other for other in dict.fromkeys((*near, *same)) if other != syllable)
            self._found[syllable] = tuple(other for other in every if not _same_sound(other, syllable))
        return self._found[syllable]


def bare(syllable: str) -> str:
    """The letters without marks, đ as d."""
    letters = unicodedata.normalize("NFD", syllable.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _same_sound(one: str, other: str) -> bool:
    """Whether two spellings are both right: "kỹ" and "kĩ", "quý" and "quí"."""
    return _with_i(one) == _with_i(other)


def _with_i(syllable: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", syllable).replace("y", "i"))


def parts(word: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a word in two."""
    return ((word[:at], word[at:]) for at in range(1, len(word)))
