"""Working days against days counted by hand on printed calendars."""

import datetime

import pytest

from corpus.working_days import counted, holiday_name, is_working_day, skipped_words

DAY = datetime.date

# Tết by the calendar of the Socialist Republic (UTC+7); 2030 is a day before the Chinese new year
TET = {2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17)}
TET |= {2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 2)}


@pytest.mark.parametrize("year", TET)
def test_the_lunar_new_year_is_the_vietnamese_one(year: int) -> None:
    assert holiday_name(DAY(year, *TET[year])) == "Tết Âm lịch"


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (DAY(2026, 11, 25), 14, DAY(2026, 12, 15)),  # Wednesday, nothing on the way
        (DAY(2026, 11, 23), 1, DAY(2026, 11, 25)),  # Ngày Văn hóa Việt Nam 24/11
        (DAY(2025, 4, 29), 1, DAY(2025, 5, 5)),  # 30/4, 1/5, and 2/5 swapped for Saturday 26/4
        (DAY(2025, 4, 25), 1, DAY(2025, 4, 26)),  # that Saturday was worked
        (DAY(2025, 12, 31), 1, DAY(2026, 1, 5)),  # 1/1, and 2/1 swapped for Saturday 10/1 (Chính phủ, 25/12/2025)
        (DAY(2026, 1, 9), 1, DAY(2026, 1, 10)),  # that Saturday was worked
        (DAY(2026, 2, 13), 1, DAY(2026, 2, 23)),  # Tết 16/2 to 20/2
        (DAY(2026, 4, 24), 1, DAY(2026, 4, 28)),  # Giỗ Tổ on Sunday, Monday off instead
    ],
)
def test_days_counted_by_hand(start: datetime.date, days: int, last: datetime.date) -> None:
    assert counted(start, days).last == last


def test_the_holidays_on_the_way_are_named() -> None:
    assert skipped_words(counted(DAY(2026, 4, 24), 1)) == "nghỉ bù Giỗ Tổ Hùng Vương 27/4/2026"


def test_a_year_without_its_swaps_is_provisional_and_an_unknown_one_has_no_day() -> None:
    assert not counted(DAY(2026, 11, 25), 5).provisional
    assert counted(DAY(2026, 12, 30), 5).provisional
    assert counted(DAY(2099, 12, 30), 5).last is None
    assert is_working_day(DAY(2026, 11, 25))
