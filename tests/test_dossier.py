"""The files of a check: what stands in them is compared with what was written by hand."""

import datetime
import io
from pathlib import Path

import docx
import pytest

from corpus.locator import Locator
from corpus.model import Document, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import nfc
from search_api.check import check
from search_api.draft import read_bytes
from search_api.export import dossier, remarks
from search_api.proposed import proposals
from search_api.shelf import Shelf
from tests.conftest import DAY, draft_of, keep, place

ON = DAY(2032, 1, 1)
DECREE = DocId("nd-cp", 2030, "45")

DRAFT = """NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP
1. Sửa đổi, bổ sung khoản 2 Điều 1 như sau:
“2. Ong vò vẽ nuôi trong nhà.”
2. Bổ sung khoản 3 vào sau khoản 2 Điều 1 như sau:
“3. Ong bầu.”
3. Bãi bỏ Điều 2.
4. Sửa đổi khoản 9 Điều 3 như sau:
“9. Ong đất.”
Điều 2. Sửa đổi Điều 5 Nghị định số 77/2029/NĐ-CP
Sửa đổi Điều 5 Nghị định số 77/2029/NĐ-CP như sau:
“Điều 5. Tổ ong
Tổ ong phải sạch.”
"""


PLACES = [
    place(DECREE, "", "NGHỊ ĐỊNH\nvề nuôi ong"),
    place(DECREE, "dieu-1", "Điều 1. Phạm vi", "Phạm vi"),
    place(DECREE, "dieu-1/khoan-1", "1. Ong mật."),
    place(DECREE, "dieu-1/khoan-2", "2. Ong vò vẽ."),
    place(DECREE, "dieu-2", "Điều 2. Hỗ trợ", "Hỗ trợ"),
    place(DECREE, "dieu-3", "Điều 3. Hiệu lực", "Hiệu lực"),
]


def decree(ends: datetime.date | None) -> Document:
    return Document(
        DECREE, "45/2030/NĐ-CP", "Nghị định", "về nuôi ong", "Chính phủ",
        ngay_ban_hanh=DAY(2030, 5, 21), ngay_hieu_luc=DAY(2030, 7, 1), ngay_het_hieu_luc=ends,
    )  # fmt: skip


@pytest.fixture
def kho(fresh_store: Store) -> Store:
    """A decree of three Điều."""
    keep(fresh_store, decree(DAY(2040, 1, 1)), PLACES)
    return fresh_store


def test_the_table_has_the_current_text_the_draft_and_why(kho: Store) -> None:
    data = dossier.table(proposals(draft_of(DRAFT), Shelf(kho, ON)), "Dự thảo")
    file = docx.Document(io.BytesIO(data))
    (table,) = file.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Quy định hiện hành", "Quy định tại dự thảo", "Thuyết minh"],
        [
            "Điều 1. Phạm vi\n2. Ong vò vẽ.",
            "Điều 1. Phạm vi\n2. Ong vò vẽ nuôi trong nhà.\n3. Ong bầu.",
            "Sửa đổi, bổ sung theo khoản 1 Điều 1 dự thảo.\nBổ sung theo khoản 2 Điều 1 dự thảo.",
        ],
        ["Điều 2. Hỗ trợ", "(bãi bỏ)", "Bãi bỏ theo khoản 3 Điều 1 dự thảo."],
    ]
    underlined = [r.text for c in table.rows[1].cells for p in c.paragraphs for r in p.runs if r.font.underline]
    assert underlined == ["nuôi trong nhà", "3. Ong bầu."]
    words = [paragraph.text for paragraph in file.paragraphs]
    assert any(line.startswith("Khoản 4 Điều 1 dự thảo: sửa đổi, bổ sung Khoản 9 Điều 3. Lý do:") for line in words)
    assert any("Kho không có nguyên văn" in line and "77" in line for line in words)


@pytest.mark.parametrize(
    ("ends", "head", "told"),
    [
        (DAY(2040, 1, 1), "Quy định hiện hành", "Tình trạng ngày 1/1/2032: còn hiệu lực đến trước 1/1/2040."),
        (DAY(2031, 1, 1), "Lời văn trong kho", "Tình trạng ngày 1/1/2032: hết hiệu lực từ 1/1/2031."),
        (None, "Lời văn trong kho", "không rõ"),
    ],
)
def test_only_a_text_in_force_is_called_current(
    fresh_store: Store, ends: datetime.date | None, head: str, told: str
) -> None:
    keep(fresh_store, decree(ends), PLACES)
    found = proposals(draft_of(DRAFT), Shelf(fresh_store, ON))
    file = docx.Document(io.BytesIO(dossier.table(found, "Dự thảo")))
    assert file.tables[0].rows[0].cells[0].text == head
    whole = docx.Document(io.BytesIO(dossier.consolidated(found, "Dự thảo")))
    for paper in (file, whole):
        (standing,) = (p.text for p in paper.paragraphs if p.text.startswith("Tình trạng"))
        assert told in standing
        assert "hiện hành" not in "".join(p.text for p in paper.paragraphs)


def test_words_that_are_known_to_have_changed_are_not_passed_off_as_current(fresh_store: Store) -> None:
    place_changed = Ref(DECREE, Locator.parse("dieu-1/khoan-2"))
    by = Relation(
        Ref(DocId("nd-cp", 2031, "9")), RelationKind.SUA_DOI, place_changed, "9/2031/NĐ-CP", "45/2030/NĐ-CP",
        DAY(2031, 3, 1),
    )  # fmt: skip
    keep(fresh_store, decree(DAY(2040, 1, 1)), PLACES, relations=[by])
    found = proposals(draft_of(DRAFT), Shelf(fresh_store, ON))
    file = docx.Document(io.BytesIO(dossier.table(found, "Dự thảo")))
    note = "Khoản 2 Điều 1 được sửa đổi, bổ sung bởi 9/2031/NĐ-CP từ 1/3/2031; kho chưa có lời văn sau đó."
    assert note in [paragraph.text for paragraph in file.paragraphs]
    doubt = "Nơi này đã được sửa đổi từ 1/3/2031, kho chưa có lời mới; đây là lời trước đó"
    why = [row.cells[2].text for row in file.tables[0].rows[1:]]
    assert [f"Khoản 2 Điều 1: n{doubt[1:]}." in words for words in why] == [True, False]
    whole = docx.Document(io.BytesIO(dossier.consolidated(found, "Dự thảo")))
    assert [p.text for p in whole.paragraphs if doubt in p.text] == [
        f"2. Ong vò vẽ nuôi trong nhà. [Sửa đổi, bổ sung theo khoản 1 Điều 1 dự thảo. {doubt}]"
    ]


def test_a_summary_is_not_compared_as_if_it_were_the_text(fresh_store: Store) -> None:
    keep(fresh_store, decree(DAY(2040, 1, 1)), PLACES, official=False)
    found = proposals(draft_of(DRAFT), Shelf(fresh_store, ON))
    assert (found.texts, len(found.not_held)) == ((), 2)
    words = [p.text for p in docx.Document(io.BytesIO(dossier.table(found, "Dự thảo"))).paragraphs]
    assert any(line.startswith("Kho không có nguyên văn") and "45/2030/NĐ-CP" in line for line in words)


def test_the_amended_text_is_whole_and_marked(kho: Store) -> None:
    data = dossier.consolidated(proposals(draft_of(DRAFT), Shelf(kho, ON)), "Dự thảo")
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    at = words.index("Điều 1. Phạm vi")
    assert words[at : at + 7] == [
        "Điều 1. Phạm vi",
        "1. Ong mật.",
        "2. Ong vò vẽ nuôi trong nhà. [Sửa đổi, bổ sung theo khoản 1 Điều 1 dự thảo]",
        "3. Ong bầu. [Bổ sung theo khoản 2 Điều 1 dự thảo]",
        "Điều 3. Hiệu lực",
        "Nơi bị bãi bỏ",
        "Điều 2. Hỗ trợ",
    ]


def test_a_draft_that_amends_nothing_says_so(kho: Store) -> None:
    data = dossier.table(proposals(draft_of("THÔNG TƯ\nĐiều 1. Ong\nOng.\n"), Shelf(kho, ON)), "Dự thảo")
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert "Dự thảo không sửa đổi, bổ sung, bãi bỏ nơi nào của văn bản khác." in words


def word_file(*lines: str) -> bytes:
    file = docx.Document()
    for line in lines:
        file.add_paragraph(nfc(line))
    grid = file.add_table(rows=1, cols=2)
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Hạn chót", nfc("ngày 31 tháng 11 năm 2032")
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def test_each_finding_is_a_comment_on_its_words(kho: Store) -> None:
    data = word_file("THÔNG TƯ", "Điều 1. Hỗ trợ", "Hỗ trợ doanh nghệp nhỏ theo Nghị định số 45/2029/NĐ-CP.")
    draft = read_bytes("dự thảo.docx", data)
    after = docx.Document(io.BytesIO(remarks.remarked(data, draft, check(draft, kho, ON).findings)))
    assert [comment.text for comment in after.comments] == [
        "Cảnh báo: Không có tiếng “nghệp”. Có lẽ là “nghiệp”.",
        "Cần xem: Kho không có văn bản này, nên chưa kiểm được. Kho có Nghị định 45/2030/NĐ-CP ngày 21/5/2030: "
        "kiểm lại năm.",
        "Lỗi: Ngày 31 tháng 11 năm 2032 không có thật. Kiểm lại ngày, tháng, năm.",
    ]
    assert {comment.author for comment in after.comments} == {"Căn Cứ"}
    assert [paragraph.text for paragraph in after.paragraphs] == [
        paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs
    ]
    assert "nghệp" in [run.text for run in after.paragraphs[2].runs]  # the words alone are marked


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "Điều 1. Ong".encode()])
def test_what_is_no_word_file_gets_no_comments(data: bytes, kho: Store) -> None:
    draft = draft_of("Điều 1. Ong\nOng.\n")
    with pytest.raises(remarks.NotWord, match="DOCX"):
        remarks.remarked(data, draft, ())


def test_the_verb_writes_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from search_api import cli

    monkeypatch.setenv("CANCU_HOME", str(tmp_path / "home"))
    source = tmp_path / "dự thảo.docx"
    source.write_bytes(word_file("THÔNG TƯ", "Hỗ trợ doanh nghệp nhỏ."))
    names = ("comments", "table", "consolidated")
    options = [part for name in names for part in (f"--{name}", str(tmp_path / f"{name}.docx"))]
    assert cli.main(["check", str(source), *options]) == 1
    first = [docx.Document(str(tmp_path / f"{name}.docx")).paragraphs[0].text for name in names]
    assert first == [
        "THÔNG TƯ", "BẢNG SO SÁNH, THUYẾT MINH NỘI DUNG DỰ THẢO", "VĂN BẢN SAU KHI SỬA ĐỔI, BỔ SUNG THEO DỰ THẢO"
    ]  # fmt: skip
    text = tmp_path / "dự thảo.txt"
    text.write_text("Hỗ trợ doanh nghệp nhỏ.\n", encoding="utf-8")
    assert cli.main(["check", str(text), "--comments", str(tmp_path / "x.docx")]) == 2
    assert not (tmp_path / "x.docx").exists()
