import random

import pytest

from corpus.errors import UnreadableSource
from ingest.readers import read
from ingest.source_text import SourceText

_FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}"
    r"{\f1\fswiss\fcharset0 .VnTime;}{\f2\fswiss\fcharset0 .VnTimeH;}{\f3\fcharset0 VNI-Times;}"
    r"{\f4\fcharset2 Symbol;}{\f5\fcharset162 .VnTime Tur;}"
    r"{\f6\fcharset163{\*\falt Arial}Times New Roman (Vietnamese);}}"
)


_WORDS = [
    *(
        "{",
        "{",
        "}",
        "}",
        r"\par",
        r"\pard",
        r"\cell",
        r"\row",
        r"\intbl",
        r"\itap3",
        r"\nestcell",
        r"\nestrow",
        r"\trowd",
    ),
    *(
        r"\cellx-5",
        r"\cellx99999999",
        r"\u-1",
        r"\u55300",
        "?",
        r"\'ff",
        r"\'82",
        r"\f1",
        r"\f99",
        r"\footnote",
        r"\shptxt",
    ),
    *(r"\shp", r"\*", r"\ud", r"\upr", r"\fonttbl", r"\fcharset163", r"\bin3", r"\uc9", r"\v", r"\deff7", r"\ansicpg0"),
    *(r"\ansicpg932", "Điều", ";", r"\-", r"\~", r"\outlinelevel0", r"\plain", r"\listtext", r"\object", r"\result"),
]


def source(body: str) -> SourceText:
    head = r"{\rtf1\ansi\ansicpg1252\uc1\deff0" + _FONTS
    return read("thử.rtf", (head + body + "}").encode("ascii"))


def texts(body: str) -> list[str]:
    return [line.text for line in source(body).lines]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (r"\pard QUY CHE\par Dieu 1.\tab Pham vi\line ap dung\_tam\par\par Dieu 2.", 4),
        # line ends in the file are nothing, a page begins a line
        ("\\pard QUY CHE\\par Dieu 1.\\tab Pham\n vi\\page ap dung\\_tam\\sect Dieu 2.\\par ", 4),
    ],
)
def test_paragraphs_are_lines(body: str, lines: int) -> None:
    found = texts(body)
    assert found == ["QUY CHE", "Dieu 1. Pham vi", "ap dung-tam", "Dieu 2."]
    assert len(found) == lines


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # a letter by its number, with its fallback in each of the ways it comes
        (r"\u272\'d0i\u7873?u 1", "Điều 1"),
        (r"{\uc2 \u272\'44\'44i\u7873ABu 1}", "Điều 1"),
        (r"{\uc0 \u272 i\u7873 u 1}", "Điều 1"),
        # numbers above 32767 are written negative, letters above U+FFFF as two
        (r"\u-10179?\u-8704?", "😀"),
        # \upr says it twice: for old readers and in Unicode
        (r"{\upr{Dieu}{\*\ud \u272 ?i\u7873 ?u}}", "Điều"),
        # bytes of the Vietnamese code page, marks after their vowels
        (r"{\f6 \'d0i\'ea\'ccu}", "Điều"),
        (r"\ldblquote a\rdblquote \endash\bullet\~b\{\}\\", "“a”–• b{}\\"),
        (r"{\f4 \'b7} m\'f4c", "• môc"),
    ],
)
def test_letters(body: str, text: str) -> None:
    assert texts(body) == [text]


def test_old_fonts_are_read_each_by_its_own() -> None:
    # F23; é is ộ in .VnTime, and itself in Times New Roman
    found = source(
        r"\pard\f2 QUY\'d5T \'a7\'deNH\par\f1 B\'e9 {\f0 \'c9lectricit\'e9} {\f3 va\'f8 \'d1o}{\f3\b a\'f8n}\par"
        r"\f1 Th\-\'acng m\'b9i l{\f5 \'fe}\par"
    )
    assert [line.text for line in found.lines] == ["QUYẾT ĐỊNH", "Bộ Électricité và Đoàn", "Thương mại lỵ"]
    assert [d.message for d in found.diagnostics] == [
        "Giải mã TCVN3 sang Unicode: 8 chữ",
        "Giải mã VNI sang Unicode: 3 chữ",
    ]


def test_what_is_no_text_is_left_out() -> None:
    body = (
        r"{\info{\title Ten}}{\stylesheet{\s0 Normal;}}{\colortbl;\red0\green0\blue0;}{\header Trang}"
        r"{\*\generator Msft;}"
        r"\pard {\*\la bo qua{\f1 ca nhom}}{\pict\pngblip 89504e47}{\object{\*\objdata 0105}{\result hien}}"
        r" {\v an }{\deleted da xoa }con{\*\bkmkstart moc}\par"
    )
    assert texts(body) == ["hien con"]


def test_bytes_of_a_picture_are_passed_over() -> None:
    data = b"{\\rtf1\\ansi {\\pict\\bin5 }{\\}{}truoc\\par sau}"
    assert [line.text for line in read("ảnh.rtf", data).lines] == ["truoc", "sau"]


def test_fields_show_their_result() -> None:
    assert texts(r"xem {\field{\*\fldinst HYPERLINK http://a.vn}{\fldrslt Dieu 5}} nhe") == ["xem Dieu 5 nhe"]


def test_headings_and_bold() -> None:
    found = source(r"\pard\outlinelevel0{\b Chuong I}\par\pard{\b Dieu 1.} Pham vi\par\b Dieu 2.\b0\par").lines
    assert [(line.text, line.heading, line.bold) for line in found] == [
        ("Chuong I", True, True),
        ("Dieu 1. Pham vi", False, False),
        ("Dieu 2.", False, True),
    ]


def test_capitals_are_printed_as_capitals() -> None:
    assert texts(r"{\caps quy\u7871?t} \u273?inh") == ["QUYẾT đinh"]


def test_automatic_numbers_are_those_the_writer_printed() -> None:
    # F10
    body = r"{\listtext\pard\plain\f1 \'a7i\'d2u 1.\tab}\ls1\f1 Ph\'b9m vi\par {\pntext\f4\'b7\tab}gach\par"
    assert texts(body) == ["Điều 1. Phạm vi", "• gach"]


def test_tables_keep_rows_columns_and_merged_cells() -> None:
    body = (
        r"\pard Phu luc\par\trowd\trleft0\cellx500\cellx3000\cellx4000\pard\intbl STT\cell Nganh\cell Von\cell\row"
        r"\trowd\trleft10\cellx510\cellx3010\cellx3990\pard\intbl 1\par dong hai\cell Gom\cell 5\cell\row"
        r"\trowd\trleft0\cellx3000\cellx4000\pard\intbl Cong\cell 5\cell\row"
        r"\trowd\trleft0\cellx500\cellx3000\cellx4000\pard\intbl 2\cell May\cell 7\cell\row\pard Het\par"
    )
    found = source(body)
    assert found.tables[0].rows == (
        ("STT", "Nganh", "Von"),
        ("1\ndong hai", "Gom", "5"),
        ("Cong", "", "5"),
        ("2", "May", "7"),
    )
    assert [(line.text, line.table) for line in found.lines][::5] == [("Phu luc", None), ("Het", None)]


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    body = (
        r"\trowd\cellx500\cellx900\pard\intbl\itap2 trong\nestcell cung\nestcell"
        r"{\*\nesttableprops\trowd\cellx200\cellx400\nestrow}{\nonesttables\par}"
        r"\pard\intbl ngoai\cell phai\cell\trowd\cellx500\cellx900\row"
        r"\trowd\cellx500\cellx900\pard\intbl a\cell b\cell\row\pard\par"
    )
    assert source(body).tables[0].rows == (("trong cung\nngoai", "phai"), ("a", "b"))


def test_notes_come_last_with_their_numbers() -> None:
    body = r"Dieu 1{\super\chftn}{\footnote\pard{\super\chftn} Ghi chu mot\par hai} va{\footnote\pard\f1 B\'e9} het\par"
    assert texts(body) == ["Dieu 1[1] va[2] het", "[1] Ghi chu mot", "hai", "[2] Bộ"]


def test_text_boxes_stand_before_their_paragraph() -> None:
    # F12, as Word 97 and as Word 95 write them
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard So: 45\par}}{\shprslt cu}}"
    old = r"{\*\do\dobxpage{\dptxbxtext\pard Ngay\par}}"
    assert texts(r"Tren\par " + box + r"Quyet dinh\par " + old + r"Duoi\par") == [
        *("Tren", "So: 45", "Quyet dinh", "Ngay", "Duoi"),
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{\\rtf1\\ansi Dieu 1. Pham vi\\par Dieu 2", "cắt cụt"),
        (b"{\\rtf1\\ansi" + b"{" * 20_000, "quá sâu"),
        (b"{\\rtf1\\ansi{\\info{\\title x}}\\par}", "không có chữ nào"),
    ],
)
def test_files_that_are_not_read_say_why(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSource, match=what) as refused:
        read("hỏng.rtf", data)
    assert refused.value.remedy.endswith(".")


def test_any_words_and_braces_are_read_or_refused() -> None:
    seed = 20261125
    chance = random.Random(seed)
    for turn in range(3000):
        body = " ".join(chance.choices(_WORDS, k=chance.randrange(1, 40)))
        data = ("{\\rtf1" + body + "x}").encode("utf-8")
        try:
            read("xáo.rtf", data)
        except UnreadableSource:
            continue
        except Exception as error:  # the seed makes it again
            pytest.fail(f"seed {seed}, turn {turn}: {error!r} in {data!r}")
