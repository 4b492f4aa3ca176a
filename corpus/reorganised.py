"""Bodies and levels that no longer exist since the reorganisation of 2025: what a rule that names them must carry.

The table `reorganised.tsv` is data: the name as texts print it, the first day on which it no longer is, what took its
place, and by which text. Words of old texts are never changed; the note stands beside them.
"""

import csv
import datetime
import functools
from dataclasses import dataclass
from importlib.resources import files

from corpus.text import canonical, vi_date


@dataclass(frozen=True, slots=True)
class Reorganised:
    """A name that no longer is.

    Attributes:
        since: First day on which it no longer is.
        now: What took its place, in Vietnamese.
        by: The text that says so.
    """

    name: str
    since: datetime.date
    now: str
    by: str

    @property
    def vi(self) -> str:
        """The note as it is shown."""
        return f"“{self.name}”: từ {vi_date(self.since)} {self.now} ({self.by})."


def notes(text: str, on: datetime.date) -> tuple[str, ...]:
    """What must be read with a text on a day because it names bodies that no longer exist, each once."""
    plain = canonical(text)
    named = [row for row in _table() if row.since <= on and canonical(row.name) in plain]
    kept = {(row.since, row.now): row for row in reversed(named)}
    return tuple(row.vi for row in sorted(kept.values(), key=lambda row: (row.since, row.name)))


@functools.cache
def _table() -> tuple[Reorganised, ...]:
    with (files("corpus") / "reorganised.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            Reorganised(row["ten"], datetime.date.fromisoformat(row["tu_ngay"]), row["ghi_chu"], row["can_cu"])
            for row in rows
        )
