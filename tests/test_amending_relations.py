"""What an amending text is said to do names whole addresses. All texts are made up."""

from corpus.model import RelationKind
from tests.test_amending import amending, held


def test_a_place_below_a_sentence_is_told_with_its_dieu() -> None:
    text = amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng số 5/2030/QH16
1. Sửa đổi, bổ sung một số khoản của Điều 10 như sau:
a) Sửa đổi, bổ sung khoản 3 như sau:
“3. Chợ họp.”;
b) Bổ sung khoản 6a vào sau khoản 6 như sau:
“6a. Chợ nghỉ.”.
2. Bãi bỏ Điều 6.
3. Thay thế từ “sạp” bằng từ “quầy” tại Điều 7.
4. Bỏ từ “sạp” tại Điều 8.""")
    acts = [r for r in text.relations if r.object.locator.steps]
    assert [(str(r.subject.locator), r.kind, str(r.object), r.effective_on) for r in acts] == [
        (by, kind, f"qh16/2030/5#{place}", text.document.ngay_hieu_luc)
        for by, kind, place in (
            # the sentence above tells of its Điều as a whole
            ("dieu-1/khoan-1", RelationKind.SUA_DOI, "dieu-10"),
            ("dieu-1/khoan-2", RelationKind.BAI_BO, "dieu-6"),
            ("dieu-1/khoan-3", RelationKind.THAY_CUM_TU, "dieu-7"),
            ("dieu-1/khoan-4", RelationKind.BO_CUM_TU, "dieu-8"),
            ("dieu-1/khoan-1/diem-a", RelationKind.SUA_DOI, "dieu-10/khoan-3"),
            ("dieu-1/khoan-1/diem-b", RelationKind.BO_SUNG, "dieu-10/khoan-6a"),
        )
    ]
    assert {r.object_so_hieu for r in acts} == {"5/2030/QH16"}


def test_a_misread_letter_is_not_told_of() -> None:
    text = amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng số 5/2030/QH16
1. Sửa đổi, bổ sung điểm 6 khoản 5 Điều 3 như sau:
“b) Chợ họp.”.""")
    assert [str(r.object.locator) for r in text.relations if r.object.locator.steps] == ["dieu-3/khoan-5/diem-b"]


def test_a_text_without_operations_keeps_what_is_said() -> None:
    text = held("""CHÍNH PHỦ
Số: 5/2031/NĐ-CP
NGHỊ ĐỊNH
Căn cứ Luật Chợ làng số 5/2030/QH16;
Điều 1. Phạm vi
Nghị định này hướng dẫn Điều 3 của Luật Chợ làng số 5/2030/QH16.""")
    assert RelationKind.CAN_CU in {r.kind for r in text.relations}
