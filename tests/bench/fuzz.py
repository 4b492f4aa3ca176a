"""Bad input through each reader: damaged real files and files that no program would write.

python -m tests.bench.fuzz [--inputs N] [--seed S] [--seconds LIMIT] [--readers pdf,docx,…] [--at N] [--keep DIR]

The only right outcomes are a text, which must then become a document in the store's form, and an `UnreadableSource`;
anything else is printed with the input's number and kept as a file. A worker with the limits of the isolated reader is
started again after a crash or a hang, which is one failure. The border of `ingest.isolate` that catches everything
does not take part. An input is made from seed, reader and number alone: `--at` runs one again.

`pdf` runs as on a machine without a recogniser, where pictures of pages are told of and not read; `scan` and `image`
are the same readers with tesseract, with a hundredth of the inputs.
"""

import argparse
import multiprocessing
import os
import resource
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from corpus.errors import CanCuError, UnreadableSource
from ingest import assemble
from ingest.isolate import MEMORY, reading
from ingest.readers import unwrap
from tests.bench import specimens
from tests.bench.data import CACHE, DATA, Row, write_json, write_table
from tests.bench.mutations import damaged

READERS = (*specimens.STRATEGIES, "scan")
_RECOGNISED = ("scan", "image")
_FEWER = 100
_POOL = 100
_SHARE_MADE, _SHARE_REAL = 0.1, 0.25
_SHA256 = "0" * 64


@dataclass(frozen=True)
class Tried:
    """What became of one input.

    Attributes:
        outcome: "text", "refused", or what went wrong: the error and where it was raised, "crash …", "hang".
        seconds: Of the processor.
        trace: Of the error.
    """

    outcome: str
    seconds: float
    trace: str = ""

    @property
    def is_failure(self) -> bool:
        return self.outcome not in ("text", "refused")


def inputs(reader: str, seed: int, data: Path = DATA) -> Callable[[int], bytes]:
    """The inputs of a reader by their number; pieces of real files are among them where `data` has any."""
    kind = "pdf" if reader == "scan" else reader
    make = specimens.made(kind)
    pool = [make(Random(f"{seed} {kind} pool {at}")) for at in range(_POOL)]
    real = specimens.real(kind, data)
    own = specimens.FAMILIES.get(kind, ())

    def build(number: int) -> bytes:
        chance = Random(f"{seed} {reader} {number}")
        share = chance.random()
        if share < _SHARE_MADE:
            return make(chance)
        files = real if real and share < _SHARE_MADE + _SHARE_REAL else pool
        turns = chance.choice((1, 1, 2, 4, 12))
        return damaged(chance, chance.choice(files), chance.choice(files), own, turns)

    return build


def tried(data: bytes) -> Tried:
    """One input read, as far as a document ready for the store; every file in it."""
    start = time.process_time()
    outcome, trace = "refused", ""
    try:
        for name, inner in unwrap("thử", data):
            if not isinstance(inner, UnreadableSource) and _is_text(name, inner):
                outcome = "text"
    except UnreadableSource:
        pass
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        outcome = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        trace = traceback.format_exc()
    return Tried(outcome, time.process_time() - start, trace)


def _is_text(name: str, data: bytes) -> bool:
    try:
        text = reading(name, data)
    except UnreadableSource:
        return False
    try:
        holding = assemble.holding(name, _SHA256, text)
    except CanCuError:
        return True
    # what the store could not write
    "\n".join((holding.source.text, str(holding.document), *(d.message for d in holding.diagnostics))).encode()
    return True


def _work(pipe: Connection, reader: str, seed: int, data: Path) -> None:
    """The worker: numbers of inputs in, outcomes out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if reader not in _RECOGNISED:
        os.environ["PATH"] = ""
    build = inputs(reader, seed, data)
    pipe.send(None)
    while True:
        pipe.send(tried(build(pipe.recv())))


def run(reader: str, numbers: range, seed: int, seconds: float, data: Path = DATA) -> Iterator[tuple[int, Tried]]:
    """The outcome of each numbered input, in a process of its own that is started again when it was lost."""
    context = multiprocessing.get_context("spawn")
    waiting = iter(numbers)
    number = next(waiting, None)
    while number is not None:
        pipe, theirs = context.Pipe()
        worker = context.Process(target=_work, args=(theirs, reader, seed, data), daemon=True)
        worker.start()
        theirs.close()
        pipe.recv()
        while number is not None:
            pipe.send(number)
            if not pipe.poll(seconds):
                yield number, Tried("hang", seconds)
                break
            try:
                yield number, pipe.recv()
            except EOFError:
                worker.join()
                yield number, Tried(f"crash, exit code {worker.exitcode}", 0.0)
                break
            number = next(waiting, None)
        else:
            number = None
        worker.kill()
        worker.join()
        pipe.close()
        if number is not None:
            number = next(waiting, None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="of each reader; a hundredth with tesseract")
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--seconds", type=float, default=30.0, help="longest wait for one input")
    parser.add_argument("--readers", default=",".join(READERS))
    parser.add_argument("--at", type=int, help="this one input only, in this process, with its trace")
    parser.add_argument("--keep", type=Path, default=CACHE / "fuzz", help="where inputs that failed go")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    rows: list[Row] = []
    for reader in args.readers.split(","):
        if args.at is not None:
            data = inputs(reader, args.seed, args.data)(args.at)
            found = tried(data)
            print(f"{reader} {args.at}: {len(data)} bytes, {found.outcome}, {found.seconds:.2f} s\n{found.trace}")
            continue
        count = args.inputs // _FEWER if reader in _RECOGNISED else args.inputs
        outcomes, slowest = Counter[str](), (0.0, 0)
        for number, found in run(reader, range(count), args.seed, args.seconds, args.data):
            outcomes[found.outcome] += 1
            slowest = max(slowest, (found.seconds, number))
            if found.is_failure and outcomes[found.outcome] <= 3:
                args.keep.mkdir(parents=True, exist_ok=True)
                kept = args.keep / f"{reader}-{args.seed}-{number}"
                kept.write_bytes(inputs(reader, args.seed, args.data)(number))
                print(f"  {reader} {number}: {found.outcome}; kept as {kept}", flush=True)
        failures = {outcome: n for outcome, n in outcomes.items() if Tried(outcome, 0).is_failure}
        for outcome, times in sorted(failures.items(), key=lambda item: -item[1]):
            print(f"  {reader}: {times} × {outcome}")
        rows.append(
            {
                "reader": reader,
                "inputs": count,
                "text": outcomes["text"],
                "refused": outcomes["refused"],
                "failures": sum(failures.values()),
                "slowest_s": slowest[0],
                "slowest_input": slowest[1],
            }
        )
        print(" ".join(f"{key}={value}" for key, value in rows[-1].items()), flush=True)
    write_table(rows)
    write_json(args.json, "fuzz", str(args.data), rows)


if __name__ == "__main__":
    main()
