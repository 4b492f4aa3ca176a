"""How often Vietnamese syllables stand in law, and next to each other: numbers only, no text.

`tests/bench/syllables.py` counts them in a store and writes `syllables.bin`. A token is a syllable in the spelling of
`text.canonical`, or one of two classes: `BREAK` for punctuation and the ends of a line, `NUMBER` for what begins with a
digit.
"""

import functools
import lzma
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from corpus.text import canonical

BREAK, NUMBER = "|", "0"
_TOKEN = re.compile(r"\d[\w./\-]*|[^\W\d_¹²³⁰-₉]+|[^\w\s]+|[_¹²³⁰-₉]+|\n")
_STEPS = 8  # a count is kept as its binary logarithm in eighths: within 5 %
_WIDTH = 16  # bits of one syllable's number in the key of a pair


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a text: its key, the characters it covers, as printed."""

    key: str
    start: int
    end: int
    printed: str

    @property
    def is_word(self) -> bool:
        """Whether it is letters."""
        return self.key not in (BREAK, NUMBER)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in NFC, in order."""
    for found in _TOKEN.finditer(text):
        first = found.group()[0]
        key = NUMBER if first.isdecimal() else _key(found.group()) if first.isalpha() else BREAK
        yield Token(key, found.start(), found.end(), found.group())


_key = functools.lru_cache(65_536)(canonical)


class Syllables:
    """Counts of syllables and of pairs of neighbours.

    Args:
        counts: By syllable.
        capitals: How many of those, behind another word of their sentence, begin with a capital.
        pairs: By the syllables' places in `counts`, joined as `_pair_key` does.
    """

    def __init__(self, counts: Mapping[str, int], capitals: Mapping[str, int], pairs: Mapping[int, int]) -> None:
        self.counts = counts
        self.capitals = capitals
        self._ids = {key: at for at, key in enumerate(counts)}
        self._pairs = pairs
        self._total = sum(counts.values()) or 1

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    def count(self, key: str) -> int:
        """How often a syllable stands in the counted text; 0 for an unknown one."""
        return self.counts.get(key, 0)

    def pair(self, before: str, after: str) -> int:
        """How often two syllables stand side by side."""
        first, second = self._ids.get(before), self._ids.get(after)
        return 0 if first is None or second is None else self._pairs.get(_pair_key(first, second), 0)

    def fit(self, before: str, key: str, after: str, prior: float = 50.0) -> float:
        """Natural logarithm of how likely a syllable stands between two others, each side on its own.

        A side has `prior` observations of the bare frequency of what follows beside those that were counted.
        """
        return self._step(before, key, prior) + self._step(key, after, prior)

    def _step(self, before: str, after: str, prior: float) -> float:
        frequency = (self.count(after) + 0.1) / self._total
        return math.log((self.pair(before, after) + prior * frequency) / (self.count(before) + prior))

    def to_bytes(self) -> bytes:
        """The counts, compressed; `from_bytes` gives them back, rounded to their eighth of a binary logarithm."""
        words = "\n".join(self.counts).encode()
        keys, numbers = bytearray(), bytearray()
        last = 0
        for key, count in sorted(self._pairs.items()):
            keys += _variable(key - last)
            numbers.append(_rounded(count))
            last = key
        single = bytes(_rounded(count) for count in self.counts.values())
        capital = bytes(_rounded(self.capitals.get(key, 0)) for key in self.counts)
        parts = (words, single, capital, bytes(keys), bytes(numbers))
        return lzma.compress(b"".join(len(part).to_bytes(4, "big") + part for part in parts))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Syllables":
        """The counts that `to_bytes` wrote."""
        rest = memoryview(lzma.decompress(data))
        parts = []
        while rest:
            size = int.from_bytes(rest[:4], "big")
            parts.append(bytes(rest[4 : 4 + size]))
            rest = rest[4 + size :]
        words, single, capital, keys, numbers = parts
        syllables = words.decode().split("\n")
        counts = {key: _restored(code) for key, code in zip(syllables, single, strict=True)}
        capitals = {key: _restored(code) for key, code in zip(syllables, capital, strict=True) if code}
        pairs = {key: _restored(code) for key, code in zip(_keys(keys), numbers, strict=True)}
        return cls(counts, capitals, pairs)


def counted(texts: Iterable[str], least: int = 3, least_pairs: int = 2) -> Syllables:
    """The syllables of texts.

    Args:
        texts: In NFC.
        least: Syllables seen less often are left out: mostly misprints and foreign words.
        least_pairs: Likewise pairs.
    """
    counts: dict[str, int] = {}
    capitals: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for text in texts:
        before = BREAK
        for token in tokens(text + "\n"):
            key = token.key
            counts[key] = counts.get(key, 0) + 1
            pairs[before, key] = pairs.get((before, key), 0) + 1
            if before != BREAK and token.printed[0].isupper() and not token.printed[1:2].isupper():
                capitals[key] = capitals.get(key, 0) + 1
            before = key
    kept = {key: count for key, count in sorted(counts.items()) if count >= least}
    ids = {key: at for at, key in enumerate(kept)}
    coded = {
        _pair_key(ids[before], ids[after]): count
        for (before, after), count in pairs.items()
        if count >= least_pairs and before in ids and after in ids
    }
    return Syllables(kept, capitals, coded)


@functools.cache
def of_law() -> Syllables:
    """The counts that come with Căn Cứ, made from the codified law."""
    return Syllables.from_bytes(resources.files("corpus").joinpath("syllables.bin").read_bytes())


def _pair_key(first: int, second: int) -> int:
    return first << _WIDTH | second


def _rounded(count: int) -> int:
    """0 for none; else 1 and the binary logarithm in eighths."""
    return min(1 + round(_STEPS * math.log2(count)), 255) if count else 0


_RESTORED = [0, *(round(2 ** (code / _STEPS)) for code in range(255))]


def _restored(code: int) -> int:
    return _RESTORED[code]


def _variable(number: int) -> bytes:
    """A number in groups of seven bits, the last group without the high bit."""
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _keys(data: bytes) -> Iterator[int]:
    key = number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            key += number
            yield key
            number = shift = 0
