"""Drafts and what a check finds in them, over a small store of invented documents."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.model import Document, Interval, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from ingest.pipeline import find_files, ingest
from search_api.check import Check, check
from search_api.check_wire import check_out
from search_api.draft import read_file
from search_api.shelf import Shelf
from tests.conftest import DAY, SHARED, draft_of, keep, place

ON = DAY(2032, 1, 1)
DECREE = DocId("nd-cp", 2030, "45")
AMENDING = DocId("nd-cp", 2031, "235")
SUPPORT = DocId("tt-btc", 2031, "28")
OLD = DocId("ttlt-btc-bct", 2027, "26")
SAME_NUMBER = DocId("tt-bct", 2027, "26")
HA_NOI = DocId("qd-ubnd", 2031, "15", "ha-noi")
PHU_THO = DocId("qd-ubnd", 2031, "15", "phu-tho")
LAW = DocId("qh16", 2030, "63")
DIRECTIVE = DocId("ct-bct", 2031, "4")


@pytest.fixture
def kho(fresh_store: Store) -> Store:
    """A decree amended once, a circular that replaced a joint one, twins in two provinces, a law, a directive."""
    keep(
        fresh_store,
        Document(
            DECREE, "45/2030/NĐ-CP", "Nghị định", "về nuôi ong lấy mật", "Chính phủ",
            ngay_ban_hanh=DAY(2030, 5, 21), ngay_hieu_luc=DAY(2030, 7, 1), ngay_het_hieu_luc=DAY(2040, 1, 1),
        ),
        [
            place(DECREE, "", "NGHỊ ĐỊNH\nvề nuôi ong lấy mật"),
            place(DECREE, "dieu-1", "Điều 1. Phạm vi", "Phạm vi"),
            place(DECREE, "dieu-1/khoan-1", "1. Ong mật."),
            place(DECREE, "dieu-1/khoan-2", "2. Ong vò vẽ.", valid=Interval(None, DAY(2031, 10, 15))),
            place(DECREE, "dieu-2", "Điều 2. Hỗ trợ", "Hỗ trợ"),
        ],
    )  # fmt: skip
    keep(
        fresh_store,
        Document(
            AMENDING, "235/2031/NĐ-CP", "Nghị định", "sửa đổi Nghị định số 45/2030/NĐ-CP", "Chính phủ",
            ngay_ban_hanh=DAY(2031, 8, 27), ngay_hieu_luc=DAY(2031, 10, 15), ngay_het_hieu_luc=DAY(2040, 1, 1),
        ),
        [place(AMENDING, "", "NGHỊ ĐỊNH"), place(AMENDING, "dieu-1", "Điều 1. Sửa đổi Nghị định số 45/2030/NĐ-CP")],
        relations=[
            Relation(
                Ref(AMENDING), RelationKind.SUA_DOI, Ref.parse("nd-cp/2030/45#dieu-1"),
                "235/2031/NĐ-CP", "45/2030/NĐ-CP", DAY(2031, 10, 15),
            )
        ],
    )  # fmt: skip
    keep(
        fresh_store,
        Document(
            SUPPORT, "28/2031/TT-BTC", "Thông tư", "hướng dẫn kinh phí nuôi ong", "Bộ Tài chính",
            ngay_ban_hanh=DAY(2031, 3, 28), ngay_hieu_luc=DAY(2031, 5, 11), ngay_het_hieu_luc=DAY(2040, 1, 1),
        ),
        [
            place(SUPPORT, "", "THÔNG TƯ\nCăn cứ Nghị định số 45/2030/NĐ-CP về nuôi ong lấy mật;"),
            place(SUPPORT, "dieu-1", "Điều 1. Theo khoản 1 Điều 1 Nghị định số 45/2030/NĐ-CP."),
            place(SUPPORT, "dieu-2", "Điều 2. Theo Điều 2 Nghị định số 45/2030/NĐ-CP."),
        ],
        relations=[
            Relation(
                Ref(SUPPORT), RelationKind.THAY_THE, Ref(OLD),
                "28/2031/TT-BTC", "26/2027/TTLT-BTC-BCT", DAY(2031, 5, 11),
            ),
            Relation(Ref(SUPPORT), RelationKind.HUONG_DAN, Ref(DECREE), "28/2031/TT-BTC", "45/2030/NĐ-CP"),
        ],
    )  # fmt: skip
    keep(
        fresh_store,
        Document(
            OLD, "26/2027/TTLT-BTC-BCT", "Thông tư liên tịch", "hướng dẫn kinh phí nuôi ong quốc gia",
            "Bộ Tài chính - Bộ Công Thương", ngay_ban_hanh=DAY(2027, 2, 18), ngay_hieu_luc=DAY(2027, 4, 8),
        ),
        [place(OLD, "", "THÔNG TƯ LIÊN TỊCH"), place(OLD, "dieu-1", "Điều 1. Kinh phí")],
    )  # fmt: skip
    keep(
        fresh_store,
        Document(SAME_NUMBER, "26/2027/TT-BCT", "Thông tư", "bình chọn mật ong", ngay_ban_hanh=DAY(2027, 8, 28)),
        [place(SAME_NUMBER, "", "THÔNG TƯ")],
    )
    for doc_id, name in ((HA_NOI, "UBND thành phố Hà Nội"), (PHU_THO, "UBND tỉnh Phú Thọ")):
        keep(
            fresh_store,
            Document(doc_id, "15/2031/QĐ-UBND", "Quyết định", "mức chi nuôi ong", name, ngay_ban_hanh=DAY(2031, 3, 3)),
            [place(doc_id, "", "QUYẾT ĐỊNH")],
        )
    keep(
        fresh_store,
        Document(
            LAW, "63/2030/QH16", "Luật", "Nuôi trồng côn trùng", "Quốc hội",
            ngay_ban_hanh=DAY(2030, 2, 18), ngay_hieu_luc=DAY(2032, 7, 1),
        ),
        [place(LAW, "", "LUẬT NUÔI TRỒNG CÔN TRÙNG"), place(LAW, "dieu-5", "Điều 5. Ong")],
        official=False,
    )  # fmt: skip
    keep(
        fresh_store,
        Document(DIRECTIVE, "04/CT-BCT", "Chỉ thị", "về đẩy mạnh nuôi ong", ngay_ban_hanh=DAY(2031, 2, 19)),
        [place(DIRECTIVE, "", "CHỈ THỊ")],
    )
    return fresh_store


def checked(text: str, store: Store, on: datetime.date = ON) -> Check:
    return check(draft_of(text), store, on)


def found(text: str, store: Store, on: datetime.date = ON) -> list[tuple[str, str]]:
    return [(str(finding.severity), finding.code) for finding in checked(text, store, on).findings]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # right in every part
        ("Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5 năm 2030 của Chính phủ về nuôi ong lấy mật", []),
        ("Điều 2 Nghị định số 45/2030/NĐ-CP", []),
        # date
        ("Nghị định số 45/2030/NĐ-CP ngày 05 tháng 10 năm 2030", [("loi", "sai_ngay")]),
        ("Nghị định số 45/2030/NĐ-CP ngày 05 tháng 10", [("loi", "sai_ngay")]),
        ("Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5", []),
        ("Nghị định số 45/2030/NĐ-CP của Chính phủ ngày 22/5/2030", [("loi", "sai_ngay")]),
        ("Nghị định số 45/2030/NĐ-CP ngày 31/6/2030", [("loi", "ngay_khong_co_that")]),
        ("Nghị định số 45/2030/NĐ-CP ngày 08/6/20310", [("loi", "ngay_khong_co_that")]),
        ("Chỉ thị số 04/CT-BCT ngày 29 tháng 02 năm 2031", [("loi", "ngay_khong_co_that")]),
        # kind, issuer, title
        ("Nghị quyết số 45/2030/NĐ-CP", [("loi", "sai_loai")]),
        ("Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5 năm 2030 của Bộ Tài chính", [("canh_bao", "sai_co_quan")]),
        (
            "Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5 năm 2030 của Chính phủ về quản lý cụm công nghiệp",
            [("canh_bao", "sai_ten")],
        ),
        # number: not held; another one of the same name
        ("Nghị định số 99/2029/NĐ-CP", [("can_xem", "khong_co_trong_kho")]),
        ("Nghị định số 45/2029/NĐ-CP", [("can_xem", "khong_co_trong_kho")]),
        ("Nghị định số 45/2029/NĐ-CP về nuôi ong lấy mật", [("canh_bao", "sai_so_hieu")]),
        ("Nghị định số 54/2030/NĐ-CP ngày 21 tháng 5 năm 2030 về nuôi ong lấy mật", [("canh_bao", "sai_so_hieu")]),
        (
            "Nghị định số 99/2029/NĐ-CP ngày 01/3/2028",
            [("can_xem", "khong_co_trong_kho"), ("canh_bao", "nam_khac_nhau")],
        ),
        # places
        ("khoản 4 Điều 2 Thông tư số 28/2031/TT-BTC", [("canh_bao", "khong_co_noi_nay")]),
        ("Điều 9 Thông tư số 28/2031/TT-BTC", [("loi", "khong_co_noi_nay")]),
        ("Điều 9 Nghị định số 45/2030/NĐ-CP", [("can_xem", "khong_co_noi_nay")]),  # an amendment may have added it
        ("khoản 2 Điều 1 Nghị định số 45/2030/NĐ-CP", [("canh_bao", "het_hieu_luc")]),
        # only a summary is held: its silence says nothing
        ("Điều 9 Luật Nuôi trồng côn trùng số 63/2030/QH16", [("canh_bao", "chua_hieu_luc")]),
        # standing
        ("Thông tư liên tịch số 26/2027/TTLT-BTC-BCT", [("canh_bao", "het_hieu_luc")]),
        ("khoản 1 Điều 1 Nghị định số 45/2030/NĐ-CP", [("can_xem", "da_sua_doi")]),
        # several
        ("Thông tư 26/2027", [("canh_bao", "nhieu_van_ban")]),
        ("Quyết định số 15/2031/QĐ-UBND ngày 03/3/2031", [("canh_bao", "nhieu_van_ban")]),
        ("Quyết định số 15/2031/QĐ-UBND của Ủy ban nhân dân tỉnh Phú Thọ", []),
        # a law of the same name from another year
        ("Luật Nuôi trồng côn trùng ngày 01 tháng 3 năm 2005", [("can_xem", "khong_co_trong_kho")]),
        # an impossible date of no document
        ("thời hạn là ngày 31 tháng 11 năm 2030", [("loi", "ngay_khong_co_that")]),
    ],
)
def test_a_citation_is_compared_with_the_collection(words: str, expected: list[tuple[str, str]], kho: Store) -> None:
    report = f"Các tỉnh thực hiện {words}; và nuôi ong.\nDòng hai.\n"
    # the amendment of Điều 1 is said wherever all of the decree is named; it has a row of its own
    assert sorted(f for f in found(report, kho) if f[1] != "da_sua_doi" or f in expected) == sorted(expected)


def test_what_is_wrong_comes_with_what_is_right_and_who_says_so(kho: Store) -> None:
    (finding,) = checked("Theo Chỉ thị số 04/CT-BCT ngày 29 tháng 02 năm 2031.\n", kho).findings
    assert finding.message == "Ngày 29 tháng 02 năm 2031 không có thật"
    assert finding.remedy == "Chỉ thị 04/CT-BCT ban hành ngày 19/2/2031 (theo 4.txt)."
    assert finding.refs == (Ref(DIRECTIVE),)


def test_what_ended_comes_with_what_replaced_it(kho: Store) -> None:
    (finding,) = checked("Theo Thông tư liên tịch số 26/2027/TTLT-BTC-BCT.\n", kho).findings
    assert "hết hiệu lực từ 11/5/2031" in finding.message
    assert finding.remedy == "Bị thay thế bởi Thông tư 28/2031/TT-BTC từ 11/5/2031."
    assert finding.refs == (Ref(OLD), Ref(SUPPORT))


def test_a_day_before_the_end_finds_nothing(kho: Store) -> None:
    assert found("Theo Thông tư liên tịch số 26/2027/TTLT-BTC-BCT.\n", kho, DAY(2031, 5, 10)) == []


def test_a_basis_out_of_force_is_an_error(kho: Store) -> None:
    text = (
        "THÔNG TƯ\nVề ong\nCăn cứ Thông tư liên tịch số 26/2027/TTLT-BTC-BCT;\n"
        "Căn cứ Luật Nuôi trồng côn trùng số 63/2030/QH16;\nĐiều 1. Phạm vi\nThông tư này nói về ong.\n"
    )
    assert found(text, kho) == [("loi", "can_cu_het_hieu_luc"), ("loi", "can_cu_chua_hieu_luc")]


def test_what_is_not_known_is_said_as_not_checked(kho: Store) -> None:
    (cited,) = checked("Theo Điều 9 Luật Nuôi trồng côn trùng số 63/2030/QH16.\n", kho, DAY(2033, 1, 1)).cited
    assert cited.unchecked == "kho chỉ có bản tóm lược, không có nơi này"
    assert cited.findings == ()


def test_a_short_citation_means_the_one_named_in_full_before(kho: Store) -> None:
    text = "Theo Thông tư số 26/2027/TT-BCT.\nÁp dụng Thông tư 26/2027 nói trên.\n"
    assert [[str(ref) for ref in cited.targets] for cited in checked(text, kho).cited] == [["tt-bct/2027/26"]] * 2


def test_a_remark_on_a_whole_document_is_made_once(kho: Store) -> None:
    assert found("Theo Nghị định số 45/2030/NĐ-CP.\n" * 3, kho) == [("can_xem", "da_sua_doi")]
    assert found("Theo Nghị định số 99/2030/NĐ-CP.\n" * 3, kho) == [("can_xem", "khong_co_trong_kho")]


OWN = """NGHỊ ĐỊNH
Về ong
Điều 1. Phạm vi
1. Nghị định này nói về ong.
2. Theo {words}.
3. Ong gồm:
a) Ong mật;
b) Ong vò vẽ.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2032.
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("khoản 3 Điều này", []),
        ("khoản 4 Điều này", [("loi", "khong_co_trong_du_thao")]),
        ("điểm b khoản 3 Điều này", []),
        ("điểm c khoản 3 Điều này", [("loi", "khong_co_trong_du_thao")]),
        ("Điều 2 Nghị định này", []),
        ("Điều 3 Nghị định này", [("loi", "khong_co_trong_du_thao")]),
        ("khoản 1 Điều 2 Nghị định này", [("can_xem", "khong_co_trong_du_thao")]),  # its text has no numbers at all
        ("Điều 7", [("canh_bao", "khong_co_trong_du_thao")]),  # may be another text's
        ("khoản 9", [("canh_bao", "khong_co_trong_du_thao")]),
        ("Phụ lục II ban hành kèm theo Nghị định này", [("can_xem", "chua_kem_phu_luc")]),
        ("Mẫu số 02 ban hành kèm theo Nghị định này", [("can_xem", "chua_kem_phu_luc")]),  # forms are no places
        ("Điều 1, Điều 2 và khoản 1 Điều này", []),
        ("điểm c khoản 7; đối với ong là điểm đ khoản 8; trừ khoản 1 Điều 1", []),  # whose khoản 7 is not clear
        ("Nghị định số 45/2030/NĐ-CP, khoản 7 Điều 9", [("can_xem", "da_sua_doi")]),  # whose Điều 9 is not clear
    ],
)
def test_a_draft_is_asked_for_its_own_places(words: str, expected: list[tuple[str, str]], kho: Store) -> None:
    kept = [f for f in found(OWN.format(words=words), kho) if f[1] != "khong_co_noi_nay"]
    assert kept == expected


def test_what_a_missing_place_has_instead_is_said(kho: Store) -> None:
    (finding,) = checked(OWN.format(words="khoản 4 Điều này"), kho).findings
    assert (finding.message, finding.remedy) == ("Dự thảo không có khoản 4 Điều 1", "Điều 1 chỉ có khoản 1 đến 3.")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Điều 1. A\n1. Ong.\n2. Ong.\n4. Ong.\n5. Ong.", ["Điều 1: sau khoản 2 là khoản 4"]),
        ("Điều 1. A\n1. Ong:\na) Mật;\nb) Sáp;\nd) Phấn;\nđ) Keo.", ["Khoản 1 Điều 1: sau điểm b là điểm d"]),
        ("Điều 1. A\n1. Ong.\n2. Ong.\n2. Sáp.\n3. Ong.", ["Khoản 2 lặp lại (sau khoản 2 Điều 1)"]),
        ("Điều 1. A\nOng.\nĐiều 3. B\nOng.", ["Điều 3 không nối tiếp số trước (sau Điều 1)"]),
        (
            "Điều 1. A\nOng.\nĐiều 2. B\nOng.\nĐiều 4. C\nOng.\nĐiều 5. D\nOng.\nĐiều 6. Đ\nOng.",
            ["Sau Điều 2 là Điều 4: thiếu số hoặc đánh số sai"],
        ),
        ("Điều 1. A\n1. Ong.\n2. Ong.\nĐiều 2. B\nOng.", []),
    ],
)
def test_gaps_and_repeats_in_numbers_are_found(body: str, expected: Sequence[str], kho: Store) -> None:
    assert [finding.message for finding in checked(f"NGHỊ ĐỊNH\nVề ong\n{body}\n", kho).own] == expected


AMENDS = """NGHỊ ĐỊNH
Sửa đổi Nghị định số 45/2030/NĐ-CP
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP
1. Sửa đổi khoản 1 Điều 1 như sau:
“1. Ong mật theo khoản 7 Điều này.”
2. Bổ sung khoản 3 vào sau khoản 2 Điều 1 như sau:
“3. Ong đất.”
3. Bãi bỏ Điều 8.
Điều 2. Hiệu lực
Thông tư số 28/2031/TT-BTC hết hiệu lực kể từ ngày Nghị định này có hiệu lực.
"""


def test_an_amending_draft_names_what_it_touches_and_who_rests_on_it(kho: Store) -> None:
    touched = checked(AMENDS, kho).touched
    assert [(str(t.doc_id), [str(kind) for kind in t.kinds]) for t in touched] == [
        ("nd-cp/2030/45", ["sua_doi", "bo_sung", "bai_bo"]),
        ("tt-btc/2031/28", ["bai_bo"]),
    ]
    decree = touched[0]
    assert [str(ref.locator) for ref in decree.refs] == ["", "dieu-1/khoan-1", "dieu-1/khoan-3", "dieu-8"]
    rests = {(str(d.ref), d.words) for d in decree.dependents}
    assert ("tt-btc/2031/28", "hướng dẫn") in rests
    assert ("tt-btc/2031/28#dieu-1", "dẫn chiếu") in rests
    assert ("tt-btc/2031/28#dieu-2", "dẫn chiếu") not in rests  # it names a place that is not touched


def test_new_wording_is_not_judged_as_the_drafts_own(kho: Store) -> None:
    result = checked(AMENDS, kho)
    assert [f.message for f in result.findings if f.code == "khong_co_trong_du_thao"] == []
    missing = [f.message for f in result.findings if f.code == "khong_co_noi_nay"]
    assert missing == ["Không có Điều 8 của Nghị định 45/2030/NĐ-CP"]  # repealed, but not there; khoản 3 is new
    quoted = [cited.unchecked for cited in result.cited if cited.citation.text == "khoản 7 Điều này"]
    assert quoted == ["nằm trong lời mới của văn bản được sửa đổi"]


def test_the_drafts_own_number_is_no_citation(kho: Store) -> None:
    text = "CHÍNH PHỦ\nSố: 77/2032/NĐ-CP\nNGHỊ ĐỊNH\nVề ong\nĐiều 1. A\nOng.\nĐiều 2. B\nOng.\n"
    assert checked(text, kho).cited == ()
    wrong = text + "QUY CHẾ\n(Ban hành kèm theo Thông tư số 77/2032/NĐ-CP)\n"
    assert [finding.code for finding in checked(wrong, kho).findings] == ["sai_loai"]


def test_many_citations_in_one_line_are_counted_beyond_the_limit(kho: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.check.MAX_CITATIONS", 5)
    result = checked("Theo Nghị định 45/2030/NĐ-CP, " * 8 + "\n", kho)
    assert (len(result.cited), result.left_out) == (5, 3)


def test_any_text_is_accepted(kho: Store) -> None:
    for text in ("Điều này khoản này điểm này\n", "Điều 1.\n“\nĐiều 2.\n", "sửa đổi, bổ sung\n", "ngày 99/99/9999\n"):
        checked(text, kho)


@pytest.mark.shared
def test_the_report_of_2022(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every citation of a real report, its date that does not exist, and each document's status on two days."""
    seed = Path(__file__).resolve().parents[1] / "corpus" / "seed"
    home = tmp_path_factory.mktemp("home")
    with Store.open(home) as store:
        list(ingest(find_files([seed]), store, home))
        draft = read_file(SHARED / "data" / "policy-report-mttn-2022.txt")
        then, now = check(draft, store, DAY(2022, 8, 15)), check(draft, store, DAY(2026, 11, 25))
    assert [[str(ref) for ref in cited.targets] for cited in then.cited] == [
        ["qd-ttg/2020/1881"], ["ct-bct/2021/4"], ["bct-ctdp/2022/3384"], ["nq-tw/2022/19"], ["nd-cp/2012/45"]
    ]  # fmt: skip
    spelt = ("chinh_ta", "chinh_ta_trong_cau", "viet_hoa")
    (finding,) = (finding for finding in then.findings if finding.code not in spelt)
    assert (finding.code, "29 tháng 02 năm 2021" in finding.message) == ("ngay_khong_co_that", True)
    assert "ngày 19/2/2021" in finding.remedy
    (date, changed) = (finding for finding in now.findings if finding.code not in spelt)
    assert (date.code, changed.code) == ("ngay_khong_co_that", "da_sua_doi")
    assert "235/2025/NĐ-CP từ 15/10/2025" in changed.message
    # the slips listed in facts/citations.md; "tình lan toả" is not found, and "tuy đã" is none
    slips = [draft.text[slice(*finding.span)] for finding in now.findings if finding.code in spelt]
    assert slips == ["gấy", "tuy", "chỉnh", "ngay", "nghệp", "chuyền", "Ổn", "amnhj", "đểt húc"]


def test_a_bare_number_in_a_local_draft_is_not_another_provinces(kho: Store) -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 9/2032/QĐ-UBND\nQUYẾT ĐỊNH\nQuy định mức chi\nĐiều 1. Bãi bỏ\n"
    bare = checked(f"{head}Bãi bỏ Quyết định số 15/2031/QĐ-UBND.", kho)
    assert [(f.code, f.remedy.partition(": ")[2]) for f in bare.findings] == [
        ("khong_co_trong_kho", "nếu dẫn văn bản ấy, ghi tên cơ quan ban hành.")
    ]
    assert [t.document.name for t in check_out(bare, Shelf(kho, ON)).touched] == ["Quyết định số 15/2031/QĐ-UBND"]
    named = checked(f"{head}Theo Quyết định số 15/2031/QĐ-UBND của Ủy ban nhân dân tỉnh Phú Thọ.", kho)
    assert [ref.doc_id for cited in named.cited for ref in cited.targets] == [PHU_THO]
