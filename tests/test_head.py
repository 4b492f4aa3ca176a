"""The head of a document, from the text itself; what is missing stays empty."""

import datetime

import pytest

from corpus.reference import tidy_so_hieu
from ingest import head
from ingest.effect import Effect, find_effect
from ingest.issuers import find_issuers, issuer_of
from ingest.signature import signers


def test_decree_of_the_government() -> None:
    read = head.read(
        [
            "CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 45/2030/NĐ-CP\tHà Nội, ngày 05 tháng 3 năm 2030",
            "NGHỊ ĐỊNH",
            "Về một việc",
            "__________",
            "Căn cứ Luật số 1/2025/QH15 ngày 1 tháng 1 năm 2025;",
        ],
        ["Điều 1. A", "Nghị định này có hiệu lực thi hành kể từ ngày 15 tháng 10 năm 2030."],
    )
    assert read == head.Head(
        so_hieu="45/2030/NĐ-CP",
        loai="Nghị định",
        trich_yeu="Về một việc",
        co_quan_ban_hanh="Chính phủ",
        ngay_ban_hanh=datetime.date(2030, 3, 5),
        ngay_hieu_luc=datetime.date(2030, 10, 15),
        noi_ban_hanh="Hà Nội",
        effect=Effect(datetime.date(2030, 10, 15), "kể từ ngày 15 tháng 10 năm 2030."),
    )


def test_law_is_dated_by_its_adoption() -> None:
    read = head.read(
        ["QUỐC HỘI", "Luật số: 4/2030/QH16", "LUẬT", "MỘT VIỆC", "Căn cứ Hiến pháp;"],
        [
            "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2031.",
            "Luật này được Quốc hội khóa XVI, kỳ họp thứ 1 thông qua ngày 12 tháng 6 năm 2030.",
        ],
    )
    assert (read.so_hieu, read.ngay_ban_hanh, read.ngay_hieu_luc) == (
        "4/2030/QH16",
        datetime.date(2030, 6, 12),
        datetime.date(2031, 1, 1),
    )


def test_a_title_names_the_amended_law_first() -> None:
    title = "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục số 43/2019/QH14. số 123/2030/QH16"
    assert head.read([title, "QUỐC HỘI"], []).so_hieu == "123/2030/QH16"
    assert head.read([title, "Luật số: 124/2030/QH16"], []).so_hieu == "124/2030/QH16"


def test_bases_do_not_lend_their_number() -> None:
    read = head.read(["THÔNG TƯ", "Căn cứ Nghị định số 45/2012/NĐ-CP;"], [])
    assert read.so_hieu == ""


@pytest.mark.parametrize(
    "issuer",
    [["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"], ["UỶ BAN NHÂN DÂN TỈNH PHÚ THỌ"], ["HỘI ĐỒNG NHÂN DÂN TỈNH PHÚ THỌ"]],
)
def test_provincial_decision_names_its_province(issuer: list[str]) -> None:
    read = head.read([*issuer, "Số: 15/2030/QĐ-UBND", "QUYẾT ĐỊNH"], [])
    assert (read.loai, read.province) == ("Quyết định", "PHÚ THỌ")


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("45/2012/ NĐ – CP", "45/2012/NĐ-CP"),
        ("45/2012/NÐ-CP", "45/2012/NĐ-CP"),  # Eth
        ("19 -NQ/TW", "19-NQ/TW"),
        ("26/2014/TTLT- BTC- BCT.", "26/2014/TTLT-BTC-BCT"),
    ],
)
def test_tidy_so_hieu(printed: str, tidy: str) -> None:
    assert tidy_so_hieu(printed) == tidy


@pytest.mark.parametrize(
    ("so_hieu", "loai", "issuer"),
    [
        ("45/2012/NĐ-CP", "Nghị định", "Chính phủ"),
        ("1881/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
        ("26/2014/TTLT-BTC-BCT", "Thông tư liên tịch", ""),
        ("19-NQ/TW", "Nghị quyết", ""),
        # a law or a resolution: the number does not tell
        ("64/2025/QH15", "", "Quốc hội"),
    ],
)
def test_what_a_number_tells(so_hieu: str, loai: str, issuer: str) -> None:
    assert (head.loai_of(so_hieu), issuer_of(so_hieu)) == (loai, issuer)


def test_a_joint_circular_has_several_issuers_signers_and_a_broken_number() -> None:
    read = head.read(
        [
            "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO -",
            "BỘ CÔNG AN - BỘ LAO ĐỘNG - THƯƠNG BINH",
            "VÀ XÃ HỘI",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 01/2030/TTLT-VKSNDTC-BCA-",
            "BLĐTBXH",
            "Hà Nội, ngày 18 tháng 02 năm 2030",
            "THÔNG TƯ",
            "LIÊN TỊCH",
            "Quy định về phối hợp",
        ],
        [],
        ["KT. VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG", "Nguyễn Văn A", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "(Đã ký)", "TRẦN THỊ B"],
    )
    assert (read.so_hieu, read.loai, read.trich_yeu) == (
        "01/2030/TTLT-VKSNDTC-BCA-BLĐTBXH",
        "Thông tư liên tịch",
        "Quy định về phối hợp",
    )
    assert read.co_quan_ban_hanh == ("Viện kiểm sát nhân dân tối cao; Bộ Công an; Bộ Lao động - Thương binh và Xã hội")
    assert read.nguoi_ky == "Nguyễn Văn A; Trần Thị B"


def test_a_letter_has_its_subject_beside_the_number_and_ends_at_whom_it_addresses() -> None:
    read = head.read(
        [
            "BỘ XÂY DỰNG",
            "Số: 12/BXD-KHCNMT&VLXD",
            "V/v hướng dẫn áp dụng",
            "thông số kỹ thuật",
            "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Hà Nội, ngày 23 /7 /2030",
            "Kính gửi: Ủy ban nhân dân tỉnh Phú Thọ",
            "Quyết định số 5/2029/QĐ-TTg",
        ],
        [],
    )
    assert (read.so_hieu, read.loai, read.co_quan_ban_hanh) == ("12/BXD-KHCNMT&VLXD", "Công văn", "Bộ Xây dựng")
    assert read.trich_yeu == "về việc hướng dẫn áp dụng thông số kỹ thuật"
    assert read.ngay_ban_hanh == datetime.date(2030, 7, 23)


def test_old_titles_name_issuer_number_and_day_before_the_subject() -> None:
    read = head.read(["NGHỊ ĐỊNH", "CỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11 THÁNG 5 NĂM 1998 VỀ VIỆC NUÔI ONG"], [])
    assert (read.so_hieu, read.trich_yeu) == ("29/1998/NĐ-CP", "VỀ VIỆC NUÔI ONG")
    assert read.ngay_ban_hanh is None or read.ngay_ban_hanh == datetime.date(1998, 5, 11)


def test_the_number_of_the_amended_text_stays_in_the_subject() -> None:
    read = head.read(
        ["Số: 3/2030/NĐ-CP", "NGHỊ ĐỊNH", "Sửa đổi Nghị định số 41/2018/NĐ-CP ngày 12 tháng 3 năm 2018"], []
    )
    assert read.trich_yeu == "Sửa đổi Nghị định số 41/2018/NĐ-CP ngày 12 tháng 3 năm 2018"


def test_a_day_that_no_calendar_has_is_reported() -> None:
    read = head.read(["Số: 3/2030/NĐ-CP", "Hà Nội, ngày 31 tháng 02 năm 2030", "NGHỊ ĐỊNH"], [])
    assert read.ngay_ban_hanh is None
    assert [(remark.code, "31 tháng 02" in remark.message) for remark in read.remarks] == [("impossible_date", True)]


@pytest.mark.parametrize(
    ("below", "codes"),
    [
        (["VĂN PHÒNG", "Số: 620/VP-KSTTHC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["second_document"]),
        # the letterhead of a form, and one without a number
        (["Mẫu số 01", "Số: 1/QĐ-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], []),
        (["TÊN CƠ QUAN", "Số: …/QĐ-…", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], []),
    ],
)
def test_a_second_document_in_the_file_is_reported(below: list[str], codes: list[str]) -> None:
    top = ["ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ", "Số: 4532/UBND-KSTTHC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kính gửi: A"]
    read = head.read(top, [], ["Nơi nhận:", "CHỦ TỊCH", "Nguyễn Văn A", *below])
    assert read.so_hieu == "4532/UBND-KSTTHC"
    assert [remark.code for remark in read.remarks] == codes


def test_a_consolidation_is_read_as_the_text_it_holds() -> None:
    read = head.read(
        [
            "VĂN BẢN HỢP NHẤT - BỘ CÔNG THƯƠNG",
            "THÔNG TƯ",
            "Quy định về nuôi ong",
            "Thông tư số 24/2025/TT-BCT ngày 13 tháng 5 năm 2025 của Bộ trưởng Bộ Công Thương quy định về nuôi ong, "
            "có hiệu lực kể từ ngày 01 tháng 7 năm 2025, được sửa đổi, bổ sung bởi:",
            "Thông tư số 26/2026/TT-BCT ngày 20 tháng 5 năm 2026 của Bộ trưởng Bộ Công Thương.",
        ],
        ["Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2025."],
        ["Số: 38/VBHN-BCT", "XÁC THỰC VĂN BẢN HỢP NHẤT"],
    )
    assert (read.so_hieu, read.loai, read.trich_yeu) == ("24/2025/TT-BCT", "Thông tư", "Quy định về nuôi ong")
    assert (read.ngay_ban_hanh, read.ngay_hieu_luc) == (datetime.date(2025, 5, 13), datetime.date(2025, 7, 1))
    assert read.names == ("Văn bản hợp nhất số 38/VBHN-BCT",)


@pytest.mark.parametrize(
    ("clause", "day", "codes"),
    [
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 10 năm 2026.", datetime.date(2026, 10, 1), []),
        # the head of a real consolidation printed a year too late: the law binds since its own clause says so
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 10 năm 2025.", datetime.date(2025, 10, 1), ["effect_differs"]),
        # an amending text's clause that stayed in the consolidated one
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2027.", datetime.date(2026, 10, 1), ["effect_differs"]),
    ],
)
def test_a_consolidation_that_prints_two_days_of_effect(clause: str, day: datetime.date, codes: list[str]) -> None:
    statement = (
        "Luật Nuôi ong số 67/2025/QH15 ngày 14 tháng 6 năm 2025 của Quốc hội, có hiệu lực kể từ ngày "
        "01 tháng 10 năm 2026, được sửa đổi, bổ sung bởi:"
    )
    read = head.read(["LUẬT", "NUÔI ONG", statement], [clause])
    assert (read.ngay_hieu_luc, [remark.code for remark in read.remarks]) == (day, codes)


@pytest.mark.parametrize(
    ("clause", "day", "computed"),
    [
        ("1. Nghị định này có hiệu lực thi hành kể từ ngày 15 tháng 10 năm 2030.", "2030-10-15", False),
        ("Thông tư này có hiệu lực thi hành từ 01/6/2030, trừ khoản 2.", "2030-06-01", False),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", "2030-03-05", True),
        ("Thông tư này có hiệu lực thi hành sau 45 (bốn mươi lăm) ngày, kể từ ngày ký.", "2030-04-19", True),
        ("Nghị định này có hiệu lực sau 15 ngày kể từ ngày ký.", "2030-03-20", True),
        # the day of the Công báo is not known
        ("Nghị định này có hiệu lực sau 15 ngày, kể từ ngày đăng Công báo.", "None", False),
        # said of another text, and of one place of this one
        ("Theo Luật số 5/2030/QH16 có hiệu lực từ ngày 01 tháng 7 năm 2030.", "None", False),
        ("2. Khoản 3 Điều này có hiệu lực từ ngày 01 tháng 7 năm 2031.", "None", False),
    ],
)
def test_the_day_of_effect_in_the_words_of_the_text(clause: str, day: str, computed: bool) -> None:
    effect = find_effect(["Điều 9. Hiệu lực", clause], datetime.date(2030, 3, 5))
    assert (str(effect.day), bool(effect.computed)) == (day, computed)


def test_a_day_counted_from_signing_needs_that_day() -> None:
    assert find_effect(["Quyết định này có hiệu lực từ ngày ký."], None).day is None


def test_the_clause_that_opens_a_sentence_speaks() -> None:
    lines = [
        "1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2030.",
        "2. Trường hợp đã nộp hồ sơ trước ngày Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2031 thì",
    ]
    assert str(find_effect(lines, None).day) == "2030-01-01"


@pytest.mark.parametrize(
    ("letterhead", "issuers"),
    [
        (["BỘ KẾ HOẠCH VÀ ĐẦU TƯ"], ("Bộ Kế hoạch và Đầu tư",)),
        (["UỶ BAN NHÂN DÂN", "TỈNH AN GIANG"], ("Ủy ban nhân dân tỉnh An Giang",)),
        (["HỘI ĐỒNG NHÂN DÂN", "TP. HÀ NỘI"], ("Hội đồng nhân dân thành phố Hà Nội",)),
        (["ỦY BAN NHÂN DÂN TỈNH BÌNH THUẬN", "SỞ NỘI VỤ"], ("Sở Nội vụ",)),
        # the office of the one who signs is no second organ
        (["BỘ TÀI CHÍNH", "BỘ TRƯỞNG BỘ TÀI CHÍNH"], ("Bộ Tài chính",)),
        (["QUỐC HỘI", "ỦY BAN THƯỜNG VỤ QUỐC HỘI"], ("Ủy ban Thường vụ Quốc hội",)),
        (["CÔNG TY X"], ()),
    ],
)
def test_issuers_of_a_letterhead(letterhead: list[str], issuers: tuple[str, ...]) -> None:
    assert find_issuers(letterhead) == issuers


@pytest.mark.parametrize(
    ("closing", "names"),
    [
        (["Nơi nhận:", "- Như Điều 3;", "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Nguyễn Văn A"], ("Nguyễn Văn A",)),
        (["KT.Bộ trưởng bộ tài chính", "Thứ trưởng", "Trần Văn Tá"], ("Trần Văn Tá",)),
        (["Nơi nhận: - Như trên; - Lưu: VT. | KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Thị Bé Ba"], ("Lê Thị Bé Ba",)),
        (["CHỦ TỊCH", "(đã ký)", "PHẠM VĂN C"], ("Phạm Văn C",)),
        # what is signed in an annex is another paper
        (["CHỦ TỊCH", "Nguyễn Văn A", "PHỤ LỤC", "GIÁM ĐỐC", "Lê Văn B"], ("Nguyễn Văn A",)),
        (["CHỦ TỊCH", "DANH MỤC"], ()),
    ],
)
def test_signers_of_a_closing(closing: list[str], names: tuple[str, ...]) -> None:
    assert signers(closing) == names
