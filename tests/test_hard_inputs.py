"""Public bug reports about programs nearest to ours, as whole files: from the bytes to the places, the head, the index.

docs/hard-inputs.md says which test holds which report.
"""

import datetime
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from corpus.model import Holding
from corpus.store import Store
from index import snapshot
from index.plan import Query, plan
from ingest import assemble
from ingest.isolate import IsolatedReader, reading
from ingest.pipeline import ingest_file
from ingest.source_text import SourceText
from tests.conftest import DAY, HashEncoder
from tests.docx_maker import make_docx, p
from tests.pdf_maker import PageMaker, make_pdf, right_edge

ROOT = Path(__file__).resolve().parents[1]


def held(data: bytes) -> Holding:
    return assemble.holding("thử", "0" * 64, reading("thử", data))


def places(data: bytes) -> list[str]:
    return [str(found.ref.locator) for found in held(data).provisions]


def apart(page: PageMaker, x: float, y: float, *parts: str) -> None:
    """Parts of a line drawn one by one, each where the last one ended."""
    for part in parts:
        page.text(x, y, part)
        x = right_edge(x, part)


def test_syllables_drawn_in_parts_are_found_by_their_words(tmp_path: Path) -> None:
    # F1: every base and every accented letter is a run of its own
    page = PageMaker().text(90, 60, "LUẬT").text(90, 80, "Về nuôi ong")
    page.text(90, 100, "Điều 1. Phạm vi").text(90, 130, "1. Ong mật là loài có ích.").text(90, 160, "2. Ong chúa.")
    apart(page, 90, 190, "Đi", "ề", "u 2. M", "ậ", "t ong")
    apart(page, 90, 220, "1. ", "ĐI", "Ề", "U KHO", "Ả", "N chung v", "ề", " s", "á", "p.")
    page.text(90, 250, "2. Người nuôi ong.")
    (tmp_path / "luat.pdf").write_bytes(make_pdf([page]))
    with Store.open(tmp_path / "home") as store:
        ingest_file(tmp_path / "luat.pdf", store, tmp_path / "home")
        snapshot.build(store, tmp_path / "home", HashEncoder(), datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC))
    searcher = snapshot.open_snapshot(tmp_path / "home", HashEncoder())
    found = searcher.search(plan(Query("điều khoản"))).hits[0]
    assert str(found.ref.locator) == "dieu-2/khoan-1"


def test_fake_bold_gives_each_dieu_once() -> None:
    # F2, F3: letters twice, 0.3 points apart; and whole lines twice in one place
    page = PageMaker()
    for row, line in enumerate(
        ("LUẬT", "Về nuôi ong", "Điều 1. Phạm vi", "1. Một.", "Điều 2. Đối tượng", "Người nuôi.")
    ):
        for shift in (0.0, 0.3, 0.0):
            page.text(90 + shift, 60 + 30 * row, line)
    assert places(make_pdf([page])) == ["", "dieu-1", "dieu-1/khoan-1", "dieu-2"]


def test_a_composite_font_without_a_space_glyph_keeps_words_apart() -> None:
    # F6: the font says that a space is as wide as nothing, and has none; words are moved apart by TJ
    letters = sorted(set("Phạmviđiềuchỉnh"))
    codes = {letter: at for at, letter in enumerate(letters, start=1)}
    shown = " -400 ".join("<" + "".join(f"{codes[c]:04x}" for c in w) + ">" for w in ("Phạm", "vi", "điều", "chỉnh"))
    table = "\n".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{table}\nendbfchar\n"
        "endcmap end end"
    )
    content = f"BT /F1 12 Tf 90 700 Td [{shown}] TJ ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 8 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        "/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        "<< /Font << /F1 5 0 R >> >>",
    ]
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, start=1))
    data = f"%PDF-1.4\n{body}trailer << /Size 9 /Root 1 0 R >>\n%%EOF\n".encode()
    assert [line.text for line in reading("thử.pdf", data).lines] == ["Phạm vi điều chỉnh"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the table before this one is this one
        (b"trailer << ", b"trailer << /Prev %(start)d "),
        # no table, no trailer
        (b"xref", b"xxxx"),
        (b"/Size", b"/Size 99999999 /S"),
        (b"startxref", b"startxref -1 "),
    ],
)
def test_a_broken_trailer_ends(old: bytes, new: bytes) -> None:
    # F8
    data = make_pdf([PageMaker().text(90, 100, "Điều 1. Phạm vi")])
    start = data.index(b"xref\n0")
    broken = data.replace(old, new.replace(b"%(start)d", str(start).encode()))
    assert broken != data
    assert [line.text for line in reading("thử.pdf", broken).lines] == ["Điều 1. Phạm vi"]


def test_pages_that_are_their_own_parents_end() -> None:
    # F8's kind: a tree of pages that bites its tail
    data = make_pdf([PageMaker().text(90, 100, "Điều 1.")])
    with pytest.raises(UnreadableSource):
        reading("thử.pdf", re.sub(rb"/Kids \[\d+ 0 R\]", b"/Kids [2 0 R]", data))


def test_memory_is_given_back_after_each_of_fifty_readings(tmp_path: Path) -> None:
    # F9: one file of 200 pages, one process
    pages = [
        PageMaker().text(90, 100, f"Điều {number}. Phạm vi").text(90, 130, "1. Ong mật là loài có ích.")
        for number in range(1, 201)
    ]
    (tmp_path / "dai.pdf").write_bytes(make_pdf(pages))
    sizes = []
    with IsolatedReader() as reader:
        for _ in range(50):
            (member,) = reader.read(tmp_path / "dai.pdf")
            assert isinstance(member.text, SourceText)
            assert member.text.pages == 200
            assert reader._process is not None
            sizes.append(_resident(reader._process.pid))
    # MiB; the first readings load libraries and fill caches
    assert max(sizes[10:]) - sizes[9] < 8


def _resident(pid: int | None) -> float:
    """MiB of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def test_a_number_and_a_date_in_a_text_box_name_the_document() -> None:
    # F12
    box = p("CHÍNH PHỦ") + p("Số: 45/2031/NĐ-CP") + p("Hà Nội, ngày 21 tháng 5 năm 2031")
    body = (
        f"<w:p><w:r><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r></w:p>"
        + p("NGHỊ ĐỊNH")
        + p("Về nuôi ong")
        + p("Điều 1. Phạm vi")
    )
    document = held(make_docx(body)).document
    assert (document.so_hieu, document.ngay_ban_hanh) == ("45/2031/NĐ-CP", DAY(2031, 5, 21))


def test_a_part_of_four_gigabytes_is_refused_unread() -> None:
    # F14: a megabyte of blanks, packed once and repeated 4,095 times in the stream
    size = 4095 * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 4095 + packer.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", packed)
    data = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        entry = data.index(mark)
        struct.pack_into("<H", data, entry + at, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", data, entry + at + 14, size)
    assert len(data) < 6 * 2**20
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].file_size == size
    with pytest.raises(UnreadableSource, match="bung ra quá lớn"):
        reading("bom.docx", bytes(data))


def test_the_table_names_tests_that_are_there() -> None:
    rows = re.findall(r"^\| F\d+ \|.*$", (ROOT / "docs" / "hard-inputs.md").read_text(encoding="utf-8"), re.MULTILINE)
    numbers = [row.split("|")[1].strip() for row in rows]
    assert numbers == [f"F{number}" for number in (1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 14, 20, 23, 24, 26)]
    for row in rows:
        named = re.findall(r"`(\w+)::(\w+)`", row)
        assert named, row
        for module, test in named:
            source = (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(", source, re.MULTILINE), row
