"""Bodies and levels that no longer exist."""

import datetime

from corpus.reorganised import notes

OLD = "Ủy ban nhân dân cấp huyện phối hợp với Bộ Kế hoạch và Đầu tư."


def test_a_rule_that_names_what_no_longer_is_carries_a_note() -> None:
    assert notes(OLD, datetime.date(2025, 7, 1)) == (
        "“Bộ Kế hoạch và Đầu tư”: từ 1/3/2025 là Bộ Tài chính (Nghị quyết 176/2025/QH15).",
        "“cấp huyện”: từ 1/7/2025 không còn cấp huyện; việc của cấp này được phân định lại cho cấp tỉnh, cấp xã (Nghị "
        "quyết 203/2025/QH15; Luật 72/2025/QH15).",
    )


def test_notes_begin_on_their_day_and_once() -> None:
    assert notes(OLD, datetime.date(2025, 2, 28)) == ()
    assert len(notes(OLD, datetime.date(2025, 3, 1))) == 1
    assert len(notes("cấp huyện, Uỷ ban nhân dân huyện", datetime.date(2025, 7, 1))) == 1
    assert notes("Ủy ban nhân dân cấp xã", datetime.date(2026, 1, 1)) == ()
