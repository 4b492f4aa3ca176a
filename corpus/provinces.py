"""Provinces reorganised on 1/7/2025: 52 became 23, 11 stayed; what a rule or a document of one of them must carry.

The table `provinces.tsv` has the 52: the name before, the first day of the new province, its name, and the text that
says so. Words of old texts are never changed and no status is; the note stands beside them.

Source: Điều 1 Nghị quyết 202/2025/QH15, which was not read itself: the names that are no more, and what each became,
were compared with published tables that cite it. For documents điểm b khoản 2 Điều 54 Luật 64/2025/QH15, as one source
tells it.
"""

import csv
import datetime
import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from corpus.reference import DocId, slug
from corpus.text import spelling, vi_date

_UPPER = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and (c < "ɐ" or c >= "Ḁ"))
_NAME = rf"[{_UPPER}]\w*(?:[ -]+[{_UPPER}]\w*)*"
_LISTED = re.compile(rf"(?i:tỉnh)(?:, (?i:thành phố))?:? +(?:{_NAME}\s*(?:,|;|và|hoặc)\s*(?:tỉnh )?)*$")
_NEAR = 1_000  # characters before a name in which its list may have begun: 63 names and the words between
_KIND = re.compile(r"(?i:tỉnh|thành phố) ")


@dataclass(frozen=True, slots=True)
class Merged:
    """A province as it was.

    Attributes:
        name: With its kind: "tỉnh Hà Giang".
        since: First day of the province that it is part of now.
        into: The name of that one; equal to `name` where it was kept.
        by: The text that says so.
    """

    name: str
    since: datetime.date
    into: str
    by: str

    @property
    def bare(self) -> str:
        """The name without its kind: "Hà Giang"."""
        return _KIND.sub("", self.name, count=1)

    def is_named_in(self, text: str) -> bool:
        """Whether a text names it as a province: after "tỉnh", or in a list that begins so.

        The text is in one `spelling`, its words one space apart.
        """
        return any(_LISTED.search(text[max(0, m.start() - _NEAR) : m.start()]) for m in _pattern(self).finditer(text))


def notes(text: str, on: datetime.date) -> tuple[str, ...]:
    """What must be read with a text on a day because it names provinces that no longer are: one note, or none."""
    plain = " ".join(spelling(text).split())
    named = [row for row in merged() if row.name != row.into and row.since <= on and row.is_named_in(plain)]
    if not named:
        return ()
    told = "; ".join(f"{row.name} thuộc {row.into}" for row in named)
    return (f"Từ {vi_date(named[0].since)}: {told} ({named[0].by}).",)


def notes_of(doc_id: DocId, issued: datetime.date | None, on: datetime.date) -> tuple[str, ...]:
    """What must be read with a local document of a merged province, issued before the new one was: one note, or none.

    Without a day of issue the year decides; of one issued in the very year nothing is said.
    """
    row = next((row for row in merged() if row.since <= on and slug(row.bare) == doc_id.place), None)
    if row is None or not doc_id.local:
        return ()
    old = issued < row.since if issued else doc_id.year is not None and doc_id.year < row.since.year
    if not old:
        return ()
    return (
        f"Văn bản của {row.name} trước khi nhập tỉnh; từ {vi_date(row.since)} thuộc {row.into} mới ({row.by}). "
        "Hội đồng nhân dân, Ủy ban nhân dân của đơn vị mới quyết định áp dụng văn bản nào hoặc ban hành văn bản mới "
        "(điểm b khoản 2 Điều 54 Luật 64/2025/QH15); chưa rõ đã có quyết định hay chưa.",
    )


@functools.cache
def _pattern(row: Merged) -> re.Pattern[str]:
    names = (row.bare, row.bare.upper())
    words = "|".join(r"\s*-\s*".join(map(str.strip, spelling(name).split("-"))) for name in names)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w| (?:- )?[{_UPPER}])")


@functools.cache
def merged() -> tuple[Merged, ...]:
    """The 52 provinces, those of one new province together."""
    with (files("corpus") / "provinces.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            Merged(row["ten"], datetime.date.fromisoformat(row["tu_ngay"]), row["thanh"], row["can_cu"]) for row in rows
        )
