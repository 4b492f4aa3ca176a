"""A table of a legal text: its places, headings, groups; and what the store keeps of it."""

import dataclasses
from pathlib import Path

from corpus.store import Store
from corpus.table import Cell, Table
from ingest import assemble
from ingest.source_text import Line, Reach, SourceText
from ingest.source_text import Table as Drawn
from ingest.table_places import placed

_ROWS = (
    ("STT", "Nội dung", "Mức hỗ trợ", ""),
    ("", "", "Tối thiểu", "Tối đa"),
    ("(1)", "(2)", "(3)", "(4)"),
    ("I", "Máy móc", "", ""),
    ("1", "Máy khoan", "100", "300"),
    ("2", "Máy tiện", "", "500"),
    ("II", "Đào tạo", "", ""),
    ("1", "Lớp ngắn", "5", "9"),
)
_REACHES = (
    *(Reach(0, 0, 2, 1), Reach(0, 1, 2, 1), Reach(0, 2, 1, 2)),
    # one lowest amount for two machines
    Reach(4, 2, 2, 1),
)


def _source() -> SourceText:
    head = [
        Line("CHÍNH PHỦ"),
        Line("Số: 1/2030/NĐ-CP"),
        Line("Hà Nội, ngày 02 tháng 01 năm 2030"),
        Line("NGHỊ ĐỊNH"),
        Line("Điều 1. Phạm vi"),
    ]
    rows = [Line("\t".join(row), table=0) for row in _ROWS]
    lines = (*head, Line("1. Mức hỗ trợ như sau:"), *rows, Line("2. Mức khác do Bộ quy định."))
    return SourceText(lines, "text/plain", tables=(Drawn(None, _ROWS, 3, _REACHES),))


def _table() -> Table:
    (table,) = placed(_source().lines, _source().tables)
    return table


def test_cells_are_characters_of_the_stored_text() -> None:
    text = "\n".join(line.text for line in _source().lines)
    table = _table()
    assert all(text[cell.start : cell.end] == cell.text for cell in table.cells)
    assert text[table.start : table.end] == "\n".join("\t".join(row) for row in _ROWS)
    # what a tall or wide cell reaches over has no cell of its own
    assert [cell.text for cell in table.rows[1]] == ["Tối thiểu", "Tối đa"]
    assert (table.columns, len(table.rows), len(table.cells)) == (4, 8, 4 * 8 - 4)


def test_a_column_is_named_by_all_headings_over_it_but_its_number() -> None:
    assert _table().column_headings == ("STT", "Nội dung", "Mức hỗ trợ / Tối thiểu", "Mức hỗ trợ / Tối đa")
    assert dataclasses.replace(_table(), headings=None).column_headings == ("", "", "", "")


def test_rows_know_their_group_and_what_a_tall_cell_says() -> None:
    table = _table()
    assert list(table.body()) == [
        ((), 3),
        (("I Máy móc",), 4),
        (("I Máy móc",), 5),
        ((), 6),
        (("II Đào tạo",), 7),
    ]
    assert table.said_in(5) == ("2", "Máy tiện", "100", "500")


def test_the_store_gives_a_table_back_and_places_it_in_its_khoan(tmp_path: Path) -> None:
    holding = assemble.holding("nd.txt", "a" * 64, _source())
    with Store.open(tmp_path) as store:
        store.add(holding, b"x")
        assert store.holding("a" * 64) == holding
        found = {str(p.ref.locator): (p, store.tables(p)) for p in holding.provisions if store.tables(p)}
        assert list(found) == ["dieu-1/khoan-1"]
        provision, (table,) = found["dieu-1/khoan-1"]
        assert [provision.text[cell.start : cell.end] for cell in table.rows[4]] == ["1", "Máy khoan", "100", "300"]
        assert table.headings == 3
        store.remove(holding.document.id)
        assert store.tables(provision) == ()


def test_a_row_with_an_empty_first_cell_keeps_its_column() -> None:
    lines = (Line("a\tb", table=0), Line("\tc", table=0))
    (table,) = placed(lines, (Drawn(None, (("a", "b"), ("", "c"))),))
    assert [(cell.row, cell.column, cell.start, cell.end) for cell in table.cells] == [
        (0, 0, 0, 1),
        (0, 1, 2, 3),
        (1, 0, 4, 4),
        (1, 1, 5, 6),
    ]


def test_a_moved_table_counts_from_another_place() -> None:
    table = Table(0, None, (Cell(0, 0, "a", 3, 4), Cell(0, 1, "b", 5, 6)))
    assert [(cell.start, cell.end) for cell in table.moved(-3).cells] == [(0, 1), (2, 3)]
