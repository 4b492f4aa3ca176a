"""Automatic numbers of Word files: they stand in no paragraph's text, and are printed all the same."""

from io import BytesIO

import docx
import pytest

from ingest.readers import read
from ingest.readers.numbering import printed
from tests.docx_maker import W, level, lists, numbered, style, styled, styles, texts

_NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "Chương %1")
    + level(1, "decimal", "Điều %2.")
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "%4)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    + '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>'
)


def test_automatic_numbers_are_printed() -> None:
    # F10
    body = (
        numbered("QUY ĐỊNH CHUNG", 0)
        + numbered("Phạm vi", 1)
        + numbered("Khoản đầu", 2)
        + numbered("Điểm đầu", 3)
        + numbered("Điểm sau", 3)
        + numbered("Khoản sau", 2)
        + numbered("Đối tượng", 1)
        + numbered("Lại khoản đầu", 2)
        + numbered("Đánh lại", 1, num=2)
    )
    assert texts(body, numbering=_NUMBERING) == [
        "Chương I QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "1. Khoản đầu",
        "a) Điểm đầu",
        "b) Điểm sau",
        "2. Khoản sau",
        "Điều 2. Đối tượng",
        "1. Lại khoản đầu",
        "Điều 9. Đánh lại",
    ]


@pytest.mark.parametrize(
    ("count", "kind", "text"),
    [
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (3, "none", ""),
        (21, "vietnameseCounting", "hai mươi mốt"),
        (15, "vietnameseCounting", "mười lăm"),
        # Word's letters are the Latin ones, without đ
        (5, "lowerLetter", "e"),
    ],
)
def test_number_kinds(count: int, kind: str, text: str) -> None:
    assert printed(count, kind) == text


@pytest.mark.parametrize(
    ("levels", "used", "labels"),
    [
        # Điều run on through the chapters: the level never starts again
        (
            (level(0, "upperRoman", "Chương %1"), level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')),
            [0, 1, 1, 0, 1],
            ["Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3."],
        ),
        # starts again after level 1 only, not after level 2
        (
            (
                level(0, "decimal", "%1."),
                level(1, "decimal", "%2)"),
                level(2, "lowerLetter", "%3", '<w:lvlRestart w:val="1"/>'),
            ),
            [0, 1, 2, 1, 2, 0, 2],
            ["1.", "1)", "a", "2)", "b", "2.", "a"],
        ),
        # legal numbers: all counts in digits
        (
            (level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")),
            [0, 0, 1, 1],
            ["I.", "II.", "2.1", "2.2"],
        ),
        # a deeper level used first does not use up the number above it
        ((level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")), [1, 0, 1], ["1.1", "1.", "1.1"]),
        ((level(0, "vietnameseCounting", "Phần thứ %1"),), [0, 0, 0], ["Phần thứ một", "Phần thứ hai", "Phần thứ ba"]),
    ],
)
def test_levels_count_as_word_counts_them(levels: tuple[str, ...], used: list[int], labels: list[str]) -> None:
    body = "".join(numbered("x", at) for at in used)
    assert texts(body, numbering=lists(*levels)) == [f"{label} x" for label in labels]


def test_a_list_may_replace_a_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    nums = f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{own}</w:num>'
    body = numbered("một", 0) + numbered("hai", 0, num=2)
    assert texts(body, numbering=lists(level(0, "decimal", "%1."), nums=nums)) == ["1. một", "b) hai"]


def test_a_list_of_another_restarts_where_it_says() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{start}</w:num>'
    body = numbered("a", 0) + numbered("b", 0) + numbered("c", 0, num=2) + numbered("d", 0, num=2)
    assert texts(body, numbering=lists(level(0, "decimal", "%1."), nums=nums)) == ["1. a", "2. b", "1. c", "2. d"]


_IN_LIST_1 = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'


def test_styles_are_linked_to_levels() -> None:
    # "Link level to style": the style names the list, the level names the style
    found = styles(style("Chuong", _IN_LIST_1), style("Dieu", '<w:basedOn w:val="Chuong"/>'))
    numbering = lists(
        level(0, "upperRoman", "Chương %1", '<w:pStyle w:val="Chuong"/>'),
        level(1, "decimal", "Điều %2.", '<w:pStyle w:val="Dieu"/>'),
    )
    body = styled("CHUNG", "Chuong") + styled("Phạm vi", "Dieu")
    assert texts(body, styles=found, numbering=numbering) == ["Chương I CHUNG", "Điều 1. Phạm vi"]


def test_a_numbering_style_gives_its_levels() -> None:
    declared = f'<w:styleLink w:val="Luat"/>{level(0, "decimal", "Điều %1.")}'
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{declared}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Luat"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    assert texts(numbered("Phạm vi", 0), numbering=numbering) == ["Điều 1. Phạm vi"]


def test_a_number_is_printed_without_words_and_a_bullet_is_not() -> None:
    # the STT column of a table; an empty line of a bulleted list
    numbering = lists(level(0, "decimal", "%1"), level(1, "bullet", "-"))
    body = numbered("", 0) + numbered("", 1) + numbered("gạch", 1) + numbered("", 0)
    assert texts(body, numbering=numbering) == ["1", "- gạch", "2"]


def test_a_list_may_be_taken_off_a_styled_paragraph() -> None:
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("một", "D") + styled("không số", "D", off) + styled("hai", "D")
    found = texts(body, styles=styles(style("D", _IN_LIST_1)), numbering=lists(level(0, "decimal", "%1.")))
    assert found == ["1. một", "không số", "2. hai"]


def test_lists_that_another_library_wrote() -> None:
    # F10: python-docx's own template numbers by style; its `paragraph.text` has no number
    made = docx.Document()
    made.add_heading("Điều 1. Phạm vi", 1)
    for text, name in (
        ("một", "List Number"),
        ("hai", "List Number"),
        ("gạch", "List Bullet"),
        ("riêng", "List Number 2"),
    ):
        made.add_paragraph(text, style=name)
    out = BytesIO()
    made.save(out)
    found = [(line.text, line.heading) for line in read("thử.docx", out.getvalue()).lines]
    assert found == [
        ("Điều 1. Phạm vi", True),
        ("1. một", False),
        ("2. hai", False),
        ("- gạch", False),
        ("1. riêng", False),
    ]
