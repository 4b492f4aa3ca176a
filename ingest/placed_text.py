"""A text with its lines, quotations and places: what acts, relations and a check of a draft look at."""

import bisect
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.locator import Locator
from corpus.model import Provision
from ingest.quotation import quoted_lines


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text whose lines, quotations and places are known.

    Attributes:
        text: NFC, lines joined by line feeds; what every span points into.
        starts: Where each line begins in the text.
        quoted: For each line, whether it is new wording that an amending text quotes.
        places: (start, place) of each stretch of the text, in order.
        provisions: The places by address.
    """

    text: str
    starts: tuple[int, ...]
    quoted: tuple[bool, ...]
    places: tuple[tuple[int, Locator], ...]
    provisions: Mapping[Locator, Provision]

    @classmethod
    def of(cls, lines: Sequence[str], provisions: Sequence[Provision]) -> "PlacedText":
        """The text that lines make, with the places read from it."""
        return cls(*parts(lines, provisions))

    def line_at(self, position: int) -> int:
        """Index of the line that holds a character."""
        return max(bisect.bisect_right(self.starts, position) - 1, 0)

    def line_text(self, line: int) -> str:
        """The words of a line."""
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[line] : end]

    def place_at(self, position: int) -> Locator:
        """The smallest place that holds a character; empty for the head and the closing."""
        at = bisect.bisect_right(self.places, position, key=lambda entry: entry[0]) - 1
        return self.places[at][1] if at >= 0 else Locator()


Parts = tuple[str, tuple[int, ...], tuple[bool, ...], tuple[tuple[int, Locator], ...], Mapping[Locator, Provision]]


def parts(lines: Sequence[str], provisions: Sequence[Provision]) -> Parts:
    """The fields of a `PlacedText`, in order; a text without lines has one that is empty."""
    lines = lines or [""]
    starts = tuple(itertools.accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    spans = sorted(
        ((piece.span.start, p.ref.locator) for p in provisions for piece in p.pieces), key=lambda span: span[0]
    )
    return (
        "\n".join(lines),
        starts,
        tuple(quoted_lines(lines)),
        tuple(spans),
        {p.ref.locator: p for p in provisions},
    )
