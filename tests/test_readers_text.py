import unicodedata

import pytest

from corpus.errors import UnreadableSource
from corpus.model import SourceRank
from ingest.readers import read
from ingest.readers.decoding import decode, legacy_encoding

_SENTENCE = "Điều 1. Nghị định này quy định về hỗ trợ cơ sở công nghiệp nông thôn"


def _cp1258(text: str) -> bytes:
    """As Windows writes Vietnamese: letters of the code page with loose tone marks."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = tuple(unicodedata.normalize("NFD", letter))
            tones = [m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"]
            rest = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones))
            out += rest.encode("cp1258") + "".join(tones).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (_SENTENCE.encode(), "utf-8"),
        (unicodedata.normalize("NFD", _SENTENCE).encode(), "utf-8"),
        (_SENTENCE.encode("utf-8-sig"), "utf-8-sig"),
        (_SENTENCE.encode("utf-16"), "utf-16"),
        (_SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (_SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (_cp1258(_SENTENCE), "cp1258"),
    ],
)
def test_encodings_give_the_same_words(data: bytes, encoding: str) -> None:
    assert decode(data)[1] == encoding
    assert [line.text for line in read("thử.txt", data).lines] == [_SENTENCE]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NghÞ ®Þnh cña ChÝnh phñ vÒ ®¨ng ký kinh doanh", "TCVN3"),
        ("Nghò ñònh soá 13 cuûa Chính phuû quy ñònh veà ñaêng kyù", "VNI"),
        # RFC 1456; a model of single letters takes these for TCVN3, but "phỹ" and "cỹa" are no syllables
        ("Ngh\xb8 \xf0\xb8nh c\xfca Ch\xednh ph\xfc v\xab \xf0\xe5ng k\xfd kinh doanh", "VISCII"),
        (_SENTENCE, None),
        # French words in a Vietnamese sentence, and plain English
        ("Điều 2. Hợp tác với Électricité de France về năng lượng tái tạo", None),
        ("Le théâtre français a été créé à l'époque où l'Académie était déjà célèbre", None),
        ("This text was written without any mark at all in it", None),
    ],
)
def test_font_encodings_are_told_from_unicode(text: str, name: str | None) -> None:
    assert legacy_encoding(text) == name


_DECREE = (
    "Nghị định của Chính phủ về đăng ký kinh doanh, quyền và nghĩa vụ của hộ gia đình, tổ chức được cấp giấy chứng nhận"
)
_TCVN3 = (
    "NghÞ ®Þnh cña ChÝnh phñ vÒ ®¨ng ký kinh doanh, quyÒn vµ nghÜa vô cña hé gia ®×nh, "
    "tæ chøc ®\xadîc cÊp giÊy chøng nhËn"
)
_VNI = (
    "Nghò ñònh cuûa Chính phuû veà ñaêng kyù kinh doanh, quyeàn vaø nghóa vuï cuûa hoä gia ñình, "
    "toå chöùc ñöôïc caáp giaáy chöùng nhaän"
)
# as RFC 1456 codes it: đ is F0, ị B8, ề AB, ă E5
_VISCII = (
    "Ngh\xb8 \xf0\xb8nh c\xfca Ch\xednh ph\xfc v\xab \xf0\xe5ng k\xfd kinh doanh, quy\xabn v\xe0 ngh\xeea v\xf8 "
    "c\xfca h\xb5 gia \xf0\xecnh, t\xb1 ch\xd1c \xf0\xdf\xfec c\xa4p gi\xa4y ch\xd1ng nh\xa7n"
)


@pytest.mark.parametrize(("text", "encoding"), [(_TCVN3, "TCVN3"), (_VNI, "VNI"), (_VISCII, "VISCII")])
def test_a_file_in_an_old_encoding_is_read_and_says_so(text: str, encoding: str) -> None:
    source = read("thử.txt", text.encode("latin-1"))
    assert [line.text for line in source.lines] == [_DECREE]
    assert [d.message.split(":")[0] for d in source.diagnostics] == [f"Giải mã {encoding} sang Unicode"]


def test_markdown_marks_go_and_headings_stay_known() -> None:
    text = "# Chương I\n\n**Điều 1.** Phạm vi\n\n1\\. Khoản *một*\n\\-\\-\\-\n**QUY ĐỊNH CHUNG**\n"
    source = read("thử.md", text.encode())
    assert [(line.text, line.heading, line.bold) for line in source.lines] == [
        ("Chương I", True, None),
        ("Điều 1. Phạm vi", False, None),
        ("1. Khoản một", False, None),
        ("---", False, None),
        ("QUY ĐỊNH CHUNG", False, True),
    ]
    assert source.rank is SourceRank.PORTAL


def test_markdown_emphasis_over_a_line_end_goes() -> None:
    # pandoc: emphasis runs on, a backslash ends a line by force
    text = "**NGHỊ QUYẾT**\n\nCăn cứ *Luật số 1,\nsửa đổi*;\\\n* mục *\n\nHết*\n"
    assert [line.text for line in read("thử.md", text.encode()).lines] == [
        "NGHỊ QUYẾT",
        "Căn cứ Luật số 1,",
        "sửa đổi;",
        "* mục *",
        "Hết*",
    ]


def test_wrapped_markdown_is_joined_up_to_the_blank_line() -> None:
    text = (
        "**Điều 1. Sắp xếp các đơn vị hành chính cấp xã của tỉnh theo\nquy định**\n\n"
        "Trên cơ sở đề án, Ủy ban Thường vụ quyết định sắp xếp\ncác xã như sau:\n\n1\\. Xã A.\n"
    )
    assert [line.text for line in read("thử.md", text.encode()).lines] == [
        "Điều 1. Sắp xếp các đơn vị hành chính cấp xã của tỉnh theo quy định",
        "Trên cơ sở đề án, Ủy ban Thường vụ quyết định sắp xếp các xã như sau:",
        "1. Xã A.",
    ]


def test_a_plain_text_keeps_its_stars() -> None:
    assert [line.text for line in read("thử.txt", "Giá = a * b * c (**)\n".encode()).lines] == ["Giá = a * b * c (**)"]


def test_front_matter_makes_a_summary() -> None:
    text = '+++\nso_hieu = "45/2030/NĐ-CP"\nloai = "Nghị định"\n+++\n## Điều 8\nMức hỗ trợ.\n'
    source = read("nd-45.txt", text.encode())
    assert source.declared.so_hieu == "45/2030/NĐ-CP"
    assert (source.rank, source.official) == (SourceRank.SUMMARY, False)
    assert [(line.text, line.heading) for line in source.lines] == [("Điều 8", True), ("Mức hỗ trợ.", False)]


def test_front_matter_that_cannot_be_read_is_said_of_the_file() -> None:
    with pytest.raises(UnreadableSource, match="khai báo") as refused:
        read("nd-45.txt", b"+++\nso_hieu = \n+++\n")
    assert refused.value.where.startswith("nd-45.txt")


def test_a_flattened_portal_page_is_refused() -> None:
    page = "Nghị định về thử. trang chủ Tìm kiếm Lược đồ Thuộc tính Chia sẻ Copy link Văn bản liên quan Điều 5 của luật"
    with pytest.raises(UnreadableSource, match="không có nội dung văn bản"):
        read("trang.txt", page.encode())


def test_a_report_of_few_long_paragraphs_is_no_portal_page() -> None:
    paragraph = "Thực hiện Nghị định số 45/2030/NĐ-CP, các tỉnh trao đổi, chia sẻ kinh nghiệm nuôi ong. " * 20
    assert len(read("bao-cao.txt", f"{paragraph}\n{paragraph}".encode()).lines) == 2


def test_broken_letters_are_counted() -> None:
    data = (_SENTENCE * 3).encode() + b"\xff" + _SENTENCE.encode()
    assert [d.code for d in read("thử.txt", data).diagnostics] == ["broken_letters"]
