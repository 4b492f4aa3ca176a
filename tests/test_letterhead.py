"""Where a second document begins in a file, and what only looks like a beginning."""

import pytest

from ingest.letterhead import beginnings
from ingest.source_text import Line

FIRST = [
    "ỦY BAN NHÂN DÂN TỈNH X",
    "Số: 12/2030/QĐ-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "X, ngày 5 tháng 6 năm 2030",
    "QUYẾT ĐỊNH",
    "Về việc nuôi ong",
    "Điều 1. Phạm vi",
    "Quyết định này quy định về nuôi ong.",
    "Nơi nhận:",
    "- Như Điều 2;",
    "TM. ỦY BAN NHÂN DÂN",
    "CHỦ TỊCH",
    "Nguyễn Văn A",
]
MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
DAY = "X, ngày 7 tháng 8 năm 2030"


def begin(*below: str) -> list[str]:
    """The lines at which documents begin after the first one."""
    lines = [*FIRST, *below]
    found = beginnings([Line(text) for text in lines])
    assert found[0] == 0
    return [lines[at] for at in found[1:]]


@pytest.mark.parametrize(
    ("below", "first_lines"),
    [
        (["SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH"], ["SỞ NỘI VỤ"]),
        # the columns one after the other, the motto first; a letter has an addressee and no kind
        ([*MOTTO, DAY, "SỞ NỘI VỤ", "Số: 3/SNV-VP", "Kính gửi: Các xã"], [MOTTO[0]]),
        # the motto beside the organ, number and day in one row
        (["SỞ NỘI VỤ " + MOTTO[0], "Số: 3/QĐ-SNV\t" + DAY, "QUYẾT ĐỊNH"], ["SỞ NỘI VỤ " + MOTTO[0]]),
        # an organ of two lines under the rubric of a Công báo issue; a rule under it
        (
            [
                "VĂN BẢN QUY PHẠM PHÁP LUẬT",
                "BỘ LAO ĐỘNG",
                "VÀ XÃ HỘI",
                "-----",
                "Số: 3/2030/TT-BLĐ",
                *MOTTO,
                DAY,
                "THÔNG TƯ",
            ],
            ["VĂN BẢN QUY PHẠM PHÁP LUẬT"],
        ),
        # the organ that also stands in signatures
        (["THỦ TƯỚNG CHÍNH PHỦ", "Số: 3/CT-TTg", *MOTTO, DAY, "CHỈ THỊ"], ["THỦ TƯỚNG CHÍNH PHỦ"]),
        # a law has no day over it
        (["QUỐC HỘI", "Luật số: 36/2030/QH20", *MOTTO, "LUẬT", "NUÔI ONG"], ["QUỐC HỘI"]),
        # a number broken after its dash
        (["BỘ Y TẾ", "Số: 3/2030/TTLT-BYT-", "BNV", *MOTTO, DAY, "THÔNG TƯ LIÊN TỊCH"], ["BỘ Y TẾ"]),
        # two more
        (
            [
                *["SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH", "Nơi nhận:", "GIÁM ĐỐC", "Trần Thị B"],
                *["SỞ Y TẾ", "Số: 4/KH-SYT", *MOTTO, DAY, "KẾ HOẠCH"],
            ],
            ["SỞ NỘI VỤ", "SỞ Y TẾ"],
        ),
        # a form to be filled in, a form that is shown filled in
        (["TÊN CƠ QUAN", "Số: …/QĐ-…", *MOTTO, "…, ngày … tháng … năm …", "QUYẾT ĐỊNH"], []),
        (["Mẫu số 01", "SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH"], []),
        # an attached text: without a number, with that of its decision, or that says so
        (["ỦY BAN NHÂN DÂN TỈNH X", *MOTTO, DAY, "QUY CHẾ", "Nuôi ong"], []),
        (["ỦY BAN NHÂN DÂN TỈNH X", "Số: 12/2030/QĐ-UBND", *MOTTO, DAY, "QUY CHẾ"], []),
        (
            [
                "SỞ NỘI VỤ",
                "Số: 3/KH-SNV",
                *MOTTO,
                DAY,
                "KẾ HOẠCH",
                "Nuôi ong",
                "(Kèm theo Quyết định số 12/2030/QĐ-UBND)",
            ],
            [],
        ),
        # with that of its decision, a mark of which the recogniser lost
        (["ỦY BAN NHÂN DÂN TỈNH X", "Số: 12/2030/QD-UBND", *MOTTO, DAY, "QUY CHẾ"], []),
        # without a number, above a basis that begins a line
        (["ỦY BAN NHÂN DÂN TỈNH X", *MOTTO, "KẾ HOẠCH", "Căn cứ", "số 3/NĐ-CP ngày 7 tháng 8 năm 2030", "Nuôi"], []),
        # who certifies a copy, the next document right under it
        (
            [
                *["VĂN PHÒNG", "Số: 3/SY-VP", *MOTTO, DAY, "SAO Y", "Nơi nhận:", "TL. CHỦ TỊCH", "Trần Thị B"],
                *["SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH"],
            ],
            ["SỞ NỘI VỤ"],
        ),
        # who certifies a copy, or a consolidation
        (["VĂN PHÒNG", "Số: 3/SY-VP", "SAO Y BẢN CHÍNH", DAY], []),
        (["BỘ Y TẾ", "Số: 3/VBHN-BYT", *MOTTO, DAY, "XÁC THỰC VĂN BẢN HỢP NHẤT"], []),
        # quoted
        (["“SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH”."], []),
        (["“SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH", "Nuôi cá", "Điều 1. Phạm vi”."], []),
        # a kind far below, a number far below
        (["VĂN PHÒNG", "Số: 3/SY-VP", *MOTTO, DAY, "SAO Y", *["- Việc."] * 20, "KẾ HOẠCH"], []),
        (["ỦY BAN NHÂN DÂN TỈNH X", *MOTTO, DAY, "KẾ HOẠCH", *["- Việc."] * 20, "Số: 3/KH-SNV"], []),
        # a basis that begins a line
        (["Căn cứ Nghị định", "số 3/2030/NĐ-CP ngày 7 tháng 8 năm 2030 của Chính phủ", "QUYẾT ĐỊNH"], []),
    ],
)
def test_a_second_letterhead_begins_a_document(below: list[str], first_lines: list[str]) -> None:
    assert begin(*below) == first_lines


@pytest.mark.parametrize(
    ("above", "same_page", "started"),
    [
        (["BAN CHỈ ĐẠO"], False, True),
        # what the document above says last, and what is said right above a form
        (["Phụ lục kèm theo."], False, True),
        (["Mẫu số 01", *["- Việc."] * 8], True, False),
    ],
)
def test_a_letterhead_is_on_one_page(above: list[str], same_page: bool, started: bool) -> None:
    letter = ["SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH"]
    lines = [Line(text, 1) for text in FIRST] + [Line(text, 2) for text in above]
    start = len(lines)
    lines += [Line(text, 2 if same_page else 3) for text in letter]
    assert beginnings(lines) == ([0, start] if started else [0])


def test_nothing_begins_before_a_signature() -> None:
    lines = [*FIRST[:8], "SỞ NỘI VỤ", "Số: 3/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH"]
    assert beginnings([Line(text) for text in lines]) == [0]


@pytest.mark.parametrize(
    ("number", "confidence", "page", "starts"),
    [
        # what a recogniser makes of a number written by hand, at the top of a page
        ("Số; §. /0 /SNV-VP", 0.9, 2, [0, len(FIRST)]),
        # a blank in a text that was never written by hand
        ("Số:     /SNV-VP", None, 2, [0]),
        ("Số; §. /0 /SNV-VP", 0.9, 1, [0]),
        # a form on a picture, to be filled in
        ("Số: ……/SNV-VP", 0.9, 2, [0]),
        ("Số: ...../SNV-VP", 0.9, 2, [0]),
    ],
)
def test_a_number_written_by_hand(number: str, confidence: float | None, page: int, starts: list[int]) -> None:
    below = ["SỞ NỘI VỤ", number, *MOTTO, "X, ngày 0? tháng 8 năm 2030", "Kính gửi: Các xã"]
    lines = [Line(text, 1, confidence=confidence) for text in FIRST]
    assert beginnings([*lines, *(Line(text, page, confidence=confidence) for text in below)]) == starts


def test_a_form_on_a_picture_is_no_letter_whose_day_was_written_by_hand() -> None:
    below = ["UBND XÃ Y", "Số:      /BC-UBND", *MOTTO, "Y, ngày ... tháng ... năm 2030", "BÁO CÁO"]
    pages = [(text, page) for page, texts in ((1, FIRST), (2, below)) for text in texts]
    assert beginnings([Line(text, page, confidence=0.9) for text, page in pages]) == [0]


def test_each_letter_with_a_number_written_by_hand_is_one() -> None:
    letter = ["SỞ NỘI VỤ", "Số; §. /0 /SNV-VP", *MOTTO, DAY, "Kính gửi: Các xã", "Nơi nhận:"]
    lines = [Line(text, page, confidence=0.9) for page in (1, 2, 3) for text in letter]
    assert beginnings(lines) == [0, len(letter), 2 * len(letter)]
