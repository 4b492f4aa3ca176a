"""What changed between two days: `cancu changes`, GET /api/changes, /thay-doi; of invented documents."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.happenings import Field, happenings
from corpus.model import Document, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from index import snapshot
from search_api import cli
from search_api.app import create_app
from search_api.changes import Asked, changes_out
from search_api.clock import now
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder, keep, place

DAY = datetime.date
BEES, SILK, NEW = DocId("nd-xx", 2012, "45"), DocId("tt-xx", 2018, "28"), DocId("nd-xx", 2030, "235")
GONE = DocId("tt-xx", 2014, "26")
EFFECT = DAY(2030, 10, 15)


def act(
    subject: str, kind: RelationKind, target: str, on: datetime.date | None, by: str = "text", condition: str = ""
) -> Relation:
    so_hieu = {BEES: "45/2012/NĐ-XX", SILK: "28/2018/TT-XX", NEW: "235/2030/NĐ-XX", GONE: "26/2014/TT-XX"}
    from_, to = Ref.parse(subject), Ref.parse(target)
    return Relation(from_, kind, to, so_hieu[from_.doc_id], so_hieu[to.doc_id], on, asserted_by=by, condition=condition)


def fill(store: Store) -> None:
    """A decree on bees, a circular on silk; a decree that amends the one in two places, repeals part of the other."""
    keep(
        store,
        Document(BEES, "45/2012/NĐ-XX", "Nghị định", "Về nuôi ong", "Bộ Ong", ngay_hieu_luc=DAY(2012, 7, 5)),
        [place(BEES, "", "NGHỊ ĐỊNH"), place(BEES, "dieu-1", "Điều 1. Mức hỗ trợ")],
    )
    keep(
        store,
        Document(SILK, "28/2018/TT-XX", "Thông tư", "Về nuôi tằm", "Bộ Tằm", ngay_ban_hanh=DAY(2018, 3, 1)),
        [place(SILK, "", "THÔNG TƯ")],
    )
    amend, repeal = RelationKind.SUA_DOI, RelationKind.BAI_BO
    keep(
        store,
        Document(
            NEW, "235/2030/NĐ-XX", "Nghị định", "Sửa đổi Nghị định nuôi ong", "Bộ Ong", "", DAY(2030, 8, 27), EFFECT
        ),
        [place(NEW, "", "NGHỊ ĐỊNH")],
        relations=[
            act(f"{NEW}#dieu-1/khoan-2", amend, f"{BEES}#dieu-3", EFFECT),
            act(f"{NEW}#dieu-1/khoan-1", amend, f"{BEES}#dieu-1/khoan-2", EFFECT),
            # the codification says so too, and somebody that the decree is amended, without a day
            act(f"{NEW}#dieu-1", amend, f"{BEES}#dieu-3", EFFECT, "codification"),
            act(str(NEW), amend, str(BEES), None, "facts"),
            act(f"{NEW}#dieu-2", repeal, str(SILK), EFFECT, condition="trừ Điều 3"),
            act(f"{NEW}#dieu-2", repeal, str(GONE), DAY(2031, 1, 1)),
            act(f"{NEW}#dieu-3", RelationKind.DINH_CHINH, str(SILK), None),
            # resting on a law changes nothing in it
            act(str(NEW), RelationKind.CAN_CU, str(BEES), EFFECT),
        ],
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with Store.open(home) as store:
        fill(store)
        snapshot.build(store, home, HashEncoder(), now())
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    chosen = Settings(home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as client:
        yield client


def told(client: TestClient, **fields: str) -> dict[str, Any]:
    reply = client.get("/api/changes", params={name.rstrip("_"): value for name, value in fields.items()})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def rows(found: dict[str, Any], part: str = "changes") -> list[tuple[object, ...]]:
    return [(c["on"], c["name"], tuple(c["places"]), c["words"], c["by"]) for c in found[part]]


AMENDED = (
    "2030-10-15",
    "Nghị định 45/2012/NĐ-XX",
    ("Khoản 2 Điều 1", "Điều 3"),
    "Được sửa đổi, bổ sung bởi",
    "Nghị định 235/2030/NĐ-XX",
)
REPEALED = (
    "2030-10-15",
    "Thông tư 28/2018/TT-XX",
    (),
    "Bị bãi bỏ một phần (trừ Điều 3) bởi",
    "Nghị định 235/2030/NĐ-XX",
)


def test_everything_between_two_days_by_day(client: TestClient) -> None:
    found = told(client, from_="2030-08-27", to="2031-01-01")
    assert rows(found) == [
        ("2030-08-27", "Nghị định 235/2030/NĐ-XX", (), "Ban hành", None),
        ("2030-10-15", "Nghị định 235/2030/NĐ-XX", (), "Có hiệu lực", None),
        AMENDED,
        REPEALED,
        # not held, so by its số hiệu alone
        ("2031-01-01", "26/2014/TT-XX", (), "Bị bãi bỏ bởi", "Nghị định 235/2030/NĐ-XX"),
    ]
    assert found["message"] == "5 thay đổi từ 27/8/2030 đến hết 1/1/2031, ở 4 văn bản. Còn 3 việc chưa rõ ngày."
    assert found["scope"] == "Xét cả 3 văn bản trong kho."


def test_who_says_so_and_where_to_compare(client: TestClient) -> None:
    amended, repealed = told(client, from_="2030-10-15", to="2030-10-15")["changes"][1:]
    assert amended["asserted_by"] == ["theo văn bản", "theo Bộ pháp điển"]
    assert amended["compare"] == "/so-sanh?noi=nd-xx%2F2012%2F45&tu=2030-10-14&den=2030-10-15"
    assert repealed["compare"] is None
    assert client.get(amended["compare"]).status_code == 200


def test_what_has_no_day_stands_apart(client: TestClient) -> None:
    found = told(client, from_="2000-01-01", to="2000-12-31")
    assert (found["message"], found["changes"]) == (
        "Kho không ghi thay đổi nào từ 1/1/2000 đến hết 31/12/2000. Còn 3 việc chưa rõ ngày.",
        [],
    )
    # that the decree is amended, said without a day, is the act whose day the text tells
    assert rows(found, "undated") == [
        (None, "Nghị định 45/2012/NĐ-XX", (), "Ngày ban hành", None),
        (None, "Thông tư 28/2018/TT-XX", (), "Ngày có hiệu lực", None),
        (None, "Thông tư 28/2018/TT-XX", (), "Được đính chính bởi", "Nghị định 235/2030/NĐ-XX"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2030-10-15", "2030-10-15", 3),
        ("2030-10-16", "2030-12-31", 0),
        ("2030-08-28", "2030-10-14", 0),
        ("2030-08-27", "2030-10-14", 1),
    ],
)
def test_both_days_count(client: TestClient, start: str, end: str, days: int) -> None:
    assert told(client, from_=start, to=end)["total"] == days


@pytest.mark.parametrize(
    ("field", "names"),
    [
        # the amending text is of the field too, by its own name, and with it what it does
        ({"q": "nuôi ong"}, {"nd-xx/2012/45", "nd-xx/2030/235", "tt-xx/2018/28", "tt-xx/2014/26"}),
        ({"q": "NUOI TAM"}, {"tt-xx/2018/28"}),
        # words of a name, not letters of a word
        ({"q": "tằ"}, set()),
        ({"q": "45/2012/NĐ-XX"}, {"nd-xx/2012/45"}),
        ({"document": "nd-xx/2012/45"}, {"nd-xx/2012/45"}),
        ({"loai": "thông tư"}, {"tt-xx/2018/28"}),
        ({"co_quan": "bộ ong"}, {"nd-xx/2012/45", "nd-xx/2030/235"}),
        ({"q": "nuôi", "loai": "Thông tư"}, {"tt-xx/2018/28"}),
    ],
)
def test_a_field_narrows_the_documents(client: TestClient, field: dict[str, str], names: set[str]) -> None:
    assert {c["ref"] for c in told(client, from_="2030-01-01", to="2031-12-31", **field)["changes"]} == names


def test_days_of_sources_and_of_editors_are_those_of_the_timeline(home: Path) -> None:
    with Store.open(home) as store:
        found = happenings(store, DAY(2012, 1, 1), DAY(2012, 12, 31), Field(documents=frozenset({BEES})))
    assert [(h.on, str(h.kind), h.asserted_by) for h in found.dated] == [(DAY(2012, 7, 5), "co_hieu_luc", ("text",))]


def test_a_law_cited_by_name_is_the_held_one(fresh_store: Store) -> None:
    law, by = DocId("qh16", 2030, "5"), DocId("qh16", 2032, "9")
    keep(
        fresh_store,
        Document(law, "5/2030/QH16", "Luật", "Chợ làng", ngay_ban_hanh=DAY(2030, 6, 1)),
        [place(law, "", "LUẬT")],
    )
    named = Ref(DocId("ten-luat-cho-lang", 2030, "0"))
    repeal = Relation(Ref(by), RelationKind.BAI_BO, named, "9/2032/QH16", "Luật Chợ làng", DAY(2033, 1, 1))
    keep(
        fresh_store,
        Document(by, "9/2032/QH16", "Luật", "Chợ phố"),
        [place(by, "", "LUẬT")],
        relations=[repeal],
    )
    (found,) = happenings(fresh_store, DAY(2033, 1, 1), DAY(2033, 1, 1)).dated
    assert (found.document, found.by) == (law, by)


def test_a_repeal_of_the_whole_stays_apart_from_one_of_places_and_one_that_keeps_something_out(
    fresh_store: Store,
) -> None:
    keep(
        fresh_store,
        Document(NEW, "235/2030/NĐ-XX", "Nghị định", "Bãi bỏ"),
        [place(NEW, "", "NGHỊ ĐỊNH")],
        relations=[
            act(str(NEW), RelationKind.BAI_BO, str(SILK), EFFECT),
            act(str(NEW), RelationKind.BAI_BO, f"{SILK}#dieu-2", EFFECT),
            act(str(NEW), RelationKind.BAI_BO, str(SILK), EFFECT, condition="trừ Điều 3"),
        ],
    )
    found = happenings(fresh_store, EFFECT, EFFECT).dated
    assert [([p.vi for p in h.places], h.condition) for h in found] == [([], ""), ([], "trừ Điều 3"), (["Điều 2"], "")]


LAW, DECREE, OTHER = DocId("qh16", 2030, "5"), DocId("nd-xx", 2031, "2"), DocId("nd-xx", 2031, "3")


@pytest.fixture
def resting_store(fresh_store: Store) -> Store:
    """A law that another repeals, a decree that details it, and one that details it and a law that goes on."""
    details = RelationKind.QUY_DINH_CHI_TIET
    going_on = Document(DocId("qh16", 2030, "6"), "6/2030/QH16", "Luật", ngay_hieu_luc=DAY(2031, 1, 1))
    keep(fresh_store, Document(LAW, "5/2030/QH16", "Luật", ngay_hieu_luc=DAY(2031, 1, 1)), [place(LAW, "", "LUẬT")])
    keep(fresh_store, going_on, [place(going_on.id, "", "LUẬT 6")])
    for doc_id, bases in ((DECREE, [LAW]), (OTHER, [LAW, going_on.id])):
        resting = [Relation(Ref(doc_id), details, Ref(basis), "", str(basis)) for basis in bases]
        decree = Document(doc_id, f"{doc_id.number}/2031/NĐ-XX", "Nghị định", ngay_hieu_luc=DAY(2031, 2, 1))
        keep(fresh_store, decree, [place(doc_id, "", f"NGHỊ ĐỊNH {doc_id.number}")], relations=resting)
    day = EFFECT.replace(year=2032)
    repeal = Relation(Ref(NEW), RelationKind.BAI_BO, Ref(LAW), "235/2030/NĐ-XX", "5/2030/QH16", day)
    by = Document(NEW, "235/2030/NĐ-XX", "Nghị định")
    keep(fresh_store, by, [place(NEW, "", "NGHỊ ĐỊNH MỚI")], relations=[repeal])
    return fresh_store


def test_what_lost_its_basis_ended_with_its_reason(resting_store: Store) -> None:
    day = EFFECT.replace(year=2032)
    found = changes_out(Asked(day, day), resting_store)
    assert [(c.name, c.words, c.by) for c in found.changes if c.kind == "het_hieu_luc"] == [
        (
            "Nghị định 2/2031/NĐ-XX",
            "Hết hiệu lực cùng Luật 5/2030/QH16 mà văn bản này quy định chi tiết, hướng dẫn (khoản 2 Điều 57 Luật "
            "64/2025/QH15, sửa đổi bởi Luật 87/2025/QH15), trừ khi được công bố tiếp tục áp dụng",
            None,
        )
    ]


def test_what_guides_it_ended_too(resting_store: Store) -> None:
    day, circular = EFFECT.replace(year=2032), DocId("tt-xx", 2031, "4")
    guides = [Relation(Ref(circular), RelationKind.HUONG_DAN, Ref(DECREE), "", "2/2031/NĐ-XX")]
    keep(resting_store, Document(circular, "4/2031/TT-XX", "Thông tư"), [place(circular, "", "A")], relations=guides)
    found = happenings(resting_store, day, day, Field(documents=frozenset({circular}))).dated
    assert [(h.document, h.reason.partition(" mà ")[0]) for h in found] == [(circular, "cùng Nghị định 2/2031/NĐ-XX")]


@pytest.mark.parametrize(
    ("field", "refs"),
    [
        (Field(documents=frozenset({DECREE})), [DECREE]),
        # the law ended, and the decree is not of the field
        (Field(documents=frozenset({OTHER})), []),
    ],
)
def test_a_lost_basis_counts_in_its_field(resting_store: Store, field: Field, refs: list[DocId]) -> None:
    found = happenings(resting_store, DAY(2032, 1, 1), DAY(2032, 12, 31), field).dated
    assert [h.document for h in found if h.reason] == refs


def test_a_lost_basis_counts_on_its_day_only(resting_store: Store) -> None:
    day = EFFECT.replace(year=2032)
    later = happenings(resting_store, day + datetime.timedelta(days=1), DAY(2040, 1, 1))
    assert [h for h in later.dated if h.reason] == []


def test_days_in_the_wrong_order_are_a_problem(client: TestClient) -> None:
    reply = client.get("/api/changes", params={"from": "2031-01-01", "to": "2030-01-01"})
    assert (reply.status_code, reply.json()["title"]) == (400, "Ngày đầu sau ngày cuối")


# The command and the page


def test_the_command_prints_a_line_a_change(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANCU_HOME", str(home))
    assert cli.main(["changes", "nuôi tằm", "--from", "2030-01-01", "--to", "2030-12-31"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 thay đổi từ 1/1/2030 đến hết 31/12/2030, ở 1 văn bản. Còn 2 việc chưa rõ ngày."
    assert lines[2] == (
        "15/10/2030  Thông tư 28/2018/TT-XX: bị bãi bỏ một phần (trừ Điều 3) bởi "
        "Nghị định 235/2030/NĐ-XX [theo văn bản]"
    )
    assert cli.main(["changes", "--from", "2000-01-01", "--to", "2000-12-31", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["undated_total"] == 3
    assert cli.main(["changes", "--from", "2001-01-01", "--to", "2000-12-31"]) == 2


def test_the_page_shows_the_changes_and_keeps_the_form(client: TestClient) -> None:
    reply = client.get("/thay-doi", params={"q": "nuôi ong", "tu": "2030-01-01", "den": "2030-12-31"})
    assert reply.status_code == 200
    assert 'value="nuôi ong"' in reply.text
    assert "Khoản 2 Điều 1; Điều 3" in reply.text
    assert "So sánh lời văn" in reply.text
    wrong = client.get("/thay-doi", params={"tu": "2030-02-30"})
    assert (wrong.status_code, "không phải ngày có thật" in wrong.text) == (400, True)
