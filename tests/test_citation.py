"""Citations: what the words say, and what they point at."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.citation import Citation, CitationForm, absent_places, find, identifiers, resolve
from corpus.citation_forms import SO_HIEU
from corpus.locator import Locator, Unit
from corpus.model import Document, Holding, Provision, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.store import Store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5", ["45/2012/NĐ-CP"]),
        ("45/2012/NÐ-CP", ["45/2012/NÐ-CP"]),  # Eth
        ("45/2012/ND-CP", ["45/2012/ND-CP"]),
        ("45/2012/nđ-cp còn hiệu lực", ["45/2012/nđ-cp"]),
        ("45/2012/NĐ - CP và 45/2012/NĐ–CP", ["45/2012/NĐ - CP", "45/2012/NĐ–CP"]),
        ("45/2012/NĐ-\nCP", ["45/2012/NĐ-\nCP"]),
        ("10/2007/QĐ_BKHCN", ["10/2007/QĐ_BKHCN"]),
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


@pytest.mark.parametrize(
    ("text", "locators"),
    [
        ("khoản 2 Điều 5", ["dieu-5/khoan-2"]),
        ("Điều 5a và điểm a1 khoản 2b Điều 5đ", ["dieu-5a", "dieu-5dd/khoan-2b/diem-a1"]),
        # one Điều and one khoản may be shared
        ("quy định tại khoản 2và điểm a khoản 3 Điều 16", ["dieu-16/khoan-2", "dieu-16/khoan-3/diem-a"]),
        (
            "điểm a, b khoản 1 và khoản 3 Điều 5",
            ["dieu-5/khoan-1/diem-a", "dieu-5/khoan-1/diem-b", "dieu-5/khoan-3"],
        ),
        # đ follows d
        ("các điểm d, đ khoản 1 Điều 12", ["dieu-12/khoan-1/diem-d", "dieu-12/khoan-1/diem-dd"]),
        ("điểm a khoản 1, điểm b khoản 2 Điều 5", ["dieu-5/khoan-1/diem-a", "dieu-5/khoan-2/diem-b"]),
        ("các Điểm a và b Khoản 2", ["khoan-2/diem-a", "khoan-2/diem-b"]),
        ("Điểm a, Khoản 2, Điều 1", ["dieu-1/khoan-2/diem-a"]),  # written so in 26/2014/TTLT-BTC-BCT
        (
            "khoản 1, 2 và 3 Điều 5, khoản 7 Điều 9",
            ["dieu-5/khoan-1", "dieu-5/khoan-2", "dieu-5/khoan-3", "dieu-9/khoan-7"],
        ),
        ("Điều 13, Điều 14, Điều 15 và Điều 16", ["dieu-13", "dieu-14", "dieu-15", "dieu-16"]),
        ("Điều 13, 14 và 16 được sửa", ["dieu-13", "dieu-14", "dieu-16"]),
        # ranges
        ("từ Điều 3 đến Điều 5", ["dieu-3", "dieu-4", "dieu-5"]),
        ("từ khoản 2 đến khoản 4 Điều 9", ["dieu-9/khoan-2", "dieu-9/khoan-3", "dieu-9/khoan-4"]),
        ("điểm c đến e khoản 1 Điều 5", [f"dieu-5/khoan-1/diem-{x}" for x in ("c", "d", "dd", "e")]),
        ("từ điểm h đến điểm k khoản 1 Điều 5", [f"dieu-5/khoan-1/diem-{x}" for x in ("h", "i", "k")]),  # no j
        # from the largest to the smallest
        ("Điều 5 khoản 2", ["dieu-5/khoan-2"]),
        ("Điều 5 khoản 2 điểm a", ["dieu-5/khoan-2/diem-a"]),
        ("Điều 5 khoản 2, Điều 7 khoản 1", ["dieu-5/khoan-2", "dieu-7/khoan-1"]),
        ("Điều 5, khoản 2 Điều 6", ["dieu-5", "dieu-6/khoan-2"]),
        # without marks, abbreviated
        ("khoan 2 dieu 8", ["dieu-8/khoan-2"]),
        ("diem dd khoan 1 dieu 5", ["dieu-5/khoan-1/diem-dd"]),
        ("diem d khoan 1 dieu 5", ["dieu-5/khoan-1/diem-d"]),
        ("k2 Đ8", ["dieu-8/khoan-2"]),
        ("đ8 k2", ["dieu-8/khoan-2"]),
        # chapters are no part of an address that has a Điều
        ("Điều 5 Chương II", ["dieu-5"]),
        ("Mục 2 Chương III", ["chuong-III/muc-2"]),
        ("chương iv", ["chuong-IV"]),
        ("Phụ lục I, Phụ lục số 5", ["phu_luc-I", "phu_luc-5"]),
        ("khoản 1 Điều này", ["khoan-1"]),
        ("điểm a.1, a.2 khoản này", ["diem-a.1", "diem-a.2"]),
        ("Phụ lục XXVI, XXVII ban hành kèm theo Thông tư này", ["phu_luc-XXVI", "phu_luc-XXVII"]),
        ("Mục I Phần A", ["phan-A/muc-I"]),
        # what a decision brings with it has its own Điều
        ("Điều 5 Quy chế làm việc ban hành kèm theo Quyết định số 12/2020/QĐ-UBND", ["dinh_kem-1/dieu-5"]),
        # the next điểm or annex of a list begins on its own line
        ("theo điểm a;\nb) Các trường hợp khác", ["diem-a"]),
        ("theo Phụ lục 3;\nd) Các văn bản", ["phu_luc-3"]),
        # forms have numbers too, inside an annex or by themselves
        ("Mẫu số 02 và mẫu số 3b Phụ lục I", ["phu_luc-I/mau-02", "phu_luc-I/mau-3b"]),
        ("theo Mẫu 4.1 tại Phụ lục ban hành kèm theo Thông tư này", ["mau-4.1"]),
        ("một mẫu 2 lít", []),
        ("điểm 3.2 mục II phần I", ["phan-I/muc-II/diem-3.2"]),
        ("Mục 5\nPhụ lục 3.2\nMục 3. HỖ TRỢ", ["phu_luc-3.2/muc-5"]),
        ("gạch đầu dòng thứ hai, ba điểm a khoản 2 Điều 6", [f"dieu-6/khoan-2/diem-a/gach-{n}" for n in (2, 3)]),
        # "các" gives one khoản to each Điều
        ("khoản 1 các điều 134, 135 và 136", ["dieu-134/khoan-1", "dieu-135/khoan-1", "dieu-136/khoan-1"]),
        ("khoản 3,4 Điều 1", ["dieu-1/khoan-3", "dieu-1/khoan-4"]),
        ("khoản 3,5 triệu đồng", []),
        ("điểm b, c, và đ khoản 1 Điều này", ["khoan-1/diem-b", "khoan-1/diem-c", "khoan-1/diem-dd"]),
        (  # a remark may stand in the list
            "điểm a khoản 1, khoản 3 (phần được để lại) và khoản 5 Điều 11",
            ["dieu-11/khoan-1/diem-a", "dieu-11/khoan-3", "dieu-11/khoan-5"],
        ),
        ("Khoản 1 Điều 3,\nĐiều 7\n", ["dieu-3/khoan-1", "dieu-7"]),  # a number alone on its line goes on with a list
        # danh mục is no mục, thời điểm no điểm
        ("Danh mục 2, danh  mục C, đề mục 7, thời điểm a", []),
        # words and numbers that are no places
        ("trong điều kiện bình thường", []),
        ("điều 30 triệu đồng khoản 30 triệu đồng", ["dieu-30"]),
        ("Điều 5, 10 doanh nghiệp", ["dieu-5"]),
        ("mức 2, tiết 4, điểm 9, chương trình 135", []),
        ("phần 3 của số tiền", []),
        ("điểm a, y tế và giáo dục", ["diem-a"]),
        ("điểm a và ở nơi khác", ["diem-a"]),  # ở is not o
        ("theo mục đích", []),
        # headings are structure
        ("Điều 5. Phạm vi điều chỉnh\nĐiều 6. Giải thích", []),
        ("Chương II\nHOẠT ĐỘNG", []),
        ("\t  Điều 5. Phạm vi", []),
        ("## Điều 5. Phạm vi", []),
        ("**Điều 5. Phạm vi**", []),
        ("như sau:\n“Điều 5. Phạm vi", []),
        ("Điều 25.\n1. Thủ trưởng", []),
        ("của pháp luật.Chương VI\nTHI HÀNH", []),
        # names of attached files
        ("Phụ lục I Danh mục.doc\nPhu luc 4_Quy dinh.docx", []),
        ("xem Phụ lục I.\nMau 5a_Phu luc 1.xls", ["phu_luc-I"]),
    ],
)
def test_find_reads_places(text: str, locators: list[str]) -> None:
    assert [str(loc) for c in find(text) for loc in c.locators] == locators


Named = tuple[str | None, str | None, int | None, str | None]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("45/2012/NĐ-CP", (None, "45", 2012, "nd-cp")),
        ("Nghị định số 45/2012/NÐ – CP", ("Nghị định", "45", 2012, "nd-cp")),
        ("45/2012/nd-cp", (None, "45", 2012, "nd-cp")),
        ("theo nghị định45/2012/NĐ-CPngày", ("Nghị định", "45", 2012, "nd-cp")),
        ("26/2014/TTLT/BTC-BCT", (None, "26", 2014, "ttlt-btc-bct")),
        ("Thông tư liên tịch số 26/2014/TTLT-BTC-BCT", ("Thông tư liên tịch", "26", 2014, "ttlt-btc-bct")),
        ("64/2025/QHI15", (None, "64", 2025, "qh15")),
        ("64/2025/QHI5", (None, "64", 2025, "qh15")),
        ("04/2017/QH145", (None, "4", 2017, "qh14")),  # a footnote mark stuck to the term
        ("Nghị quyết số 19-NQ/TW", ("Nghị quyết", "19", None, "nq-tw")),
        ("Công văn 3384/BCT-CTĐP", ("Công văn", "3384", None, "bct-ctdp")),
        # the date gives the year that the số hiệu lacks, and never another one
        ("1881/QĐ-TTg ngày 20 tháng 11 năm 2020", (None, "1881", 2020, "qd-ttg")),
        ("tt 46/2012 ngay 28/12/2013", ("Thông tư", "46", 2012, None)),
        # short forms
        ("NĐ 45", ("Nghị định", "45", None, None)),
        ("nd45 bi sua doi boi", ("Nghị định", "45", None, None)),
        ("nđ 45/2012", ("Nghị định", "45", 2012, None)),
        ("nd 45 2012 con hieu luc ko", ("Nghị định", "45", 2012, None)),
        ("Thông tư 28 năm 2018", ("Thông tư", "28", 2018, None)),
        ("45/2012", (None, "45", 2012, None)),
        ("QĐ 1881", ("Quyết định", "1881", None, None)),
        ("CT 04", ("Chỉ thị", "4", None, None)),
        ("luật 64/2025", ("Luật", "64", 2025, None)),
        ("cv 3384", ("Công văn", "3384", None, None)),
        # separators left out
        ("chi thi 04 ct bct ngay nao", ("Chỉ thị", "4", None, "ct-bct")),
        ("3384 bct ctdp", (None, "3384", None, "bct-ctdp")),
        ("45 2012 nd cp", (None, "45", 2012, "nd-cp")),
        # laws by name
        ("Luật Doanh nghiệp số 59/2020/QH14", ("Luật", "59", 2020, "qh14")),
        ("Hiến pháp năm 2013", ("Hiến pháp", None, 2013, None)),
        ("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", ("Hiến pháp", None, None, None)),
        ("Luật Nuôi ong (số 03/2030/QH20 ngày 10 tháng 5 năm 2030", ("Luật", "3", 2030, "qh20")),
        ("Luật Nuôi ong (sửa đổi) số 03/1998/QH 10", ("Luật", "3", 1998, "qh10")),
        ("Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015", ("Luật", None, 2015, None)),
        ("BLTTDS 2015", ("Bộ luật", None, 2015, None)),
        # one of a series: the number has two parts
        ("Nghị quyết số 66.13/2026/NQ-CP", ("Nghị quyết", "66.13", 2026, "nq-cp")),
        # letters with digits, brackets, small letters behind the Party's
        ("Công văn số 282/HHDN-K4 ngày 09/01/2025", ("Công văn", "282", 2025, "hhdn-k4")),
        ("Công văn số 2560/BCA(X13) ngày 26/12/2003", ("Công văn", "2560", 2003, "bca-x13")),
        ("Công văn số 2587-CV/VPTW/nb, ngày 25/5/2010", ("Công văn", "2587", 2010, "cv-vptw-nb")),
        (
            "Nghị quyết liên tịch số 5/2012/NQLT/UBTVQH13 -ĐCTUBTWMTTQVN",
            ("Nghị quyết liên tịch", "5", 2012, "nqlt-ubtvqh13-dctubtwmttqvn"),
        ),
        ("01/2017/TTLT-BCA-BNN&PTNT-VKSNDTC", (None, "1", 2017, "ttlt-bca-bnn-ptnt-vksndtc")),
        # the year behind the number
        ("Công văn 6007/BKHĐT-PTDN năm 2021", ("Công văn", "6007", 2021, "bkhdt-ptdn")),
        ("Quy định 41-QĐ/TW năm 2021", ("Quy định", "41", 2021, "qd-tw")),
        ("luat dat dai 2024", ("Luật", None, 2024, None)),
        ("công văn số 628 TC/TCT ngày 19/3/1994", ("Công văn", "628", 1994, "tc-tct")),
        # the kind said last; the hyphens left out; small letters of old numbers
        ("so 45 nam 2012 nghi dinh", ("Nghị định", "45", 2012, None)),
        ("số 26/2014 thông tư liên tịch quy định gì", ("Thông tư liên tịch", "26", 2014, None)),
        ("45/2012/NĐCP", (None, "45", 2012, "nd-cp")),
        ("26/2014/TTLTBTCBCT", (None, "26", 2014, "ttlt-btc-bct")),
        ("19/2023/QĐTTg", (None, "19", 2023, "qd-ttg")),
        ("04/cp", (None, "4", None, "cp")),
        ("119 - CP", (None, "119", None, "cp")),
        ("31-l/ctn", (None, "31", None, "l-ctn")),
    ],
)
def test_find_reads_documents(text: str, named: Named) -> None:
    (citation,) = find(text)
    assert citation.doc is not None
    doc = citation.doc
    assert (doc.loai, doc.number, doc.year, doc.ky_hieu) == named


@pytest.mark.parametrize(
    "text",
    [
        "ngày 15/10/2025, 29/02/2021 và 15-10-2025",
        "tháng 7/2025, từ 07/2025",
        "1/2 số vốn, 3/4, 24/7",
        "gọi 0912/345/678",
        "giai đoạn 2026-2030",
        "quyết định 30 ngày, 50% chi phí",
        "luật sư, pháp luật và thông tư",
        "từ 45 người, tạ 5 kg",  # tu, ta are not abbreviations
        "giao thông từ 03 công trình",
        "cấp có thẩm quyền quyết định.\n2. Việc thành lập",
        "pháp luật Việt Nam, luật có hiệu lực từ năm 2024",
        "Thông tư số ……/2015/TT-BYT",
        "Kế hoạch do Bộ chủ trì",  # do is not đó
        "Điều này cho thấy. Điều này đúng",
        # a law that names itself
        "LUẬT\nNUÔI ONG",
        "Quốc hội ban hành Luật Nuôi ong.",
        # a number of something else before a kind
        "Tạp chí số 45 năm 2012",
        "hồ sơ số 12 năm 2020 luật sư đã nộp",
        "đường d5 rộng 45 m",
    ],
)
def test_find_passes_over_other_numbers(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "cited", "form"),
    [
        (
            "theo khoản 1 Điều 5 của Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công",
            ["khoản 1 Điều 5 của Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012"],
            CitationForm.FULL,
        ),
        ("Thông tư 28/2018/TT-BTC, Điều 8", ["Thông tư 28/2018/TT-BTC, Điều 8"], CitationForm.FULL),
        # the second place has its own document
        (
            "Nghị định 45/2012/NĐ-CP, Điều 8 Thông tư 28/2018/TT-BTC",
            ["Nghị định 45/2012/NĐ-CP", "Điều 8 Thông tư 28/2018/TT-BTC"],
            CitationForm.FULL,
        ),
        ("Điều 5 và Nghị định này", ["Điều 5", "Nghị định này"], None),
        ("Điều 5 Nghị định này", ["Điều 5 Nghị định này"], CitationForm.SELF),
        ("quy định tại Điều này", ["Điều này"], CitationForm.SELF),
        ("khoản 2 Điều 5 nêu", ["khoản 2 Điều 5"], CitationForm.RELATIVE),
        ("Điều 5 Luật Đất đai năm 2024 có", ["Điều 5 Luật Đất đai năm 2024"], CitationForm.SHORT),
        (
            "khoản 1 Điều 5 Luật Hôn nhân và gia đình quy định",
            ["khoản 1 Điều 5 Luật Hôn nhân và gia đình"],
            CitationForm.SHORT,
        ),
        # commas and small words inside a name, and where it ends
        (
            "theo Luật Phòng, chống ma túy, Luật Năng lượng nguyên tử",
            ["Luật Phòng, chống ma túy", "Luật Năng lượng nguyên tử"],
            None,
        ),
        (
            "Điều 34 Luật Hộ tịch và khoản 2 Điều 4 Nghị định 123/2015/NĐ-CP",
            ["Điều 34 Luật Hộ tịch", "khoản 2 Điều 4 Nghị định 123/2015/NĐ-CP"],
            None,
        ),
        ("Luật Kế toán và các văn bản", ["Luật Kế toán"], CitationForm.SHORT),
        # where a known name ends, the words may go on
        ("khoản 2 Điều 25 Luật Việc làm và chỉ đạo Sở", ["khoản 2 Điều 25 Luật Việc làm"], CitationForm.SHORT),
        ("Luật Cán bộ, công chức; Luật\nHợp tác xã quy định", ["Luật Cán bộ, công chức", "Luật\nHợp tác xã"], None),
        ("Điều 5 Luật dược và thuộc trường hợp", ["Điều 5 Luật dược"], CitationForm.SHORT),
        ("theo Luật chứng khoán và luật khác", ["Luật chứng khoán"], CitationForm.SHORT),
        ("theo Luật Tố cáo bằng Mẫu số 02", ["Luật Tố cáo", "Mẫu số 02"], None),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức; Luật Doanh nghiệp",
            ["Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức", "Luật Doanh nghiệp"],
            CitationForm.SHORT,
        ),
        (
            "Luật sửa đổi Luật Quy hoạch, Luật Đầu tư và Luật Đấu thầu 2024",
            ["Luật sửa đổi Luật Quy hoạch, Luật Đầu tư và Luật Đấu thầu 2024"],
            CitationForm.SHORT,
        ),
        ("Luật Doanh nghiệp sửa đổi 2025", ["Luật Doanh nghiệp sửa đổi 2025"], CitationForm.SHORT),
        ("Điều 12 Bản Quy định này", ["Điều 12 Bản Quy định này"], CitationForm.SELF),
        ("quy định tại điểm này", ["điểm này"], CitationForm.SELF),
        ("tại thời điểm này, các khoản này", [], None),
        # a table's columns: the document stands before its places
        (
            "Bộ luật Dân sự năm 2005 | điều 297, Điều 298\nBộ luật Dân sự năm 2015 | điều 688",
            ["Bộ luật Dân sự năm 2005 | điều 297, Điều 298", "Bộ luật Dân sự năm 2015 | điều 688"],
            CitationForm.SHORT,
        ),
        (
            "khoản 1 Điều 1 Luật sửa đổi, bổ sung một số điều của Luật Quản lý thuế có",
            ["khoản 1 Điều 1 Luật sửa đổi, bổ sung một số điều của Luật Quản lý thuế"],
            CitationForm.SHORT,
        ),
        # a name that holds the word "số"; the one before a số hiệu, whole or cut off, is none of it
        ("Luật Tần số vô tuyến điện số 42/2009/QH12", ["Luật Tần số vô tuyến điện số 42/2009/QH12"], None),
        ("Luật Tần số vô tuyến điện số…", ["Luật Tần số vô tuyến điện"], None),
        ("khoản 2 Điều 3 Luật Mã số hàng hóa", ["khoản 2 Điều 3 Luật Mã số hàng hóa"], None),
        ("Luật mã số hàng hóa năm 2030", ["Luật mã số hàng hóa năm 2030"], None),
        ("theo Luật Kinh tế số, Luật Chợ số", ["Luật Kinh tế số", "Luật Chợ"], None),
        ("Luật Kinh tế số số 5/2030/QH16", ["Luật Kinh tế số số 5/2030/QH16"], None),
        ("Luật Kinh tế số năm 2030", ["Luật Kinh tế số năm 2030"], None),
        ("Luật Chợ làng số ngày 10 tháng 5", ["Luật Chợ làng"], None),
        ("Luật Chợ làng số: …/2030/QH16", ["Luật Chợ làng"], None),
        ("Luật Chợ làng và một số văn bản", ["Luật Chợ làng và một"], None),
        ("Luật Đất đai và Nghị định số 43/2014/NĐ-CP", ["Luật Đất đai", "Nghị định số 43/2014/NĐ-CP"], None),
        # a heading on the next line is not a place of the document before it
        ("Căn cứ Nghị định 45/2012/NĐ-CP\nĐiều 1. Phạm vi", ["Nghị định 45/2012/NĐ-CP"], CitationForm.FULL),
    ],
)
def test_find_says_where_a_citation_begins_and_ends(text: str, cited: list[str], form: CitationForm | None) -> None:
    citations = find(text)
    assert [c.text for c in citations] == cited
    assert form is None or {c.form for c in citations} == {form}


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012", "21 tháng 5 năm 2012"),
        ("Nghị định số 45/2012/NĐ-CP ban hành ngày 21/5/2012", "21/5/2012"),
        ("Nghị định số 45/2012/NĐ-CP ngày 05 tháng 10 của Chính phủ", "05 tháng 10"),  # the year left out
        ("Nghị định số 45/2012/NĐ-CP ngày 08/6/20210", "08/6/20210"),
        ("Nghị định số 45/2012/NĐ-CP ngày 5", ""),
    ],
)
def test_find_keeps_the_date_beside_a_number(text: str, issued: str) -> None:
    (citation,) = find(text)
    assert citation.doc is not None
    assert citation.doc.issued == issued


def test_the_first_basis_does_not_run_into_a_title() -> None:
    title, basis = find("LUẬT NUÔI ONG\nCăn cứ Hiến pháp năm 2013;")
    assert (title.text, basis.text) == ("LUẬT NUÔI ONG", "Hiến pháp năm 2013")


def test_find_keeps_a_date_that_does_not_exist() -> None:
    (citation,) = find("Chỉ thị số 04/CT-BCT ngày 29 tháng 02 năm 2021")
    assert citation.doc is not None
    assert (citation.doc.issued, citation.doc.year) == ("29 tháng 02 năm 2021", 2021)


@pytest.mark.parametrize("before", ["đã sửa ", "ND\u0335-CP đã sửa "])  # D under a combining stroke is two characters
def test_find_gives_spans_of_the_text_as_given(before: str) -> None:
    decomposed = unicodedata.normalize("NFD", before + "khoản 2 Điều 8 Thông tư 28/2018/TT-BTC rồi")
    (citation,) = find(decomposed)
    assert unicodedata.normalize("NFC", citation.text) == "khoản 2 Điều 8 Thông tư 28/2018/TT-BTC"
    assert decomposed[slice(*citation.span)] == citation.text


_WORDS = (
    "điểm khoản Điều Nghị_định Thông_tư Luật Mục Chương Phụ_lục số ngày năm này và đến , ; . / -"
    " 45 2012 45/2012 /NĐ-CP TT-BTC a đ dd II Đất_đai 19-NQ/TW k2 đ8 ngày_1/2/2020"
)
_SOUP = st.lists(
    st.sampled_from([*(word.replace("_", " ") for word in re.split(" ", _WORDS)), "\n", "  "]), max_size=60
).map(" ".join)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), _SOUP))
def test_find_takes_any_text(text: str) -> None:
    end = 0
    for citation in find(text):
        assert end <= citation.span[0] < citation.span[1] <= len(text)
        assert text[slice(*citation.span)] == citation.text
        end = citation.span[1]


@pytest.mark.timeout(20)  # seconds each; all take well under one where every pattern is linear
@pytest.mark.parametrize(
    ("unit", "times", "found"),
    [
        ("điểm a, ", 12_500, 1),
        ("khoản 1 Điều 5, ", 6_250, 1),
        ("điều 5 luật đất đai ", 5_000, None),
        ("Nghị định 45, Điều 5 ", 4_800, None),
        ("1/2012/NĐ-", 10_000, None),
        ("Luật Đất đai ", 8_000, None),
        ("Điều 1 đến Điều 200, ", 4_800, None),
        ("1 - ", 25_000, 0),
        ("nghị định số ", 8_000, 0),
        ("1", 100_000, 0),
        (" ", 100_000, 0),
        ("Điều ", 20_000, 0),
        ("\u0301", 20_000, 0),
        ("e\u0323\u0302", 30_000, 0),
    ],
)
def test_find_takes_a_hundred_thousand_characters(unit: str, times: int, found: int | None) -> None:
    citations = find(unit * times)
    assert found is None or len(citations) == found


# What is held: (id, số hiệu, loại, trích yếu, aliases, places)
_HELD = [
    ("nd-cp/2012/45", "45/2012/NĐ-CP", "Nghị định", "Về khuyến công", ("nghị định khuyến công",), ("dieu-8/khoan-2",)),
    ("nd-cp/2025/235", "235/2025/NĐ-CP", "Nghị định", "", (), ()),
    ("tt-bct/2014/26", "26/2014/TT-BCT", "Thông tư", "", (), ()),
    ("ttlt-btc-bct/2014/26", "26/2014/TTLT-BTC-BCT", "Thông tư liên tịch", "", (), ()),
    ("tt-btc/2018/28", "28/2018/TT-BTC", "Thông tư", "", (), ("dieu-8", "dieu-8/khoan-2", "dieu-8/khoan-4")),
    ("qd-ubnd/2018/28@dong-thap", "28/2018/QĐ-UBND", "Quyết định", "", (), ()),
    ("qd-ubnd/2018/28@ha-noi", "28/2018/QĐ-UBND", "Quyết định", "", (), ()),
    ("bct-ctdp/2021/3384", "3384/BCT-CTĐP", "Công văn", "", (), ()),
    ("nq-tw/2022/19", "19-NQ/TW", "Nghị quyết", "", (), ()),
    ("nq-tw/2017/19", "19-NQ/TW", "Nghị quyết", "", (), ()),
    ("qh15/2024/31", "31/2024/QH15", "Luật", "Đất đai", (), ("dieu-5",)),
    ("qh13/2013/45", "45/2013/QH13", "Luật", "Đất đai", (), ("dieu-5",)),
    ("qh15/2025/64", "64/2025/QH15", "Luật", "", (), ()),
    ("qh15/2025/64~2", "64/2025/QH15", "Nghị quyết", "", (), ()),
]


@pytest.fixture(scope="module")
def held_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(Path(tmp_path_factory.mktemp("kho")))
    for at, (printed, so_hieu, loai, trich_yeu, aliases, places) in enumerate(_HELD):
        doc_id = DocId.parse(printed)
        provisions = tuple(
            Provision(Ref(doc_id, loc), loc.steps[-1].unit, loc.steps[-1].number, "", "Nội dung.")
            for loc in map(Locator.parse, places)
        )
        source = Source(f"{at:064x}", "a.txt", "text/plain", "Nội dung.", SourceRank.SIGNED, official=True)
        store.add(Holding(Document(doc_id, so_hieu, loai, trich_yeu, aliases=aliases), source, provisions), b"x")
    return store


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("45/2012/nd-cp", ["nd-cp/2012/45"]),
        ("NĐ 45", ["nd-cp/2012/45"]),
        ("45/2012", ["nd-cp/2012/45"]),
        # a joint circular is called thông tư as well
        ("Thông tư 26/2014", ["tt-bct/2014/26", "ttlt-btc-bct/2014/26"]),
        ("Thông tư liên tịch 26/2014", ["ttlt-btc-bct/2014/26"]),
        ("26/2014/TT-BCT", ["tt-bct/2014/26"]),
        ("26/2014/TTLT/BTC-BCT", ["ttlt-btc-bct/2014/26"]),
        # another year is another document
        ("235/2026/NĐ-CP", []),
        ("nd 235/2026", []),
        ("128/2018/TT-BTC", []),
        ("19-NQ/TW", ["nq-tw/2017/19", "nq-tw/2022/19"]),
        ("Nghị quyết 19-NQ/TW ngày 16/6/2022", ["nq-tw/2022/19"]),
        ("cv 3384", ["bct-ctdp/2021/3384"]),
        ("khoản 2 Điều 8 Thông tư 28/2018/TT-BTC", ["tt-btc/2018/28#dieu-8/khoan-2"]),
        ("khoản 2 và khoản 4 Điều 8 TT 28/2018", ["tt-btc/2018/28#dieu-8/khoan-2", "tt-btc/2018/28#dieu-8/khoan-4"]),
        # the nearest place that is held
        ("điểm a khoản 9 Điều 8 TT 28/2018", ["tt-btc/2018/28#dieu-8"]),
        ("Điều 99 TT 28/2018", ["tt-btc/2018/28"]),
        # one số hiệu on a law and on a resolution
        ("Luật 64/2025/QH15", ["qh15/2025/64"]),
        ("Nghị quyết 64/2025", ["qh15/2025/64~2"]),
        ("64/2025/QH15", ["qh15/2025/64", "qh15/2025/64~2"]),
        ("Điều 5 Luật Đất đai năm 2024", ["qh15/2024/31#dieu-5"]),
        ("Điều 5 Luật Đất đai và các luật khác", ["qh15/2024/31#dieu-5", "qh13/2013/45#dieu-5"]),
        ("khoản 1 Điều này", []),
    ],
)
def test_resolve_gives_every_held_document_that_fits(held_store: Store, text: str, targets: list[str]) -> None:
    (citation,) = find(text)
    assert [str(ref) for ref in resolve(citation, held_store).targets] == targets


def _only(text: str) -> Citation:
    (citation,) = find(text)
    return citation


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("NĐ 45", "tìm thấy một văn bản"),
        ("TT 26/2014", "hai văn bản cùng số"),
        ("TT 99/2014", "không có trong kho"),
        ("khoản 9 Điều 8 TT 28/2018", "tìm thấy một văn bản; không thấy khoản 9 Điều 8, nơi gần nhất là Điều 8"),
        ("Điều 9 TT 28/2018", "tìm thấy một văn bản; không thấy Điều 9, nơi gần nhất là cả văn bản"),
    ],
)
def test_resolve_says_why(held_store: Store, text: str, reason: str) -> None:
    assert resolve(_only(text), held_store).reason == reason


def test_resolve_reads_this_decree_inside_a_document(held_store: Store) -> None:
    here = DocId("tt-btc", 2018, "28")
    place = Locator.of((Unit.DIEU, "8"), (Unit.KHOAN, "2"))
    assert resolve(_only("khoản 2 Điều 8 Thông tư này"), held_store, here).targets == (Ref(here, place),)
    assert resolve(_only("khoản 2 Điều 8"), held_store, here).targets == (Ref(here, place),)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("khoản 9 Điều 8 TT 28/2018", ("khoản 9 Điều 8 TT 28/2018",)),
        ("thông tư 28/2018 nói gì ở Điều 90", ("Điều 90 thông tư 28/2018",)),
        ("Điều 8 TT 28/2018", ()),
        ("TT 28/2018", ()),
        ("Điều 9 TT 77/2077", ()),  # the document itself is not held
    ],
)
def test_places_that_no_held_document_has(held_store: Store, question: str, absent: tuple[str, ...]) -> None:
    assert absent_places(question, held_store) == absent


@pytest.mark.parametrize(
    ("question", "targets"),
    [
        ("khoan 2 dieu 8 thong tu 28/2018 noi gi", ["tt-btc/2018/28#dieu-8/khoan-2"]),
        # a place apart from the only document
        ("thông tư 28/2018 của Bộ nói gì ở khoản 4 Điều 8", ["tt-btc/2018/28#dieu-8/khoan-4"]),
        # as typed on a telephone: the Điều alone counts where a document's number follows
        ("d8 tt 28/2018", ["tt-btc/2018/28#dieu-8"]),
        ("k2 đ8 28/2018/TTBTC", ["tt-btc/2018/28#dieu-8/khoan-2"]),
        ("so 28 nam 2018 thong tu noi gi o khoan 2 dieu 8", ["tt-btc/2018/28#dieu-8/khoan-2"]),
        ("NĐ 45 khác NĐ 235 chỗ nào", ["nd-cp/2012/45", "nd-cp/2025/235"]),
        ("nghị định khuyến công", ["nd-cp/2012/45"]),
        ("khoan 2 dieu 8 nghi dinh khuyen cong", ["nd-cp/2012/45#dieu-8/khoan-2"]),
        ("Luật Đất đai", ["qh15/2024/31", "qh13/2013/45"]),
        # a topic, not an address
        ("Theo Luật Đất đai thì ai được cấp giấy chứng nhận quyền sử dụng", []),
        ("theo luật đất đai thì ai được cấp giấy chứng nhận quyền sử dụng", []),
        ("QĐ 28/2018 Đồng Tháp", ["qd-ubnd/2018/28@dong-thap"]),
        ("QĐ 28/2018", ["qd-ubnd/2018/28@dong-thap", "qd-ubnd/2018/28@ha-noi"]),
        ("235/2026/NĐ-CP có phải văn bản khuyến công không", []),
        ("mua máy mới được hỗ trợ bao nhiêu", []),
        ("", []),
    ],
)
def test_identifiers_are_what_a_question_names_outright(held_store: Store, question: str, targets: list[str]) -> None:
    assert [str(ref) for ref in identifiers(question, held_store)] == targets
