"""Scans through tesseract: pages drawn here, read back, and the values that must come out."""

import subprocess

import pytest

from corpus.errors import UnreadableSource
from corpus.text import fold
from ingest.readers import ocr, read
from ingest.readers.media import PNG, TIFF
from ingest.source_text import SourceText
from tests.pdf_maker import PageMaker, make_pdf
from tests.scan_maker import as_bytes, scan

pytestmark = pytest.mark.ocr

DECREE = [
    "Điều 1. Phạm vi điều chỉnh",
    "Nghị định này quy định về tổ chức và hoạt động của hội.",
    "Điều 2. Đối tượng áp dụng",
    "1. Hộ gia đình.",
    "2. Hợp tác xã và doanh nghiệp thu mua sản phẩm.",
]


def recognised(source: SourceText) -> list[str]:
    return [line.text for line in source.lines if line.confidence is not None]


def test_a_scanned_page_gives_its_lines_with_place_and_confidence() -> None:
    source = read("quét.pdf", as_bytes(scan(DECREE), kind="PDF"))
    assert recognised(source) == DECREE
    assert all(0.8 < (line.confidence or 0) <= 1 for line in source.lines)
    left, top, right, bottom = source.lines[0].bbox or (0, 0, 0, 0)
    # drawn 160 dots from the left and from the top, at 150 dots an inch
    assert left == pytest.approx(160 * 72 / 150, abs=3)
    assert 160 * 72 / 150 - 3 < top < bottom < 208 * 72 / 150
    assert right > left + 100
    assert [(d.code, d.message[:43]) for d in source.diagnostics[:1]] == [
        ("ocr", "Chữ nhận dạng từ ảnh quét ở 1/1 trang, độ t")
    ]


def test_pages_come_in_order_and_each_is_told() -> None:
    turned: list[int] = []
    pages = [scan([f"Điều {number}. Nội dung của trang này"]) for number in range(1, 7)]
    source = read("quét.pdf", as_bytes(*pages, kind="PDF"), lambda: turned.append(1))
    assert [(line.page, line.text) for line in source.lines] == [
        (number, f"Điều {number}. Nội dung của trang này") for number in range(1, 7)
    ]
    assert len(turned) == 6


def test_a_scan_inside_a_frame_keeps_the_frame_s_letters() -> None:
    # the running head is the file's own letters; the body under it is a picture
    head = "CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030"
    page = PageMaker().text(200, 40, head).scan(60, 60, 535, 732, scan(DECREE))
    source = read("công báo.pdf", make_pdf([page]))
    assert [(line.text, line.confidence is None) for line in source.lines] == [
        (head, True),
        *((line, False) for line in DECREE),
    ]


def test_a_picture_page_among_text_pages_is_recognised_alone() -> None:
    text = PageMaker().text(90, 100, "Điều 1. Phạm vi")
    source = read("ghép.pdf", make_pdf([text, PageMaker().scan(0, 0, 595, 842, scan(DECREE[2:]))]))
    assert [(line.page, line.text) for line in source.lines] == [
        (1, "Điều 1. Phạm vi"),
        *((2, line) for line in DECREE[2:]),
    ]


def test_a_latin_recogniser_s_layer_is_rejected_and_read_again() -> None:
    # F26: the layer under the picture lost every mark
    page = PageMaker().scan(0, 0, 595, 842, scan(DECREE))
    for row, line in enumerate([*DECREE, *DECREE]):
        page.text(77, 90 + 20 * row, fold(line))
    source = read("lớp chữ hỏng.pdf", make_pdf([page]))
    assert [line.text for line in source.lines] == DECREE
    assert [d.code for d in source.diagnostics] == ["ocr", "bad_text_layer"]


def test_what_is_recognised_without_vietnamese_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    # F26: a recogniser without the letters of Vietnamese
    monkeypatch.setattr(ocr, "LANGUAGE", "eng")
    lines = [line for line in DECREE for _ in range(2)]
    with pytest.raises(UnreadableSource, match="không phải tiếng Việt"):
        read("quét.pdf", as_bytes(scan(lines), kind="PDF"))


def test_a_tilted_page_is_read() -> None:
    assert recognised(read("nghiêng.png", as_bytes(scan(DECREE, tilt=-1.0)))) == DECREE


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", PNG), ("TIFF", TIFF)])
def test_an_image_file_is_read(kind: str, media_type: str) -> None:
    source = read("ảnh", as_bytes(scan(DECREE), kind=kind))
    assert (source.media_type, source.pages) == (media_type, 1)
    assert recognised(source) == DECREE


def test_a_tiff_of_two_pages_has_two_pages() -> None:
    source = read("fax.tif", as_bytes(scan(DECREE[:2]), scan(DECREE[2:]), kind="TIFF"))
    assert source.pages == 2
    assert [(line.page, line.text) for line in source.lines] == [
        *((1, line) for line in DECREE[:2]),
        *((2, line) for line in DECREE[2:]),
    ]


def test_an_image_without_words_says_so() -> None:
    with pytest.raises(UnreadableSource, match="không có chữ nào"):
        read("trắng.png", as_bytes(scan([])))


def test_a_damaged_image_is_refused() -> None:
    data = as_bytes(scan(DECREE))
    with pytest.raises(UnreadableSource, match="hỏng"):
        read("cụt.png", data[: len(data) // 3])


def test_a_page_that_takes_too_long_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.001)
    text = PageMaker().text(90, 100, "Điều 1. Phạm vi")
    source = read("ghép.pdf", make_pdf([text, text, PageMaker().scan(0, 0, 595, 842, scan(DECREE))]))
    assert [line.text for line in source.lines] == ["Điều 1. Phạm vi"] * 2
    assert [d.code for d in source.diagnostics] == ["ocr_failed", "image_pages"]


def test_stamps_and_rules_are_no_words() -> None:
    header = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [
        "5\t1\t1\t1\t1\t1\t100\t100\t90\t20\t96\tBỘ",
        "5\t1\t1\t1\t1\t2\t200\t100\t90\t20\t94\tTÀI",
        # far to the right: the other column of the letterhead
        "5\t1\t1\t1\t1\t3\t700\t100\t90\t20\t92\tCỘNG",
        "5\t1\t1\t1\t2\t1\t100\t140\t9\t20\t11\t|",
        "5\t1\t2\t1\t1\t1\t100\t300\t90\t20\t12\tÄNH2",
        '5\t1\t3\t1\t1\t1\t100\t500\t90\t20\t90\t"Kính',
        "5\t1\t3\t1\t1\t2\t200\t500\t300\t20\t0\t...........",
    ]
    page = ocr.as_lines("\n".join([header, *rows]), 3)
    assert [(line.text, line.confidence) for line in page.lines] == [
        ("BỘ TÀI", 0.948),
        ("CỘNG", 0.92),
        # leaders of a form do not make the words beside them doubtful
        ('"Kính ...........', 0.9),
    ]
    assert [line.text for line in page.dropped] == ["ÄNH2"]
    assert page.lines[0].bbox == (36.0, 36.0, 104.4, 43.2)


def test_without_tesseract_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", frozenset)
    for name, data in (("q.pdf", as_bytes(scan(DECREE), kind="PDF")), ("q.png", as_bytes(scan(DECREE)))):
        with pytest.raises(UnreadableSource) as caught:
            read(name, data)
        assert "chưa nhận dạng được chữ tiếng Việt" in caught.value.what
        assert "tesseract-ocr-vie" in caught.value.remedy


def test_the_languages_are_asked_of_tesseract() -> None:
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=True).stdout.decode()
    assert ("vie" in listed.split()) == ("vie" in ocr.languages())
