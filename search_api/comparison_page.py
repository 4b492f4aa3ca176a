"""The page /so-sanh: two wordings side by side, words taken out struck through, words put in underlined."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup, escape

from corpus.diff import Change
from corpus.errors import BadPeriod, CanCuError
from corpus.locator import Unit
from corpus.reference import Ref
from corpus.store import Store
from corpus.text import vi_date
from search_api import problems
from search_api.comparison import Sides, change_days, comparison_out, day_before_last_change, place_named, sides_of
from search_api.comparison_wire import ComparisonOut, PlaceChangeOut, SideOut
from search_api.history import NO_WORDS, UNCHANGED, days_words, history_out
from search_api.history_wire import HistoryOut
from search_api.library import NotHeld
from search_api.naming import page_address
from search_api.pages import SearchForm, render
from search_api.wire import Problem

_LONG = 600  # characters of equal words in a place from which on their middle is folded
_SHOWN = 160  # of which on each side stay in view


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the form, as typed; days as ISO, "" where none is."""

    noi: str = ""
    noi_khac: str = ""
    tu: str = ""
    den: str = ""

    @property
    def address(self) -> str:
        """The permanent address of the comparison."""
        fields = {"noi": self.noi, "noi_khac": self.noi_khac, "tu": self.tu, "den": self.den}
        return "/so-sanh?" + urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the table; `old` and `new` are "" on a side without words, where `nothing` is said instead."""

    address: str
    page: str
    heading: str
    words: str
    old: Markup
    new: Markup
    nothing: str
    same_before: int


def page_of(noi: str, noi_khac: str, tu: str, den: str, store: Store, today: datetime.date) -> tuple[str, int]:
    """The page and its HTTP status; without a place, the form alone.

    Without a first day the place is compared with what it was before its last known change.
    """
    asked = Asked(noi.strip(), noi_khac.strip(), tu.strip(), den.strip())
    if not asked.noi:
        return _render(replace(asked, den=asked.den or today.isoformat())), 200
    try:
        asked, sides = _sides(asked, store, today)
        comparison = comparison_out(sides, store, today)
        history = _history(asked, sides.old, store, today)
    except CanCuError as error:
        problem = _problem(error)
        return _render(asked, problem=problem), problem.status
    return _render(asked, sides=sides, comparison=comparison, days=_days(asked, sides.old, store), history=history), 200


def rows_of(comparison: ComparisonOut) -> tuple[Row, ...]:
    """The places that differ, as rows of the table."""
    return tuple(_row(place, comparison.old.on, comparison.new.on) for place in comparison.places)


def side_markup(text: str, runs: Iterable[tuple[Change, int, int]], tag: str) -> Markup:
    """One side's text, escaped: words that only it has in <del> or <ins>, the middle of long equal stretches folded."""
    parts: list[Markup] = []
    for kind, start, end in runs:
        words = text[start:end]
        if kind is Change.SAME:
            parts.append(_folded(words))
        elif kind is Change.UNKNOWN:
            parts.append(escape(words))
        else:
            bare = words.strip()
            before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :] if bare else ""
            marked = Markup("<{0}>{1}</{0}>").format(Markup(tag), bare) if bare else Markup("")
            parts += [escape(before), marked, escape(after)]
    return Markup("").join(parts).strip()


# Steps of the above


def _sides(asked: Asked, store: Store, today: datetime.date) -> tuple[Asked, Sides]:
    start, end = _day(asked.tu), _day(asked.den)
    if not asked.noi_khac:
        end = end or today
        start = start or day_before_last_change(place_named(asked.noi, store), store, end)
        asked = replace(asked, tu=start.isoformat(), den=end.isoformat())
    return asked, sides_of(asked.noi, asked.noi_khac, start, end, store, today)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise BadPeriod(
            f"“{text}” không phải ngày có thật", "ngày thứ nhất hoặc thứ hai", "Viết theo mẫu 2026-11-25."
        ) from None


def _problem(error: CanCuError) -> Problem:
    if isinstance(error, NotHeld):
        return problems.not_held(error.what.partition(": ")[2])
    return problems.of_error(error)


def _days(asked: Asked, ref: Ref, store: Store) -> list[tuple[datetime.date, str]]:
    """Each known change of the place with the address that compares the day before with the day."""
    if asked.noi_khac:
        return []
    before = datetime.timedelta(days=1)
    return [
        (day, replace(asked, tu=(day - before).isoformat(), den=day.isoformat()).address)
        for day in change_days(ref, store)
    ]


def _history(asked: Asked, ref: Ref, store: Store, today: datetime.date) -> HistoryOut | None:
    """The history of one place; of a whole document its own page tells the timeline."""
    return history_out(ref, store, today) if ref.locator.steps and not asked.noi_khac else None


def _render(
    asked: Asked,
    sides: Sides | None = None,
    comparison: ComparisonOut | None = None,
    problem: Problem | None = None,
    days: Iterable[tuple[datetime.date, str]] = (),
    history: HistoryOut | None = None,
) -> str:
    return render(
        "compare.html",
        title=_title(sides, comparison),
        asked=asked,
        form=SearchForm(),
        comparison=comparison,
        labels=_labels(sides, comparison),
        rows=rows_of(comparison) if comparison else (),
        problem=problem,
        days=list(days),
        history=history,
        days_words=days_words,
        no_words=NO_WORDS,
        unchanged=UNCHANGED,
    )


def _title(sides: Sides | None, comparison: ComparisonOut | None) -> str:
    if sides is None or comparison is None:
        return "So sánh hai thời điểm, hai điều khoản hay hai văn bản"
    if sides.old != sides.new:
        return f"So sánh {_name(comparison.old)} và {_name(comparison.new)}"
    return f"So sánh {_name(comparison.new)}"


def _labels(sides: Sides | None, comparison: ComparisonOut | None) -> tuple[str, str]:
    if sides is None or comparison is None:
        return "", ""
    return _label(comparison.old, named=sides.old != sides.new), _label(comparison.new, named=sides.old != sides.new)


def _label(side: SideOut, *, named: bool) -> str:
    day = f"ngày {vi_date(side.on)}" if side.on else ""
    if not named:
        return day.capitalize()
    return f"{_name(side)}, {day}" if day else _name(side)


def _name(side: SideOut) -> str:
    return f"{side.address} {side.document_name}".strip()


def _row(place: PlaceChangeOut, old_on: datetime.date | None, new_on: datetime.date | None) -> Row:
    ref, on = Ref.parse(place.new_ref or place.old_ref or ""), new_on if place.new_ref else old_on
    address = place.new_address or place.old_address
    if place.moved:
        address = f"{place.old_address} → {place.new_address}"
    old = side_markup(place.old_text, [(r.kind, r.old_start, r.old_end) for r in place.runs], "del")
    new = side_markup(place.new_text, [(r.kind, r.new_start, r.new_end) for r in place.runs], "ins")
    nothing = "Kho chưa có lời văn" if place.kind is Change.UNKNOWN else "Không có"
    is_dieu = ref.locator.steps and ref.locator.steps[-1].unit is Unit.DIEU
    heading = "" if is_dieu else place.heading
    return Row(address, page_address(ref, on), heading, place.words, old, new, nothing, place.same_before)


def _folded(words: str) -> Markup:
    if len(words) <= _LONG:
        return escape(words)
    start, end = words.rfind(" ", 0, _SHOWN) + 1 or _SHOWN, words.find(" ", len(words) - _SHOWN)
    end = end if end > 0 else len(words) - _SHOWN
    middle = words[start:end]
    return Markup("{} <details><summary>… {} từ giống nhau …</summary>{}</details> {}").format(
        words[:start].rstrip(), len(middle.split()), middle.strip(), words[end:].lstrip()
    )
