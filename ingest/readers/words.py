"""Words that a recogniser gives, and what words together are: a text, a box, a confidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.source_text import Box

# Rules of a table and specks of dust come out as signs like these.
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word: its place in points, and how sure the recogniser is, 0 to 1."""

    text: str
    box: Box
    confidence: float


def text_of(words: Sequence[Word]) -> str:
    """The words with blanks between them."""
    return " ".join(word.text for word in words)


def box_of(words: Sequence[Word]) -> Box:
    """The box around words."""
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return (round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1))


def confidence_of(words: Sequence[Word]) -> float | None:
    """The mean over their letters; None where they have none. Dotted leaders are never sure."""
    letters = [len(_SIGNS.sub("", word.text)) for word in words]
    if not sum(letters):
        return None
    return round(sum(word.confidence * count for word, count in zip(words, letters, strict=True)) / sum(letters), 3)
