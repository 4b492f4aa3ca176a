"""Which source gives the words of each Điều on a day: the original, or one of several consolidated texts."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.locator import Locator, Unit
from corpus.model import Interval, Provision, Source, SourceRank
from corpus.text import canonical

Held = Sequence[tuple[Source, tuple[Provision, ...]]]


@dataclass(frozen=True, slots=True)
class Version:
    """One source's words of one Điều, or of a place that stands in no Điều.

    Attributes:
        start: The day of the last amendment merged into it, the first day it speaks for; None: from the beginning.
        codified: Whether the source is a codified or consolidated text.
        as_of: Of a codified text, the last day it speaks for; None when it does not say.
    """

    start: datetime.date | None
    places: tuple[Provision, ...]
    codified: bool = False
    as_of: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days on which a version is shown.

    Attributes:
        days: The first stretch of an Điều begins with its version's start; the last is open.
        unsure_from: Where the next version differs and nobody says since when: the day after the last one that this
            version speaks for. Else None.
    """

    version: Version
    days: Interval
    unsure_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The version of an Điều that is shown on a day.

    Attributes:
        is_known: False when it only speaks for later days.
        until: Where the words may already be those of the next version, the day on which they are for certain.
    """

    dieu: Locator
    version: Version
    is_known: bool
    until: datetime.date | None = None


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
            codified = source.rank is SourceRank.CODIFIED
            for dieu, words in _by_dieu(places).items():
                start = merged.get((source.sha256, dieu))
                if dieu not in versions:
                    if at and start is None:  # a place that only another reading has
                        continue
                    order.insert(order.index(before) + 1 if before else len(order), dieu)
                as_of = source.as_of if codified else None
                versions.setdefault(dieu, []).append(Version(start, words, codified, as_of))
                before = dieu
        whole = held[0][0].rank is not SourceRank.CODIFIED
        original = frozenset(_by_dieu(held[0][1])) if whole else None
        return cls({dieu: tuple(versions[dieu]) for dieu in order}, original)

    def stretches(self, dieu: Locator) -> tuple[Stretch, ...]:
        """The versions of an Điều that are shown, in order of time, each with its days.

        Of versions with one start the best source's is shown. Where an older codified text has other words and no
        amendment between the two is told, its words stand until the day that the newer one speaks for: somebody
        changed them on a day that nobody says. An older state that tells of a later amendment than a newer one was
        mended, and is left out.
        """
        versions = [v for v in self.by_dieu[dieu] if not any(_mends(other, v) for other in self.by_dieu[dieu])]
        found: list[Stretch] = []
        for start in sorted({v.start for v in versions}, key=lambda day: day or datetime.date.min):
            found = _cut(found, start)
            alike = [v for v in versions if v.start == start]
            found += _by_source(alike)
        return tuple(found)

    def on(self, day: datetime.date | None) -> list[Reading]:
        """What is shown of each Điều on a day: the version whose days contain it; without a day, the latest.

        An Điều that the original does not have is left out before the day that brought it.
        """
        readings: list[Reading] = []
        for dieu in self.by_dieu:
            stretches = self.stretches(dieu)
            begun = [s for s in stretches if day is None or s.days.start is None or s.days.start <= day]
            if begun:
                shown = begun[-1]
                unsure = day is not None and shown.unsure_from is not None and shown.unsure_from <= day
                readings.append(Reading(dieu, shown.version, True, shown.days.end if unsure else None))
            elif self.original is None or dieu in self.original:
                readings.append(Reading(dieu, stretches[0].version, False))
        return readings

    def around(self, locator: Locator) -> Iterable[Provision]:
        """Every wording held of a place, of those below it and of those that it stands in, up to its Điều."""
        dieu = locator.up_to(Unit.DIEU)
        inside = any(step.unit is Unit.DIEU for step in locator.steps)
        for versions in [self.by_dieu.get(dieu, ())] if inside else self.by_dieu.values():
            for version in versions:
                yield from (
                    p for p in version.places if locator.contains(p.ref.locator) or p.ref.locator.contains(locator)
                )


def _mends(newer: Version, version: Version) -> bool:
    later = newer.as_of is not None and version.as_of is not None and newer.as_of > version.as_of
    return later and version.start is not None and (newer.start is None or newer.start < version.start)


def _by_source(versions: Sequence[Version]) -> list[Stretch]:
    """Versions with one start, the best source's first, as stretches: the older codified ones that differ before it."""
    newest = versions[0]
    shown = [newest]
    for version in versions[1:]:
        after = shown[0]
        told = after.as_of and version.as_of and version.as_of < after.as_of
        if told and after.codified and version.codified and _words(version) != _words(after):
            shown.insert(0, version)
    days = [newest.start, *(version.as_of for version in shown[1:]), None]
    return [
        Stretch(version, Interval(start, end), _day_after(version.as_of) if end else None)
        for version, start, end in zip(shown, days, days[1:], strict=False)
    ]


def _cut(stretches: list[Stretch], end: datetime.date | None) -> list[Stretch]:
    """Stretches up to the day of an amendment that is told."""
    before = [s for s in stretches if s.days.start is None or (end is not None and s.days.start < end)]
    return [*before[:-1], *(Stretch(s.version, Interval(s.days.start, end)) for s in before[-1:])]


def _day_after(day: datetime.date | None) -> datetime.date | None:
    return day + datetime.timedelta(days=1) if day else None


def _words(version: Version) -> list[tuple[Locator, list[str]]]:
    return [(place.ref.locator, canonical(place.text).split()) for place in version.places]


def _by_dieu(places: Iterable[Provision]) -> dict[Locator, tuple[Provision, ...]]:
    """Places by the Điều they stand in, in the order of the text; a place in no Điều by itself."""
    found: dict[Locator, list[Provision]] = {}
    for place in places:
        found.setdefault(place.ref.locator.up_to(Unit.DIEU), []).append(place)
    return {dieu: tuple(words) for dieu, words in found.items()}
