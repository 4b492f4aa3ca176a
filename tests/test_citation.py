"""Citations: what the words say, and what they point at."""

import pytest

from corpus.citation_forms import SO_HIEU


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5", ["45/2012/NĐ-CP"]),
        ("45/2012/NÐ-CP", ["45/2012/NÐ-CP"]),  # Eth
        ("45/2012/ND-CP", ["45/2012/ND-CP"]),
        ("45/2012/nđ-cp còn hiệu lực", ["45/2012/nđ-cp"]),
        ("45/2012/NĐ - CP và 45/2012/NĐ–CP", ["45/2012/NĐ - CP", "45/2012/NĐ–CP"]),
        ("45/2012/NĐ-\nCP", ["45/2012/NĐ-\nCP"]),
        ("số45/2012/NĐ-CPngày", ["45/2012/NĐ-CP"]),  # words stuck on both sides
        ("64/2025/QHI15, 22/2023/QH15về", ["64/2025/QHI15", "22/2023/QH15"]),
        ("26/2014/TTLT/BTC-BCT; 26/2014/TTLT-BTC-BCT", ["26/2014/TTLT/BTC-BCT", "26/2014/TTLT-BTC-BCT"]),
        ("19-NQ/TW, 36-HD/VPTW, 06-CTr/TU", ["19-NQ/TW", "36-HD/VPTW", "06-CTr/TU"]),
        ("3384/BCT-CTĐP; 1881/QĐ-TTg; 29-CP", ["3384/BCT-CTĐP", "1881/QĐ-TTg", "29-CP"]),
        ("128/2018/TT-BTC", ["128/2018/TT-BTC"]),  # a left border: no 28/2018/TT-BTC inside
        # a heading behind a dash is not part of the ký hiệu
        ("45/2012/NĐ-CP - Chương I", ["45/2012/NĐ-CP"]),
        ("15/10/2025, 1/2, 5/kg-abc", []),
    ],
)
def test_so_hieu_is_found_whole(text: str, found: list[str]) -> None:
    assert [match.group() for match in SO_HIEU.finditer(text)] == found
