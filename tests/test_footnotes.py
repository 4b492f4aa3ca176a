"""Footnotes go with the place that carries their mark, and are no part of any place's text."""

from corpus.reference import DocId
from ingest.assemble import holding
from ingest.footnotes import footnotes
from ingest.source_text import Line, SourceText
from ingest.structure import parse

_LINES = (
    Line("LUẬT"),
    Line("Số: 1/2030/QH20"),
    Line("Chương I[1]"),
    Line("QUY ĐỊNH CHUNG[2]"),
    Line("Điều 1[3]. Phạm vi"),
    Line("1.[4] Một, xem [9]."),
    Line("a)[5] Hai."),
    Line("[1] Tên chương được sửa.", note=True),
    Line("[2] Như trên.", note=True),
    Line("[3] Điều này được sửa theo khoản 1 Điều 1", note=True),
    Line("Điều 2. của Luật số 2/2031/QH20.", note=True),
    Line("[4] Khoản này được sửa.", note=True),
    Line("[5] Điểm này được sửa.", note=True),
)
_DOC = DocId("qh20", 2030, "1")


def test_marks_in_headings_do_not_hide_them() -> None:
    tree = parse(_LINES)
    assert [(str(node.locator), node.heading) for node in tree.nodes[1:]] == [
        ("chuong-I", "QUY ĐỊNH CHUNG"),
        ("dieu-1", "Phạm vi"),
        ("dieu-1/khoan-1", ""),
        ("dieu-1/khoan-1/diem-a", ""),
    ]
    assert tree.nodes[0].runs == ((0, 2), (7, 13))


def test_each_note_stands_beside_the_place_of_its_mark() -> None:
    found = [(str(note.ref.locator), note.kind, note.text) for note in footnotes(_DOC, _LINES, parse(_LINES))]
    assert found == [
        ("chuong-I", "ghi_chu", "Tên chương được sửa."),
        ("chuong-I", "ghi_chu", "Như trên."),
        (
            "dieu-1",
            "ghi_chu",
            "Điều này được sửa theo khoản 1 Điều 1 Điều 2. của Luật số 2/2031/QH20.",
        ),
        ("dieu-1/khoan-1", "ghi_chu", "Khoản này được sửa."),
        ("dieu-1/khoan-1/diem-a", "ghi_chu", "Điểm này được sửa."),
    ]


def test_the_holding_has_the_notes_and_reads_no_head_from_them() -> None:
    lines = (*_LINES[:-1], Line("[5] Luật này có hiệu lực từ ngày 01 tháng 7 năm 2031.", note=True))
    held = holding("luat.docx", "ab" * 32, SourceText(lines, "application/test"))
    assert held.document.ngay_hieu_luc is None
    assert len(held.notes) == 5
    assert {note.ref.doc_id for note in held.notes} == {held.document.id}
