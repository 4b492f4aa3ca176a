import contextlib
import gzip
import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from ingest import isolate
from ingest.isolate import IsolatedReader
from ingest.readers import refusal
from ingest.source_text import Line, SourceText
from tests.pdf_maker import PageMaker, make_pdf

ROOT = Path(__file__).resolve().parents[1]


def test_members_come_with_bytes_hash_and_text(tmp_path: Path) -> None:
    data = "Điều 1. Phạm vi".encode()
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(data))
    (tmp_path / "b.pdf").write_bytes(b"")
    with IsolatedReader() as reader:
        (good,) = reader.read(tmp_path / "a.txt.gz")
        (bad,) = reader.read(tmp_path / "b.pdf")
    assert (good.name, good.data, good.sha256) == ("a.txt", data, hashlib.sha256(data).hexdigest())
    assert isinstance(good.text, SourceText)
    assert [line.text for line in good.text.lines] == ["Điều 1. Phạm vi"]
    assert isinstance(bad.text, UnreadableSource)
    assert bad.text.what == "Tệp rỗng, không có chữ nào"


def test_a_container_gives_its_documents_and_may_be_left_early(tmp_path: Path) -> None:
    rows = [{"id": f"x.{n}", "doc_number": f"{n}/2030/NĐ-CP", "article": "1", "text": "Câu."} for n in range(1, 4)]
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    with IsolatedReader() as reader:
        assert next(iter(reader.members(path))).name == "c.jsonl#1/2030/NĐ-CP"
        assert [member.name for member in reader.read(path)] == [f"c.jsonl#{n}/2030/NĐ-CP" for n in range(1, 4)]


def test_a_file_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.txt", tmp_path / "good.txt"
    # far more text than a tenth of a millisecond reads
    slow.write_text("Điều 1. Phạm vi điều chỉnh\n" * 200_000)
    good.write_text("Điều 1.")
    with IsolatedReader(seconds=0.0001) as reader:
        (lost,) = reader.read(slow)
    with IsolatedReader() as reader:
        (kept,) = reader.read(good)
    assert isinstance(lost.text, UnreadableSource)
    assert lost.text.what.startswith("Đọc tệp quá")
    assert lost.sha256 == hashlib.sha256(slow.read_bytes()).hexdigest()
    assert isinstance(kept.text, SourceText)


def resident_kib(process: int) -> int:
    """Memory that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def test_a_worker_gives_the_memory_of_a_file_back(tmp_path: Path) -> None:
    # F9: the lines of one reading are some 100 KiB; those of 40 readings, were they kept, 4 MiB
    page = PageMaker().grid([50, 300, 550], [40, 58, 76])
    for row in range(40):
        page.text(60, 60 + 18 * row, "Điều này quy định về phạm vi điều chỉnh, đối tượng áp dụng")
    path = tmp_path / "dài.pdf"
    path.write_bytes(make_pdf([page] * 5))
    others = set(multiprocessing.active_children())
    with IsolatedReader() as reader:
        held = []
        for _ in range(50):
            (member,) = reader.read(path)
            (child,) = set(multiprocessing.active_children()) - others
            held.append(resident_kib(child.pid or 0))
    assert isinstance(member.text, SourceText)
    assert member.text.pages == 5
    assert max(held[10:]) - held[9] < 2 * 1024


def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1.")
    with IsolatedReader() as reader:
        reader.read(path)
        assert reader._process is not None
        reader._process.kill()
        reader._process.join()
        (member,) = reader.read(path)
    assert isinstance(member.text, SourceText)


def test_a_child_without_memory_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Phạm vi điều chỉnh\n" * 300_000)
    with IsolatedReader(memory=100 * 2**20) as reader:
        (member,) = reader.read(path)
    assert isinstance(member.text, UnreadableSource)
    assert "hết bộ nhớ" in member.text.what


def test_a_large_or_missing_file_is_not_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "MAX_FILE", 4)
    (tmp_path / "to.txt").write_text("Điều 1.")
    reader = IsolatedReader()
    (large,) = reader.read(tmp_path / "to.txt")
    (missing,) = reader.read(tmp_path / "không-có.txt")
    assert isinstance(large.text, UnreadableSource)
    assert "quá lớn" in large.text.what
    assert isinstance(missing.text, UnreadableSource)
    assert "Không mở được tệp" in missing.text.what
    assert reader._process is None


def test_an_unforeseen_failure_is_said_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, data: bytes, turn_page: object) -> SourceText:
        raise ZeroDivisionError

    monkeypatch.setattr(isolate, "read", broken)
    text = isolate._text("a.txt", b"x")
    assert isinstance(text, UnreadableSource)
    assert "ZeroDivisionError" in text.what


def test_bytes_in_memory_are_read_as_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "nd.txt"
    path.write_bytes("Điều 1. Phạm vi\n1. Ong mật.\n".encode())
    with IsolatedReader() as reader:
        assert reader.read_bytes("nd.txt", path.read_bytes()) == reader.read(path)


def _ticking(pipe: Connection, memory: int | None, seconds: float) -> None:
    """A child that tells of three pages, each 0.8 seconds of work, before its member."""
    os.setpgrp()
    pipe.send(None)
    name, data, _ = pipe.recv()
    pipe.send(isolate._Opened(name, data))
    for _ in range(3):
        time.sleep(0.8)
        pipe.send(isolate._PageDone())
    pipe.send(SourceText((Line("Điều 1."),), "text/plain"))
    pipe.send(None)


def test_the_time_starts_anew_with_each_recognised_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # 2.4 seconds in all, 0.8 a page, under a limit of two
    monkeypatch.setattr(isolate, "_serve", _ticking)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    with IsolatedReader(seconds=2.0) as reader:
        (member,) = reader.read(path)
    assert isinstance(member.text, SourceText)


def _with_a_child_of_its_own(pipe: Connection, memory: int | None, seconds: float) -> None:
    os.setpgrp()
    pipe.send(None)
    name, data, _ = pipe.recv()
    pipe.send(isolate._Opened(name, data))
    grandchild = subprocess.Popen(["sleep", "600"])
    Path(data.decode()).write_text(str(grandchild.pid))
    time.sleep(600)


def test_what_the_child_started_dies_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolate, "_serve", _with_a_child_of_its_own)
    note, path = tmp_path / "pid", tmp_path / "a.pdf"
    path.write_text(str(note))
    with IsolatedReader(seconds=1.0) as reader:
        (lost,) = reader.read(path)
    assert isinstance(lost.text, UnreadableSource)
    pid = int(note.read_text())
    assert not _is_alive(pid)


_HANGS = """
import sys, time
from pathlib import Path
from ingest import isolate

def _endless(name, data, turn_page):
    Path(sys.argv[1]).write_text(str(__import__("os").getpid()))
    while True:
        pass

isolate.read, isolate._GRACE = _endless, 0.5

if __name__ == "__main__":
    isolate.IsolatedReader(seconds=2.0).read_bytes("lặp.txt", b"x")
"""


def test_a_child_in_a_loop_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script, note = tmp_path / "parent.py", tmp_path / "pid"
    script.write_text(_HANGS, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script), str(note)], env={**os.environ, "PYTHONPATH": str(ROOT)})
    while not (note.exists() and note.read_text()):
        time.sleep(0.02)
    pid = int(note.read_text())
    parent.kill()
    parent.wait()
    try:
        assert _is_alive(pid)
        while _is_alive(pid):  # the time limit of every test ends a wait in vain
            time.sleep(0.05)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _is_alive(pid: int) -> bool:
    """Whether it runs; a zombie that no one has waited for yet does not."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
