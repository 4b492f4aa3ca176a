"""What a draft does to other texts, and to which places."""

import pytest

from corpus.citation import find
from ingest.acting import operations
from tests.conftest import draft_of


def acts(text: str) -> list[tuple[str, str | None, list[str]]]:
    """(kind, số of the document, places) of each operation in a draft."""
    draft = draft_of(text)
    found = operations(draft, find(draft.text)).values()
    return [(str(act.kind), act.doc.number, [str(place) for place in act.locators]) for act in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP\n1. Sửa đổi khoản 2 Điều 5 như sau:\n"
            "“2. Ong theo khoản 9 Điều 7.”\n2. Bãi bỏ điểm a khoản 1 Điều 8.",
            [("sua_doi", "45", []), ("sua_doi", "45", ["dieu-5/khoan-2"]), ("bai_bo", "45", ["dieu-8/khoan-1/diem-a"])],
        ),
        # the last words of an Điều act too
        (
            "Điều 1. Hiệu lực\nThông tư số 28/2031/TT-BTC hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
            [("bai_bo", "28", [])],
        ),
        ("Điều 1. Hiệu lực\nNghị định này thay thế Nghị định số 9/2020/NĐ-CP.", [("thay_the", "9", [])]),
        # a list under a verb
        (
            "Điều 1. Bãi bỏ các văn bản sau đây:\n1. Thông tư số 1/2020/TT-BTC;\n2. Thông tư số 2/2020/TT-BTC.",
            [("bai_bo", "1", []), ("bai_bo", "2", [])],
        ),
        # what it is put behind is not touched
        (
            "Điều 1. Bổ sung Điều 5a vào sau Điều 5 Nghị định số 45/2030/NĐ-CP như sau:\n“Điều 5a. Ong”",
            [("bo_sung", "45", ["dieu-5a"])],
        ),
        (
            "Điều 1. Thay cụm từ\n1. Thay cụm từ “ong” bằng cụm từ “sáp” tại khoản 1 Điều 3 Nghị định 45/2030/NĐ-CP.",
            [("thay_cum_tu", "45", ["dieu-3/khoan-1"])],
        ),
        (
            "Điều 1. Bỏ từ\n1. Bỏ cụm từ “ong” tại Điều 3 Nghị định 45/2030/NĐ-CP.",
            [("bo_cum_tu", "45", ["dieu-3"])],
        ),
        # suspending does not end
        (
            "Điều 1. A\nNgưng hiệu lực thi hành đối với khoản 1 Điều 3 Nghị định 45/2030/NĐ-CP đến hết ngày 1/1/2031.",
            [("ngung", "45", ["dieu-3/khoan-1"])],
        ),
        ("Điều 1. Đình chỉ\nĐình chỉ việc thi hành Thông tư số 1/2030/TT-BTC.", [("dinh_chi", "1", [])]),
        # the first of several verbs; a place goes with the document behind it in its line
        (
            "Điều 1. Sửa đổi, bổ sung, thay thế, bãi bỏ một số điều của Nghị định số 45/2030/NĐ-CP\nA",
            [("sua_doi", "45", [])],
        ),
        (
            "Điều 1. B\n1. Bãi bỏ Điều 3 Nghị định số 45/2030/NĐ-CP;\n2. Bãi bỏ Điều 7 và điểm a khoản 1 Điều 9 của "
            "Nghị định số 46/2030/NĐ-CP.",
            [
                ("bai_bo", "45", ["dieu-3"]),
                ("bai_bo", "46", ["dieu-7", "dieu-9/khoan-1/diem-a"]),
            ],
        ),
        ("Điều 1. B\nĐiều 3 Nghị định số 45/2030/NĐ-CP được bãi bỏ theo Nghị định số 46/2030/NĐ-CP.", []),
        ("Điều 1. B\nTrong thời gian tạm ngưng hiệu lực, Nghị định số 45/2030/NĐ-CP vẫn áp dụng.", []),
        # who is the subject of "hết hiệu lực"
        ("Điều 1. B\nNgười hành nghề theo Nghị định số 45/2030/NĐ-CP mà giấy phép hết hiệu lực thì nộp lại.", []),
        ("Điều 1. B\nÁp dụng đến ngày các quy định về ong tại Nghị định số 45/2030/NĐ-CP hết hiệu lực.", []),
        (
            "Điều 1. B\nKể từ ngày Luật này có hiệu lực, Nghị định số 45/2030/NĐ-CP và số 46/2030/NĐ-CP hết hiệu lực.",
            [("bai_bo", "45", []), ("bai_bo", "46", [])],
        ),
        # what changed a repealed text is not repealed with it
        (
            "Điều 1. Hiệu lực\nNghị định số 45/2030/NĐ-CP đã được sửa đổi, bổ sung một số điều theo Nghị định số "
            "9/2031/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
            [("bai_bo", "45", [])],
        ),
        # descriptions, not acts
        (
            "Điều 1. Áp dụng\nTheo Nghị định số 45/2030/NĐ-CP đã được sửa đổi, bổ sung bởi Nghị định số 9/2031/NĐ-CP.",
            [],
        ),
        (
            "Điều 1. A\nTheo Nghị định số 9/2031/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP.",
            [],
        ),
        ("Điều 1. Áp dụng\nKhi Nghị định số 45/2030/NĐ-CP hết hiệu lực thì áp dụng văn bản thay thế.", []),
        ("Điều 1. Áp dụng\nBổ sung kinh phí theo quy định của Luật Ngân sách nhà nước.", []),
        ("Điều 1. Áp dụng\nSửa đổi kế hoạch nuôi ong theo Điều 5 Nghị định số 45/2030/NĐ-CP.", []),
    ],
)
def test_operations_act_outside_quotes_and_descriptions(body: str, expected: list[object]) -> None:
    assert acts(f"NGHỊ ĐỊNH\nVề ong\n{body}\n") == expected


def test_the_title_of_a_draft_names_what_its_dieu_amend() -> None:
    text = (
        "NGHỊ ĐỊNH\nSửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5 năm 2030 về ong\n"
        "Căn cứ Nghị định số 9/2029/NĐ-CP;\nĐiều 1. Sửa đổi Điều 5\n1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Ong.”\n"
    )
    assert acts(text) == [
        ("sua_doi", "45", []),
        ("sua_doi", "45", ["dieu-5"]),
        ("sua_doi", "45", ["dieu-5/khoan-2"]),
    ]


def test_a_report_acts_on_nothing() -> None:
    assert acts("Các tỉnh rà soát để tiến tới sửa đổi, bổ sung Nghị định số 45/2030/NĐ-CP về ong.\n") == []


@pytest.mark.parametrize(
    ("words", "partly"),
    [
        ("Bãi bỏ Thông tư số 1/2020/TT-BTC.", ""),
        ("Bãi bỏ toàn bộ Thông tư số 1/2020/TT-BTC.", ""),
        ("Thay thế một số biểu mẫu ban hành kèm theo Thông tư số 1/2020/TT-BTC.", "một số biểu mẫu ban hành kèm theo"),
        ("Các quy định về ong tại Thông tư số 1/2020/TT-BTC hết hiệu lực.", "quy định về ong tại"),
    ],
)
def test_part_of_a_document_is_not_all_of_it(words: str, partly: str) -> None:
    draft = draft_of(f"NGHỊ ĐỊNH\nVề ong\nĐiều 1. A\n{words}\n")
    (act,) = operations(draft, find(draft.text)).values()
    assert act.partly == partly
