"""Publishing: whole or not at all, an old snapshot until the new one stands, refusals that say what to do."""

import datetime
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import SnapshotError
from corpus.model import Document, Interval
from corpus.reference import DocId, Ref
from corpus.store import Store
from index import snapshot
from index.plan import Filters, Query, plan
from index.snapshot import build, current, open_snapshot, verify
from search_api.library import Library
from search_api.settings import Settings
from search_api.wire import AskRequest
from tests.conftest import HashEncoder, keep, place

THEN = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
LATER = datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)


def home_of(store: Store) -> Path:
    return store.bytes_path("00").parents[2]


def is_broken(home: Path) -> bool:
    try:
        return bool(verify(home))
    except SnapshotError as error:
        return bool(error.remedy)


def first(home: Path, question: str, on: datetime.date | None = None) -> str:
    hits = open_snapshot(home, HashEncoder()).search(plan(Query(question, Filters(on), 3))).hits
    return str(hits[0].ref) if hits else ""


def test_a_published_snapshot_answers(sample_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(sample_store)
    folder = build(sample_store, home, hash_encoder, THEN)
    assert folder.name == current(home) == f"20300101T000000Z-r{sample_store.revision}"
    assert verify(home) == []
    assert first(home, "hỗ trợ thùng ong ở hải đảo") == "tt-xx/2018/28#dieu-8/khoan-1/diem-b"
    # the circular of 2014 was replaced on 1/5/2018
    question = "tập huấn kỹ thuật quay mật tối đa một lớp"
    assert first(home, question, datetime.date(2016, 1, 1)).startswith("tt-xx/2014/26")
    assert first(home, question, datetime.date(2020, 1, 1)).startswith("tt-xx/2018/28")


def test_a_place_asked_for_by_name_is_found_when_it_no_longer_binds(
    sample_store: Store, hash_encoder: HashEncoder
) -> None:
    home = home_of(sample_store)
    build(sample_store, home, hash_encoder, THEN)
    searcher = open_snapshot(home, hash_encoder)
    named = Ref.parse("tt-xx/2014/26#dieu-3")
    asked = plan(Query("hỗ trợ nuôi ong", Filters(datetime.date(2020, 1, 1)), 5), [named])
    hits = searcher.search(asked).hits
    assert hits[0].article_ref == named
    assert hits[0].score is None
    assert all(hit.valid.contains(datetime.date(2020, 1, 1)) for hit in hits[1:])
    # another filter keeps it out as before
    asked = plan(Query("hỗ trợ nuôi ong", Filters(datetime.date(2020, 1, 1), loai="Luật"), 5), [named])
    assert all(hit.article_ref != named for hit in searcher.search(asked).hits)


def test_a_named_place_is_quoted_with_its_standing_on_the_day(sample_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(sample_store)
    build(sample_store, home, hash_encoder, THEN)
    library = Library(Settings(home), hash_encoder)
    for year, status in ((2013, "chua_hieu_luc"), (2016, "con_hieu_luc"), (2020, "het_hieu_luc")):
        day = datetime.date(year, 1, 1)
        first = library.ask(AskRequest.model_validate({"question": "Điều 3 Thông tư 26/2014/TT-XX"}), day).quotes[0]
        assert (first.ref, first.status.status) == ("tt-xx/2014/26#dieu-3", status)


def test_an_ended_place_of_two_wordings_is_found_once(sample_store: Store, hash_encoder: HashEncoder) -> None:
    named = Ref.parse("tt-xx/2014/70#dieu-1")
    days = [datetime.date(year, 1, 1) for year in (2014, 2016, 2018)]
    words = [
        place(named.doc_id, "dieu-1", f"Điều 1. Sáp\nLời {n}.", "Sáp", Interval(days[n], days[n + 1])) for n in (0, 1)
    ]
    keep(sample_store, Document(named.doc_id, "70/2014/TT-XX", "Thông tư", "Về sáp ong"), words)
    home = home_of(sample_store)
    build(sample_store, home, hash_encoder, THEN)
    for day, text in ((datetime.date(2015, 1, 1), "Lời 0."), (datetime.date(2020, 1, 1), "Lời 1.")):
        asked = plan(Query("sáp ong", Filters(day), 5), [named])
        hits = [hit for hit in open_snapshot(home, hash_encoder).search(asked).hits if hit.article_ref == named]
        assert [hit.text for hit in hits] == [text]


def test_a_named_place_that_has_no_words_on_any_day_is_no_answer(
    sample_store: Store, hash_encoder: HashEncoder
) -> None:
    doc_id, day = DocId("tt-xx", 2014, "70"), datetime.date(2019, 3, 1)
    keep(
        sample_store,
        Document(doc_id, "70/2014/TT-XX", "Thông tư", "Về sáp ong"),
        [
            place(doc_id, "dieu-1", "Điều 1. Sáp ong", "Sáp ong"),
            # repealed on the day on which it was to begin
            place(doc_id, "dieu-1/khoan-1", "1. Sáp ong vàng.", valid=Interval(day, day)),
            place(doc_id, "dieu-1/khoan-2", "2. Sáp ong trắng."),
        ],
    )
    home = home_of(sample_store)
    build(sample_store, home, hash_encoder, THEN)
    library = Library(Settings(home), hash_encoder)
    found = library.ask(
        AskRequest.model_validate({"question": "khoản 1 Điều 1 Thông tư 70/2014/TT-XX"}), datetime.date(2020, 1, 1)
    )
    assert "tt-xx/2014/70#dieu-1/khoan-1" not in [quote.ref for quote in found.quotes]
    assert found.verdict != "found"


def test_every_hit_may_bind_on_the_day(sample_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(sample_store)
    build(sample_store, home, hash_encoder, THEN)
    searcher = open_snapshot(home, hash_encoder)
    for year in range(2010, 2025):
        day = datetime.date(year, 6, 1)
        for hit in searcher.search(plan(Query("hỗ trợ nuôi ong lấy mật", Filters(on=day), 20))).hits:
            assert hit.valid.contains(day), (day, hit.ref)


def test_a_snapshot_of_older_tables_is_refused_and_built_anew(
    sample_store: Store, hash_encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a release that adds a table to the store must not read snapshots without it
    home = home_of(sample_store)
    monkeypatch.setattr(snapshot, "SCHEMA", snapshot.SCHEMA - 1)
    old = build(sample_store, home, hash_encoder, THEN)
    monkeypatch.undo()
    with pytest.raises(SnapshotError, match="phiên bản khác"):
        open_snapshot(home, hash_encoder)
    new = build(sample_store, home, hash_encoder, LATER)
    assert new != old
    with closing(sqlite3.connect(new / "corpus.db")) as copy:
        (tables,) = copy.execute("PRAGMA user_version").fetchone()
    assert json.loads((new / "manifest.json").read_text())["schema"] % 100 == tables


def test_nothing_changed_is_nothing_built(sample_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(sample_store)
    one = build(sample_store, home, hash_encoder, THEN)
    encoded = len(hash_encoder.encoded)
    assert build(sample_store, home, hash_encoder, LATER) == one
    assert len(hash_encoder.encoded) == encoded


def test_an_unchanged_chunk_is_never_encoded_twice(sample_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(sample_store)
    build(sample_store, home, hash_encoder, THEN)
    encoded = len(hash_encoder.encoded)
    sample_store.remove(Ref.parse("tt-xx/2014/26").doc_id)
    build(sample_store, home, hash_encoder, LATER)
    assert len(hash_encoder.encoded) == encoded
    searcher = open_snapshot(home, hash_encoder)
    found = searcher.search(plan(Query("tập huấn kỹ thuật quay mật", Filters(), 20))).hits
    assert "tt-xx/2014/26" not in {str(hit.ref.doc_id) for hit in found}


def test_without_a_snapshot_the_remedy_is_said(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(tmp_path, HashEncoder())
    assert "cancu index" in str(caught.value)


def test_another_encoder_is_refused(sample_store: Store, hash_encoder: HashEncoder) -> None:
    build(sample_store, home_of(sample_store), hash_encoder, THEN)
    other = HashEncoder()
    other.name = "another"
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(home_of(sample_store), other)
    assert "cancu index" in str(caught.value)


@pytest.mark.parametrize("name", ["chunks.db", "vectors.faiss", "corpus.db", "manifest.json"])
def test_a_damaged_file_is_found(sample_store: Store, hash_encoder: HashEncoder, name: str) -> None:
    home = home_of(sample_store)
    folder = build(sample_store, home, hash_encoder, THEN)
    path = folder / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert is_broken(home)


KILLED = """
import datetime, os, sys
from pathlib import Path
from corpus.store import Store
from index.snapshot import build
from search_api.library import Library
from search_api.settings import Settings
from search_api.wire import AskRequest
from tests.conftest import HashEncoder, keep, place

def stop(step):
    print(step, flush=True)
    if step == sys.argv[2]:
        os._exit(9)

home = Path(sys.argv[1])
with Store.open(home) as store:
    build(store, home, HashEncoder(), datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC), checkpoint=stop)
"""


def steps(home: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(home), "none"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return done.stdout.split()


ROOT = Path(__file__).resolve().parents[1]


def test_a_kill_at_any_step_leaves_the_last_snapshot_live(sample_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(sample_store)
    live = build(sample_store, home, hash_encoder, THEN).name
    sample_store.remove(Ref.parse("tt-xx/2014/26").doc_id)
    trial = home.parent / "trial"
    sample_store.copy_to(home.parent / "copy.db")
    trial.mkdir()
    (home.parent / "copy.db").rename(trial / "corpus.db")
    names = steps(trial)
    assert {"publish", "point"} <= set(names)
    for name in names:
        if name == "prune":
            break
        killed = subprocess.run([sys.executable, "-c", KILLED, str(home), name], check=False, cwd=ROOT)
        assert killed.returncode == 9, name
        assert current(home) == live, name
        assert first(home, "hỗ trợ thùng ong ở hải đảo") == "tt-xx/2018/28#dieu-8/khoan-1/diem-b"
    assert build(sample_store, home, hash_encoder, LATER).name != live
    assert first(home, "hỗ trợ thùng ong ở hải đảo") == "tt-xx/2018/28#dieu-8/khoan-1/diem-b"
    assert not list((home / "snapshots").glob("*.tmp"))
