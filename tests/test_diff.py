"""Two wordings word by word: what is a change, what is only typography."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.diff import Change, Run, compare, is_same, words_of
from corpus.model import Span


def covers(runs: Sequence[Run], old: str, new: str) -> bool:
    """Whether the runs lead through both texts from end to end without a gap."""
    ends = [Span(0, 0), *(run.old for run in runs)], [Span(0, 0), *(run.new for run in runs)]
    joined = all(one.end == other.start for side in ends for one, other in pairwise(side))
    return joined and (ends[0][-1].end, ends[1][-1].end) == (len(old), len(new))


def shown(old: str, new: str, heads: tuple[int, int] = (0, 0)) -> str:
    """A comparison as one line: [-removed-], {+added+}, [-old-]{+new+}; the same words as the new text has them."""
    parts = []
    for run in compare(old, new, *heads):
        was, now = old[run.old.start : run.old.end].strip(), new[run.new.start : run.new.end].strip()
        if run.kind is Change.SAME:
            parts.append(now)
        else:
            parts.append((f"[-{was}-]" if was else "") + (f"{{+{now}+}}" if now else ""))
    return " ".join(parts)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Mức chi tối đa 200 triệu đồng.",
            "Mức chi tối đa 300 triệu đồng.",
            "Mức chi tối đa [-200-]{+300+} triệu đồng.",
        ),
        # a figure is one word, and keeps its points
        ("phạt 1.500.000 đồng", "phạt 1.800.000 đồng", "phạt [-1.500.000-]{+1.800.000+} đồng"),
        ("hỗ trợ máy móc", "hỗ trợ mua máy móc, thiết bị", "hỗ trợ {+mua+} máy móc {+, thiết bị+}"),
        ("Sở Công Thương cấp huyện", "Sở Công Thương", "Sở Công Thương [-cấp huyện-]"),
        # two neighbouring figures stay two changes
        ("từ 10 và 20 ngày", "từ 30 và 50 ngày", "từ [-10-]{+30+} và [-20-]{+50+} ngày"),
        # đ is not d, a mark is not a typo
        ("đường bộ", "dương bộ", "[-đường-]{+dương+} bộ"),
        # capitals count outside a heading
        ("nhà nước", "Nhà nước", "[-nhà-]{+Nhà+} nước"),
        # sentences that share only chance words are not chopped
        (
            "Bộ trưởng ban hành quy chế và tổ chức kiểm tra hằng năm.",
            "Ủy ban nhân dân và cơ quan thuế thu tiền.",
            "[-Bộ trưởng ban hành quy chế và tổ chức kiểm tra hằng năm-]{+Ủy ban nhân dân và cơ quan thuế thu tiền+} .",
        ),
        # a join may call for the next one
        (
            "phạt tiền nặng và thu ở kho hàng lớn",
            "cảnh cáo trước và giữ ở cửa khẩu biên",
            "[-phạt tiền nặng và thu ở kho hàng lớn-]{+cảnh cáo trước và giữ ở cửa khẩu biên+}",
        ),
        ("", "Điều mới.", "{+Điều mới.+}"),
        ("Điều cũ.", "", "[-Điều cũ.-]"),
        ("   ", "Điều mới.", "{+Điều mới.+}"),
    ],
)
def test_words_that_changed(old: str, new: str, expected: str) -> None:
    assert shown(old, new).removeprefix(" ") == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hòa giải, thủy lợi, khỏe", "Hoà giải, thuỷ lợi, khoẻ"),
        ("HÒA BÌNH", "HOÀ BÌNH"),
        (unicodedata.normalize("NFD", "Nghị định về đường bộ"), "Nghị định về đường bộ"),
        ("2012 – 2015 — hết", "2012 - 2015 - hết"),
        ("gọi là “cơ sở”, ‘xã’", "gọi là \"cơ sở\", 'xã'"),
        ("70 % giá\n  thùng ;", "70% giá thùng;"),
        ("quy\u00adđịnh\u200b chung\ufeff", "quy định\u00a0chung"),
        ("và các việc khác…", "và các việc khác..."),
        # a reader lost a space
        ("một quyđịnh chung", "một quy định chung"),
        ("5. 000 đồng", "5.000 đồng"),
        ("NÐ-CP", "NĐ-CP"),
        (" \n", ""),
    ],
)
def test_typography_is_no_change(old: str, new: str) -> None:
    assert is_same(compare(old, new))
    assert covers(compare(old, new), old, new)


def test_capitals_do_not_count_in_a_heading_alone() -> None:
    old, new = "Điều 1. MỨC CHI\nMức chi", "Điều 1. Mức chi\nMỨC chi"
    assert shown(old, new, (15, 15)) == "Điều 1. Mức chi [-Mức-]{+MỨC+} chi"


def test_a_text_too_long_for_words_is_compared_by_lines() -> None:
    lines = [f"Dòng {n} " + "một hai ba bốn năm sáu bảy tám chín mười " * 5 for n in range(500)]
    changed = [*lines[:250], "Dòng khác", *lines[251:]]
    runs = compare("\n".join(lines), "\n".join(changed))
    (run,) = [run for run in runs if run.kind is not Change.SAME]
    new = "\n".join(changed)
    assert new[run.new.start : run.new.end] == "Dòng khác\n"


_SYLLABLES = st.sampled_from(["hòa", "giải", "Thủy", "đường", "và", "300.000", "5%", "“xã”", "–", ";", "\n", "nhà"])
TEXTS = st.lists(_SYLLABLES, max_size=30).map(" ".join) | st.text(max_size=40)


@given(old=TEXTS, new=TEXTS)
def test_the_old_text_with_its_runs_applied_is_the_new_one(old: str, new: str) -> None:
    runs = compare(old, new)
    assert covers(runs, old, new)
    taken = [
        old[r.old.start : r.old.end] if r.kind is Change.SAME else new[r.new.start : r.new.end]
        for r in runs
        if r.kind is not Change.REMOVED
    ]
    # what stays is taken from the old text, so the two agree but for typography
    assert "".join(words_of(" ".join(taken))) == "".join(words_of(new))
    assert is_same(compare(old, old))


def _restyled(text: str) -> str:
    styled = unicodedata.normalize("NFD", text.replace("hòa", "hoà").replace("Thủy", "Thuỷ").replace("–", "—"))
    return re.sub(" ", "\u00a0 ", styled.replace("“", "«").replace("”", "»"))


@given(st.lists(_SYLLABLES, max_size=30).map(" ".join))
def test_a_restyled_text_is_the_same(text: str) -> None:
    assert is_same(compare(text, _restyled(text)))
