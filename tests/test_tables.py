"""Tables from file to answer: found by cell, shown with their headings."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.locator import Locator
from corpus.model import Document, Holding, Piece, Provision, Source, SourceRank, Span
from corpus.reference import DocId, Ref
from corpus.store import Store
from index.chunk import articles
from index.rows import LONGEST, texts, without
from index.snapshot import build
from ingest.source_text import Line, Reach
from ingest.source_text import Table as Drawn
from ingest.table_places import placed
from search_api.library import Library
from search_api.quote import quote_of
from search_api.settings import Settings
from search_api.table_page import TableView, blocks, running, view
from search_api.table_text import printed
from search_api.table_wire import CellOut, RowOut, TableOut
from search_api.wire import AskRequest, Mark, QuoteOut
from tests.conftest import HashEncoder

DAY = datetime.date(2030, 6, 1)
DOC = DocId.parse("tt-xx/2030/7")
_KHOAN = "1. Mức hỗ trợ cho mỗi nội dung như sau:"
_TABLE = (
    ("STT", "Nội dung hỗ trợ", "Mức hỗ trợ (triệu đồng)", ""),
    ("", "", "Tối thiểu", "Tối đa"),
    ("I", "Máy móc, thiết bị", "", ""),
    ("1", "Máy dệt thổ cẩm", "20", "300"),
    ("2", "Lò nung gốm", "50", "450"),
    ("3", "Máy sấy chè", "50", "150"),
    ("II", "Đào tạo, truyền nghề", "", ""),
    ("1", "Lớp truyền nghề mây tre đan", "5", "35"),
    ("2", "Lớp khởi sự kinh doanh", "8", "60"),
    ("III", "Xúc tiến thương mại", "", ""),
    ("1", "Gian hàng hội chợ trong nước", "3", "12"),
    ("2", "Gian hàng hội chợ nước ngoài", "25", "90"),
)
_REACHES = (Reach(0, 0, 2, 1), Reach(0, 1, 2, 1), Reach(0, 2, 1, 2))
_OTHER = (("Loại phương tiện", "Phí kiểm định (đồng)"), ("Xuồng máy", "110.000"), ("Tàu kéo", "470.000"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    lines = [
        *(Line("THÔNG TƯ"), Line("Điều 1. Mức hỗ trợ"), Line(_KHOAN)),
        *(Line("\t".join(row), table=0) for row in _TABLE),
        *(Line("2. Kinh phí do ngân sách bảo đảm."), Line("Điều 2. Phí kiểm định phương tiện thủy")),
        *(Line("\t".join(row), table=1) for row in _OTHER),
    ]
    text = "\n".join(line.text for line in lines)
    sha = "7" * 64

    def place(locator: str, heading: str, first: str, last: str) -> Provision:
        start, end = text.index(first), text.index(last) + len(last)
        steps = Locator.parse(locator)
        unit, number = (steps.steps[-1].unit, steps.steps[-1].number) if steps.steps else (None, "")
        piece = Piece(sha, Span(start, end))
        return Provision(Ref(DOC, steps), unit, number, heading, text[start:end], (piece,))

    holding = Holding(
        Document(DOC, "7/2030/TT-XX", "Thông tư", "mức hỗ trợ và phí", ngay_hieu_luc=datetime.date(2030, 1, 1)),
        Source(sha, "tt.docx", "text/plain", text, SourceRank.SIGNED, True),
        (
            place("", "", "THÔNG TƯ", "THÔNG TƯ"),
            place("dieu-1", "Mức hỗ trợ", "Điều 1. Mức hỗ trợ", "Điều 1. Mức hỗ trợ"),
            place("dieu-1/khoan-1", "", _KHOAN, "25\t90"),
            place("dieu-1/khoan-2", "", "2. Kinh phí", "bảo đảm."),
            place("dieu-2", "Phí kiểm định phương tiện thủy", "Điều 2. Phí", "470.000"),
        ),
        tables=placed(lines, (Drawn(None, _TABLE, 2, _REACHES), Drawn(None, _OTHER, 1))),
    )
    found = Store.open(tmp_path / "home")
    found.add(holding, b"x")
    return found


def provision(store: Store, locator: str) -> Provision:
    return store.within(Ref(DOC, Locator.parse(locator)))[0]


def quote(store: Store, locator: str, *terms: str) -> QuoteOut:
    found = quote_of(Ref(DOC, Locator.parse(locator)), store, DAY, terms, "", None)
    assert found is not None
    return found


def test_a_provision_of_two_pieces_counts_characters_over_both(store: Store) -> None:
    whole = provision(store, "dieu-2")
    (piece,) = whole.pieces
    cut = Piece(piece.sha256, Span(0, 9))
    pieced = replace(whole, text=f"THÔNG TƯ\n{whole.text}", pieces=(cut, piece))
    (table,) = store.tables(pieced)
    assert [pieced.text[cell.start : cell.end] for cell in table.rows[1]] == ["Xuồng máy", "110.000"]


# Index


def test_rows_are_chunks_under_their_caption_headings_and_group(store: Store) -> None:
    (article,) = [a for a in articles(store) if str(a.ref) == "tt-xx/2030/7#dieu-1"]
    lead = f"{_KHOAN}\nSTT | Nội dung hỗ trợ | Mức hỗ trợ (triệu đồng) / Tối thiểu | Mức hỗ trợ (triệu đồng) / Tối đa\n"
    said = [(str(chunk.ref.locator), chunk.text) for chunk in article.chunks]
    assert said[:2] == [("dieu-1/khoan-1", _KHOAN), ("dieu-1/khoan-2", "2. Kinh phí do ngân sách bảo đảm.")]
    assert said[3] == (
        "dieu-1/khoan-1",
        f"{lead}I Máy móc, thiết bị\n1 | Máy dệt thổ cẩm | 20 | 300\n2 | Lò nung gốm | 50 | 450\n"
        "3 | Máy sấy chè | 50 | 150",
    )
    assert all(chunk.text[place.start : place.end] == chunk.text for chunk in article.chunks for place in chunk.places)


def test_long_tables_are_cut_and_no_cell_is_lost() -> None:
    rows = (("STT", "Tên"), *((str(at), "chữ " * 30) for at in range(9)), ("9", "dài " * 400))
    lines = [Line("\t".join(" ".join(cell.split()) for cell in row), table=0) for row in rows]
    (table,) = placed(lines, (Drawn(None, rows, 1),))
    found = list(texts(table, "\n".join(line.text for line in lines)))
    assert all(text.startswith("STT | Tên\n") for text in found)
    assert [len(text.split()) for text in found[:4]] == [3 + 32, 3 + 32, 3 + 32, 3 + 32]
    assert sum(text.count("dài") for text in found) == 400
    assert max(len(text.split()) for text in found) < 260
    assert LONGEST == 60


def test_a_text_without_its_tables(store: Store) -> None:
    place = provision(store, "dieu-2")
    assert without(place.text, store.tables(place)) == "Điều 2. Phí kiểm định phương tiện thủy\n"
    assert without("không có bảng", ()) == "không có bảng"


@pytest.mark.parametrize(
    ("question", "place", "row"),
    [
        ("máy dệt thổ cẩm được hỗ trợ tối đa bao nhiêu", "dieu-1/khoan-1", ["1", "Máy dệt thổ cẩm", "20", "300"]),
        ("mức hỗ trợ lò nung gốm", "dieu-1/khoan-1", ["2", "Lò nung gốm", "50", "450"]),
        ("máy sấy chè hỗ trợ tối thiểu", "dieu-1/khoan-1", ["3", "Máy sấy chè", "50", "150"]),
        ("truyền nghề mây tre đan", "dieu-1/khoan-1", ["1", "Lớp truyền nghề mây tre đan", "5", "35"]),
        ("lớp khởi sự kinh doanh mức tối đa", "dieu-1/khoan-1", ["2", "Lớp khởi sự kinh doanh", "8", "60"]),
        ("gian hàng hội chợ nước ngoài", "dieu-1/khoan-1", ["2", "Gian hàng hội chợ nước ngoài", "25", "90"]),
        ("gian hàng hội chợ trong nước", "dieu-1/khoan-1", ["1", "Gian hàng hội chợ trong nước", "3", "12"]),
        ("phí kiểm định xuồng máy", "dieu-2", ["Xuồng máy", "110.000"]),
        ("tau keo phi kiem dinh", "dieu-2", ["Tàu kéo", "470.000"]),
        ("nội dung nào hỗ trợ tối đa 450 triệu đồng", "dieu-1/khoan-1", ["2", "Lò nung gốm", "50", "450"]),
    ],
)
def test_a_question_finds_its_row(store: Store, tmp_path: Path, question: str, place: str, row: list[str]) -> None:
    home = tmp_path / "home"
    encoder = HashEncoder()
    build(store, home, encoder, datetime.datetime(2030, 6, 1, tzinfo=datetime.UTC))
    answer = Library(Settings(home), encoder).ask(AskRequest.model_validate({"question": question}), DAY)
    best = answer.quotes[0]
    assert best.ref == f"{DOC}#{place}"
    (table,) = best.tables
    assert [cell.text for cell in next(r for r in table.rows if not r.heading).cells] == row
    assert table.headings[0] in ("STT", "Loại phương tiện")


# Quote


def test_a_quote_shows_the_rows_that_match_under_their_headings_and_group(store: Store) -> None:
    found = quote(store, "dieu-1/khoan-1", "mây", "tre")
    (table,) = found.tables
    assert [(row.heading, row.group, [cell.text for cell in row.cells]) for row in table.rows] == [
        (True, (), ["STT", "Nội dung hỗ trợ", "Mức hỗ trợ (triệu đồng)"]),
        (True, (), ["Tối thiểu", "Tối đa"]),
        (False, ("II Đào tạo, truyền nghề",), ["1", "Lớp truyền nghề mây tre đan", "5", "35"]),
    ]
    assert table.left_out == 9
    assert all(found.text[cell.start : cell.end] == cell.text for row in table.rows for cell in row.cells)
    assert found.text[table.start : table.end] == "\n".join("\t".join(row) for row in _TABLE)


def test_the_name_of_a_group_tells_less_than_the_row(store: Store) -> None:
    (table,) = quote(store, "dieu-1/khoan-1", "thiết", "bị", "gốm").tables
    assert [row.cells[1].text for row in table.rows if not row.heading] == ["Lò nung gốm"]


def test_a_quote_of_an_dieu_counts_characters_over_its_khoan(store: Store) -> None:
    found = quote(store, "dieu-1")
    (table,) = found.tables
    assert (len(table.rows), table.left_out) == (12, 0)
    assert all(found.text[cell.start : cell.end] == cell.text for row in table.rows for cell in row.cells)


def test_without_a_match_the_first_rows_are_shown(store: Store) -> None:
    (table,) = quote(store, "dieu-1/khoan-1", "xyz").tables
    assert [row.cells[0].text for row in table.rows if not row.heading] == ["I", "1", "2"]


# Page


def test_text_and_tables_alternate_on_a_page(store: Store) -> None:
    found = quote(store, "dieu-2")
    head, table, rest = blocks(found.text, found.tables)
    assert (head, rest) == ("Điều 2. Phí kiểm định phương tiện thủy", "")
    assert isinstance(table, TableView)
    assert [[str(cell.words) for cell in row] for row in table.head] == [["Loại phương tiện", "Phí kiểm định (đồng)"]]
    row = table.body[1]
    assert not isinstance(row, str)
    assert [(str(cell.words), cell.figure) for cell in row] == [("Tàu kéo", False), ("470.000", True)]


def test_marks_stand_in_cells_and_groups_are_named(store: Store) -> None:
    found = quote(store, "dieu-1/khoan-1", "mây", "tre")
    group, row = view(found.tables[0], found.marks).body
    assert group == "II Đào tạo, truyền nghề"
    assert not isinstance(row, str)
    assert str(row[1].words) == "Lớp truyền nghề <mark>mây tre</mark> đan"
    wide = view(found.tables[0]).head[0][2]
    assert (wide.columns, wide.rows) == (2, 1)


def test_a_mark_over_the_edge_of_a_table_is_cut() -> None:
    store_text = "một\na\tb\nhai"
    cells = (CellOut(text="a", start=4, end=5), CellOut(text="b", start=6, end=7))
    table = TableOut(start=4, end=7, headings=(), rows=(RowOut(heading=False, group=(), cells=cells),))
    kept = running(store_text, [Mark(start=2, end=5), Mark(start=6, end=10)], [table])
    assert (kept.text, [(m.start, m.end) for m in kept.marks]) == ("một\nhai", [(2, 4), (4, 6)])


# Terminal


def test_the_terminal_prints_columns(store: Store) -> None:
    found = quote(store, "dieu-2", "xuồng")
    assert printed(found.text, found.tables, 60) == [
        "Điều 2. Phí kiểm định phương tiện thủy",
        "+--------------------+------------------------+",
        "| Loại phương tiện   | Phí kiểm định (đồng)   |",
        "+====================+========================+",
        "| Xuồng máy          | 110.000                |",
        "+--------------------+------------------------+",
        "(còn 1 hàng khác của bảng)",
    ]


def test_wide_tables_fit_the_terminal(store: Store) -> None:
    found = quote(store, "dieu-1/khoan-1")
    lines = printed(found.text, found.tables, 72)
    assert max(map(len, lines)) <= 72
    assert any("Máy dệt" in line and "300" in line for line in lines)
