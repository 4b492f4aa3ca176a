"""The pages by value: what stands in the HTML, and how it behaves in headless Chromium under a strict policy."""

import datetime
import itertools
import re
import socket
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont
from markupsafe import Markup
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import web
from corpus.model import EffectStatus
from search_api import fonts, pages
from search_api.marked import marked
from search_api.pages import SearchForm, clamped
from search_api.wire import (
    AnswerOut,
    CollectionOut,
    CorrectionOut,
    CountOut,
    CoverageOut,
    DocumentOut,
    DocumentRow,
    Mark,
    NodeOut,
    Problem,
    QuoteOut,
    RelationOut,
    SetAsideOut,
    SourceOut,
    StatusOut,
    Verdict,
)

DAY = datetime.date
ON = DAY(2026, 11, 25)
STATIC = Path(web.__file__).parent / "static"
SUMMARY = "Tóm lược bằng lời của Căn Cứ, không phải nguyên văn"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
HOSTILE = '<script>alert("x")</script>'


def status(
    kind: EffectStatus = EffectStatus.CON_HIEU_LUC, words: str = "", next_change: DAY | None = None
) -> StatusOut:
    return StatusOut(on=ON, status=kind, label=kind.vi, words=words or kind.vi, next_change=next_change)


AMENDED = RelationOut(
    words="được sửa đổi, bổ sung bởi",
    so_hieu="Thông tư 7/2030/TT-XX",
    ref="tt-xx/2030/7",
    page="/van-ban/tt-xx/2030/7?on=2026-11-25",
    effective_on=DAY(2026, 2, 1),
    confidence="",
)
MENDED = CorrectionOut(
    doc_id="tt-xx/2018/28",
    locator="dieu-8",
    address="Điều 8",
    field="number",
    read="3",
    value="8",
    reason=f"dấu {HOSTILE} che số",
    made_on=ON,
    asserted_by="editor",
    source="quet-01.pdf",
    sha256="a" * 64,
    words=f"Điều 8: số thứ tự đã sửa bởi người biên tập: đọc được “3”, sửa thành “8”, lý do: dấu {HOSTILE} che số",
)
QUOTE = QuoteOut(
    ref="tt-xx/2018/28#dieu-8/khoan-2",
    address="Khoản 2 Điều 8",
    document_name="Thông tư 28/2018/TT-XX",
    trich_yeu="mức hỗ trợ người nuôi ong",
    heading="Mức hỗ trợ",
    text="2. Tập huấn kỹ thuật quay mật: tối đa 30 triệu đồng một lớp.",
    marks=(Mark(start=3, end=11),),
    official=False,
    confidence="2 nguồn độc lập cùng nêu",
    as_of=DAY(2026, 10, 1),
    status=status(),
    amended_by=(AMENDED,),
    warnings=("Mức này đã được sửa",),
    notes=("Không gồm tiền đi lại",),
    sources=(
        SourceOut(label="Công báo", url="https://congbao.example/28", official=True),
        SourceOut(label="trang xấu", url="javascript:alert(1)", official=False),
    ),
    page="/van-ban/tt-xx/2018/28?on=2026-11-25#dieu-8/khoan-2",
    why="khớp các từ “tập huấn”",
    score=2.5,
)
OFFICIAL = QUOTE.model_copy(
    update={"official": True, "confidence": "", "warnings": (), "amended_by": (), "corrections": (MENDED,)}
)
COVERAGE = CoverageOut(
    documents=2431,
    provisions=9000,
    official_documents=1,
    summary_documents=2430,
    by_loai=(CountOut(label="Thông tư", count=2400), CountOut(label="Khác", count=31)),
    by_co_quan=(CountOut(label="Bộ Nuôi Ong", count=2431),),
    first_year=2004,
    last_year=2025,
    updated_on=ON,
    words="2.431 văn bản, 9.000 quy định; cập nhật 25/11/2026",
)


def answer(
    verdict: Verdict = "found", quotes: tuple[QuoteOut, ...] = (QUOTE, OFFICIAL), message: str = ""
) -> AnswerOut:
    return AnswerOut(
        question="học quay mật",
        on=ON,
        every_time=False,
        verdict=verdict,
        message=message,
        quotes=quotes,
        coverage=COVERAGE,
        snapshot="s-1",
    )


def node(locator: str, unit: str | None, label: str, text: str, heading: str = "", **more: object) -> NodeOut:
    fields: dict[str, object] = {
        "locator": locator,
        "anchor": locator or "van-ban",
        "unit": unit,
        "depth": len(locator.split("/")) if locator else 0,
        "label": label,
        "heading": heading,
        "text": text,
        "valid_from": None,
        "valid_to": None,
        "in_force": True,
        "warnings": (),
        "notes": (),
        "sources": (),
        "confidence": "",
        "page_number": None,
        "summaries": (),
    }
    return NodeOut.model_validate(fields | more)


NODES = (
    node("", None, "", "THÔNG TƯ\nMức hỗ trợ người nuôi ong"),
    node("chuong-I", "chuong", "Chương I", "Chương I\nQUY ĐỊNH CHUNG", "QUY ĐỊNH CHUNG"),
    node("dieu-1", "dieu", "Điều 1", "Điều 1. Phạm vi\nÁp dụng cho mọi đàn ong.", "Phạm vi"),
    node("chuong-II", "chuong", "Chương II", "Chương II\nMỨC\nHỖ TRỢ", "MỨC HỖ TRỢ"),
    node("dieu-8", "dieu", "Điều 8", "Điều 8. Mức hỗ trợ", "Mức hỗ trợ"),
    node(
        "dieu-8/khoan-1",
        "khoan",
        "Khoản 1",
        "1. Thùng ong cũ.",
        valid_to=DAY(2026, 1, 1),
        in_force=False,
    ),
    node("dieu-8/khoan-2", "khoan", "Khoản 2", "2. Thùng ong mới:", valid_from=DAY(2026, 1, 1), warnings=("Đã sửa",)),
    node("dieu-8/khoan-2/diem-dd", "diem", "Điểm đ", f"đ) Vùng núi {HOSTILE};", summaries=("Vùng núi được hỗ trợ",)),
)
DOCUMENT = DocumentOut(
    id="tt-xx/2018/28",
    so_hieu="28/2018/TT-XX",
    loai="Thông tư",
    name="Thông tư 28/2018/TT-XX",
    trich_yeu=f"mức hỗ trợ {HOSTILE}",
    co_quan_ban_hanh="Bộ Nuôi Ong",
    nguoi_ky="Nguyễn Văn Ong",
    ngay_ban_hanh=DAY(2018, 3, 28),
    ngay_hieu_luc=DAY(2018, 5, 11),
    ngay_het_hieu_luc=None,
    official=True,
    confidence="",
    as_of=ON,
    status=status(),
    status_note="",
    amended_by=(AMENDED,),
    relations=(AMENDED, AMENDED.model_copy(update={"words": "thay thế", "so_hieu": "26/2014/TT-XX", "page": None})),
    sources=QUOTE.sources,
    corrections=(MENDED,),
    nodes=NODES,
    page="/van-ban/tt-xx/2018/28?on=2026-11-25",
    snapshot="s-1",
)
IN_SUMMARY = DOCUMENT.model_copy(update={"official": False, "confidence": "một nguồn nêu"})
COLLECTION = CollectionOut(
    coverage=COVERAGE,
    documents=(
        DocumentRow(
            id="tt-xx/2018/28",
            name="Thông tư 28/2018/TT-XX",
            trich_yeu="mức hỗ trợ",
            co_quan_ban_hanh="",
            ngay_ban_hanh=None,
            official=False,
            status=status(EffectStatus.KHONG_RO),
            provisions=1234,
            page="/van-ban/tt-xx/2018/28?on=2026-11-25",
        ),
    ),
    set_aside=(
        SetAsideOut(name="anh.pdf", sha256="ab" * 32, what="Tệp chỉ có ảnh", where="trang 1", remedy="Tìm bản có chữ."),
    ),
    snapshot="s-1",
)
PROBLEM = Problem(
    title="Ngày không có thật", status=422, detail="Ngày không có thật (on).", where="on", remedy="Sửa ngày."
)
EVERY_PAGE = {
    "home": pages.render_home(COVERAGE, ON),
    "found": pages.render_answer(answer(), SearchForm("học quay mật", ON, loai="Thông tư")),
    "unsure": pages.render_answer(answer("unsure", message="chưa rõ"), SearchForm("học quay mật", ON)),
    "not-found": pages.render_answer(answer("not_found", message="kho không có"), SearchForm("bằng lái", ON)),
    "document": pages.render_document(DOCUMENT, ON),
    "summary": pages.render_document(IN_SUMMARY, ON),
    "collection": pages.render_collection(COLLECTION),
    "problem": pages.render_problem(PROBLEM, f'"{HOSTILE}'),
}


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def one(html: str, selector: str) -> Tag:
    found = soup(html).select(selector)
    assert len(found) == 1, selector
    return found[0]


def words(tag: Tag | BeautifulSoup) -> str:
    return " ".join(tag.get_text(" ").split())


# Marks


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        ("máy mới", [(0, 3)], "<mark>máy</mark> mới"),
        # offsets count characters of the text, not of the HTML
        ("a<b & máy", [(6, 9)], "a&lt;b &amp; <mark>máy</mark>"),
        ("<script>", [(1, 7)], "&lt;<mark>script</mark>&gt;"),
        # overlapping, touching and repeated marks are one
        ("một hai ba", [(4, 7), (0, 5), (7, 10), (0, 5)], "<mark>một hai ba</mark>"),
        # beyond the text, empty, backwards
        ("ba", [(-4, 1), (1, 1), (9, 12), (2, 1)], "<mark>b</mark>a"),
        ("ba", [(1, 99)], "b<mark>a</mark>"),
        ("", [(0, 3)], ""),
    ],
)
def test_marked_escapes_then_marks(text: str, marks: list[tuple[int, int]], html: str) -> None:
    assert marked(text, [Mark(start=start, end=end) for start, end in marks]) == Markup(html)


def test_clamped_shows_the_lines_that_match() -> None:
    lines = [f"{n}. Dòng thứ {n} nói về chuyện khác hẳn, dài vừa phải." for n in range(1, 60)]
    lines[40] = "41. Quay mật bằng máy."
    text = "\n".join(lines)
    at = text.index("Quay mật")
    part = clamped(text, [Mark(start=at, end=at + 8)])
    assert "<mark>Quay mật</mark>" in part.shown
    assert len(part.before) + len(part.after) + len(part.shown) - len("<mark></mark>") + part.left_out == len(text)
    assert part.before.endswith((". ", "\n"))
    assert len(part.shown) < 450


def test_clamped_leaves_a_short_text_whole() -> None:
    part = clamped("Ngắn.", [])
    assert (part.before, part.shown, part.after, part.left_out) == ("", "Ngắn.", "", 0)


# Every page


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_every_page_is_sound(name: str) -> None:
    html = EVERY_PAGE[name]
    page = soup(html)
    assert page.html is not None
    assert page.html["lang"] == "vi"
    assert page.select("main#noi-dung, header.top, footer, a.skip[href='#noi-dung'], form[role=search]")
    assert len(page.select("main")) == len(page.select("h1")) == 1
    levels = [int(h.name[1]) for h in page.select("h1, h2, h3, h4, h5, h6") if not h.find_parent("dialog")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for label in page.select("label[for]"):
        assert page.find(id=str(label["for"])), label


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_nothing_is_inline_and_nothing_gets_through(name: str) -> None:
    page = soup(EVERY_PAGE[name])
    assert not page.select("style, [style]")
    assert all(str(tag.get("src")).startswith("/static/") and not tag.string for tag in page.select("script"))
    assert not [key for tag in page.find_all(True) for key in tag.attrs if key.startswith("on")]
    assert not [a["href"] for a in page.select("a") if str(a["href"]).lower().startswith(("javascript", "data", "//"))]


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_the_voice_is_of_an_office(name: str) -> None:
    said = words(soup(EVERY_PAGE[name])).replace(HOSTILE, "")
    assert "!" not in said
    assert not re.search("[\U0001f000-\U0001faff\u2600-\u27bf]", said)
    assert "None" not in said


# Home


def test_home_says_what_is_held_and_asks() -> None:
    html = EVERY_PAGE["home"]
    assert "Kho có 2.431 văn bản, 9.000 quy định; cập nhật 25/11/2026." in words(soup(html))
    form = one(html, "form[role=search]")
    assert (form["action"], form["method"]) == ("/tra-cuu", "get")
    assert one(html, "input[name=on]")["value"] == "2026-11-25"
    assert len(soup(html).select(".examples a")) == 3


# Results


def test_a_result_shows_everything_needed_to_answer_for_it() -> None:
    hit = soup(EVERY_PAGE["found"]).select_one("#kq-1")
    assert hit is not None
    assert words(hit.select("h2")[0]) == "Khoản 2 Điều 8 · Thông tư 28/2018/TT-XX"
    assert hit.select("h2 a")[0]["href"] == QUOTE.page
    assert [mark.string for mark in hit.select("mark")] == ["Tập huấn"]
    assert words(hit.select(".standing")[0]) == (
        "Còn hiệu lực · được sửa đổi, bổ sung bởi Thông tư 7/2030/TT-XX từ 1/2/2026 · Tóm lược"
    )
    assert words(hit.select(".warning")[0]) == "Lưu ý Mức này đã được sửa."
    assert "Không gồm tiền đi lại." in words(hit)
    source = words(hit.select(".source")[0])
    assert source.startswith("Xét ngày 25/11/2026 . Nguồn nói đến 1/10/2026 . Mức tin cậy: 2 nguồn độc lập cùng nêu.")
    assert "Công báo (chính thức)" in source
    assert "trang xấu" in source
    assert words(hit.select(".cite")[0]) == "Khoản 2 Điều 8 Thông tư 28/2018/TT-XX"
    assert "Khớp các từ “tập huấn”. Điểm 2,50" in words(hit)


def test_a_summary_is_never_shown_as_the_wording() -> None:
    quotes = tuple(QUOTE.model_copy(update={"official": n % 2 == 0}) for n in range(6))
    for verdict in ("found", "unsure", "not_found"):
        hits = soup(pages.render_answer(answer(verdict, quotes), SearchForm("q", ON))).select("article")
        assert [SUMMARY in words(hit) for hit in hits] == [False, True] * 3
        # a summary is not marked up as a quotation either, and stands on its own ground
        assert [bool(hit.select("blockquote")) for hit in hits] == [True, False] * 3
        assert ["summary" in hit["class"] for hit in hits] == [False, True] * 3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (status(), "Còn hiệu lực"),
        (status(words="Còn hiệu lực theo nguồn đến 1/10/2026"), "Còn hiệu lực theo nguồn đến 1/10/2026"),
        # the word comes first even where the explanation begins otherwise
        (status(EffectStatus.KHONG_RO, "văn bản của Đảng"), "Không rõ hiệu lực (văn bản của Đảng)"),
        (status(EffectStatus.NGUNG_HIEU_LUC), "Ngưng hiệu lực"),
        (status(EffectStatus.HET_HIEU_LUC, "Hết hiệu lực từ 1/1/2025"), "Hết hiệu lực từ 1/1/2025"),
        (
            status(EffectStatus.HET_HIEU_LUC_MOT_PHAN, next_change=DAY(2027, 1, 1)),
            "Hết hiệu lực một phần ; có thay đổi từ 1/1/2027",
        ),
        # the day of the next change is not said twice
        (
            status(EffectStatus.CHUA_HIEU_LUC, "Chưa có hiệu lực, có hiệu lực từ 1/1/2027", DAY(2027, 1, 1)),
            "Chưa có hiệu lực , có hiệu lực từ 1/1/2027",
        ),
    ],
)
def test_status_is_a_word_first(given: StatusOut, shown: str) -> None:
    quote = OFFICIAL.model_copy(update={"status": given})
    html = pages.render_answer(answer(quotes=(quote,)), SearchForm("q", ON))
    assert words(one(html, ".standing")) == f"{shown} · Nguyên văn"


def test_not_found_shows_the_coverage_and_answers_nothing() -> None:
    html = EVERY_PAGE["not-found"]
    assert words(one(html, "h1")) == "Không có trong kho"
    assert "Kho không có." in words(one(html, ".verdict"))
    coverage = words(one(html, ".coverage"))
    assert "Thông tư 2.400" in coverage
    assert "Bộ Nuôi Ong 2.431" in coverage
    nearby = one(html, ".nearby")
    assert "Đây không phải câu trả lời cho câu hỏi." in words(nearby)
    # every place offered stands under that heading
    assert len(nearby.select("article")) == len(soup(html).select("article")) == 2
    assert one(html, "#q")["value"] == "bằng lái"


def test_not_found_without_nearby_places() -> None:
    html = pages.render_answer(answer("not_found", ()), SearchForm("bằng lái", ON))
    assert not soup(html).select(".nearby, article")


def test_unsure_says_so_before_the_places() -> None:
    assert words(one(EVERY_PAGE["unsure"], ".verdict")) == "Chưa chắc có câu trả lời Chưa rõ."


def test_filters_keep_the_question_and_count_truly() -> None:
    links = {words(a): str(a["href"]) for a in soup(EVERY_PAGE["found"]).select(".filters a")}
    assert links["Tóm lược"] == (
        "/tra-cuu?q=h%E1%BB%8Dc+quay+m%E1%BA%ADt&on=2026-11-25&loai=Th%C3%B4ng+t%C6%B0&nguon=tom_luoc"
    )
    assert "loai" not in links["Mọi loại"]
    assert "Khác" not in links
    assert [words(a) for a in soup(EVERY_PAGE["found"]).select(".filters [aria-current]")] == ["Cả hai", "Thông tư"]
    assert one(EVERY_PAGE["found"], "input[name=loai]")["value"] == "Thông tư"


def test_the_form_round_trips_through_its_address() -> None:
    form = SearchForm("khoản 2 & Điều 8", ON, every_time=True, loai="Luật", official=True)
    assert form.address == (
        "/tra-cuu?q=kho%E1%BA%A3n+2+%26+%C4%90i%E1%BB%81u+8&on=2026-11-25"
        "&moi_thoi_diem=1&loai=Lu%E1%BA%ADt&nguon=nguyen_van"
    )
    read, asked, problem = pages.read_form(form.q, "2026-11-25", True, "Luật", "nguyen_van", DAY(2000, 1, 1))
    assert (read, problem) == (form, None)
    assert asked is not None
    assert (asked.question, asked.on, asked.every_time, asked.loai, asked.official) == (form.q, ON, True, "Luật", True)


def test_read_form_refuses_in_words() -> None:
    form, asked, problem = pages.read_form("ong", "2026-02-30", False, "", "", ON)
    assert asked is None
    assert problem is not None
    assert problem.status == 422
    assert (form.q, form.on) == ("ong", ON)
    assert pages.read_form("  ", "", False, "", "", ON) == (SearchForm("  ", ON), None, None)


def test_ten_results_and_the_style_weigh_under_50_kb() -> None:
    long = QUOTE.text * 6
    quotes = tuple(QUOTE.model_copy(update={"text": long, "sources": QUOTE.sources * 3}) for _ in range(10))
    html = pages.render_answer(answer(quotes=quotes), SearchForm("học quay mật", ON)).encode()
    assert len(html) + (STATIC / "page.css").stat().st_size < 50_000


def test_a_quote_of_a_whole_book_stays_light() -> None:
    book = QUOTE.model_copy(update={"text": "\n".join(QUOTE.text for _ in range(20_000))})
    html = pages.render_answer(answer(quotes=(book,)), SearchForm("q", ON)).encode()
    assert len(html) < 15_000
    assert "Đọc hết ở trang văn bản" in html.decode()


def test_scripts_weigh_under_60_kb() -> None:
    assert sum(file.stat().st_size for file in STATIC.glob("*.js")) < 60_000


# A document


def test_a_document_has_a_permanent_anchor_for_each_place() -> None:
    page = soup(EVERY_PAGE["document"])
    anchors = [place["id"] for place in page.select(".place[id]")]
    assert anchors == [n.anchor for n in NODES[1:]]
    assert [str(a["href"]) for a in page.select(".tree a")] == [
        *("#chuong-I", "#dieu-1", "#chuong-II", "#dieu-8"),
        *("#quan-he", "#nguon"),
    ]
    assert [h.name for h in page.select(".place h2, .place h3")] == ["h2", "h3", "h2", "h3"]


def test_the_text_of_a_document_is_whole_and_escaped() -> None:
    page = soup(EVERY_PAGE["document"])
    said = [words(place.select(".said")[0]) for place in page.select(".place")]
    assert said == [
        "THÔNG TƯ Mức hỗ trợ người nuôi ong",
        "Chương I QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi Áp dụng cho mọi đàn ong.",
        "Chương II MỨC HỖ TRỢ",
        "Điều 8. Mức hỗ trợ",
        "Không còn áp dụng từ 1/1/2026 1. Thùng ong cũ.",
        "2. Thùng ong mới:",
        f"đ) Vùng núi {HOSTILE};",
    ]
    assert page.select("a.n")[-1].string == "đ)"


@pytest.mark.parametrize("heading", ["", "Tên không có trong lời"])
def test_a_heading_that_the_text_lacks_loses_no_character(heading: str) -> None:
    text = "Điều 3.\nLời của điều."
    given = DOCUMENT.model_copy(update={"nodes": (node("dieu-3", "dieu", "Điều 3", text, heading),)})
    (place,) = pages.places(given, ON)
    assert place.head + place.number + place.body == text
    assert place.head == "Điều 3."


def test_what_was_mended_stands_in_the_head_and_beside_its_place() -> None:
    page = soup(EVERY_PAGE["document"])
    (head,) = page.select("header.title .corrections li")
    (beside,) = page.select('[id="dieu-8"] .beside .corrections li')
    assert words(head) == words(beside) == f"{MENDED.words}."
    assert len(page.select(".corrections")) == 2
    (quoted,) = soup(EVERY_PAGE["found"]).select("#kq-2 .corrections li")
    assert words(quoted) == f"{MENDED.words}."


def test_a_place_not_in_force_is_struck_with_the_word() -> None:
    page = soup(EVERY_PAGE["document"])
    gone = page.select(".gone")
    assert [place["id"] for place in gone] == ["dieu-8/khoan-1"]
    assert "own" in gone[0]["class"]
    changed = page.select(".changed")
    assert [place["id"] for place in changed] == ["dieu-8/khoan-2"]
    assert "Lời này áp dụng từ 1/1/2026." in words(changed[0])
    assert "Lưu ý Đã sửa." in words(changed[0])


def test_a_place_to_come_says_when() -> None:
    later = node("dieu-9", "dieu", "Điều 9", "Điều 9. Mật", "Mật", valid_from=DAY(2027, 1, 1), in_force=False)
    given = DOCUMENT.model_copy(update={"nodes": (later,)})
    assert pages.places(given, ON)[0].standing == "Chưa áp dụng, áp dụng từ 1/1/2027"


def test_a_document_that_ended_says_so_on_every_screen() -> None:
    nodes = tuple(n.model_copy(update={"in_force": False}) for n in NODES[:3])
    ended = DOCUMENT.model_copy(update={"status": status(EffectStatus.HET_HIEU_LUC), "nodes": nodes})
    html = pages.render_document(ended, ON)
    assert "Hết hiệu lực ngày 25/11/2026" in words(one(html, ".running"))
    # greyed, not struck: it is still read
    assert not soup(html).select(".own")
    assert len(soup(html).select(".gone")) == 3


def test_a_summary_document_says_so_on_every_screen() -> None:
    running = one(EVERY_PAGE["summary"], ".running")
    assert SUMMARY in words(running)
    assert "print-only" not in running["class"]
    assert "summary" in one(EVERY_PAGE["summary"], "body")["class"]
    assert SUMMARY not in words(one(EVERY_PAGE["document"], ".running"))
    # a summary beside the wording is told apart too
    assert SUMMARY in words(one(EVERY_PAGE["document"], ".aside-summary"))
    assert ".running { position: sticky;" in (STATIC / "page.css").read_text(encoding="utf-8")


def test_the_day_of_a_document_is_a_form_and_its_changes_are_links() -> None:
    html = EVERY_PAGE["document"]
    form = one(html, "form.day")
    assert (form["action"], one(html, "#ngay")["value"]) == ("/van-ban/tt-xx/2018/28", "2026-11-25")
    assert [str(a["href"]).partition("?on=")[2] for a in soup(html).select(".days a")] == [
        *("2018-05-11", "2026-01-01", "2026-02-01"),
    ]


def test_relations_are_links_only_where_the_document_is_held() -> None:
    section = one(EVERY_PAGE["document"], "#quan-he")
    assert [words(dt) for dt in section.select("dt")] == ["Được sửa đổi, bổ sung bởi", "Thay thế"]
    assert [a["href"] for a in section.select("a")] == [AMENDED.page]
    assert "26/2014/TT-XX, từ 1/2/2026 (không có trong kho)" in words(section)


# The collection and problems


def test_the_collection_lists_documents_and_what_was_set_aside() -> None:
    said = words(soup(EVERY_PAGE["collection"]))
    assert "Thông tư 28/2018/TT-XX Mức hỗ trợ. Không rõ cơ quan Không rõ hiệu lực Tóm lược 1.234" in said
    assert "anh.pdf : Tệp chỉ có ảnh. Ở: trang 1. Tìm bản có chữ." in said


def test_a_problem_says_what_where_and_what_to_do_and_keeps_the_words() -> None:
    html = EVERY_PAGE["problem"]
    assert words(one(html, "[role=alert]")) == "Ngày không có thật Ở: on Cần làm: Sửa ngày."
    assert one(html, "#q")["value"] == f'"{HOSTILE}'


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://vbpl.vn/a", True),
        ("HTTP://vbpl.vn", True),
        ("javascript:alert(1)", False),
        ("//vbpl.vn", False),
        # no address at all, and one that cannot be read
        (None, False),
        ("http://[::1", True),
        ("tệp trên máy", False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, linked: bool) -> None:
    quote = OFFICIAL.model_copy(update={"sources": (SourceOut(label="nơi đăng", url=url, official=False),)})
    html = pages.render_answer(answer(quotes=(quote,)), SearchForm("q", ON))
    assert bool(soup(html).select(".source a")) is linked


# Colours and type


def _grounds() -> dict[str, dict[str, str]]:
    css = (STATIC / "page.css").read_text(encoding="utf-8")
    light = re.search(r"^:root \{(.*?)\}", css, re.DOTALL | re.MULTILINE)
    system, chosen = re.findall(
        r':root(?::not\(\[data-theme="sang"\]\)|\[data-theme="toi"\]) \{(.*?)\}', css, re.DOTALL
    )[:2]
    assert light is not None
    values = [dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in (light.group(1), system, chosen)]
    assert values[1] == values[2], "the dark ground is the same by the system and by choice"
    return {"light": values[0], "dark": values[1]}


def _luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definition of relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: str, b: str) -> float:
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "good", "care", "ended", "unknown"])
def test_text_has_contrast_on_every_ground(theme: str, ink: str) -> None:
    colours = _grounds()[theme]
    for ground in ("ground", "summary", "target", "quiet"):
        assert _contrast(colours[ink], colours[ground]) >= 4.5, ground
    assert _contrast(colours["on-mark"], colours["mark"]) >= 4.5
    assert _contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert _contrast(colours["field"], colours["ground"]) >= 3


@pytest.fixture(scope="module")
def font_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fonts.subset_fonts(tmp_path_factory.mktemp("fonts"))


def test_fonts_hold_every_vietnamese_letter_and_are_light(font_folder: Path) -> None:
    letters = "aăâeêioôơuưy"
    toned = {c + tone for c in letters for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")}
    needed = {unicodedata.normalize("NFC", c) for c in toned} | set("đ“”–…§₫0123456789/")
    for name in fonts.FACES:
        font = TTFont(font_folder / name)
        held = set(font.getBestCmap())
        font.close()
        assert {c for c in needed for c in (c, c.upper()) if ord(c) not in held} == set()
        assert (font_folder / name).stat().st_size < 25_000
    asked = re.findall(r'url\("fonts/([^"]+)"\)', (STATIC / "page.css").read_text(encoding="utf-8"))
    assert sorted(asked) == sorted(fonts.FACES)


def test_fonts_are_made_once_and_leave_nothing_else(font_folder: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in font_folder.iterdir()}
    fonts.subset_fonts(font_folder)
    assert {file.name: file.stat().st_mtime_ns for file in font_folder.iterdir()} == before
    assert set(before) == set(fonts.FACES)


def test_static_addresses_change_with_the_content() -> None:
    assert re.fullmatch(r"/static/page\.css\?v=[0-9a-f]{8}", pages.static_address("page.css"))
    assert pages.static_address("page.css") != pages.static_address("page.js")


# In the browser


@pytest.fixture(scope="module")
def site(font_folder: Path) -> Iterator[str]:
    """The address of a service that shows the sample pages under the strict policy."""

    async def show(request: Request) -> Response:
        return HTMLResponse(EVERY_PAGE[request.path_params["name"]], headers={"Content-Security-Policy": POLICY})

    app = Starlette(
        routes=[
            Mount("/static/fonts", StaticFiles(directory=font_folder)),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/{name}", show),
        ]
    )

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_fit_and_say_no_error(browser: Browser, site: str, width: int, theme: str) -> None:
    errors: list[str] = []
    scheme: dict[str, object] = {"viewport": {"width": width, "height": 740}, "color_scheme": theme}
    page = browser.new_page(**scheme)  # type: ignore[arg-type]
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    # the icon of a page that is left at once is given up
    page.on("requestfailed", lambda r: errors.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    for name in EVERY_PAGE:
        page.goto(f"{site}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, input, .actions a, .tree a, .filters a, nav a")]
                .map((e) => [e.textContent, e.getBoundingClientRect()])
                .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
                .map(([words]) => words)"""
        )
        assert small == [], name
    assert errors == []
    page.close()


@pytest.mark.browser
def test_keys_move_copy_and_explain(screen: Page, site: str) -> None:
    # reading the clipboard back needs the window's focus, which a test cannot promise: keep what is written to it
    screen.add_init_script("navigator.clipboard.writeText = async (words) => { window.copied = words; }")
    screen.goto(f"{site}/found")
    focused = "document.activeElement.textContent"
    screen.keyboard.press("j")
    assert screen.evaluate(focused) == "Khoản 2 Điều 8 · Thông tư 28/2018/TT-XX"
    assert screen.evaluate("document.activeElement.closest('article').id") == "kq-1"
    screen.keyboard.press("j")
    assert screen.evaluate("document.activeElement.closest('article').id") == "kq-2"
    screen.keyboard.press("j")
    assert screen.evaluate("document.activeElement.closest('article').id") == "kq-2"
    screen.keyboard.press("k")
    assert screen.evaluate("document.activeElement.closest('article').id") == "kq-1"
    screen.keyboard.press("c")
    screen.wait_for_function("document.querySelector('[data-live]').textContent.startsWith('Đã sao chép')")
    assert screen.evaluate("window.copied") == "Khoản 2 Điều 8 Thông tư 28/2018/TT-XX"
    screen.keyboard.press("?")
    assert screen.locator("dialog").is_visible()
    screen.keyboard.press("Escape")
    assert not screen.locator("dialog").is_visible()


@pytest.mark.browser
def test_slash_puts_the_cursor_in_the_box_and_letters_stay_letters(screen: Page, site: str) -> None:
    screen.goto(f"{site}/found")
    screen.keyboard.press("/")
    assert screen.evaluate("document.activeElement.id") == "q"
    screen.keyboard.type("jkc/?")
    assert screen.locator("#q").input_value() == "jkc/?"


@pytest.mark.browser
def test_keys_can_be_turned_off(screen: Page, site: str) -> None:
    """WCAG 2.1.4: single-letter shortcuts can be turned off."""
    screen.goto(f"{site}/found")
    screen.keyboard.press("?")
    screen.locator("[data-keys-on]").uncheck()
    screen.keyboard.press("Escape")
    screen.reload()
    screen.keyboard.press("j")
    assert screen.evaluate("document.activeElement.tagName") == "BODY"
    screen.evaluate("localStorage.clear()")


@pytest.mark.browser
def test_tab_goes_from_the_skip_link_through_the_form(screen: Page, site: str) -> None:
    screen.goto(f"{site}/found")
    stops = []
    for _ in range(9):
        screen.keyboard.press("Tab")
        stops.append(screen.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    views = ["Tra cứu", "Kho văn bản", "Thay đổi", "Kiểm tra dự thảo", "Đủ điều kiện không?"]
    assert stops == ["Tới nội dung", "Căn Cứ", *views, "Nền tối", "q"]
    outline = screen.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.browser
def test_the_ground_is_remembered(screen: Page, site: str) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    screen.goto(f"{site}/home")
    assert screen.evaluate(ground) == "rgb(255, 255, 255)"
    screen.get_by_role("button", name="Nền tối").click()
    assert screen.evaluate(ground) == "rgb(21, 24, 27)"
    screen.goto(f"{site}/found")
    assert screen.evaluate(ground) == "rgb(21, 24, 27)"
    screen.get_by_role("button", name="Nền sáng").click()
    assert screen.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.browser
def test_a_citation_is_in_view_below_the_summary_line(screen: Page, site: str) -> None:
    screen.set_viewport_size({"width": 360, "height": 500})
    screen.goto(f"{site}/summary#dieu-8/khoan-2")
    place = screen.locator(":target").bounding_box()
    line = screen.locator(".running").bounding_box()
    assert place is not None
    assert line is not None
    assert line["y"] == 0
    assert line["height"] <= place["y"] < 500


@pytest.mark.browser
def test_nothing_moves_when_the_fonts_come(screen: Page, site: str) -> None:
    screen.goto(f"{site}/found")
    screen.evaluate("document.fonts.ready")
    assert screen.evaluate("document.fonts.check('17px BVP')")
    shift = screen.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.value)))
              .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 100);
        })"""
    )
    assert shift < 0.1  # "good" by Core Web Vitals


@pytest.mark.browser
def test_the_tree_is_open_on_wide_screens_without_scripts(browser: Browser, site: str) -> None:
    for width, seen in ((1280, True), (360, False)):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 700})
        plain = context.new_page()
        plain.goto(f"{site}/document")
        assert plain.locator(".tree a").first.is_visible() is seen
        context.close()


@pytest.mark.browser
def test_print_keeps_the_source_and_drops_the_tools(screen: Page, site: str) -> None:
    screen.goto(f"{site}/summary")
    screen.emulate_media(media="print")
    said = screen.locator("body").inner_text()
    assert f"Thông tư 28/2018/TT-XX, xét ngày 25/11/2026 · {site}/summary · In ngày " in said
    assert SUMMARY in said
    assert not screen.locator("header.top, .asking, .day, .tree").first.is_visible()
    assert screen.pdf().startswith(b"%PDF")
