"""The form of a draft: its parts, its effect, its terms. What is expected comes from the decree and the law by hand."""

import datetime

import pytest

from corpus.citation import find
from corpus.text import nfc
from search_api.effect_findings import effect_findings
from search_api.finding import Finding
from search_api.form_findings import form_of, part_findings
from search_api.term_findings import term_findings
from tests.conftest import DAY, draft_of

ON = DAY(2032, 1, 1)

WHOLE = """BỘ NUÔI ONG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:      /2032/TT-BNO
Hà Nội, ngày      tháng      năm 2032
THÔNG TƯ
Quy định về nuôi ong lấy mật
Căn cứ Luật Nuôi ong số 63/2030/QH16 ngày 18 tháng 02 năm 2030;
Bộ trưởng Bộ Nuôi ong ban hành Thông tư quy định về nuôi ong lấy mật.
Điều 1. Phạm vi điều chỉnh
Thông tư này quy định về nuôi ong.
Điều 2. Hiệu lực thi hành
Thông tư này có hiệu lực thi hành từ ngày 15 tháng 02 năm 2032.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Nguyễn Văn Ong
"""


def found(text: str, on: datetime.date = ON) -> list[Finding]:
    draft = draft_of(text)
    form = form_of(draft)
    return [*part_findings(form, on), *effect_findings(form, on), *term_findings(draft, find(draft.text))]


def codes(text: str, on: datetime.date = ON) -> list[tuple[str, str]]:
    return [(str(finding.severity), finding.code) for finding in found(text, on)]


def test_a_whole_draft_lacks_nothing() -> None:
    assert codes(WHOLE) == []


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "Thiếu Quốc hiệu"),
        ("Độc lập - Tự do - Hạnh phúc\n", "Thiếu Tiêu ngữ"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n", "Thiếu Quốc hiệu và Tiêu ngữ"),
        ("Số:      /2032/TT-BNO\n", "Thiếu số, ký hiệu"),
        ("/2032/TT-BNO", "Dòng “Số:” chưa có ký hiệu"),
        ("Hà Nội, ngày      tháng      năm 2032\n", "Thiếu địa danh và thời gian ban hành"),
        ("Quy định về nuôi ong lấy mật\n", "Thiếu trích yếu nội dung"),
        (
            "Căn cứ Luật Nuôi ong số 63/2030/QH16 ngày 18 tháng 02 năm 2030;\n",
            "Thiếu căn cứ ban hành",
        ),
        ("Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n", "Thiếu nơi nhận"),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nNguyễn Văn Ong\n", "Thiếu chức vụ và chữ ký của người có thẩm quyền"),
        (" Phạm vi điều chỉnh", "Điều 1 không có tên"),
    ],
)
def test_a_part_that_is_gone_is_told(gone: str, message: str) -> None:
    assert gone in WHOLE
    assert [finding.message for finding in found(WHOLE.replace(gone, "", 1))] == [message]


def test_the_number_of_another_text_in_the_subject_is_not_the_drafts_own() -> None:
    text = WHOLE.replace("Quy định về nuôi ong lấy mật", "Sửa đổi Thông tư số 09/2029/TT-BNO về nuôi ong", 1)
    assert codes(text) == []
    assert codes(text.replace("Số:      /2032/TT-BNO\n", "")) == [("canh_bao", "thieu_so_ky_hieu")]


def test_the_date_of_another_text_in_the_subject_is_not_the_drafts_own() -> None:
    subject = "Sửa đổi Thông tư số 09/2029/TT-BNO ngày 12 tháng 3 năm 2029 của Bộ trưởng"
    wrapped = subject.replace(" ngày", "\nngày")
    dateline = "Hà Nội, ngày      tháng      năm 2032\n"
    for words in (subject, wrapped):
        text = WHOLE.replace("Quy định về nuôi ong lấy mật", words, 1)
        assert codes(text) == []
        assert codes(text.replace(dateline, "")) == [("canh_bao", "thieu_ngay_thang")]


@pytest.mark.parametrize(
    "dateline",
    [
        "Hà Nội ngày 5 tháng 01 năm 2032", "Số: 5\tHà Nội, ngày … tháng … năm 2032", "ngày ... tháng ... năm ...",
        "Thành phố Đà Nẵng, ngày 05/01/2032", "(Hà Nội, ngày 5 tháng 1 năm 2032)",
    ],
)  # fmt: skip
def test_the_line_of_place_and_date_has_many_forms(dateline: str) -> None:
    assert codes(WHOLE.replace("Hà Nội, ngày      tháng      năm 2032", dateline, 1)) == []


@pytest.mark.parametrize(
    ("kind", "sign", "on", "cited"),
    [
        ("QUYẾT ĐỊNH", "Số:      /QĐ-BNO", ON, True),
        ("QUYẾT ĐỊNH", "Số:      /QĐ-BNO", DAY(2020, 3, 4), False),  # the decree began on 5/3/2020
        ("QUYẾT ĐỊNH", "", ON, False),  # without a sign: of either sort
        ("QUYẾT ĐỊNH", "Số:", ON, False),
        ("QUYẾT ĐỊNH", "Số:      /2032/QĐ-UBND", ON, False),
        ("THÔNG TƯ", "Số:      /2032/TT-BNO", ON, False),
    ],
)
def test_the_article_on_administrative_texts_is_cited_for_them_alone(
    kind: str, sign: str, on: datetime.date, cited: bool
) -> None:
    text = WHOLE.replace("THÔNG TƯ\n", f"{kind}\n").replace("Số:      /2032/TT-BNO", sign)
    told = part_findings(form_of(draft_of(text.replace("Độc lập - Tự do - Hạnh phúc\n", ""))), on)
    (missing,) = (finding for finding in told if finding.code == "thieu_quoc_hieu")
    assert ("khoản 2 Điều 8 Nghị định 30/2020/NĐ-CP" in missing.remedy) is cited


def test_an_excerpt_and_a_text_of_the_party_have_no_missing_parts() -> None:
    body = WHOLE[WHOLE.index("Điều 1") : WHOLE.index("Nơi nhận")]
    assert codes(body) == []
    party = WHOLE.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert part_findings(form_of(draft_of(party)), ON) == []


@pytest.mark.parametrize(
    ("clause", "code", "words"),
    [
        # 1/1/2032 and 45 days: 15/2/2032
        ("từ ngày 15 tháng 02 năm 2032", "", ""),
        ("từ ngày 14 tháng 02 năm 2032", "hieu_luc_qua_som", "sớm nhất là 15/2/2032 (45 ngày"),
        ("từ ngày ký", "hieu_luc_qua_som", "sớm nhất là 15/2/2032"),
        ("sau 45 ngày kể từ ngày ký", "", ""),
        ("từ ngày 31 tháng 12 năm 2031", "hieu_luc_tro_ve_truoc", "Điều 55 Luật 64/2025/QH15"),
        ("từ ngày     tháng     năm 2032", "hieu_luc_de_trong", "sớm nhất là 15/2/2032"),
    ],
)
def test_the_effect_is_held_against_the_earliest_day(clause: str, code: str, words: str) -> None:
    told = found(WHOLE.replace("từ ngày 15 tháng 02 năm 2032", clause))
    assert [finding.code for finding in told] == [code] * bool(code)
    assert all(words in finding.remedy for finding in told)


def test_a_local_text_waits_ten_days_and_an_old_one_is_not_judged() -> None:
    local = (
        WHOLE.replace("BỘ NUÔI ONG", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU")
        .replace("TT-BNO", "QĐ-UBND")
        .replace("THÔNG TƯ\n", "QUYẾT ĐỊNH\n")
        .replace("Thông tư", "Quyết định")
    )
    assert codes(local.replace("15 tháng 02", "11 tháng 01")) == []
    (early,) = found(local.replace("15 tháng 02", "10 tháng 01"))
    assert "sớm nhất là 11/1/2032 (10 ngày" in early.remedy
    assert codes(WHOLE.replace("15 tháng 02 năm 2032", "02 tháng 4 năm 2024"), DAY(2024, 4, 1)) == []


def test_a_day_of_signing_at_the_end_of_the_calendar_is_no_error() -> None:
    # 17/11/9999 and 45 days: 1/1/10000
    text = WHOLE.replace("từ ngày 15 tháng 02 năm 2032", "từ ngày ký")
    assert codes(text, DAY(9999, 11, 17)) == []
    assert codes(text, DAY(9999, 11, 16)) == [("canh_bao", "hieu_luc_qua_som")]


def test_the_days_are_those_of_a_rule_and_not_of_a_decision_in_a_case() -> None:
    decision = (
        WHOLE.replace("Số:      /2032/TT-BNO", "Số:      /QĐ-BNO")
        .replace("THÔNG TƯ\n", "QUYẾT ĐỊNH\n")
        .replace("Thông tư", "Quyết định")
        .replace("từ ngày 15 tháng 02 năm 2032", "từ ngày ký")
    )
    assert codes(decision) == []
    rule = decision.replace("/QĐ-BNO", "/2032/QĐ-BNO")
    assert codes(rule) == [("canh_bao", "hieu_luc_qua_som")]


def test_the_effect_of_quoted_words_is_not_the_drafts_own() -> None:
    amending = (
        "Điều 3. Sửa đổi Điều 9 Thông tư số 09/2029/TT-BNO\nSửa đổi Điều 9 Thông tư số 09/2029/TT-BNO như sau:\n"
        "“Điều 9. Hiệu lực\nThông tư này có hiệu lực thi hành từ ngày 02 tháng 01 năm 2032.”\nNơi nhận:"
    )
    assert codes(WHOLE.replace("Nơi nhận:", amending)) == []


def test_a_text_whose_dieu_are_all_without_a_name_is_so_on_purpose() -> None:
    text = WHOLE.replace(" Phạm vi điều chỉnh", "").replace(" Hiệu lực thi hành\n", "\n")
    assert codes(text) == []


def test_a_rule_without_an_effect_clause_is_told() -> None:
    text = WHOLE.replace(
        "Điều 2. Hiệu lực thi hành\nThông tư này có hiệu lực thi hành từ ngày 15 tháng 02 năm 2032.\n", ""
    )
    assert codes(text) == [("canh_bao", "thieu_hieu_luc")]


TERMS = """NGHỊ ĐỊNH
Về ong
Điều 1. Giải thích từ ngữ
Trong Nghị định này, các từ ngữ dưới đây được hiểu như sau:
1. Ong thợ là ong cái không sinh sản.
2. “Ong chúa” là ong cái sinh sản.
3. Nhà nuôi (sau đây gọi tắt là nhà) bao gồm thùng và giá.
{more}Điều 2. Nuôi
Ong thợ ở cùng ong chúa trong nhà nuôi, nhà phải sạch.
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", []),
        ("4. Tổ ảo là tổ không có ong.\n", [("canh_bao", "tu_ngu_khong_dung")]),
        ("4. Ong thợ là ong không bay.\n", [("canh_bao", "tu_ngu_lap")]),
        ("4. Ong non là ong chưa bay.\n5. Nhà tơ là nhà có ong non.\n", [("canh_bao", "tu_ngu_khong_dung")]),
        ("4. Giá (sau đây gọi tắt là kệ) là tổ.\n5. Tổ là giá.\n", [("can_xem", "goi_tat_khong_dung")]),
        ("4. Tổ là nhà theo HTNO.\n5. Giá là tổ.\n", [("can_xem", "viet_tat_chua_giai_thich")]),
        ("4. Tổ là nhà theo hệ thống nuôi ong (HTNO).\n5. Giá là tổ HTNO.\n", []),
    ],
)  # fmt: skip
def test_terms_are_used_explained_once_and_written_out(more: str, expected: list[tuple[str, str]]) -> None:
    assert codes(TERMS.format(more=more)) == expected


def test_a_finding_stands_on_the_words_of_the_term() -> None:
    text = nfc(TERMS.format(more="4. Tổ ảo là tổ không có ong.\n"))
    (finding,) = found(text)
    assert draft_of(text).text[slice(*finding.span)] == "Tổ ảo"
