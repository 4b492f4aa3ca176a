import pytest

from ingest.quality import Quality, ReadLine, doubt, quality

GOOD = "1. Nghị định này quy định về tổ chức và hoạt động của hội."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ReadLine(GOOD), ""),
        (ReadLine(GOOD, 0.8), ""),
        (ReadLine(GOOD, 0.61), "nhận dạng kém chắc (61 %)"),
        (ReadLine("Mức thu \ufffd đồng"), "có ký tự không đọc được"),
        # a private sign that no reader replaced
        (ReadLine("Mức thu \uf0d8 đồng"), "có ký tự không đọc được"),
        # cells of a row
        (ReadLine("Vùng\tMức thu"), ""),
        # letters of an old font that stayed
        (ReadLine("ng©n hµng nhµ n−íc viÖt nam ®éc lËp"), "chữ lẫn lộn, không giống tiếng Việt"),
        # what a Latin recogniser makes of a scan
        (
            ReadLine("DtIu l. Ph4m vi ditu chinh vA dfii tuqng iip dgng"),
            "chữ lẫn lộn, không giống tiếng Việt",
        ),
        # a font that maps its letters to another script
        (ReadLine("CӜNG HÒA XÃ HӜI CHӪ NGHƬA VIӊT NAM"), "chữ lẫn lộn, không giống tiếng Việt"),
        (ReadLine("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ""),
        # a list of abbreviations
        (ReadLine("- VPCP: BTCN, các PCN, Trợ lý TTg, TGĐ Cổng TTĐT,"), ""),
        # chemicals, units and English words
        (ReadLine("1,1,1-TRICHLOROETHANE\tAmmonium nitrate, H2SO4 50%\tkg/m3 ở 20°C"), ""),
        (ReadLine("\t50 °C nhỏ hơn 110 kPa)\t°C not more than 110 kPa)\tpH, kWh"), ""),
        (ReadLine("Agreement on the Application of Sanitary and Phytosanitary Measures"), ""),
        (ReadLine("Pham vi dieu chinh cua Nghi dinh nay la " * 3), "mất dấu tiếng Việt"),
        # too few words to tell
        (ReadLine("QCVN 32:2030/BXD"), ""),
        (ReadLine(""), ""),
    ],
)
def test_a_line_is_sure_or_says_why_not(line: ReadLine, reason: str) -> None:
    assert doubt(line) == reason


def test_quality_is_the_share_of_characters_in_sure_lines() -> None:
    found = quality([ReadLine("a" * 30), ReadLine("b" * 10, 0.5)])
    assert (found.characters, found.sure, found.share) == (40, 30, 0.75)
    assert [(line.text, reason) for line, reason in found.doubts] == [("b" * 10, "nhận dạng kém chắc (50 %)")]


def test_nothing_read_has_no_quality() -> None:
    assert quality([]).share is None
    assert quality([]).plus(Quality(10, 5)).share == 0.5


def test_a_page_that_lost_its_marks_is_not_sure_though_each_line_is_short() -> None:
    lines = [ReadLine("Pham vi dieu chinh"), ReadLine("Doi tuong ap dung")] * 4
    assert quality(lines).share == 0
    assert quality(lines).doubts[0][1] == "cả phần này mất dấu tiếng Việt"
