"""How fast a collection is taken in, indexed and searched, and in how much memory; FAISS kinds side by side.

usage: python -m tests.bench.speed [--codified F.jsonl.gz] [--queries F.jsonl.gz] [--on DAY] [--home DIR]
           [--encoder base] [--only STAGE ...] [--limit N] [--large N] [--hnsw] [--json FILE]

Stages: ingest, index, again (one document more), search, vectors. Each runs in a process of its own, so that its memory
is its own. A state folder given with --home is kept and gone on with. Without --encoder vectors are sums of random
directions, one a syllable: they take no time, lie near one another where texts share words, and say nothing of quality.
"""

import argparse
import datetime
import gzip
import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from corpus.locator import Locator
from corpus.model import Document, Holding, Provision, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.store import Store
from index import dense
from index.dense import Allowed, FlatIndex, ReducedIndex, VectorIndex, Vectors
from index.encode import Encoder, encoder_named
from index.plan import Filters, Query, plan
from index.segment import folded
from index.snapshot import build, live_path, open_snapshot
from ingest.pipeline import Outcome, ingest
from tests.bench.data import DATA, write_json, write_table

Row = dict[str, object]
STAGES = ("ingest", "index", "again", "search", "vectors")
_DEPTH = 300
_NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


class StandIn:
    """Unit vectors of 384 dimensions from the folded syllables of a text."""

    name = "stand-in-384"
    dim = 384
    segmented = False

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dim), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def _vector(self, text: str) -> Vectors:
        rows = [zlib.crc32(syllable.encode()) % len(_directions()) for syllable in folded(text)]
        vector = _directions()[rows].sum(axis=0) + _directions()[0]
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


@cache
def _directions() -> Vectors:
    return np.random.default_rng(11).standard_normal((1 << 14, StandIn.dim), np.float32)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    results: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        options.home = options.home or Path(folder)
        for stage in options.only or STAGES:
            results += _alone(stage, options)
    write_table([row for row in results if row["system"] == "can-cu"])
    write_table([row for row in results if row["system"] != "can-cu"])
    write_json(options.json, "speed", str(options.codified), results)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench.speed", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--queries", type=Path, default=DATA / "alqac" / "queries.dev.jsonl.gz")
    parser.add_argument("--on", type=datetime.date.fromisoformat, default=datetime.date(2026, 1, 1))
    parser.add_argument("--home", type=Path)
    parser.add_argument("--encoder", help="base, or a sentence-transformers folder")
    parser.add_argument("--only", nargs="+", choices=STAGES)
    parser.add_argument("--limit", type=int, help="only the first N questions")
    parser.add_argument("--large", type=int, default=300_000, help="vectors of the larger comparison")
    parser.add_argument("--hnsw", action="store_true", help="HNSW too, which takes minutes to build")
    parser.add_argument("--json", type=Path)
    return parser.parse_args(arguments)


# A stage in a process of its own


def _alone(stage: str, options: argparse.Namespace) -> list[Row]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_told, args=(stage, options, theirs))
    process.start()
    theirs.close()
    rows: list[Row] = ours.recv()
    process.join()
    return rows


def _told(stage: str, options: argparse.Namespace, pipe: Any) -> None:
    run: Callable[[argparse.Namespace], Iterator[Row]] = globals()[f"_{stage}"]
    pipe.send(list(run(options)))


class _Clock:
    """Time since the last look: of the wall, and of the processors, those of ended child processes included."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), self._used()

    def row(self, step: str, count: int, unit: str) -> Row:
        wall, cpu = time.perf_counter() - self._wall, self._used() - self._cpu
        self.__init__()  # type: ignore[misc]
        return {
            "system": "can-cu",
            "step": step,
            "seconds": round(wall, 1),
            "processor_s": round(cpu, 1),
            "rate": f"{count / max(wall, 1e-9):.0f} {unit}/s" if unit else "",
            "peak_mb": peak_mb(),
        }

    @staticmethod
    def _used() -> float:
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb() -> int:
    """The most memory that this process has held, mapped files that were read included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _encoder(options: argparse.Namespace) -> Encoder:
    return encoder_named(options.encoder, options.home / "models") if options.encoder else StandIn()


def _questions(options: argparse.Namespace) -> list[str]:
    with gzip.open(options.queries, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][: options.limit]


# Stages


def _ingest(options: argparse.Namespace) -> Iterator[Row]:
    with gzip.open(options.codified) as lines:
        count = sum(1 for _ in lines)
    clock = _Clock()
    with Store.open(options.home) as store:
        held = list(ingest([options.codified], store, options.home))
    aside = sum(report.outcome is Outcome.SET_ASIDE for report in held)
    yield clock.row(f"ingest ({aside} set aside)", count, "Điều")


def _index(options: argparse.Namespace) -> Iterator[Row]:
    yield from _built(options, "")


def _again(options: argparse.Namespace) -> Iterator[Row]:
    """A build after one small document more."""
    doc_id = DocId("tt-xx", 2026, "1")
    text = f"Điều 1. Mức hỗ trợ\nMức hỗ trợ nuôi ong ở hải đảo là {time.time_ns()} đồng."
    source = Source(f"{time.time_ns():064x}", "mot.txt", "text/plain", text, SourceRank.SIGNED, True)
    place = Ref(doc_id, Locator.parse("dieu-1"))
    provision = Provision(place, place.locator.steps[-1].unit, "1", "Mức hỗ trợ", text)
    document = Document(doc_id, "1/2026/TT-XX", "Thông tư", "Về nuôi ong ở hải đảo")
    with Store.open(options.home) as store:
        store.add(Holding(document, source, (provision,), (), ()), text.encode())
    yield from _built(options, "one document more: ")


def _built(options: argparse.Namespace, name: str) -> Iterator[Row]:
    clock, whole = _Clock(), _Clock()
    rows: list[Row] = []
    counts: dict[str, int] = {}
    step = ""

    def told(now: str, done: int, total: int) -> None:
        nonlocal step
        if now != step and step:
            rows.append(clock.row(f"{name}{step}", counts[step], "rows"))
        step, counts[now] = now, total
        sys.stderr.write(f"\r{now} {done}/{total}   ")

    with Store.open(options.home) as store:
        build(store, options.home, _encoder(options), _NOW, told)
    rows.append(clock.row(f"{name}{step} and publishing", counts.get(step, 0), "rows"))
    yield from rows
    yield whole.row(f"{name}whole build", 0, "")


def _search(options: argparse.Namespace) -> Iterator[Row]:
    encoder = _encoder(options)
    clock = _Clock()
    searcher = open_snapshot(options.home, encoder)
    yield clock.row("open", 0, "")
    questions = _questions(options)
    filters = Filters(on=options.on)
    for question in questions[:5]:
        searcher.search(plan(Query(question, filters)))
    yield clock.row("first five questions", 5, "questions")
    took, used = [], []
    for question in questions:
        start, cpu = time.perf_counter(), time.process_time()
        searcher.search(plan(Query(question, filters)))
        took.append((time.perf_counter() - start) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    row = clock.row("search", len(questions), "questions")
    for name, values in (("", took), ("processor_", used)):
        row[f"{name}p50_ms"] = round(statistics.median(values), 1)
        row[f"{name}p95_ms"] = round(statistics.quantiles(values, n=20)[-1], 1)
    yield row


# FAISS kinds


def _vectors(options: argparse.Namespace) -> Iterator[Row]:
    """Each kind on the snapshot's own vectors, and on as many as the largest collection would have."""
    path = live_path(options.home)
    index = FlatIndex.open(path / "vectors.faiss")
    rows = np.array(index.rows())
    questions = _questions(options)[:40]
    queries = _encoder(options).encode_queries(questions)
    yield from _kinds(rows, queries, options.hnsw)
    if len(rows) < options.large:
        draw = np.random.default_rng(3)
        more = rows[draw.integers(0, len(rows), options.large - len(rows))]
        more = more + draw.standard_normal(more.shape, np.float32) * 0.02
        rows = np.concatenate([rows, more / np.linalg.norm(more, axis=1, keepdims=True)])
        yield from _kinds(rows, queries, options.hnsw)


def _kinds(rows: Vectors, queries: Vectors, hnsw: bool) -> Iterator[Row]:
    allowed = Allowed(np.random.default_rng(4).random(len(rows)) < 0.9)
    exact = FlatIndex.of(rows)
    wanted = [{row for row, _ in exact.search(query, _DEPTH, allowed)} for query in queries]
    kinds: dict[str, Callable[[], VectorIndex]] = {
        "Flat": lambda: exact,
        "SQ8": lambda: FlatIndex(_filled(faiss.IndexScalarQuantizer(rows.shape[1], _SQ8, _PRODUCT), rows)),
        f"{dense.REDUCED} dims, {dense.SHORTLIST} rescored": lambda: ReducedIndex.of(exact),
    }
    if hnsw:
        kinds["HNSW"] = lambda: FlatIndex(_filled(faiss.IndexHNSWFlat(rows.shape[1], 16, _PRODUCT), rows))
    for name, make in kinds.items():
        start = time.perf_counter()
        made = make()
        built = time.perf_counter() - start
        took, used, recalled = [], [], 0
        for query, right in zip(queries, wanted, strict=True):
            start, cpu = time.perf_counter(), time.process_time()
            found = made.search(query, _DEPTH, allowed)
            took.append((time.perf_counter() - start) * 1000)
            used.append((time.process_time() - cpu) * 1000)
            recalled += len(right & {row for row, _ in found})
        yield {
            "system": name,
            "vectors": len(rows),
            "build_s": round(built, 1),
            "p50_ms": round(statistics.median(took), 1),
            "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1),
            "processor_ms": round(statistics.median(used), 1),
            f"recall_{_DEPTH}": recalled / sum(map(len, wanted)),
        }


_SQ8, _PRODUCT = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT


def _filled(index: Any, rows: Vectors) -> Any:
    index.train(rows[:20_000])
    index.add(rows)
    return index


if __name__ == "__main__":
    sys.exit(main())
