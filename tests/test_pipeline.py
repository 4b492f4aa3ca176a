"""Files into the store: each reported, failures set aside, a kill at any step leaves the last good state."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from corpus.store import Store
from ingest.pipeline import IngestReport, Outcome, find_files, ingest, ingest_file, set_aside
from ingest.source_text import Declared

DECREE = """CHÍNH PHỦ
Số: {n}/2030/NĐ-CP
NGHỊ ĐỊNH
Về việc {n}
Điều 1. Phạm vi
1. Một.
2. Hai.
Điều 2. Hiệu lực
Từ nay."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three decrees, one empty file, one that is not what its name says."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"nd-{number}.txt").write_text(DECREE.format(n=number), encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "photo.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return folder


def take_in(folder: Path, home: Path) -> list[IngestReport]:
    with Store.open(home) as store:
        return list(ingest(find_files([folder]), store, home))


def test_every_file_has_a_report_and_a_bad_one_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    reports = {report.name: report for report in take_in(folder, tmp_path / "home")}
    assert {name: r.outcome for name, r in reports.items() if name.startswith("nd")} == {
        f"nd-{n}.txt": Outcome.WARNED for n in (1, 2, 3)
    }
    assert dict(reports["nd-1.txt"].counts) == {"dieu": 2, "khoan": 2}
    assert [d.code for d in reports["nd-1.txt"].diagnostics] == ["missing_ngay_ban_hanh"]
    assert reports["nd-2.txt"].doc_id == "nd-cp/2030/2"
    for name in ("empty.pdf", "photo.docx"):
        assert reports[name].outcome is Outcome.SET_ASIDE
        assert reports[name].reason
        assert reports[name].remedy
    with Store.open(tmp_path / "home") as store:
        assert [str(doc_id) for doc_id in store.doc_ids()] == ["nd-cp/2030/1", "nd-cp/2030/2", "nd-cp/2030/3"]


def test_quarantine_keeps_the_bytes_and_the_reason(folder: Path, tmp_path: Path) -> None:
    take_in(folder, tmp_path / "home")
    entries = set_aside(tmp_path / "home")
    assert [entry.name for entry in entries] == ["empty.pdf", "photo.docx"]
    assert entries[1].path.read_bytes() == (folder / "photo.docx").read_bytes()
    fields = json.loads((entries[1].path.parent / "report.json").read_text(encoding="utf-8"))
    assert set(fields) == {"name", "what", "where", "remedy"}


def test_the_same_files_again_change_nothing(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_in(folder, home)
    with Store.open(home) as store:
        before = store.revision
    reports = take_in(folder, home)
    with Store.open(home) as store:
        assert store.revision == before
    assert [r.outcome for r in reports if r.name.startswith("nd")] == [Outcome.ALREADY] * 3


def test_a_person_names_what_the_file_does_not(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Điều 1. Một.\nĐiều 2. Hai.", encoding="utf-8")
    with Store.open(tmp_path / "home") as store:
        (first,) = ingest_file(path, store, tmp_path / "home")
        assert first.doc_id.startswith("khong-so/-/")
        (named,) = ingest_file(path, store, tmp_path / "home", Declared(so_hieu="9/2031/NĐ-CP"))
        assert named.doc_id == "nd-cp/2031/9"
        assert [str(doc_id) for doc_id in store.doc_ids()] == ["nd-cp/2031/9"]


def test_two_documents_with_one_number_are_twins(tmp_path: Path) -> None:
    for name, kind in (("a", "LUẬT"), ("b", "NGHỊ QUYẾT")):
        text = f"QUỐC HỘI\nSố: 64/2030/QH16\n{kind}\nVề việc {name}\nĐiều 1. Một."
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "home") as store:
        reports = list(ingest([tmp_path / "a.txt", tmp_path / "b.txt"], store, tmp_path / "home"))
    assert [report.doc_id for report in reports] == ["qh16/2030/64", "qh16/2030/64~2"]


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        find_files([tmp_path / "nothing"])
    assert "nothing" in str(caught.value)


KILLED = """
import os, sys
from pathlib import Path
from corpus.store import Store
from ingest.pipeline import find_files, ingest

def stop(step):
    global left
    left -= 1
    if left == 0:
        os._exit(9)

if __name__ == "__main__":
    folder, home, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with Store.open(home) as store:
        for _ in ingest(find_files([folder]), store, home, checkpoint=stop):
            pass
"""


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 11])
def test_a_kill_at_any_step_leaves_a_good_state(folder: Path, tmp_path: Path, steps: int) -> None:
    script, home = tmp_path / "killed.py", tmp_path / "home"
    script.write_text(KILLED, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script), str(folder), str(home), str(steps)], check=False)
    assert done.returncode == 9
    with Store.open(home) as store:
        for doc_id in store.doc_ids():
            wording = store.wording(doc_id)
            assert wording is not None
            # whole or not at all
            assert [str(p.ref.locator) for p in wording.provisions] == [
                "",
                "dieu-1",
                "dieu-1/khoan-1",
                "dieu-1/khoan-2",
                "dieu-2",
            ]
    reports = take_in(folder, home)
    assert len(reports) == 5
    with Store.open(home) as store:
        assert len(store.doc_ids()) == 3


def test_parts_of_an_attached_programme_are_not_counted_as_muc(tmp_path: Path) -> None:
    words = (
        "Số: 1/2030/QĐ-UBND\nQUYẾT ĐỊNH\nĐiều 1. Ban hành\nĐiều 2. Hiệu lực\nNơi nhận:\nCHƯƠNG TRÌNH\nKhuyến công\n"
        "(Ban hành kèm theo Quyết định số 1/2030/QĐ-UBND)\nI. MỤC TIÊU\n1. Một\nII. NHIỆM VỤ\n1. Hai\nPHỤ LỤC\nMục 1\nA"
    )
    file = tmp_path / "qd.txt"
    file.write_text(words, encoding="utf-8")
    with Store.open(tmp_path / "home") as store:
        report = next(iter(ingest([file], store, tmp_path / "home")))
    assert dict(report.counts) == {"dinh_kem": 1, "phu_luc": 1, "dieu": 2, "khoan": 2}
