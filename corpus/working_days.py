"""Working days of Vietnam: Monday to Friday without public holidays, with the days that were swapped.

The holidays, the lunar new year by the Vietnamese calendar and the swapped days come from the library `holidays`; it
knows the years up to `LAST_YEAR`. The swaps of a year are decided in the year before, so that a later year is counted
by the general rule only, and is said to be provisional.
"""

import datetime
import functools
from dataclasses import dataclass

import holidays

from corpus.text import vi_date

FIRST_YEAR, LAST_YEAR = 2013, 2099
SETTLED_TO = 2026
"""The last year whose swapped days are known."""

_SWAPS = {datetime.date(2026, 1, 2): datetime.date(2026, 1, 10)}
"""Days off and the Saturdays worked for them, as published by Bộ Nội vụ, which the library lacks."""

_WORDS = {
    "New Year's Day": "Tết Dương lịch",
    "Lunar New Year": "Tết Âm lịch",
    "Hung Kings' Commemoration Day": "Giỗ Tổ Hùng Vương",
    "Liberation Day/Reunification Day": "Ngày Chiến thắng 30/4",
    "International Labor Day": "Ngày Quốc tế lao động",
    "National Day": "Quốc khánh",
    "Vietnam Cultural Day": "Ngày Văn hóa Việt Nam",
}


@dataclass(frozen=True, slots=True)
class Count:
    """A day found by counting working days.

    Attributes:
        last: The day; None when a year in between is not known.
        skipped: Holidays that fell on the way, on days that would have been worked, with their names.
        provisional: Whether the swapped days of a year in between are not known yet.
    """

    last: datetime.date | None
    skipped: tuple[tuple[datetime.date, str], ...]
    provisional: bool


def counted(start: datetime.date, days: int) -> Count:
    """The last of so many working days, the first being the working day after `start`."""
    day, left = start, days
    skipped: list[tuple[datetime.date, str]] = []
    while left:
        day += datetime.timedelta(days=1)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return Count(None, tuple(skipped), provisional=True)
        if is_working_day(day):
            left -= 1
        elif day.weekday() < 5:
            skipped.append((day, holiday_name(day)))
    return Count(day, tuple(skipped), provisional=day.year > SETTLED_TO)


def is_working_day(day: datetime.date) -> bool:
    """Whether offices work on a day of a known year."""
    return bool(_calendar(day.year).is_working_day(day))


def holiday_name(day: datetime.date) -> str:
    """Why a weekday is off, in Vietnamese; "" for a day that is none."""
    name = _calendar(day.year).get(day)
    if name is None:
        return ""
    known = next((words for english, words in _WORDS.items() if english in name), "Ngày nghỉ hoán đổi")
    return f"nghỉ bù {known}" if "observed" in name else known


def skipped_words(count: Count) -> str:
    """The holidays on the way in words; "" for none: "Giỗ Tổ Hùng Vương 27/4/2026"."""
    return ", ".join(f"{name} {vi_date(day)}" for day, name in count.skipped)


@functools.cache
def _calendar(year: int) -> holidays.HolidayBase:
    calendar = holidays.country_holidays("VN", years=year, language="en_US")
    for off, worked in _SWAPS.items():
        if off.year == year:
            calendar[off] = "Day off"
            calendar.weekend_workdays.add(worked)
    return calendar
