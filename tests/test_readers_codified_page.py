"""A page of the codification export as the documents whose articles it holds."""

import gzip
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from corpus.model import SourceRank
from corpus.store import Store
from ingest import pipeline
from ingest.readers import codified_page, read, sniff, unwrap
from ingest.readers.media import CODIFIED_PAGE, HTML
from ingest.source_text import SourceText
from tests.conftest import SHARED

VBPL = "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx"


def article(code: str, title: str, note: str, item: int, body: str, related: str = "") -> str:
    return (
        f"<p class='pDieu'><a name='0700'></a>Điều {code}. {title}</p>"
        f"<p class='pGhiChu'><a href='{VBPL}?ItemID={item}#Dieu_9' target='_blank'>({note})</a></p>"
        f"<p class='pNoiDung'>{body}</p>{related}"
    )


PAGE = (
    "<link href='style.css' rel='stylesheet'/><h3>Đề mục 9.9<br/>Nuôi ong</h3><div class='_content'>"
    "<p class='pChuong'><a name='0700'></a>Chương I</p><p class='pChuong'>QUY ĐỊNH CHUNG</p>"
    + article(
        "9.9.NĐ.1",
        "Phạm vi",
        "Điều 1 Nghị định số 45/2031/NĐ-CP Về nuôi ong ngày 21/05/2031 của Chính phủ, "
        "có hiệu lực thi hành kể từ ngày 05/07/2031",
        7,
        '<p class="MsoNormal">\n\t<font face="Arial">1. Một.</font></p>\n<p>2. “Điều 5. Ba” là lời dẫn.</p>',
        "<p class='pChiDan'>(Điều này có nội dung liên quan đến <a href='#'>Điều 9.9.TT.1.3. Mức</a>)</p>",
    )
    + article(
        "9.9.TT.1.3",
        "Mức chi",
        "Điều 3 Thông tư số 28/2031/TT-BTC Kinh phí nuôi ong ngày 01/06/2031 của Bộ Tài chính, "
        "có hiệu lực thi hành kể từ ngày 15/07/2031, có nội dung được sửa đổi bởi Điều 1 Thông tư số 64/2032/TT-BTC "
        "có hiệu lực thi hành kể từ ngày 12/10/2032",
        8,
        "<table><tr><th>Loại</th><th>Mức</th></tr><tr><td>Thùng</td><td>3</td></tr></table>",
    )
    + "<p class='pChuong'>Chương II</p>"
    + article("9.9.NĐ.2", "Hiệu lực", "Điều 2 Nghị định số 45/2031/NĐ-CP, có hiệu lực", 7, "<p>Từ nay.</p>")
    + "</div>"
).encode()


def test_it_is_told_from_other_pages() -> None:
    assert sniff(PAGE) == CODIFIED_PAGE
    assert sniff(b"<html><p class='pDieu'>x</p></html>") == HTML


def test_articles_are_gathered_by_their_documents_bytes_unchanged() -> None:
    files = codified_page.split("9.9.html", PAGE)
    assert tuple(unwrap("9.9.html", PAGE)) == files
    assert [name for name, _ in files] == ["9.9.html#45/2031/NĐ-CP", "9.9.html#28/2031/TT-BTC"]
    for _, data in files:
        assert all(part in PAGE for part in data.split(b"\n<p class='pDieu'>"))
    # what was split is one document
    (name, data) = files[0]
    assert codified_page.split(name, data) == ((name, data),)


def test_each_dieu_stands_under_its_own_number() -> None:
    sources = [read(name, data) for name, data in codified_page.split("9.9.html", PAGE)]
    decree, circular = sources
    assert [(line.text, line.heading) for line in decree.lines] == [
        ("Điều 1. Phạm vi", True),
        ("1. Một.", False),
        ("2. “Điều 5. Ba” là lời dẫn.", False),
        ("Điều 2. Hiệu lực", True),
        ("Từ nay.", False),
    ]
    assert decree.rank is SourceRank.CODIFIED
    declared = decree.declared
    assert (declared.so_hieu, declared.loai, declared.trich_yeu) == ("45/2031/NĐ-CP", "Nghị định", "Về nuôi ong")
    assert (str(declared.ngay_ban_hanh), str(declared.ngay_hieu_luc)) == ("2031-05-21", "2031-07-05")
    assert declared.url == f"{VBPL}?ItemID=7"
    assert [table.rows for table in circular.tables] == [(("Loại", "Mức"), ("Thùng", "3"))]
    assert [line.table for line in circular.lines] == [None, 0, 0]
    assert [(str(note.ref), note.kind) for note in circular.declared.notes] == [
        ("tt-btc/2031/28#dieu-3", "ma_nguon"),
        ("tt-btc/2031/28#dieu-3", "ghi_chu"),
        ("tt-btc/2031/28#dieu-3", "hop_nhat_den"),
    ]


def test_the_page_becomes_its_documents_in_the_store(tmp_path: Path) -> None:
    file = tmp_path / "9.9.html"
    file.write_bytes(PAGE)
    with Store.open(tmp_path / "home") as store:
        reports = pipeline.ingest_file(file, store, tmp_path / "home")
        assert [report.doc_id for report in reports] == ["nd-cp/2031/45", "tt-btc/2031/28"]
        assert [dict(report.counts) for report in reports] == [{"dieu": 2, "khoan": 2}, {"dieu": 1}]


@pytest.mark.parametrize("broken", [b"<p class='pDieu'>", b"<p class='pDieu'>\xff<p class='pGhiChu'>(", PAGE[:900]])
def test_a_broken_page_is_still_text_or_refused(broken: bytes) -> None:
    assert all(_words_or_remedy(name, data) for name, data in codified_page.split("x.html", broken))


def _words_or_remedy(name: str, data: bytes) -> str:
    try:
        return " ".join(line.text for line in read(name, data).lines)
    except UnreadableSource as error:
        return error.remedy


def _articles(source: SourceText) -> list[str]:
    found: list[str] = []
    for line in source.lines:
        words = " ".join(line.text.split())
        if line.heading:
            found.append(words)
        else:
            found[-1] += f" {words}"
    return found


@pytest.mark.shared
def test_real_pages_say_what_the_rows_made_from_them_say() -> None:
    """Against another converter's rows of the same export: words, numbers, dates, notes."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    with gzip.open(SHARED / "data" / "phapdien" / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["snapshot"] == "2026-01" and row["doc_number"]:
                rows[row["demuc"], row["doc_number"]].append(line)
    compared = 0
    for path in sorted((SHARED / "data" / "raw-documents" / "phapdien-html").glob("*.2026-01.html.gz")):
        topic = path.name.partition("-")[0]
        for name, data in codified_page.split(path.name, gzip.decompress(path.read_bytes())):
            key = (topic, name.partition("#")[2])
            if key not in rows:
                assert key[1].startswith("ItemID=")
                continue
            ours, theirs = read(name, data), read("rows", "".join(rows[key]).encode())
            assert _articles(ours) == _articles(theirs)
            assert ours.declared == replace(theirs.declared, as_of=None)  # a page does not say of when it is
            compared += len(_articles(ours))
    assert compared == 701


@pytest.mark.timeout(60)
def test_a_page_of_many_dieu_without_a_note_is_told_in_one_pass() -> None:
    assert sniff(b"<html>" + b"<p class='pDieu'>x</p>\n" * 200_000) == HTML
