"""The fuzzer itself: the same input again by its number, a crash and a hang as one failure each, a first few inputs."""

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ingest.readers import ocr
from tests.bench import fuzz
from tests.bench.fuzz import Tried, inputs, run, tried

NOWHERE = Path("/nonexistent")
_SEED = 7


@pytest.mark.parametrize("reader", fuzz.READERS)
def test_a_number_gives_the_same_input_again(reader: str) -> None:
    build = inputs(reader, _SEED, NOWHERE)
    first = [build(number) for number in range(12)]
    assert [inputs(reader, _SEED, NOWHERE)(number) for number in (11, 3)] == [first[11], first[3]]
    assert len(set(first)) > 6


@pytest.mark.parametrize("reader", [reader for reader in fuzz.READERS if reader not in ("scan", "image")])
def test_inputs_are_read_or_refused(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", frozenset)
    build = inputs(reader, _SEED, NOWHERE)
    outcomes = {number: tried(build(number)).outcome for number in range(30)}
    assert set(outcomes.values()) == {"text", "refused"}, outcomes


def test_an_unforeseen_error_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz, "reading", broken)
    found = tried("Điều 1. Phạm vi".encode())
    assert found.outcome.startswith("ZeroDivisionError in test_bench_fuzz.py:")
    assert found.is_failure


def _failing(pipe: Connection, reader: str, seed: int, data: Path) -> None:
    """A worker that a memory fault ends at input 1, and that hangs at input 3."""
    pipe.send(None)
    while True:
        number = pipe.recv()
        if number == 1:
            os.kill(os.getpid(), signal.SIGSEGV)
        if number == 3:
            time.sleep(600)
        pipe.send(Tried("text", 0.0))


def test_a_crash_and_a_hang_are_one_failure_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "_work", _failing)
    found = [(number, outcome.outcome) for number, outcome in run("text", range(5), _SEED, 1.5, NOWHERE)]
    assert found == [(0, "text"), (1, "crash, exit code -11"), (2, "text"), (3, "hang"), (4, "text")]
