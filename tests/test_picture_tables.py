"""Ruled tables on pictures of pages: drawn here, read back cell by cell."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from corpus.reference import Ref
from corpus.store import Store
from index.rows import texts
from ingest.pipeline import ingest_file
from ingest.readers import ocr, read
from ingest.readers.picture_rules import Rules, find_rules
from ingest.readers.ruling import Edge, find_grids
from ingest.readers.words import Word
from ingest.source_text import Reach
from tests.pdf_maker import PageMaker, make_pdf
from tests.scan_maker import DPI, as_bytes, letters, scan

XS, YS = (160, 300, 760, 1080), (400, 460, 520, 620)
HEADINGS = ("Số TT", "Tên loại phí", "Mức thu")
ROWS = (("1", "Phí thẩm định hồ sơ", "50.000 đồng"), ("2", "Phí cấp giấy phép\nnuôi ong", "120.000 đồng"))


def ruled(xs: tuple[int, ...] = XS, ys: tuple[int, ...] = YS, tilt: float = 0.0, width: int = 3) -> Image.Image:
    """A page with a line of text, a table drawn below it, a line of text below that."""
    page = scan(["Điều 1. Mức thu phí", "Mức thu phí theo bảng sau đây:"])
    pen = ImageDraw.Draw(page)
    for x in xs:
        pen.line((x, ys[0], x, ys[-1]), fill=60, width=width)
    for y in ys:
        pen.line((xs[0], y, xs[-1], y), fill=60, width=width)
    font = letters()
    for y, row in zip(ys, (HEADINGS, *ROWS), strict=False):
        for x, cell in zip(xs, row, strict=False):
            pen.multiline_text((x + 14, y + 10), cell, font=font, fill=0, spacing=12)
    pen.text((160, 700), "Điều 2. Người nộp phí", font=font, fill=0)
    return page.rotate(tilt, fillcolor=255) if tilt else page


def grids(page: Image.Image) -> list[tuple[int, int]]:
    """Rows and columns of each table found on a page."""
    return [(grid.rows, grid.columns) for grid in find_rules(page, DPI).grids]


@pytest.mark.parametrize("tilt", [0.0, 0.4, -1.0, 1.5])
def test_a_grid_is_found_on_a_page_that_lies_askew(tilt: float) -> None:
    page = ruled(tilt=tilt)
    assert grids(page) == [(3, 3)]
    # the lines are gone, the letters are not
    plain = find_rules(page, DPI).plain
    ink = [sum(image.histogram()[:100]) for image in (scan(["Điều 1."]), plain)]
    assert ink[0] < ink[1] < sum(page.histogram()[:100])


def test_letters_as_tall_as_a_row_keep_their_stems() -> None:
    # a table photographed from near: a stem is as long as a short upright line
    letters_only = Image.new("L", (1654, 1000), 255)
    pen = ImageDraw.Draw(letters_only)
    for x, y, cell in ((140, 330, "MỨC PHÍ"), (840, 330, "HÌNH THỨC"), (140, 510, "ĐIỆN LỰC"), (840, 510, "NIÊM YẾT")):
        pen.text((x, y), cell, font=letters(60), fill=0)
    page = letters_only.copy()
    pen = ImageDraw.Draw(page)
    for x in (100, 800, 1550):
        pen.line((x, 300, x, 660), fill=60, width=3)
    for y in (300, 480, 660):
        pen.line((100, y, 1550, y), fill=60, width=3)
    assert grids(page) == [(2, 2)]
    assert find_rules(page, DPI).plain.tobytes() == letters_only.tobytes()


def test_a_broken_and_a_thick_line_still_close_cells() -> None:
    page = ruled(width=5)
    ImageDraw.Draw(page).rectangle((500, 455, 507, 465), fill=255)
    assert grids(page) == [(3, 3)]


@pytest.mark.parametrize(
    ("xs", "ys"),
    [
        # a frame, two columns without a second row, rows without a second column
        ((160, 1080), (400, 620)),
        ((160, 500, 1080), (400, 620)),
        ((160, 1080), (400, 460, 520, 620)),
        # boxes for the digits of a number
        ((160, 190, 220, 250, 280), (400, 415, 430)),
    ],
)
def test_a_frame_is_no_table(xs: tuple[int, ...], ys: tuple[int, ...]) -> None:
    assert grids(ruled(xs, ys)) == []


def test_underlines_and_a_dark_stamp_are_no_table() -> None:
    page = scan(["Độc lập - Tự do - Hạnh phúc", "Điều 1. Phạm vi"])
    pen = ImageDraw.Draw(page)
    for y in (210, 300, 390):
        pen.line((300, y, 700, y), fill=0, width=3)
    pen.rectangle((700, 900, 1000, 1200), fill=40)
    pen.ellipse((200, 900, 500, 1200), outline=40, width=8)
    assert grids(page) == []


def test_a_table_whose_rules_have_faded_is_no_plain_one() -> None:
    page = ruled()
    pen = ImageDraw.Draw(page)
    for y in (460, 520):
        pen.rectangle((165, y - 4, 755, y + 4), fill=255)
    assert grids(page) == []


def table_of_words(*words: Word) -> str:
    """A recogniser's table of words, each a line of its own."""
    rows = ["level block_num par_num line_num left top width height conf text".replace(" ", "\t")]
    for at, (text, (left, top, right, bottom), sure) in enumerate((w.text, w.box, w.confidence) for w in words):
        place = [round(side * ocr.DPI / 72) for side in (left, top, right - left, bottom - top)]
        rows.append("\t".join(map(str, (5, at, 1, 1, *place, round(sure * 100), text))))
    return "\n".join(rows)


def two_tables() -> Rules:
    """The rules of two tables: rows of 40 points from 100 and from 220 points on, columns at 50, 250 and 450."""
    level = [Edge((50, y), (450, y)) for y in (100, 140, 180, 220, 260, 300)]
    upright = [Edge((x, y), (x, y + 80)) for x in (50, 250, 450) for y in (100, 220)]
    return Rules(tuple(find_grids([*level, *upright])), 0.0, Image.new("L", (1, 1)))


def test_parts_of_one_printed_line_are_read_from_the_left() -> None:
    read_in = [
        Word("nước", (130, 110.2, 160, 120), 0.9),
        Word("Bình", (90, 110.6, 120, 120.4), 0.9),
        # the line below, its box reaching up: the page lies askew
        Word("ngọt", (88, 118, 118, 131), 0.9),
        *(
            Word(text, (x, y, x + 30, y + 10), 0.9)
            for x, y, text in ((300, 110, "10"), (90, 150, "Đèn"), (300, 150, "2"))
        ),
    ]
    page = ocr.as_lines(table_of_words(*read_in), 1, two_tables())
    assert page.tables[0].rows == (("Bình nước\nngọt", "10"), ("Đèn", "2"))


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(60, 340), st.integers(4, 90), st.floats(0, 1)),
        max_size=40,
    )
)
def test_no_recognised_word_is_lost_or_told_twice(places: list[tuple[int, int, int, float]]) -> None:
    cells = [(x, y, 40, 0.9) for y in (115, 155, 235, 275) for x in (80, 300)]
    words = [
        Word(f"w{at}", (x, y, x + width, y + 10), sure) for at, (x, y, width, sure) in enumerate([*cells, *places])
    ]
    page = ocr.as_lines(table_of_words(*words), 1, two_tables())
    told = [word for line in (*page.lines, *page.dropped) for word in line.text.split()]
    assert sorted(told) == sorted(word.text for word in words)
    rows = [(line.table, line.text) for line in page.lines if line.table is not None]
    assert len(page.tables) == 2
    assert rows == [
        (at, "\t".join(" ".join(cell.split()) for cell in row))
        for at, table in enumerate(page.tables)
        for row in table.rows
    ]


@pytest.mark.ocr
@pytest.mark.parametrize("tilt", [0.0, -0.8])
def test_the_cells_of_a_scanned_table_are_read(tilt: float) -> None:
    source = read("biểu phí.pdf", as_bytes(ruled(tilt=tilt), kind="PDF"))
    (table,) = source.tables
    assert (table.page, table.headings) == (1, 1)
    assert table.rows == (HEADINGS, *ROWS)
    assert [(line.text, line.table) for line in source.lines] == [
        ("Điều 1. Mức thu phí", None),
        ("Mức thu phí theo bảng sau đây:", None),
        ("Số TT\tTên loại phí\tMức thu", 0),
        ("1\tPhí thẩm định hồ sơ\t50.000 đồng", 0),
        ("2\tPhí cấp giấy phép nuôi ong\t120.000 đồng", 0),
        ("Điều 2. Người nộp phí", None),
    ]
    assert all(line.confidence and line.confidence > 0.6 for line in source.lines)
    left, top, right, bottom = source.lines[3].bbox or (0, 0, 0, 0)
    assert 160 * 72 / DPI - 2 < left < right < 1080 * 72 / DPI
    assert 440 * 72 / DPI < top < bottom < 540 * 72 / DPI


@pytest.mark.ocr
def test_a_scanned_table_is_searched_by_its_cells(fresh_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "biểu phí.pdf"
    path.write_bytes(as_bytes(ruled(), kind="PDF"))
    (report,) = ingest_file(path, fresh_store, tmp_path)
    (place,) = (p for p in fresh_store.within(Ref.parse(report.doc_id)) if fresh_store.tables(p))
    (table,) = fresh_store.tables(place)
    assert (str(place.ref.locator), table.headings) == ("dieu-1", 1)
    assert [cell.text for cell in table.cells if cell.row == 2] == ["2", "Phí cấp giấy phép nuôi ong", "120.000 đồng"]
    (passage,) = texts(table, place.text)
    assert "nuôi ong" in passage
    assert "Tên loại phí" in passage


@pytest.mark.ocr
def test_a_wide_cell_reaches_over_its_columns() -> None:
    page = ruled()
    pen = ImageDraw.Draw(page)
    pen.rectangle((302, 462, 1078, 518), fill=255)
    pen.text((320, 470), "Phí thẩm định hồ sơ", font=letters(), fill=0)
    (table,) = read("biểu phí.png", as_bytes(page)).tables
    assert table.reaches == (Reach(1, 1, 1, 2),)
    assert table.rows[1] == ("1", "Phí thẩm định hồ sơ", "")


@pytest.mark.ocr
def test_a_ruled_letterhead_stays_text() -> None:
    page = scan([])
    pen = ImageDraw.Draw(page)
    for x in (100, 560, 1180):
        pen.line((x, 150, x, 270), fill=60, width=3)
    for y in (150, 210, 270):
        pen.line((100, y, 1180, y), fill=60, width=3)
    for x, y, text in (
        (110, 160, "ỦY BAN NHÂN DÂN"), (570, 160, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (110, 220, "TỈNH PHÚ THỌ"), (570, 220, "Độc lập - Tự do - Hạnh phúc"),
    ):  # fmt: skip
        pen.text((x, y), text, font=letters(22), fill=0)
    source = read("thư.png", as_bytes(page))
    assert source.tables == ()
    assert sorted(line.text for line in source.lines) == sorted(
        ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    )


@pytest.mark.ocr
def test_tables_of_drawn_and_of_scanned_pages_are_counted_together() -> None:
    drawn = PageMaker().grid([80, 200, 400], [80, 110, 140])
    for y, row in ((100, ("Mã", "Tên")), (130, ("A1", "Ong mật"))):
        for x, text in zip((90, 210), row, strict=True):
            drawn.text(x, y, text)
    source = read("hai bảng.pdf", make_pdf([drawn, PageMaker().scan(0, 0, 595, 842, ruled())]))
    assert [(table.page, table.rows[-1]) for table in source.tables] == [(1, ("A1", "Ong mật")), (2, ROWS[-1])]
    assert [line.table for line in source.lines if line.table is not None] == [0, 0, 1, 1, 1]
