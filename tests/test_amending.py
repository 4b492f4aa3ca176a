"""Amending sentences become operations; their quoted words become places. All texts are made up."""

import datetime

import pytest

from corpus.amendment import Act, Operation
from corpus.model import Holding
from ingest.amending import operations
from ingest.assemble import holding
from ingest.instruction import read
from ingest.source_text import Line, SourceText


def held(text: str, name: str = "a.txt") -> Holding:
    rows = tuple(Line(row) for row in text.strip().split("\n"))
    return holding(name, name.ljust(64, "0"), SourceText(rows, "text/plain"))


def amending(body: str) -> Holding:
    return held(
        f"""QUỐC HỘI
Luật số: 7/2031/QH16
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CHỢ LÀNG
Hà Nội, ngày 20 tháng 6 năm 2031
Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Chợ làng số 5/2030/QH16.
{body.strip()}
Điều 9. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032."""
    )


def told(found: tuple[Operation, ...]) -> list[str]:
    return [f"{o.by.locator} {o.act} {o.place}" + (f" sau {o.after}" if o.after else "") for o in found]


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("12. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:", ["thay dieu-5/khoan-2"]),
        (
            "a) Sửa đổi, bổ sung tên điều, các khoản 1, 2 và 3 Điều 195 như sau:",
            ["ten dieu-195", "thay dieu-195/khoan-1", "thay dieu-195/khoan-2", "thay dieu-195/khoan-3"],
        ),
        ("Sửa đổi, bổ sung tên Chương VIII như sau:", ["ten chuong-VIII"]),
        ("Bổ sung Điều 12a vào sau Điều 12 như sau:", ["them dieu-12a sau dieu-12"]),
        ("Bổ sung khoản 4 vào Điều 94 như sau:", ["them dieu-94/khoan-4"]),
        ("Bổ sung điểm d vào khoản 2 Điều 299 như sau:", ["them dieu-299/khoan-2/diem-d"]),
        (
            "Sửa đổi, bổ sung khoản 4 và bổ sung khoản 4a vào sau khoản 4 Điều 13 như sau:",
            ["thay dieu-13/khoan-4", "them dieu-13/khoan-4a sau dieu-13/khoan-4"],
        ),
        # the Điều is left to the sentence above
        ("b) Bổ sung điểm h vào sau điểm g khoản 2 như sau:", ["them khoan-2/diem-h sau khoan-2/diem-g"]),
        (
            "a) Sửa đổi khoản 1; bổ sung các khoản 1a, 1b và 1c vào sau khoản 1 như sau:",
            ["thay khoan-1", *(f"them khoan-{n} sau khoan-1" for n in ("1a", "1b", "1c"))],
        ),
        ("Bãi bỏ điểm b khoản 1 Điều 7, Điều 9.", ["bai_bo dieu-7/khoan-1/diem-b", "bai_bo dieu-9"]),
        (
            "Bỏ điểm đ khoản 2, điểm b khoản 3 Điều 172; điểm g khoản 2 Điều 174;",
            ["bai_bo dieu-172/khoan-2/diem-dd", "bai_bo dieu-172/khoan-3/diem-b", "bai_bo dieu-174/khoan-2/diem-g"],
        ),
        ("Chuyển khoản 3 Điều 5 thành khoản 4 Điều 5.", ["chuyen dieu-5/khoan-3 thành dieu-5/khoan-4"]),
        ("Sửa đổi đoạn mở đầu khoản 2 Điều 5 như sau:", ["doan_mo_dau dieu-5/khoan-2"]),
        # only the places below are acted on
        ("2. Sửa đổi, bổ sung một số khoản của Điều 10 như sau:", []),
        # what happened before is no act of this text
        ("1. Luật Chợ làng đã được sửa đổi, bổ sung theo Luật số 8/2031/QH16 vẫn áp dụng.", []),
    ],
)
def test_a_sentence_names_places_and_acts(sentence: str, targets: list[str]) -> None:
    assert [
        f"{t.act} {t.place}" + (f" sau {t.after}" if t.after else "") + (f" thành {t.to}" if t.to else "")
        for t in read(sentence).targets
    ] == targets


@pytest.mark.parametrize(
    ("sentence", "changes"),
    [
        (
            "Thay thế cụm từ “chợ phiên” bằng cụm từ “chợ làng” tại khoản 1 Điều 3, Điều 4; từ “sạp” bằng từ “quầy”"
            " tại Điều 6",
            [
                "dieu-3/khoan-1 chợ phiên>chợ làng",
                "dieu-4 chợ phiên>chợ làng",
                "dieu-6 sạp>quầy",
            ],
        ),
        ('Bỏ cụm từ "của xã" tại tên điều Điều 20 và Điều 21;', ["dieu-20* của xã>", "dieu-21* của xã>"]),
        # a place before its Điều; two changes that share one place
        (
            'Bổ sung cụm từ "Trước phiên," vào đầu điểm c khoản 2; cụm từ ", đã nộp" vào sau cụm từ "phí"'
            ' và từ "hợp lệ" vào sau từ "vé" tại khoản 3 Điều 29;',
            [
                "dieu-29/khoan-2/diem-c >Trước phiên, dau",
                "dieu-29/khoan-3 >, đã nộp sau phí",
                "dieu-29/khoan-3 >hợp lệ sau vé",
            ],
        ),
        (
            'Thay thế dấu "," bằng từ "hoặc" trước cụm từ "người già" tại điểm i khoản 1,'
            ' trước cụm từ "trẻ em" tại điểm m khoản 1 Điều 52;',
            ["dieu-52/khoan-1/diem-i ,>hoặc truoc người già", "dieu-52/khoan-1/diem-m ,>hoặc truoc trẻ em"],
        ),
        (
            'Bỏ từ "từ" trước cụm từ "10 đồng" tại khoản 3 Điều 23 và trước cụm từ "11 vé" tại điểm a khoản 4 Điều 59;',
            ["dieu-23/khoan-3 từ> truoc 10 đồng", "dieu-59/khoan-4/diem-a từ> truoc 11 vé"],
        ),
        (
            'Bỏ từ "các" trước cụm từ "quy định" tại tên điều và khoản 1, bỏ từ "một" tại khoản 2 Điều 45;',
            ["dieu-45* các> truoc quy định", "dieu-45/khoan-1 các> truoc quy định", "dieu-45/khoan-2 một>"],
        ),
        # quotations inside a quotation
        (
            "Thay thế cụm từ “ghi “miễn phí” trên vé” bằng cụm từ “ghi “không thu” trên vé” tại Điều 8",
            ["dieu-8 ghi “miễn phí” trên vé>ghi “không thu” trên vé"],
        ),
    ],
)
def test_a_sentence_changes_words(sentence: str, changes: list[str]) -> None:
    found = []
    for target in read(sentence).targets:
        assert target.words is not None
        old, new, anchor = (
            sentence[s[0] : s[1]] if s else "" for s in (target.words.old, target.words.new, target.words.anchor)
        )
        side = f" {target.words.side}" if target.words.side else ""
        beside = f" {anchor}" if anchor else ""
        found.append(f"{target.place}{'*' if target.title else ''} {old}>{new}{side}{beside}")
    assert found == changes


def test_quoted_words_become_places_of_the_law_amended() -> None:
    found = operations(
        amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng
1. Sửa đổi, bổ sung một số khoản của Điều 3 như sau:
a) Sửa đổi, bổ sung khoản 1 như sau:
“1. Chợ làng họp:
a) Ngày rằm;
b) Ngày mồng một.”;
b) Bổ sung khoản 3 vào sau khoản 2 như sau:
“3. Chợ đêm họp theo quy định của xã.”.
2. Bổ sung Điều 4a vào sau Điều 4 như sau:
“Điều 4a. Chợ nổi
1. Chợ nổi họp trên sông.
2. Thuyền đậu theo hàng.”.
3. Bãi bỏ Điều 6.""")
    )
    assert told(found) == [
        "dieu-1/khoan-1/diem-a thay dieu-3/khoan-1",
        "dieu-1/khoan-1/diem-b them dieu-3/khoan-3 sau dieu-3/khoan-2",
        "dieu-1/khoan-2 them dieu-4a sau dieu-4",
        "dieu-1/khoan-3 bai_bo dieu-6",
    ]
    assert [(str(p.locator), p.text) for p in found[0].places] == [
        ("dieu-3/khoan-1", "1. Chợ làng họp:"),
        ("dieu-3/khoan-1/diem-a", "a) Ngày rằm;"),
        ("dieu-3/khoan-1/diem-b", "b) Ngày mồng một."),
    ]
    assert (found[2].places[0].heading, found[2].places[0].text) == ("Chợ nổi", "Điều 4a. Chợ nổi")
    assert {str(o.amended.doc_id) for o in found} == {"qh16/2030/5"}
    assert {o.effective_on for o in found} == {datetime.date(2032, 1, 1)}


def test_every_new_place_is_characters_of_the_amending_text() -> None:
    text = amending("""Điều 1. Sửa đổi, bổ sung khoản 1 Điều 3 của Luật Chợ làng số 5/2030/QH16 như sau:
"1. Chợ làng họp:
a) Ngày rằm;
b) Ngày mồng một".""")
    (operation,) = operations(text)
    spans = [(p.text, p.piece.span) for p in operation.places]
    assert len(spans) == 3
    assert all(text.source.text[span.start : span.end] == words for words, span in spans)


def test_marks_missing_after_the_first_do_not_end_the_new_words() -> None:
    found = operations(
        amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng
1. Sửa đổi, bổ sung các khoản 1 và 2 Điều 3 như sau:
“1. Chợ làng họp hai phiên.
2. Mỗi phiên họp:
a) Từ sáng;
b) Đến trưa.
2. Bãi bỏ khoản 4 Điều 3.""")
    )
    assert told(found) == [
        "dieu-1/khoan-1 thay dieu-3/khoan-1",
        "dieu-1/khoan-1 thay dieu-3/khoan-2",
        "dieu-1/khoan-2 bai_bo dieu-3/khoan-4",
    ]
    assert [p.text for o in found for p in o.places] == [
        "1. Chợ làng họp hai phiên.",
        "2. Mỗi phiên họp:",
        "a) Từ sáng;",
        "b) Đến trưa.",
    ]


def test_one_text_amends_several_laws() -> None:
    found = operations(
        held("""QUỐC HỘI
Luật số: 7/2031/QH16
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CHỢ LÀNG VÀ LUẬT ĐÒ NGANG, ĐÒ DỌC
Quốc hội ban hành Luật sửa đổi một số điều của Luật Chợ làng số 5/2030/QH16 và Luật Đò ngang, đò dọc số 6/2030/QH16.
Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng
1. Bãi bỏ Điều 6.
Điều 2. Sửa đổi, bổ sung một số điều của Luật Đò ngang, đò dọc
1. Bãi bỏ khoản 2 Điều 8.
Điều 3. Sửa đổi, bổ sung Điều 4 của Luật Bến nước số 9/2029/QH15 như sau:
“Điều 4. Bến nước
Bến nước mở cả ngày.”.""")
    )
    assert [(str(o.amended.doc_id), str(o.place)) for o in found] == [
        ("qh16/2030/5", "dieu-6"),
        ("qh16/2030/6", "dieu-8/khoan-2"),
        ("qh15/2029/9", "dieu-4"),
    ]


def test_a_list_takes_its_verb_and_its_words_from_above() -> None:
    found = operations(
        amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng
1. Bãi bỏ các khoản sau đây:
a) Khoản 2 Điều 5;
b) Khoản 3 Điều 7.
2. Thay thế cụm từ “chợ phiên” bằng cụm từ “chợ làng” tại các điều, khoản sau đây:
a) Khoản 1 Điều 8;
b) Điều 9.""")
    )
    assert [(o.act, str(o.place)) for o in found] == [
        (Act.REPEAL, "dieu-5/khoan-2"),
        (Act.REPEAL, "dieu-7/khoan-3"),
        (Act.WORDS, "dieu-8/khoan-1"),
        (Act.WORDS, "dieu-9"),
    ]
    words = found[3].words
    assert words is not None
    assert [w.text for w in (words.old, words.new) if w] == ["chợ phiên", "chợ làng"]


def test_a_law_named_in_quoted_words_is_not_the_one_amended() -> None:
    (operation,) = operations(
        amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng
1. Bổ sung cụm từ “Điều 9 của Luật này và của Bộ luật Đò ngang” vào sau cụm từ “phí” tại Điều 2.""")
    )
    assert str(operation.amended.doc_id) == "qh16/2030/5"


def test_a_chapter_that_lost_its_force_is_repealed() -> None:
    (operation,) = operations(
        held("""QUỐC HỘI
Luật số: 7/2031/QH16
LUẬT
BẾN NƯỚC
Điều 1. Phạm vi
Luật này quy định về bến nước.
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032.
Chương V của Luật Chợ làng số 5/2030/QH16 hết hiệu lực kể từ ngày Luật này có hiệu lực.""")
    )
    assert (operation.act, str(operation.amended.doc_id), str(operation.place)) == (
        Act.REPEAL,
        "qh16/2030/5",
        "chuong-V",
    )


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("1. Bãi bỏ Điều 5, trừ khoản 2 Điều 5.", "ngoại lệ"),
        ("1. Bãi bỏ Điều 5, trừ trường hợp chợ đang họp.", "ngoại lệ"),
        ("1. Bãi bỏ khoản 2.", "không rõ thuộc Điều nào"),
        ("1. Sửa đổi đoạn thứ hai khoản 2 Điều 5 như sau:\n“Chợ họp sớm.”.", "một phần"),
    ],
)
def test_what_cannot_be_told_is_kept_with_its_reason(body: str, doubt: str) -> None:
    (operation,) = operations(amending(f"Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng\n{body}"))
    assert doubt in operation.doubt


def test_an_ordinary_text_amends_nothing() -> None:
    text = held("""Điều 1. Sửa đổi hợp đồng
1. Hai bên có thể sửa đổi, bổ sung hợp đồng theo khoản 2 Điều 5.
2. Bổ sung hồ sơ trong 5 ngày.
Điều 2. Thi hành
Luật này có hiệu lực từ ngày 01/01/2032.""")
    assert operations(text) == ()


@pytest.mark.parametrize(
    ("body", "places"),
    [
        # the verb after its place, as older texts have it
        ("1. Khoản 1 Điều 3 được sửa đổi, bổ sung như sau:\n“1. Chợ họp.”.", ["dieu-3/khoan-1 1. Chợ họp."]),
        ("1. Điều 3 được sửa đổi như sau:\n“Điều 3. Chợ\nChợ họp.”.", ["dieu-3 Điều 3. Chợ\nChợ họp."]),
        # new words on the line of the sentence
        ("1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:“1. Chợ họp.”.", ["dieu-3/khoan-1 1. Chợ họp."]),
        # places run together on one line
        (
            "1. Sửa đổi điểm d; bổ sung điểm d1 vào sau điểm d khoản 2 Điều 3 như sau:\n“d) Bán; d1) Mua.”.",
            ["dieu-3/khoan-2/diem-d d) Bán;", "dieu-3/khoan-2/diem-d1 d1) Mua."],
        ),
        # named in another order than they stand
        (
            "1. Sửa đổi, bổ sung khoản 1 và khoản 3; bổ sung khoản 2a Điều 3 như sau:\n“1. Một.\n2a. Hai.\n3. Ba.”.",
            ["dieu-3/khoan-1 1. Một.", "dieu-3/khoan-3 3. Ba.", "dieu-3/khoan-2a 2a. Hai."],
        ),
        # one text for two places
        (
            "1. Sửa đổi điểm c khoản 1 Điều 3, điểm c khoản 2 Điều 4 như sau:\n“c) Phạt.”.",
            ["dieu-3/khoan-1/diem-c c) Phạt.", "dieu-4/khoan-2/diem-c c) Phạt."],
        ),
        (
            "1. Bổ sung Chương IIa vào sau Chương II như sau:\n“Chương IIa\nCHỢ NỔI\nĐiều 8a. Thuyền\nThuyền đậu.”.",
            ["chuong-IIa Chương IIa\nCHỢ NỔI", "dieu-8a Điều 8a. Thuyền\nThuyền đậu."],
        ),
    ],
)
def test_new_words_are_found_however_they_stand(body: str, places: list[str]) -> None:
    found = operations(amending(f"Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng\n{body}"))
    assert [f"{p.locator} {p.text}" for o in found for p in o.places] == places


def test_a_heading_may_be_the_sentence_and_names_with_odd_beginnings_are_found() -> None:
    found = operations(
        held("""QUỐC HỘI
Luật số: 7/2031/QH16
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CÁC BẾN NƯỚC
Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Các bến nước số 5/2030/QH16.
Điều 1. Sửa đổi, bổ sung khoản 3 Điều 3
“3. Bến mở cả ngày.”.
Điều 2. Sửa đổi, bổ sung Điều 4 của Luật Các bến nước
Sửa đổi, bổ sung Điều 4 như sau:
“Điều 4. Bến
Bến có đèn.”.""")
    )
    assert [(str(o.amended.doc_id), str(o.place), len(o.places)) for o in found] == [
        ("qh16/2030/5", "dieu-3/khoan-3", 1),
        ("qh16/2030/5", "dieu-4", 1),
    ]


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032.", ["2032-01-01", "2032-01-01"]),
        (
            "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032, trừ khoản 2 Điều 1 của Luật này có hiệu lực"
            " từ ngày 01 tháng 7 năm 2033.",
            ["2032-01-01", "2033-07-01"],
        ),
        # kept out, and no day is given: not known
        (
            "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032, trừ trường hợp quy định tại khoản 2 Điều 1.",
            ["2032-01-01", None],
        ),
        (
            "1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2032.\n"
            "2. Khoản 1 Điều 1 của Luật này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2032.",
            ["2032-03-01", "2032-01-01"],
        ),
    ],
)
def test_a_place_may_have_its_own_day(clause: str, days: list[str | None]) -> None:
    found = operations(
        held(f"""QUỐC HỘI
Luật số: 7/2031/QH16
LUẬT
Hà Nội, ngày 20 tháng 6 năm 2031
Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng số 5/2030/QH16
1. Bãi bỏ Điều 5.
2. Bãi bỏ Điều 6.
Điều 2. Hiệu lực thi hành
{clause}""")
    )
    assert [o.effective_on.isoformat() if o.effective_on else None for o in found] == days


LOCAL = """ỦY BAN NHÂN DÂN
TỈNH {place}
Số: 30/2031/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày 20 tháng 9 năm 2031
QUYẾT ĐỊNH
Sửa đổi, bổ sung quy định về chợ
{body}
Điều 9. Quyết định này có hiệu lực từ ngày 01 tháng 10 năm 2031.
"""


@pytest.mark.parametrize(
    ("body", "amended"),
    [
        (
            "Điều 1. Sửa đổi khoản 1 Điều 1 Quyết định số 12/2030/QĐ-UBND ngày 15 tháng 3 năm 2030 như sau:\n"
            "“1. Chợ họp buổi sáng.”",
            ["phu-tho"],
        ),
        (
            "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 12/2030/QĐ-UBND của Ủy ban nhân dân tỉnh Hòa Bình\n"
            "1. Sửa đổi khoản 1 Điều 1 như sau:\n“1. Chợ họp buổi sáng.”\n"
            "2. Bãi bỏ khoản 2 Điều 1.",
            ["hoa-binh", "hoa-binh"],
        ),
        (
            "Điều 1. Khoản 3 Điều 2 Quyết định số 12/2030/QĐ-UBND của Ủy ban nhân dân tỉnh Hòa Bình hết hiệu lực kể từ "
            "ngày Quyết định này có hiệu lực.",
            ["hoa-binh"],
        ),
    ],
)
def test_a_local_document_is_that_of_its_province(body: str, amended: list[str]) -> None:
    found = operations(held(LOCAL.format(place="PHÚ THỌ", body=body)))
    assert [o.amended.doc_id and o.amended.doc_id.place for o in found] == amended
