import base64
import datetime

import pytest

from corpus.errors import UnreadableSource
from corpus.model import EffectStatus, SourceRank
from ingest.layout import clean
from ingest.readers import read
from ingest.source_text import SourceText

_LONG = "Câu này đủ dài để trang được coi là có nội dung của một văn bản, không phải chỉ là khung trang. " * 3


def read_page(body: str, head: str = "") -> SourceText:
    return read("trang.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("opening", "closing", "rank"),
    [
        ("<div id='toanvancontent'>", "</div>", SourceRank.VBPL),
        ("<div class='min-h-screen preview-content'>", "</div>", SourceRank.VBPL),
        ("<div id='divContentDoc'><div class='content1'>", "</div></div>", SourceRank.PORTAL),
        # no known container: where the articles are
        ("<main><section>", "</section></main>", SourceRank.PORTAL),
    ],
)
def test_only_the_law_is_read(opening: str, closing: str, rank: SourceRank) -> None:
    chrome = "<div><p>Trang chủ</p><a>Xem Điều 9 Luật Ban hành</a></div>"
    law = f"<p>Điều 1. Phạm vi</p><p>{_LONG}</p><p>Điều 2. Đối tượng</p><p>Hết.</p>"
    source = read_page(f"{chrome}{opening}{law}{closing}{chrome}")
    assert [line.text for line in source.lines] == ["Điều 1. Phạm vi", _LONG.strip(), "Điều 2. Đối tượng", "Hết."]
    assert source.rank is rank


def in_container(law: str) -> list[str]:
    source = read_page(f"<div id='divContentDoc'>{law}<p>{_LONG}</p></div>")
    return [line.text for line in source.lines[:-1]]


@pytest.mark.parametrize(
    ("law", "lines"),
    [
        # inline elements and line ends in the markup do not end a line; br and blocks do
        ("<p><b>Điều 1.</b> Phạm\n  vi <i>điều</i> chỉnh<br>1. Khoản</p>", ["Điều 1. Phạm vi điều chỉnh", "1. Khoản"]),
        # "Điều" and its number in elements of their own
        ("<p>Điều</p><p>10. Trách nhiệm</p>", ["Điều 10. Trách nhiệm"]),
        ("<p><a>Chương</a><br><a>II</a></p><p>PHỤ LỤC</p><p>I</p>", ["Chương II", "PHỤ LỤC I"]),
        ("<p>Điều</p><p>kiện khác</p>", ["Điều", "kiện khác"]),
        ("<p>a&nbsp;b</p><script>x</script><p style='display: none'>ẩn</p><p>c</p>", ["a b", "c"]),
        (
            "<table><tr><td>CHÍNH PHỦ<br>----</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>",
            ["CHÍNH PHỦ", "----", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ),
        ("<table><tr><th>Loại</th><th>Mức</th></tr><tr><td>Máy</td><td>3</td></tr></table>", ["Loại\tMức", "Máy\t3"]),
    ],
)
def test_blocks_make_lines(law: str, lines: list[str]) -> None:
    assert in_container(law) == lines


def test_a_table_that_frames_the_law_is_text() -> None:
    law = "<table><tr><td><p>Điều 1. A</p><p>Điều 2. B</p><p>Điều 3. C</p></td><td>Lề</td></tr></table>"
    assert in_container(law) == ["Điều 1. A", "Điều 2. B", "Điều 3. C", "Lề"]


def test_the_codification_export_warns() -> None:
    law = f"<p class='pChuong'>Chương I</p><p class='pDieu'>Điều 7.5.NĐ.1. Phạm vi</p><p class='pNoiDung'>{_LONG}</p>"
    source = read_page(f"<div class='_content'>{law}</div>")
    assert [line.heading for line in source.lines] == [True, True, False]
    assert source.rank is SourceRank.CODIFIED
    assert [d.code for d in source.diagnostics] == ["codified_page"]


@pytest.mark.parametrize("body", [f"<div><p>Thuộc tính</p><p>{_LONG}</p></div>", "<div id='toanvancontent'></div>", ""])
def test_a_page_without_the_law_is_refused(body: str) -> None:
    with pytest.raises(UnreadableSource, match="không có nội dung văn bản"):
        read_page(body)


def test_the_address_is_kept() -> None:
    source = read_page(
        f"<div id='toanvancontent'>{_LONG}</div>", "<link rel='canonical' href='https://vbpl.vn/van-ban/1'>"
    )
    assert source.declared.url == "https://vbpl.vn/van-ban/1"


OLD_PAGE = """<div class="box"><a href="">Luật 21-LCT/XX8</a></div>
<div class="fulltext"><div class="vbInfo"><ul><li class="red"><span>Hiệu lực: </span>
 {status}</li><li class="green"><span>Ngày có hiệu lực: </span>
 11/07/2031</li></ul></div>
<div><table align="left"><tr><td><div><b>QUỐC HỘI</b></div><div>Số: 21/2031/QH16</div></td></tr></table>
<table align="right"><tr><td><div>CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM</div><div><i>Hà Nội, ngày
 30 tháng
 6 năm 2031</i></div></td></tr></table>
<div id="toanvancontent"><p>LUẬT</p><p>NUÔI ONG</p><p>Điều 1. Phạm vi</p><p>{long}</p></div></div>
<div class="vbFile">Tải file đính kèm</div></div>"""


def test_the_head_of_an_old_page_of_vbpl_stands_beside_its_text() -> None:
    source = read_page(OLD_PAGE.format(status="Còn hiệu lực", long=_LONG))
    assert [line.text for line in source.lines] == [
        "QUỐC HỘI",
        "Số: 21/2031/QH16",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Hà Nội, ngày 30 tháng 6 năm 2031",
        "LUẬT",
        "NUÔI ONG",
        "Điều 1. Phạm vi",
        _LONG.strip(),
    ]
    assert source.rank is SourceRank.VBPL
    assert source.declared.status is EffectStatus.CON_HIEU_LUC
    assert source.declared.ngay_hieu_luc == datetime.date(2031, 7, 11)
    # the page does not say on which day it says so
    assert source.declared.as_of is None


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Còn hiệu lực", EffectStatus.CON_HIEU_LUC),
        ("Chưa có hiệu lực", EffectStatus.CHUA_HIEU_LUC),
        ("Hết hiệu lực một phần", EffectStatus.HET_HIEU_LUC_MOT_PHAN),
        ("Hết hiệu lực toàn bộ", EffectStatus.HET_HIEU_LUC),
        ("Ngưng hiệu lực một phần", EffectStatus.NGUNG_HIEU_LUC),
        ("Không xác định", None),
        ("--", None),
    ],
)
def test_the_status_on_a_page_of_vbpl(words: str, status: EffectStatus | None) -> None:
    assert read_page(OLD_PAGE.format(status=words, long=_LONG)).declared.status is status
    new = (
        f"<div class='effStatus_detailStatusTag__x'>{words}</div>"
        "<div class='lawDocumentHeader_dateItem__y'><span>Ngày có hiệu lực:</span><span>10/02/2031</span></div>"
        "<div class='lawDocumentHeader_dateItem__y'><span>Ngày cập nhật:</span><span>16/04/2031</span></div>"
        f"<div class='preview-content'><p>Điều 1. Một</p><p>{_LONG}</p></div>"
    )
    declared = read_page(new).declared
    assert (declared.status, declared.ngay_hieu_luc) == (status, datetime.date(2031, 2, 10))
    assert declared.as_of == (datetime.date(2031, 4, 16) if status else None)


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        # Word's web pages
        (
            "<a style='x' href='#_ftn1' name='_ftnref1'><span><!--[if !x]--><span>[1]</span></span></a>",
            "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p>"
            "<a href='#_ftnref1' name='_ftn1'>[1]</a> Khoản này được sửa đổi.</p><p>Điều 9 quy định.</p></div></div>",
        ),
        # a number without brackets, a note that is one paragraph
        ("<sup><a href='van-ban.htm#fn1'>1</a></sup>", "<p><a href='#fnref1'>↩</a>Khoản này được sửa đổi.</p>"),
        ("<a href='#_edn1'>i</a>", "<ol><li id='_edn1'><a href='#_ednref1'>i</a>Khoản này được sửa đổi.</li></ol>"),
    ],
)
def test_notes_are_known_by_their_links(mark: str, note: str) -> None:
    source = read_page(
        f"<div id='divContentDoc'><p>Điều 1. Phạm vi</p><p>1. Một{mark}; hai.</p><p>{_LONG}</p>{note}<p>Hết.</p></div>"
    )
    assert [line.text for line in source.lines[:3]] == ["Điều 1. Phạm vi", "1. Một[1]; hai.", _LONG.strip()]
    notes = [line.text for line in source.lines if line.note]
    assert notes[0] == "[1] Khoản này được sửa đổi."
    assert source.lines[-1].text == "Hết."
    assert not source.lines[-1].note
    cleaned = clean(source).source
    assert cleaned.lines[1].text == "1. Một; hai."
    (footnote,) = cleaned.footnotes
    assert (footnote.number, footnote.line) == ("1", 1)
    assert footnote.text == "\n".join(["Khoản này được sửa đổi.", *notes[1:]])


def test_other_links_are_text() -> None:
    law = "<p>Xem <a href='#dieu-2'>Điều 2</a> và <a href='https://vbpl.vn/1#fn'>Luật này</a></p>"
    assert in_container(law) == ["Xem Điều 2 và Luật này"]


def test_the_page_of_a_web_archive_is_read() -> None:
    # what Word saves as "single file web page", and names .doc
    page = f"<html><body><p>Điều 1. Phạm vi</p><p>{_LONG}</p></body></html>".encode()
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="ranh"\r\n\r\nxem bang Word\r\n'
    part = b"--ranh\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n"
    data = head + part % (b"image/png", b"iVBORw0KGgo=") + part % (b"text/html", base64.encodebytes(page)) + b"--ranh--"
    assert [line.text for line in read("lưu.doc", data).lines] == ["Điều 1. Phạm vi", _LONG.strip()]


@pytest.mark.parametrize("sign", ["\x0b", "\x1f", "\ufffe", "&#1;", "&#x1F;", "&#11", "&#xD800;", "&#99999999999;"])
def test_control_characters_of_a_page_go(sign: str) -> None:
    # found by tests/bench/fuzz.py: taking a script out moves the words behind it, which a tree checks
    page = f"<html><body><p>Điều 1. Phạm vi<script>x</script>{sign} chung</p><p>{_LONG}</p></body></html>"
    assert [line.text for line in read("trang.html", page.encode()).lines] == ["Điều 1. Phạm vi chung", _LONG.strip()]


def test_a_page_of_blank_lines_ends() -> None:
    # found by tests/bench/fuzz.py: each blank line was the start of a look through all that follow
    page = f"<html><body><p>Điều 1. Phạm vi</p>{chr(10) * 300_000}x<p>{_LONG}</p></body></html>"
    assert [line.text for line in read("trống.html", page.encode()).lines] == ["Điều 1. Phạm vi", "x", _LONG.strip()]
