"""Which source gives the words of each Điều on a day: the original, or one of several consolidated texts."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.locator import Locator, Unit
from corpus.model import Provision, Source, SourceRank

Held = Sequence[tuple[Source, tuple[Provision, ...]]]


@dataclass(frozen=True, slots=True)
class Version:
    """One source's words of one Điều, or of a place that stands in no Điều.

    Attributes:
        start: The day of the last amendment merged into it, the first day it speaks for; None: from the beginning.
    """

    start: datetime.date | None
    places: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The version of an Điều that is shown on a day; `is_known` is False when it only speaks for later days."""

    dieu: Locator
    version: Version
    is_known: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """Every version of every Điều, in the order of the text.

    Attributes:
        by_dieu: Versions by the Điều, those of the better source first.
        original: The Điều of the original; None where only consolidated texts are held, which may not be whole.
    """

    by_dieu: Mapping[Locator, tuple[Version, ...]]
    original: frozenset[Locator] | None

    @classmethod
    def of(cls, held: Held, merged: Mapping[tuple[str, Locator], datetime.date]) -> "Versions":
        """The versions in sources of one document.

        Args:
            held: Each source's places, the source that gives the wording first.
            merged: By source (sha256) and Điều, the day of the last amendment merged into it.
        """
        versions: dict[Locator, list[Version]] = {}
        order: list[Locator] = []
        for at, (source, places) in enumerate(held):
            before: Locator | None = None
            for dieu, words in _by_dieu(places).items():
                start = merged.get((source.sha256, dieu))
                if dieu not in versions:
                    if at and start is None:  # a place that only another reading has
                        continue
                    order.insert(order.index(before) + 1 if before else len(order), dieu)
                versions.setdefault(dieu, []).append(Version(start, words))
                before = dieu
        whole = held[0][0].rank is not SourceRank.CODIFIED
        original = frozenset(_by_dieu(held[0][1])) if whole else None
        return cls({dieu: tuple(versions[dieu]) for dieu in order}, original)

    def on(self, day: datetime.date | None) -> list[Reading]:
        """What is shown of each Điều on a day: the latest version that speaks for it; without a day, the latest.

        An Điều that the original does not have is left out before the day that brought it.
        """
        readings: list[Reading] = []
        for dieu, versions in self.by_dieu.items():
            known = [v for v in versions if day is None or v.start is None or v.start <= day]
            if known:
                readings.append(Reading(dieu, max(known, key=_start), is_known=True))
            elif self.original is None or dieu in self.original:
                readings.append(Reading(dieu, min(versions, key=_start), is_known=False))
        return readings

    def places(self) -> Iterable[Provision]:
        """Every wording held."""
        return (place for versions in self.by_dieu.values() for version in versions for place in version.places)


def _start(version: Version) -> datetime.date:
    return version.start or datetime.date.min


def _by_dieu(places: Iterable[Provision]) -> dict[Locator, tuple[Provision, ...]]:
    """Places by the Điều they stand in, in the order of the text; a place in no Điều by itself."""
    found: dict[Locator, list[Provision]] = {}
    for place in places:
        found.setdefault(place.ref.locator.up_to(Unit.DIEU), []).append(place)
    return {dieu: tuple(words) for dieu, words in found.items()}
