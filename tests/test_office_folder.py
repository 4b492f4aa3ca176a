"""One decree a format, as an office's folder has them: killed at a step, set aside, read again."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.store import Store
from ingest import pipeline
from ingest.isolate import IsolatedReader, Member
from ingest.pipeline import Outcome, find_files, ingest, set_aside
from ingest.readers import refusal
from search_api import cli
from tests.doc_maker import DocMaker, para
from tests.docx_maker import make_docx, p
from tests.pdf_maker import PageMaker, make_pdf
from tests.test_pipeline import KILLED

ROOT = Path(__file__).resolve().parents[1]
_PLACES = ["", "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]


def _lines(number: int) -> list[str]:
    return [
        "CHÍNH PHỦ",
        f"Số: {number}/2030/NĐ-CP",
        "NGHỊ ĐỊNH",
        f"Về việc nuôi ong ở vùng {number}",
        "Điều 1. Phạm vi điều chỉnh",
        "1. Nghị định này quy định việc nuôi ong lấy mật, sáp và phấn hoa.",
        "2. Nghị định này không áp dụng với ong hoang dã sống trong rừng.",
        "Điều 2. Hiệu lực thi hành",
        "Nghị định này có hiệu lực kể từ ngày ký và được đăng trên Công báo.",
    ]


def _rtf(lines: list[str]) -> bytes:
    words = r"\par ".join("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line) for line in lines)
    return (r"{\rtf1\ansi " + words + "}").encode("ascii")


def _pdf(lines: list[str]) -> bytes:
    page = PageMaker()
    for row, line in enumerate(lines):
        page.text(90, 60 + 30 * row, line)
    return make_pdf([page])


_MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    "doc": lambda lines: DocMaker(body=[para(line) for line in lines]).make(),
    "docx": lambda lines: make_docx("".join(map(p, lines))),
    "html": lambda lines: f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode(),
    "pdf": _pdf,
    "rtf": _rtf,
    "txt": lambda lines: "\n".join(lines).encode(),
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Six decrees, 1/2030/NĐ-CP to 6/2030/NĐ-CP, each in a format of its own."""
    folder = tmp_path / "office"
    folder.mkdir()
    for number, (kind, make) in enumerate(_MAKERS.items(), start=1):
        (folder / f"nd.{kind}").write_bytes(make(_lines(number)))
    return folder


def _held(home: Path) -> list[str]:
    """The documents of a store, each of them whole."""
    with Store.open(home) as store:
        for doc_id in store.doc_ids():
            wording = store.wording(doc_id)
            assert wording is not None
            assert [str(found.ref.locator) for found in wording.provisions] == _PLACES, doc_id
        return sorted(map(str, store.doc_ids()))


_ALL = [f"nd-cp/2030/{number}" for number in range(1, 7)]


@pytest.mark.parametrize(("step", "kept"), [(2, 0), (6, 2), (8, 2), (13, 4), (18, 6)])
def test_a_kill_at_a_step_keeps_whole_documents(office: Path, tmp_path: Path, step: int, kept: int) -> None:
    # three steps a file: before it is read, before it is written, after that
    script, home = tmp_path / "killed.py", tmp_path / "home"
    script.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, str(script), str(office), str(home), str(step)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 9
    assert _held(home) == _ALL[:kept]
    with Store.open(home) as store:
        outcomes = [report.outcome for report in ingest(find_files([office]), store, home)]
    assert outcomes.count(Outcome.ALREADY) == kept
    assert _held(home) == _ALL


class _TooSlow(IsolatedReader):
    """A reader whose child is never done."""

    def members(self, path: Path, name: str = "") -> Iterator[Member]:
        yield Member.of(path.name, path.read_bytes(), refusal.too_slow(path.name, 120))


def test_what_was_set_aside_is_read_again(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("CANCU_HOME", str(home))
    with Store.open(home) as store, monkeypatch.context() as hurried:
        hurried.setattr(pipeline, "IsolatedReader", _TooSlow)
        reports = list(ingest([office / "nd.doc", office / "nd.pdf", office / "nd.rtf"], store, home))
    assert [report.outcome for report in reports] == [Outcome.SET_ASIDE] * 3
    assert [entry.name for entry in set_aside(home)] == ["nd.doc", "nd.pdf", "nd.rtf"]
    assert all(entry.what.startswith("Đọc tệp quá") for entry in set_aside(home))
    (set_aside(home)[2].path).write_bytes(b"")  # one is past help
    assert cli.main(["retry"]) == 3
    assert [entry.name for entry in set_aside(home)] == ["nd.rtf", "nd.rtf"]
    assert _held(home) == ["nd-cp/2030/1", "nd-cp/2030/4"]
