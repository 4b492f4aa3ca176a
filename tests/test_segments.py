"""Rows taken whole come out as rows whose letters are gone through one by one."""

import pypdfium2  # type: ignore[import-untyped]
import pytest

from ingest.readers.segments import Segment, of_glyphs, of_layer
from ingest.readers.text_layer import Frame, TextLayer
from tests.pdf_maker import PageMaker, make_pdf, right_edge


def both(page: PageMaker) -> tuple[list[Segment], list[Segment]]:
    """The page's stretches read whole, and read letter by letter."""
    with pypdfium2.PdfDocument(make_pdf([page])) as document:
        drawn = document[0]
        layer = TextLayer(drawn, Frame.of(drawn))
        found = (of_layer(layer), list(of_glyphs(layer.glyphs(0, layer.count))))
        layer.close()
        return found


_PLAIN = "Điều 1. Phạm vi điều chỉnh"


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        (PageMaker().text(90, 100, _PLAIN).text(90, 120, "Câu sau."), [_PLAIN, "Câu sau."]),
        # two columns in one row
        (PageMaker().text(90, 60, "CHÍNH PHỦ").text(300, 60, "CỘNG HÒA"), ["CHÍNH PHỦ", "CỘNG HÒA"]),
        # a raised mark of a note
        (
            PageMaker().text(90, 100, "theo Luật").text(right_edge(90, "theo Luật"), 96, "1", size=6),
            ["theo Luật¹"],
        ),
        # fake bold
        (PageMaker().text(90, 100, _PLAIN).text(90.3, 100, _PLAIN), [_PLAIN]),
        # three columns, the first with blanks at its end
        (
            PageMaker().text(90, 60, "76  ").text(200, 60, "CÔNG BÁO/Số 9").text(400, 60, "Trang 3"),
            ["76", "CÔNG BÁO/Số 9", "Trang 3"],
        ),
        # a run that begins a little before the end of the last
        (PageMaker().text(90, 100, "Phạm vi", size=20).text(151, 100, "chung", size=20), ["Phạm vichung"]),
        # a narrow letter drawn again, alone and in another font
        (
            PageMaker().raw("20 Tz").text(90, 100, "chi", size=20).text(94.2, 100, "i", size=20, font="Times-Roman"),
            ["chi"],
        ),
        # the end of a word drawn again: no letter stands beside itself
        (
            PageMaker()
            .text(90, 100, "chi", size=20)
            .text(right_edge(90, "c", 20) + 0.2, 100, "hi", size=20, font="Times-Roman"),
            ["chi"],
        ),
        # a hyphen that pdfium takes for the end of a line: two rows, or one where the next line is near
        (PageMaker().text(90, 100, "số 68/NĐ-").text(90, 130, "CP ngày"), ["số 68/NĐ-", "CP ngày"]),
        (PageMaker().text(90, 100, "số 68/NĐ-").text(90, 114, "CP ngày"), ["số 68/NĐ-CP ngày"]),
        # a private sign that stands for a bullet
        (PageMaker().text(90, 100, "\uf0b7 Phối hợp"), ["• Phối hợp"]),
        # blanks at both ends, leaders of a form
        (PageMaker().text(90, 100, "  Họ và tên: ......  "), ["Họ và tên: ......"]),
        (PageMaker(), []),
    ],
)
def test_whole_rows_are_the_rows_of_their_letters(page: PageMaker, texts: list[str]) -> None:
    whole, lettered = both(page)
    assert whole == lettered
    assert [segment.text for segment in whole] == texts
