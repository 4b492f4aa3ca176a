"""Official texts from page to store: the right document, with where and when; another one is set aside."""

import argparse
import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import BadReference
from corpus.model import EffectStatus, SourceRank
from corpus.reference import DocId
from corpus.store import Store
from ingest import pipeline
from ingest.download import Downloads
from ingest.fetch import Brought, Fetch, FetchReport
from ingest.official_addresses import Wanted, addresses_of, document_at, starting_corpus, where_to_look
from ingest.page_files import own_files
from ingest.pipeline import Outcome
from search_api.fetching import fetch
from search_api.settings import Settings
from tests.conftest import SHARED
from tests.official_server import OfficialServer, Reply
from tests.pdf_maker import PageMaker, make_pdf

DAY = datetime.date(2031, 5, 1)
BEES = DocId("nd-cp", 2031, "45")
AT = "https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=7"
WANTED = Wanted("Nghị định 45/2031/NĐ-CP", BEES, "45/2031/NĐ-CP", (AT,))
LAW = [
    "CHÍNH PHỦ",
    "Số: 45/2031/NĐ-CP",
    "NGHỊ ĐỊNH",
    "Về nuôi ong",
    "Điều 1. Phạm vi điều chỉnh",
    "1. Nghị định này quy định việc nuôi ong lấy mật, lấy sáp và thụ phấn cho cây trồng tại các hợp tác xã.",
    "2. Đàn ong là một tập hợp gồm ong thợ, ong đực và một ong chúa, sống trong một thùng do người nuôi đóng.",
    "Điều 2. Hiệu lực thi hành",
    "Nghị định này có hiệu lực thi hành từ ngày 01 tháng 8 năm 2031.",
]


def page(number: str = "45/2031/NĐ-CP", body: list[str] = LAW, files: str = "") -> bytes:
    """A full-text page in the form of vbpl.vn; `files` is what its download box holds."""
    text = "".join(f"<p>{line}</p>" for line in body[2:])
    return f"""<!DOCTYPE html><html><head><title>Trung ương</title>
<link rel="canonical" href="https://vbpl.vn:443/TW/Pages/vbpq-toanvan.aspx?ItemID=7"/></head><body>
<a href="/TW/Pages/vbpq-toanvan.aspx?ItemID=8">Nghị định 8/2031/NĐ-CP</a>
<div class="fulltext"><div class="vbInfo"><ul><li><span>Hiệu lực: </span>Còn hiệu lực</li></ul></div>
<div><table><tr><td><div>CHÍNH PHỦ</div><div>Số: {number}</div></td></tr></table>
<table><tr><td><div>CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>
<div>Hà Nội, ngày 21 tháng 5 năm 2031</div></td></tr></table>
<div id="toanvancontent">{text}</div></div></div><ul class="fileAttack">{files}</ul></body></html>""".encode()


def link(name: str, path: str) -> str:
    return f"""<li><a href="javascript:downloadfile('{name}','{path}');">{name}</a></li>"""


def sheet(lines: list[str]) -> PageMaker:
    made = PageMaker()
    for at, line in enumerate(lines):
        made.text(60, 60 + 20 * at, line, 7)
    return made


def signed(lines: list[str]) -> bytes:
    return make_pdf([sheet(lines)])


@pytest.fixture
def place() -> Iterator[OfficialServer]:
    with OfficialServer() as server:
        yield server


def brought(place: OfficialServer, home: Path, *wanted: Wanted, refresh: bool = False) -> list[FetchReport]:
    with Store.open(home) as store:
        downloads = Downloads(home / "downloads", DAY, place.visitor())
        return list(Fetch(downloads, store, home, refresh=refresh).all(wanted))


def plain(address: str) -> str:
    return address.removeprefix("https://")


# The right document


def test_a_page_is_taken_in_with_where_and_when(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page()))
    (report,) = brought(place, tmp_path, WANTED)
    assert (report.outcome, report.address) == (Brought.READ, AT)
    with Store.open(tmp_path) as store:
        ((document, source),) = store.views(BEES)
    assert (source.url, source.retrieved_on, source.rank) == (AT, DAY, SourceRank.VBPL)
    assert document.ngay_hieu_luc == datetime.date(2031, 8, 1)
    # the page says so on the day on which it was fetched
    assert (document.status, source.as_of) == (EffectStatus.CON_HIEU_LUC, DAY)


def test_the_documents_own_file_is_taken_too(place: OfficialServer, tmp_path: Path) -> None:
    file = "vbpl.vn/TW/Lists/vbpq/Attachments/7/45.pdf"
    place.on(plain(AT), Reply(page(files=link("45.pdf", "/TW/Lists/vbpq/Attachments/7/45.pdf"))))
    place.on(file, Reply(signed(LAW), kind="application/pdf"))
    (report,) = brought(place, tmp_path, WANTED)
    assert [each.media_type for each in report.files] == ["text/html", "application/pdf"]
    with Store.open(tmp_path) as store:
        sources = [source for _, source in store.views(BEES)]
    assert {source.url for source in sources} == {AT, f"https://{file}"}
    assert {source.rank for source in sources} == {SourceRank.VBPL}


def test_a_gazette_page_leads_to_the_signed_file(place: OfficialServer, tmp_path: Path) -> None:
    at = "https://congbao.chinhphu.vn/van-ban/nghi-dinh-so-45-2031-nd-cp-1.htm"
    file = "congbaocdn.chinhphu.vn/CongBaoCP/VanBan/1-2-45-2031-nd-cp.pdf"
    body = f"""<html><head><title>Nghị định số 45/2031/NĐ-CP về nuôi ong</title></head><body><h1>Văn bản</h1>
<a href="https://{file}">Tải về</a><a href="/tep/8-2031-nd-cp.pdf">Văn bản liên quan</a></body></html>"""
    place.on(plain(at), Reply(body.encode()))
    place.on(file, Reply(signed(LAW), kind="application/pdf"))
    (report,) = brought(place, tmp_path, Wanted(at, None, "", (at,)))
    assert report.outcome is Brought.READ
    with Store.open(tmp_path) as store:
        ((_, source),) = store.views(BEES)
    assert (source.url, source.rank) == (f"https://{file}", SourceRank.SIGNED)
    # a page that only leads on is no failure, and nothing to read again
    assert pipeline.set_aside(tmp_path) == []
    assert place.asked == [plain(at), file]


def test_a_signed_file_of_two_documents_gives_both(place: OfficialServer, tmp_path: Path) -> None:
    at = "https://congbao.chinhphu.vn/so-1.pdf"
    state, day = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hà Nội, ngày 21 tháng 5 năm 2031"
    first = ["THỦ TƯỚNG CHÍNH PHỦ", "Số: 7/2031/QĐ-TTg", state, day, "QUYẾT ĐỊNH", "Điều 1. Nuôi cá", "THỦ TƯỚNG"]
    second = [*LAW[:2], state, day, *LAW[2:]]
    place.on(plain(at), Reply(make_pdf([sheet(first), sheet(second)]), kind="application/pdf", headers={"ETag": "1"}))
    wanted = Wanted("Nghị định 45/2031/NĐ-CP", BEES, "45/2031/NĐ-CP", (at,))
    (report,) = brought(place, tmp_path, wanted)
    assert (report.outcome, [each.doc_id for each in report.files]) == (Brought.READ, ["qd-ttg/2031/7", str(BEES)])
    with Store.open(tmp_path) as store:
        sources = [source for doc_id in store.doc_ids() for _, source in store.views(doc_id)]
        assert [(source.url, source.retrieved_on, source.rank) for source in sources] == [
            (at, DAY, SourceRank.SIGNED)
        ] * 2
        # one of them forgotten, the file is no longer held and comes back whole
        store.remove(BEES)
    assert [each.outcome for each in brought(place, tmp_path, wanted)] == [Brought.READ]
    with Store.open(tmp_path) as store:
        assert sorted(map(str, store.doc_ids())) == [str(BEES), "qd-ttg/2031/7"]
    assert [each.outcome for each in brought(place, tmp_path, wanted, refresh=True)] == [Brought.ALREADY]


def test_a_page_of_an_office_is_only_a_page(place: OfficialServer, tmp_path: Path) -> None:
    at = "https://congbao.chinhphu.vn/45.htm"
    body = "".join(f"<p>{line}</p>" for line in LAW)
    place.on(plain(at), Reply(f"<html><body><h1>Văn bản</h1><div>{body}</div></body></html>".encode()))
    brought(place, tmp_path, Wanted(at, None, "", (at,)))
    with Store.open(tmp_path) as store:
        ((_, source),) = store.views(BEES)
    assert (source.url, source.rank) == (at, SourceRank.PORTAL)


def test_another_document_is_set_aside(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page("46/2031/NĐ-CP")))
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.SET_ASIDE
    assert report.reason == "Nội dung là Nghị định 46/2031/NĐ-CP, không phải văn bản cần lấy (nd-cp/2031/45)"
    with Store.open(tmp_path) as store:
        assert store.doc_ids() == []
    (entry,) = pipeline.set_aside(tmp_path)
    assert entry.wanted == BEES
    assert entry.given is not None
    assert (entry.given.url, entry.given.retrieved_on, entry.given.rank) == (AT, DAY, SourceRank.VBPL)
    # reading it again does not let it in either
    with Store.open(tmp_path) as store:
        (again,) = pipeline.retry(entry, store, tmp_path)
        assert again.outcome is Outcome.SET_ASIDE
        assert store.doc_ids() == []


def test_another_document_that_is_held_is_not_the_one_asked_for(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page("46/2031/NĐ-CP")))
    (first,) = brought(place, tmp_path, Wanted(AT, None, "", (AT,)))
    assert first.outcome is Brought.READ
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.SET_ASIDE
    assert report.reason == "Nội dung là Nghị định 46/2031/NĐ-CP, không phải văn bản cần lấy (nd-cp/2031/45)"
    with Store.open(tmp_path) as store:
        assert list(map(str, store.doc_ids())) == ["nd-cp/2031/46"]


@pytest.mark.parametrize("number", ["45/2030/NĐ-CP", "45/2031/QĐ-TTg", "145/2031/NĐ-CP", ""])
def test_a_likely_number_is_not_the_number(number: str, place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page(number)))
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.SET_ASIDE


def test_the_next_address_is_tried(place: OfficialServer, tmp_path: Path) -> None:
    other = "https://vbpl.vn/van-ban/chi-tiet/7"
    shell = b"<html><body><div id='app'>Trang n\xc3\xa0y c\xe1\xba\xa7n JavaScript</div></body></html>"
    gazette = "https://congbao.chinhphu.vn/van-ban/45.htm"
    place.on(plain(other), Reply(shell))
    place.on(plain(gazette), Reply(page()))
    (report,) = brought(place, tmp_path, Wanted("NĐ", BEES, "45/2031/NĐ-CP", (AT, other, gazette)))
    assert (report.outcome, report.address) == (Brought.READ, gazette)
    assert pipeline.set_aside(tmp_path) == []


def test_a_page_without_the_text_says_what_to_do(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(b"<html><body><p>Trang</p></body></html>"))
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.FAILED
    assert report.reason == f"Trang tải về không kèm nội dung văn bản ({AT})"
    assert "cancu ingest TỆP --url" in report.remedy


def test_every_address_that_failed_is_told(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/2", Reply(page("46/2031/NĐ-CP")))
    place.on("vbpl.vn/3", Reply(b"<html><body><p>Trang</p></body></html>"))
    addresses = tuple(f"https://vbpl.vn/{number}" for number in (1, 2, 3))
    (report,) = brought(place, tmp_path, Wanted("NĐ", BEES, "45/2031/NĐ-CP", addresses))
    assert (report.outcome, report.address) == (Brought.SET_ASIDE, "https://vbpl.vn/2")
    assert report.reason.split("; ") == [
        "Nơi công bố không có trang này (HTTP 404) (https://vbpl.vn/1)",
        "Nội dung là Nghị định 46/2031/NĐ-CP, không phải văn bản cần lấy (nd-cp/2031/45)",
        "Trang tải về không kèm nội dung văn bản (https://vbpl.vn/3)",
    ]


def test_a_failure_costs_only_its_own_document(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page()))
    gone = Wanted("x", DocId("nd-cp", 2031, "9"), "9/2031/NĐ-CP", ("https://vbpl.vn/gone",))
    bad = Wanted("https://evil.example/", None, "", ("https://evil.example/",))
    unknown = Wanted("Thông tư 1/2031/TT-BTC", DocId("tt-btc", 2031, "1"))
    reports = brought(place, tmp_path, gone, bad, unknown, WANTED)
    assert [report.outcome for report in reports] == [
        Brought.FAILED,
        Brought.FAILED,
        Brought.NO_ADDRESS,
        Brought.READ,
    ]
    assert "HTTP 404" in reports[0].reason
    assert "evil.example" in reports[1].reason


def test_a_file_that_cannot_be_had_leaves_the_page(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page(files=link("45.pdf", "/gone.pdf") + link("x", "https://evil.example/45.pdf"))))
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.READ
    assert "HTTP 404" in report.reason
    assert place.asked == [plain(AT), "vbpl.vn/gone.pdf"]


# Once is enough


def test_what_is_held_is_not_asked_again(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page()))
    brought(place, tmp_path, WANTED)
    address_only = Wanted(AT, None, "", (AT,))
    reports = brought(place, tmp_path, WANTED, address_only)
    assert [report.outcome for report in reports] == [Brought.ALREADY, Brought.ALREADY]
    assert place.asked == [plain(AT)]


def test_a_document_that_a_person_brought_is_not_asked(place: OfficialServer, tmp_path: Path) -> None:
    file = tmp_path / "45.pdf"
    file.write_bytes(signed(LAW))
    with Store.open(tmp_path) as store:
        pipeline.ingest_file(file, store, tmp_path)
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.ALREADY
    assert place.requests == []


def test_what_was_downloaded_before_a_kill_is_read_without_asking(place: OfficialServer, tmp_path: Path) -> None:
    place.on(plain(AT), Reply(page()))
    Downloads(tmp_path / "downloads", DAY, place.visitor()).get(AT)
    (report,) = brought(place, tmp_path, WANTED)
    assert report.outcome is Brought.READ
    assert place.asked == [plain(AT)]


def test_a_changed_page_is_brought_on_refresh(place: OfficialServer, tmp_path: Path) -> None:
    changed = page(body=[*LAW, "Điều 3. Trách nhiệm", "Bộ trưởng chịu trách nhiệm."])
    place.on(plain(AT), Reply(page(), headers={"ETag": '"1"'}), Reply(status=304), Reply(changed))
    brought(place, tmp_path, WANTED)
    (same,) = brought(place, tmp_path, WANTED, refresh=True)
    assert same.outcome is Brought.ALREADY
    (new,) = brought(place, tmp_path, WANTED, refresh=True)
    assert new.outcome is Brought.READ
    with Store.open(tmp_path) as store:
        assert len(store.views(BEES)) == 2


# Files on a page


@pytest.mark.parametrize(
    ("links", "files"),
    [
        (link("a.doc", "/TW/Lists/vbpq/Attachments/7/a.doc"), ["https://vbpl.vn/TW/Lists/vbpq/Attachments/7/a.doc"]),
        ("<a href='javascript:downloadallfile(7)'>Tải về</a>", []),
        # Công báo's file host, the number in the query
        (
            "<a href='https://g7.cdnchinhphu.vn/api/download/stream?Url=x&amp;file_name=33+34-45_2031_NĐ-CP.doc'>t</a>",
            ["https://g7.cdnchinhphu.vn/api/download/stream?Url=x&file_name=33+34-45_2031_N%C4%90-CP.doc"],
        ),
        ("<iframe src='/xem/45-2031-nd-cp.pdf'></iframe>", ["https://vbpl.vn/xem/45-2031-nd-cp.pdf"]),
        # another document's file, another host, no file
        ("<a href='/8-2031-nd-cp.pdf'>x</a>", []),
        ("<a href='https://evil.example/45-2031-nd-cp.pdf'>x</a>", []),
        (link("a", "//evil.example/a.doc"), []),
        ("<a href='/45-2031-nd-cp.html'>x</a>", []),
        ("<a href='http://[::1'>x</a>", []),
    ],
)
def test_own_files(links: str, files: list[str]) -> None:
    assert list(own_files(f"<html><body>{links}</body></html>".encode(), AT, "45/2031/NĐ-CP")) == files


def test_the_number_of_a_page_is_in_its_title() -> None:
    body = "<html><head><title>Quyết định số 1881/QĐ-TTg của Thủ tướng</title></head><a href='/1881-qd-ttg.pdf'>x</a>"
    assert own_files(body.encode(), AT) == ("https://vbpl.vn/1881-qd-ttg.pdf",)


# The table


def test_every_address_of_the_table_is_official_and_of_the_starting_corpus() -> None:
    corpus = {each.doc_id: each for each in starting_corpus()}
    assert len(corpus) == 77
    known = {doc_id: each.addresses for doc_id, each in corpus.items() if each.addresses}
    assert len(known) == 24
    for doc_id, addresses in known.items():
        assert [document_at(address) for address in addresses] == [doc_id] * len(addresses)


def test_a_page_of_the_old_site_has_a_form_on_the_new_one() -> None:
    assert addresses_of(DocId("nd-cp", 2012, "45")) == (
        "https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=27601",
        "https://vbpl.vn/van-ban/chi-tiet/27601",
    )
    assert addresses_of(BEES, ["https://evil.example/1", "http://vbpl.vn/a#Dieu_1"]) == ("https://vbpl.vn/a",)


@pytest.mark.parametrize(
    ("doc_id", "place"),
    [
        ("tt-bct/2018/20", "moit.gov.vn"),
        ("nd-cp/2025/235", "vanban.chinhphu.vn"),
        ("qh15/2025/64", "quochoi.vn"),
        ("nq-tw/2022/19", "tulieuvankien.dangcongsan.vn"),
        ("nq-hdnd/2025/23@phu-tho", "Công báo của tỉnh"),
        ("tt-xx/2020/1", "trang của cơ quan ban hành"),
    ],
)
def test_where_to_look_is_one_sentence(doc_id: str, place: str) -> None:
    sentence = where_to_look(DocId.parse(doc_id))
    assert place in sentence
    assert sentence.count(". ") == 0


@pytest.mark.shared
def test_the_table_agrees_with_the_codified_law() -> None:
    import gzip

    named: dict[str, set[str]] = {}
    with gzip.open(SHARED / "data" / "phapdien" / "corpus.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            address = (row["source_url"] or "").partition("#")[0].replace("http://", "https://")
            named.setdefault(row["doc_number"], set()).add(address)
    agreeing = [each.so_hieu for each in starting_corpus() if named.get(each.so_hieu, set()) & set(each.addresses)]
    assert len(agreeing) == 16


@pytest.mark.shared
def test_the_real_page_of_the_old_site_is_taken_in(place: OfficialServer, tmp_path: Path) -> None:
    import gzip

    folder = SHARED / "data" / "raw-documents" / "vbpl-html"
    at = "https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=2315"
    place.on(plain(at), Reply(gzip.decompress((folder / "example_full_2315.html.gz").read_bytes())))
    (report,) = brought(place, tmp_path, Wanted("Luật 21-LCT/HDNN8", DocId("lct-hdnn8", 1989, "21"), "", (at,)))
    assert report.outcome is Brought.READ
    assert place.asked[1:] == ["vbpl.vn/TW/Lists/vbpq/Attachments/2315/21-LCT_HDNN8_37690.doc"]
    assert dict(report.files[0].counts)["dieu"] == 55
    with Store.open(tmp_path) as store:
        ((document, source),) = store.views(DocId("lct-hdnn8", 1989, "21"))
    assert (document.ngay_ban_hanh, source.url) == (datetime.date(1989, 6, 30), at)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["example_p_2315", "example_h_2315", "example_r_2315"])
def test_the_pages_around_it_have_no_text(name: str, place: OfficialServer, tmp_path: Path) -> None:
    import gzip

    file = SHARED / "data" / "raw-documents" / "vbpl-html" / f"{name}.html.gz"
    place.on(plain(AT), Reply(gzip.decompress(file.read_bytes())))
    (report,) = brought(place, tmp_path, Wanted(AT, None, "", (AT,)))
    assert report.outcome is Brought.FAILED


# The verb


def run(place: OfficialServer, home: Path, *what: str, **options: bool) -> int:
    chosen = {"list": False, "refresh": False, "json": False, **options}
    args = argparse.Namespace(what=list(what), **chosen)
    return fetch(args, Settings(home), place.visitor())


def test_the_verb_brings_a_document_by_its_number(
    place: OfficialServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = [line.replace("45/2031", "45/2012") for line in LAW]
    place.on("vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=27601", Reply(page("45/2012/NĐ-CP", law)))
    assert run(place, tmp_path, "NĐ 45/2012/NĐ-CP") == 0
    out, err = capsys.readouterr()
    assert out == "Nghị định 45/2012/NĐ-CP – lấy được https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=27601\n"
    assert err.endswith("1 lấy được. Chạy cancu index để tra cứu được.\n")
    assert run(place, tmp_path, "nghị định 45/2012/NĐ-CP") == 0
    assert "đã có sẵn" in capsys.readouterr().out


def test_the_verb_says_what_it_could_not_do(
    place: OfficialServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(place, tmp_path, "https://vbpl.vn/gone", "Quyết định 1881/QĐ-TTg") == 3
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("https://vbpl.vn/gone – chưa lấy được: Nơi công bố không có trang này (HTTP 404)")
    assert out[1].startswith("Quyết định 1881/QĐ-TTg – chưa biết địa chỉ: Tìm số hiệu này ở vbpl.vn,")
    assert run(place, tmp_path, "Quyết định 1881/QĐ-TTg") == 1
    with pytest.raises(BadReference):
        run(place, tmp_path, "mua máy mới")


def test_the_list_asks_nobody(place: OfficialServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, tmp_path, list=True) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 77
    assert sum("https://vbpl.vn/" in line for line in lines) == 21
    assert sum("chưa biết địa chỉ" in line for line in lines) == 53
    assert run(place, tmp_path, "nd-cp/2012/45", list=True, json=True) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["doc_id"], row["held"], len(row["addresses"])) == ("nd-cp/2012/45", False, 2)
    assert place.requests == []


def test_a_document_that_the_store_knows_is_asked_at_its_own_address(
    place: OfficialServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "1.1", "article": "1", "title": "Phạm vi", "text": "Nuôi ong.", "doc_number": "45/2031/NĐ-CP"}
    row |= {"issued": "21/05/2031", "doc_type": "Nghị định", "source_url": f"http://{plain(AT)}#Dieu_1"}
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    with Store.open(tmp_path) as store:
        pipeline.ingest_file(file, store, tmp_path)
    place.on(plain(AT), Reply(page()))
    assert run(place, tmp_path, "Nghị định 45/2031/NĐ-CP", json=True) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["outcome"], report["address"]) == ("read", AT)
