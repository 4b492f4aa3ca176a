"""What a document is told of its recognised text: the number only when sure, a warning, and its rank behind letters."""

import datetime
from pathlib import Path

import pytest

from corpus.locator import Locator
from corpus.model import Document, Holding, Provision, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.store import Store
from ingest import assemble
from ingest.readers.media import PDF
from ingest.recognised import doubt, share
from ingest.source_text import Declared, Line, SourceText
from search_api.quote import quote_of

DOC = DocId("nd-cp", 2030, "9")


def line(text: str, confidence: float | None = 0.95) -> Line:
    return Line(text, 1, confidence=confidence)


def head(number: Line) -> SourceText:
    rest = ("NGHỊ ĐỊNH", "Về việc nuôi ong", "Điều 1. Một.", "Điều 2. Hai.")
    return SourceText((line("CHÍNH PHỦ"), number, *map(line, rest)), PDF, 1)


@pytest.mark.parametrize(
    ("number", "so_hieu", "code"),
    [
        (line("Số: 9/2030/NĐ-CP"), "9/2030/NĐ-CP", None),
        # letters of the file itself
        (line("Số: 9 /2030/NĐ-CP", None), "9/2030/NĐ-CP", None),
        # a gap before the year: written by hand
        (line("Số: 445 /2030/NĐ-CP"), "", "doubtful_so_hieu"),
        (line("Số: 9/2030/NĐ-CP", 0.7), "", "doubtful_so_hieu"),
        # under a stamp; then the number of the text it amends would be taken
        (line("Sửa đổi Nghị định số 7/2021/NĐ-CP"), "", "doubtful_so_hieu"),
    ],
)
def test_a_recognised_number_names_the_document_only_when_sure(number: Line, so_hieu: str, code: str | None) -> None:
    held = assemble.holding("quét.pdf", "0" * 64, head(number))
    assert held.document.so_hieu == so_hieu
    assert held.document.id.kind == ("nd-cp" if so_hieu else "khong-so")
    assert ("doubtful_so_hieu" in [d.code for d in held.diagnostics]) == (code is not None)


def test_what_a_person_says_is_sure() -> None:
    held = assemble.holding("q.pdf", "0" * 64, head(line("Số: 4 /2030/NĐ-CP")), Declared(so_hieu="9/2030/NĐ-CP"))
    assert held.document.so_hieu == "9/2030/NĐ-CP"
    assert "doubtful_so_hieu" not in [d.code for d in held.diagnostics]


def test_the_share_is_by_letters() -> None:
    assert share([line("abcd"), line("ab", None)]) == pytest.approx(4 / 6)
    assert share([]) == 0.0
    assert doubt([line("Số: 9/2030/NĐ-CP", None)], "9/2030/NĐ-CP") is None


def holding(name: str, text: str, recognised: float) -> Holding:
    source = Source(name * 64, name, PDF, text, SourceRank.SIGNED, True, recognised=recognised)
    places = [
        Provision(Ref(DOC), None, "", "", "NGHỊ ĐỊNH", ()),
        Provision(Ref(DOC, Locator.parse("dieu-1")), None, "1", "", text, ()),
    ]
    return Holding(Document(DOC, "9/2030/NĐ-CP", "Nghị định"), source, tuple(places))


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_letters_of_a_file_win_over_recognised_ones_in_either_order(tmp_path: Path, order: str) -> None:
    held = {"a": holding("a", "Điều 1. Phạm vỉ dài hơn", 1.0), "b": holding("b", "Điều 1. Phạm vi", 0.0)}
    with Store.open(tmp_path) as store:
        for name in order:
            store.add(held[name], name.encode())
        wording = store.wording(DOC)
        assert wording is not None
        assert wording.source.name == "b"
        quote = quote_of(Ref(DOC, Locator.parse("dieu-1")), store, datetime.date(2031, 1, 1), (), "", None)
        assert quote is not None
        assert quote.text == "Điều 1. Phạm vi"
        assert not any("ảnh quét" in warning for warning in quote.warnings)


@pytest.mark.parametrize(
    ("recognised", "words"),
    [
        (1.0, "Chữ nhận dạng từ ảnh quét, có thể sai; xem bản gốc."),
        (0.2, "Một phần chữ của bản này nhận dạng từ ảnh quét, có thể sai; xem bản gốc."),
    ],
)
def test_a_recognised_wording_warns(tmp_path: Path, recognised: float, words: str) -> None:
    with Store.open(tmp_path) as store:
        store.add(holding("a", "Điều 1. Phạm vi", recognised), b"a")
        quote = quote_of(Ref(DOC, Locator.parse("dieu-1")), store, datetime.date(2031, 1, 1), (), "", None)
        assert quote is not None
        assert quote.warnings[0] == words
        kept = store.holding("a" * 64)
        assert kept is not None
        assert kept.source.recognised == recognised
