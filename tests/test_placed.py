"""Every character of the text of a file with pages stands on one printed line, whose box on the page holds it."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.corrections import Correction, Field
from corpus.locator import Locator
from corpus.model import Holding
from corpus.placed import Page
from corpus.store import Store
from ingest import assemble
from ingest.isolate import Member
from ingest.layout import clean
from ingest.pipeline import Outcome, ingest_file, take_in
from ingest.readers import read
from ingest.repair import mended
from ingest.source_text import Line, SourceText
from tests.conftest import DAY, SHARED
from tests.pdf_maker import PageMaker, make_pdf
from tests.scan_maker import as_bytes, scan

words = st.text("abc đ²", min_size=1, max_size=12)


def decree() -> list[PageMaker]:
    """Two pages with running heads, a paragraph over the page break, a table, a note and its raised mark."""
    first = (
        PageMaker()
        .text(200, 40, "CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030")
        .text(90, 90, "CHÍNH PHỦ")
        .text(90, 110, "Số: 7/2030/NĐ-CP")
        .text(110, 140, "Điều 1. Phạm vi điều chỉnh")
        .text(110, 160, "1. Nghị định này quy định về tổ chức và hoạt động của hội và các cơ quan có")
        .text(90, 176, "liên quan.")
        .text(110, 192, "2. Hội có mức thu")
        .text(196, 188, "1", size=6)
        .text(110, 700, "Điều 2. Đối tượng áp dụng của Nghị định này gồm hộ gia đình và hợp tác xã")
        .text(90, 780, "1", size=5)
        .text(94, 784, "Mức thu này được sửa đổi năm 2031.", size=7)
    )
    second = (
        PageMaker()
        .text(200, 40, "CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030")
        .text(90, 90, "thu mua sản phẩm.")
        .grid([90, 250, 500], [120, 140, 160])
        .text(95, 134, "Vùng")
        .text(255, 134, "Mức thu")
        .text(95, 154, "Núi")
        .text(255, 154, "30 đồng")
    )
    return [first, second]


def held(name: str, data: bytes) -> Holding:
    """What the store is given of a file."""
    source = clean(mended(read(name, data))).source
    return assemble.holding(name, "ab" * 32, source)


def covered(text: str, pages: tuple[Page, ...]) -> Counter[int]:
    return Counter(at for page in pages for line in page.lines for at in range(line.start, line.end) if text[at])


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold()))


def not_drawn(data: bytes, text: str, pages: tuple[Page, ...]) -> list[str]:
    """The lines whose letters are not all drawn inside their box."""
    document = pypdfium2.PdfDocument(data)
    wrong = []
    for page in pages:
        drawn = document[page.number - 1].get_textpage()
        for line in page.lines:
            assert line.box
            left, top, right, bottom = line.box
            inside = drawn.get_text_bounded(left - 1, page.height - bottom - 1, right + 1, page.height - top + 1)
            if letters(line.read or text[line.start : line.end]) - letters(inside):
                wrong.append(text[line.start : line.end])
    return wrong


def test_every_character_stands_on_one_printed_line() -> None:
    holding = held("thử.pdf", make_pdf(decree()))
    text = holding.source.text
    assert "các cơ quan có liên quan.\n2. Hội có mức thu\n" in text
    assert "hợp tác xã thu mua sản phẩm.\nVùng\tMức thu\nNúi\t30 đồng" in text
    found = covered(text, holding.pages)
    assert set(found.values()) == {1}
    assert [at for at in range(len(text)) if at not in found] == [at for at, c in enumerate(text) if c == "\n"]
    assert [(page.number, page.width, page.height) for page in holding.pages] == [(1, 595, 842), (2, 595, 842)]


def test_the_letters_of_a_line_are_drawn_in_its_box() -> None:
    data = make_pdf(decree())
    holding = held("thử.pdf", data)
    assert not_drawn(data, holding.source.text, holding.pages) == []
    # and the box is that of the one line: the paragraph's other line is not in it
    first = next(line for line in holding.pages[0].lines if holding.source.text[line.start :].startswith("1. Nghị"))
    assert holding.source.text[first.start : first.end] == (
        "1. Nghị định này quy định về tổ chức và hoạt động của hội và các cơ quan có "
    )
    assert first.box is not None
    assert 145 < first.box[1] < first.box[3] < 165


def test_a_mark_taken_out_is_told_beside_the_line() -> None:
    holding = held("thử.pdf", make_pdf(decree()))
    marked = [(holding.source.text[line.start : line.end], line.read) for line in holding.pages[0].lines if line.read]
    assert marked == [("2. Hội có mức thu", "2. Hội có mức thu¹")]


def test_a_paragraph_over_a_page_break_stands_on_both_pages(fresh_store: Store, tmp_path: Path) -> None:
    data = make_pdf(decree())
    member = Member.of("thử.pdf", data, clean(mended(read("thử.pdf", data))).source)
    take_in(member, fresh_store, tmp_path)
    text = fresh_store.text_of(member.sha256)
    start = text.index("Điều 2.")
    pages = fresh_store.pages_of(member.sha256, start, text.index("\n", start))
    assert [(page.number, [text[line.start : line.end] for line in page.lines]) for page in pages] == [
        (1, ["Điều 2. Đối tượng áp dụng của Nghị định này gồm hộ gia đình và hợp tác xã "]),
        (2, ["thu mua sản phẩm."]),
    ]
    assert fresh_store.pages_of("00", 0, 10) == ()


def test_the_places_outlive_a_correction_and_go_with_the_document(fresh_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "thử.pdf"
    path.write_bytes(make_pdf(decree()))
    (report,) = ingest_file(path, fresh_store, tmp_path / "home")
    before = fresh_store.pages(report.sha256)
    assert [page.number for page in before] == [1, 2]
    fresh_store.correct(Correction(report.sha256, Locator(), Field.NGUOI_KY, "Nguyễn Văn A", "thử", DAY(2030, 1, 1)))
    assert fresh_store.pages(report.sha256) == before
    read_back = fresh_store.holding(report.sha256)
    assert read_back is not None
    assert read_back.pages == before
    assert [d.page for d in read_back.diagnostics if d.code == "running_head"] == [1, 2]
    fresh_store.remove(read_back.document.id)
    assert fresh_store.pages(report.sha256) == ()


def test_a_file_read_before_places_were_kept_is_read_again(fresh_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "thử.pdf"
    path.write_bytes(make_pdf(decree()))
    (first,) = ingest_file(path, fresh_store, tmp_path / "home")
    (second,) = ingest_file(path, fresh_store, tmp_path / "home")
    assert second.outcome is Outcome.ALREADY
    fresh_store._db.execute("DELETE FROM page")
    (third,) = ingest_file(path, fresh_store, tmp_path / "home")
    assert third.outcome is first.outcome
    assert [page.number for page in fresh_store.pages(first.sha256)] == [1, 2]


@pytest.mark.ocr
def test_a_repaired_line_of_a_scan_keeps_what_was_read() -> None:
    lines = ["Điều 9. Tên gọi của hội", "Điều l0. Trụ sở của hội", "Điều 11. Tài sản của hội"]
    source = read("quét.pdf", as_bytes(scan(lines), kind="PDF"))
    # as a recogniser misreads it
    misread = SourceText(
        tuple(
            Line(text, line.page, line.bbox, confidence=line.confidence)
            for line, text in zip(source.lines, lines, strict=True)
        ),
        source.media_type,
        source.pages,
        sheets=source.sheets,
    )
    holding = assemble.holding("quét.pdf", "ab" * 32, clean(mended(misread)).source)
    text = holding.source.text
    assert [(text[line.start : line.end], line.read) for line in holding.pages[0].lines] == [
        ("Điều 9. Tên gọi của hội", ""),
        ("Điều 10. Trụ sở của hội", "Điều l0. Trụ sở của hội"),
        ("Điều 11. Tài sản của hội", ""),
    ]
    assert all(line.confidence is not None for line in holding.pages[0].lines)
    # A4 at 150 dots an inch
    assert (holding.pages[0].width, holding.pages[0].height) == pytest.approx((595.2, 841.9), abs=0.2)


@given(st.lists(words, min_size=1, max_size=6), st.data())
def test_joined_and_cut_lines_are_tiled_by_their_parts(texts: list[str], data: st.DataObject) -> None:
    line = Line(texts[0], 1, (0, 0, 1, 1))
    for at, text in enumerate(texts[1:], start=2):
        line = line.joined(Line(text, at, (0, 0, 1, 1)))
    assert line.text == " ".join(texts)
    start = data.draw(st.integers(0, len(line.text)))
    end = data.draw(st.integers(start, len(line.text)))
    cut = line.without([(start, end)])
    assert cut.text == (line.text[:start] + line.text[end:]).strip()
    for one in (line, cut):
        assert [part.start for part in one.printed] == [0, *(part.end for part in one.printed[:-1])]
        assert one.printed[-1].end == len(one.text)
        assert [part.page for part in one.printed] == list(range(1, len(texts) + 1))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["tt-02-2021-btc-phi-kiem-dinh.pdf", "nq-141-nq-cp-2026.pdf", "luat-can-cuoc-2023.pdf"]
)
def test_the_letters_of_real_files_are_drawn_in_their_boxes(name: str) -> None:
    data = (SHARED / "data" / "files" / name).read_bytes()
    holding = held(name, data)
    found = covered(holding.source.text, holding.pages)
    assert set(found.values()) == {1}
    assert all(c == "\n" or at in found for at, c in enumerate(holding.source.text))
    assert not_drawn(data, holding.source.text, holding.pages) == []
