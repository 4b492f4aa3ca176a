"""Two documents in one file: two holdings over the same bytes, each with its own pages, and each on its own."""

import hashlib
import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.corrections import Correction, Field
from corpus.locator import Locator
from corpus.model import Diagnostic, Holding
from corpus.reference import DocId
from corpus.store import Store
from ingest import assemble, bundle, pipeline
from ingest.pipeline import IngestReport, Outcome, ingest_file
from ingest.source_text import Declared, Footnote, Line, SourceText
from search_api import cli
from search_api.clock import today
from search_api.leaf import leaf_of, source_of
from search_api.library import NotHeld
from tests.pdf_maker import PageMaker, make_pdf
from tests.test_letterhead import DAY, FIRST, MOTTO

SECOND = [
    "SỞ NỘI VỤ", "Số: 3/2030/QĐ-SNV", *MOTTO, DAY, "QUYẾT ĐỊNH", "Về việc nuôi cá", "Điều 1. Phạm vi",
    "1. Ao.", "2. Hồ và sông được nuôi cá theo Quyết định này trong địa bàn toàn tỉnh X.",
    "Điều 2. Hiệu lực", "Quyết định này bãi bỏ Quyết định số 9/2029/QĐ-SNV.", "Nơi nhận:",
    "GIÁM ĐỐC", "Trần Thị B",
]  # fmt: skip
ONE, TWO = "qd-ubnd/2030/12;x", "qd-snv/2030/3"


def page(lines: Sequence[str]) -> PageMaker:
    made = PageMaker()
    for row, line in enumerate(lines):
        made.text(90, 80 + 20 * row, line)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PDF of four pages: a decision of one page, a blank page, a decision of two."""
    path = tmp_path / "hai quyết định.pdf"
    path.write_bytes(make_pdf([page(FIRST), PageMaker(), page(SECOND[:8]), page(SECOND[8:])]))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "home")


def take(path: Path, store: Store, given: Declared | None = None) -> list[IngestReport]:
    return ingest_file(path, store, path.parent / "home", given)


def holdings(store: Store, path: Path) -> list[Holding]:
    found = [store.holding(key) for key in store.sources_in(hashlib.sha256(path.read_bytes()).hexdigest())]
    return [holding for holding in found if holding]


def words(held: Holding) -> str:
    """The text without its line breaks: a page made of short lines joins some."""
    return held.source.text.replace("\n", " ")


def test_each_document_is_held_with_its_own_pages_and_places(store: Store, path: Path) -> None:
    reports = take(path, store)
    assert [(r.document, r.pages, dict(r.counts)) for r in reports] == [
        ("Quyết định 12/2030/QĐ-UBND", 2, {"dieu": 1}),
        ("Quyết định 3/2030/QĐ-SNV", 2, {"dieu": 2, "khoan": 2}),
    ]
    assert [[d.message for d in r.diagnostics if d.code == "one_of_several"] for r in reports] == [
        ["Tệp có 2 văn bản; đây là văn bản thứ 1, trang 1–2"],
        ["Tệp có 2 văn bản; đây là văn bản thứ 2, trang 3–4"],
    ]
    first, second = holdings(store, path)
    assert [words(held) for held in (first, second)] == [" ".join(FIRST), " ".join(SECOND)]
    assert [[p.number for p in held.pages] for held in (first, second)] == [[1, 2], [3, 4]]
    assert second.source.sha256 == "2-" + first.source.sha256
    assert (first.document.nguoi_ky, second.document.nguoi_ky) == ("Nguyễn Văn A", "Trần Thị B")
    assert [str(r.object.doc_id) for r in second.relations] == ["qd-snv/2029/9"]
    assert first.relations == ()
    # the same bytes behind both
    assert {store.bytes_path(held.source.sha256).read_bytes() for held in (first, second)} == {path.read_bytes()}


def test_five_letters_of_one_organ_keep_their_letterheads(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "năm công văn.pdf"
    letters = [
        [
            "SỞ NỘI VỤ",
            *MOTTO,
            f"Số: {n}/SNV-VP",
            DAY,
            "Kính gửi: Các xã",
            f"Việc {n}.",
            "Nơi nhận:",
            "GIÁM ĐỐC",
            "Trần B",
        ]
        for n in range(1, 6)
    ]
    path.write_bytes(make_pdf([page(letter) for letter in letters]))
    assert [report.document for report in take(path, store)] == [f"Văn bản {n}/SNV-VP" for n in range(1, 6)]
    assert [held.source.text.split("\n")[0] for held in holdings(store, path)] == ["SỞ NỘI VỤ"] * 5


@pytest.mark.parametrize("given", [None, Declared(url="https://congbao.example/1")])
def test_documents_without_a_number_are_two(given: Declared | None) -> None:
    # numbers written by hand, which the recogniser lost
    lines = [
        Line(text, number, confidence=0.9)
        for number in (1, 2)
        for text in [
            "SỞ NỘI VỤ",
            "Số; §. /0 /SNV-VP",
            *MOTTO,
            "X, ngày 0? tháng 8 năm 2030",
            "Kính gửi: Xã",
            "Nơi nhận:",
        ]
    ]
    parts = bundle.documents(SourceText(tuple(lines), "application/pdf", 2, sheets=((595.0, 842.0),) * 2))
    found = [
        assemble.holding("thư.pdf", key, part, given)
        for key, part in zip(("ab" * 32, "2-" + "ab" * 32), parts, strict=True)
    ]
    one, two = (holding.document.id for holding in found)
    assert one != two
    assert [DocId.parse(str(doc_id)) for doc_id in (one, two)] == [one, two]


def test_notes_and_remarks_go_with_the_document_that_they_are_of() -> None:
    lines = (*(Line(text, 1) for text in FIRST), *(Line(text, 2) for text in SECOND))
    remarks = (Diagnostic("file", ""), Diagnostic("second", "", page=2), Diagnostic("first", "", page=1))
    notes = (Footnote("1", "Một.", 7), Footnote("2", "Hai.", len(FIRST) + 7), Footnote("3", "Ba.", None))
    source = SourceText(lines, "application/pdf", 2, diagnostics=remarks, footnotes=notes, sheets=((595.0, 842.0),) * 2)
    one, two = bundle.documents(source)
    assert [remark.code for remark in one.diagnostics] == ["file", "first", "one_of_several"]
    assert [remark.code for remark in two.diagnostics] == ["second", "one_of_several"]
    assert one.footnotes == (notes[0], notes[2])
    assert two.footnotes == (Footnote("2", "Hai.", 7),)
    assert two.lines[7].text == SECOND[7]


def test_a_page_of_the_second_document_is_shown_by_its_number_in_the_file(store: Store, path: Path) -> None:
    take(path, store)
    second = holdings(store, path)[1].source.sha256
    assert str(source_of(second, store)[0]) == TWO
    shown = leaf_of(second, 3, (), store)
    assert shown.part is not None
    assert (shown.part.label, shown.before, shown.after) == ("Trang 3", None, f"/nguon/{second}/trang/4")
    with pytest.raises(NotHeld):
        leaf_of(second, 2, (), store)


def test_a_document_removed_comes_back_and_the_other_stays(store: Store, path: Path) -> None:
    one, two = (DocId.parse(report.doc_id) for report in take(path, store))
    for removed, kept in ((one, two), (two, one)):
        before = store.wording(kept)
        store.remove(removed)
        assert store.doc_ids() == [kept]
        assert store.bytes_path(hashlib.sha256(path.read_bytes()).hexdigest()).exists()
        outcomes = {report.doc_id: report.outcome for report in take(path, store)}
        assert outcomes == {str(removed): Outcome.WARNED, "": Outcome.ALREADY}
        assert store.wording(kept) == before
    revision = store.revision
    assert [report.outcome for report in take(path, store)] == [Outcome.ALREADY] * 2
    assert store.revision == revision
    store.remove(one)
    store.remove(two)
    assert not store.bytes_path(hashlib.sha256(path.read_bytes()).hexdigest()).exists()


def test_a_file_held_as_one_document_is_parted_when_it_is_brought_again(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("ingest.bundle.beginnings", lambda lines: [0])
        assert len(take(path, store)) == 1
    assert [report.outcome for report in take(path, store)] == [Outcome.WARNED] * 2
    assert words(holdings(store, path)[0]) == " ".join(FIRST)


def test_a_correction_mends_its_own_document_and_holds_when_the_file_comes_again(store: Store, path: Path) -> None:
    one, two = (DocId.parse(report.doc_id) for report in take(path, store))
    second = holdings(store, path)[1].source.sha256
    store.correct(Correction(second, Locator(), Field.SO_HIEU, "4/2030/QĐ-SNV", "Bản in mờ", today()))
    mended = DocId.parse("qd-snv/2030/4")
    assert sorted(map(str, store.doc_ids())) == sorted([str(one), str(mended)])
    store.remove(mended)
    take(path, store)
    assert sorted(map(str, store.doc_ids())) == sorted([str(one), str(mended)])
    assert two not in store.doc_ids()


def test_what_a_person_says_is_said_of_the_first_document(store: Store, path: Path) -> None:
    given = Declared(so_hieu="13/2030/QĐ-UBND", url="https://congbao.example/1")
    reports = take(path, store, given)
    assert [report.document for report in reports] == ["Quyết định 13/2030/QĐ-UBND", "Quyết định 3/2030/QĐ-SNV"]
    assert [held.source.url for held in holdings(store, path)] == ["https://congbao.example/1"] * 2


def test_what_a_person_says_of_a_number_is_said_of_the_document_that_prints_it(store: Store, path: Path) -> None:
    take(path, store, Declared(so_hieu="3/2030/QĐ-SNV", trich_yeu="Nuôi cá nước ngọt"))
    assert [(held.document.so_hieu, held.document.trich_yeu) for held in holdings(store, path)] == [
        ("12/2030/QĐ-UBND", "Về việc nuôi ong"),
        ("3/2030/QĐ-SNV", "Nuôi cá nước ngọt"),
    ]


def test_the_order_of_ingestion_makes_no_difference(path: Path, tmp_path: Path) -> None:
    alone = tmp_path / "riêng.txt"
    alone.write_text("\n".join(SECOND), encoding="utf-8")
    ended = tmp_path / "bị bãi bỏ.txt"
    ended.write_text("\n".join([*SECOND[:1], "Số: 9/2029/QĐ-SNV", *SECOND[2:11]]), encoding="utf-8")
    seen = []
    for number, order in enumerate(itertools.permutations((path, alone, ended))):
        with Store.open(tmp_path / f"home {number}") as store:
            for file in order:
                ingest_file(file, store, tmp_path / f"home {number}")
            seen.append(
                [(store.wording(doc_id), sorted(map(str, store.relations(doc_id)))) for doc_id in store.doc_ids()]
            )
    assert len(seen[0]) == 3
    for other in seen:
        assert other == seen[0]


def test_a_file_set_aside_is_read_again_whole(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = path.parent / "home"
    # the document asked for is the second one
    with monkeypatch.context() as before:
        before.setattr("ingest.bundle.beginnings", lambda lines: [0])
        (report,) = ingest_file(path, store, home, wanted=DocId.parse(TWO))
    assert (report.outcome, store.doc_ids()) == (Outcome.SET_ASIDE, [])
    (entry,) = pipeline.set_aside(home)
    assert [r.document for r in pipeline.retry(entry, store, home)] == [
        "Quyết định 12/2030/QĐ-UBND",
        "Quyết định 3/2030/QĐ-SNV",
    ]
    assert not entry.path.exists()
    assert [held.source.name for held in holdings(store, path)] == [path.name] * 2


def test_a_file_without_the_document_asked_for_is_set_aside_whole(store: Store, path: Path) -> None:
    (report,) = ingest_file(path, store, path.parent / "home", wanted=DocId.parse("nd-cp/2030/1"))
    assert (report.outcome, store.doc_ids()) == (Outcome.SET_ASIDE, [])


def test_the_report_of_a_file_tells_of_both(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    take(path, store)
    monkeypatch.setenv("CANCU_HOME", str(path.parent / "home"))
    assert cli.main(["report", str(path)]) == 0
    printed = capsys.readouterr().out
    assert printed.index("Quyết định 12/2030/QĐ-UBND (") < printed.index("văn bản thứ 1, trang 1–2")
    assert printed.index("văn bản thứ 1") < printed.index("Quyết định 3/2030/QĐ-SNV (") < printed.index("văn bản thứ 2")
