"""How often the right Điều comes first: ours beside BM25 (bm25s, pyvi words) and the base encoder alone on whole Điều.

usage: python -m tests.bench.retrieval [--corpus F.jsonl.gz --queries F.jsonl.gz --qrels F.tsv] [--drop-self]
           [--encoder NAME] [--limit N] [--cache DIR] [--json FILE]

The corpus is ingested, indexed and published as any other file. A row is found when its Điều is found.
"""

import argparse
import datetime
import gzip
import hashlib
import json
import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from corpus.reference import Ref
from corpus.store import Store
from index.encode import EmbeddingCache, SentenceTransformerEncoder, base_encoder, encoder_named
from index.plan import Query, plan
from index.search import Searcher
from index.segment import words
from index.snapshot import build, open_snapshot
from tests.bench.data import CACHE, DATA, ingested, write_json, write_table

DEPTH = 100
_NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

Row = dict[str, Any]
Rank = Callable[[str], list[str]]


@dataclass(frozen=True)
class Task:
    """Rows, questions, and which rows answer which question."""

    rows: list[Row]
    questions: dict[str, str]
    relevant: dict[str, set[str]]
    drop_self: bool


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    task = read_task(options)
    base = base_encoder(options.cache / "models")
    ours = encoder_named(options.encoder, options.cache / "models")
    searcher, row_of = published(options.corpus, options.cache, ours)
    systems: dict[str, Rank] = {
        "can-cu": lambda text: _ours(searcher, row_of, text),
        "bm25s": bm25s_ranking(task.rows),
        "vectors alone": lambda text: _by_vector(searcher, row_of, text),
        "e5-small": encoder_ranking(task.rows, base, options.cache),
    }
    results: list[Row] = [{"system": name, **measured(rank, task)} for name, rank in systems.items()]
    print(f"{len(task.questions)} questions, {len(task.rows)} rows")
    write_table(results)
    write_json(options.json, "retrieval", str(options.corpus), results)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = task_parser("tests.bench.retrieval", __doc__)
    parser.add_argument("--drop-self", action="store_true", help="leave the row with the question's own id out")
    return parser.parse_args(arguments)


# Data


def task_parser(name: str, doc: str | None) -> argparse.ArgumentParser:
    """What `read_task` and `published` need to be told, and where the result goes."""
    parser = argparse.ArgumentParser(prog=name, description=doc.splitlines()[0] if doc else "")
    parser.add_argument("--corpus", type=Path, default=DATA / "alqac" / "corpus.jsonl.gz")
    parser.add_argument("--queries", type=Path, default=DATA / "alqac" / "queries.dev.jsonl.gz")
    parser.add_argument("--qrels", type=Path, default=DATA / "alqac" / "qrels.dev.tsv")
    parser.add_argument("--encoder", default="base", help="base, or a folder")
    parser.add_argument("--limit", type=int, help="only the first N questions")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--json", type=Path)
    parser.set_defaults(drop_self=False)
    return parser


def read_task(options: argparse.Namespace) -> Task:
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in options.qrels.read_text(encoding="utf-8").splitlines()[1:]:
        question, row, relevance = line.split("\t")
        if float(relevance) > 0:
            relevant[question].add(row)
    questions = {q["id"]: q["text"] for q in _json_lines(options.queries) if q["id"] in relevant}
    kept = dict(list(questions.items())[: options.limit])
    return Task(_json_lines(options.corpus), kept, relevant, options.drop_self)


def _json_lines(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def row_text(row: Row) -> str:
    return f"{row.get('law_name') or row['doc_number']} Điều {row['article']}. {row['title']}\n{row['text']}"


# The three systems


def published(corpus: Path, cache: Path, encoder: SentenceTransformerEncoder) -> tuple[Searcher, dict[Ref, str]]:
    """A searcher over a snapshot of the ingested corpus, and which Điều is which row. Vectors are kept between runs."""
    home = ingested(corpus, cache)
    (cache / "cache").mkdir(parents=True, exist_ok=True)
    if not (home / "cache").exists():
        (home / "cache").symlink_to((cache / "cache").resolve())
    with Store.open(home) as store:
        build(store, home, encoder, _NOW, progress=_progress)
        row_of = {note.ref: note.text for note in store.notes_of_kind("ma_nguon")}
    return open_snapshot(home, encoder), row_of


def _ours(searcher: Searcher, row_of: dict[Ref, str], text: str) -> list[str]:
    hits = searcher.search(plan(Query(text, k=DEPTH + 20))).hits
    return [row_of[hit.article_ref] for hit in hits if hit.article_ref in row_of]


def _by_vector(searcher: Searcher, row_of: dict[Ref, str], text: str) -> list[str]:
    """Our chunks by our vectors, no words: what the encoder is worth by itself."""
    whole = replace(plan(Query(text, k=DEPTH + 20)), terms=(), dense_weight=1.0)
    return [row_of[hit.article_ref] for hit in searcher.search(whole).hits if hit.article_ref in row_of]


def bm25s_ranking(rows: list[Row]) -> Rank:
    peer = bm25s.BM25(k1=1.2, b=0.75)
    peer.index([words(row_text(row)) for row in rows], show_progress=False)

    def rank(text: str) -> list[str]:
        best = np.argsort(-peer.get_scores(words(text)), kind="stable")[: DEPTH + 1]
        return [rows[at]["id"] for at in best]

    return rank


def encoder_ranking(rows: list[Row], encoder: SentenceTransformerEncoder, cache: Path) -> Rank:
    """The base encoder as its authors mean it: one vector a row, cut where the model stops reading."""
    texts = [row_text(row) for row in rows]
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    with EmbeddingCache(cache / "cache" / "rows.db") as vectors:
        held = vectors.held(encoder.name)
        missing = sorted((len(text), key, text) for key, text in zip(keys, texts, strict=True) if key not in held)
        for at in range(0, len(missing), 64):
            batch = missing[at : at + 64]
            vectors.put(encoder.name, [key for _, key, _ in batch], encoder.encode_passages([t for *_, t in batch]))
            _progress("whole rows", at + len(batch), len(missing))
        matrix = vectors.vectors(encoder.name, keys, encoder.dim)

    def rank(text: str) -> list[str]:
        best = np.argsort(-(matrix @ encoder.encode_queries([text])[0]), kind="stable")[: DEPTH + 1]
        return [rows[at]["id"] for at in best]

    return rank


# Scores


def measured(rank: Rank, task: Task) -> dict[str, float]:
    scores: dict[str, list[float]] = defaultdict(list)
    for question, text in task.questions.items():
        start = time.perf_counter()
        ranked = rank(text)
        scores["ms"].append(1000 * (time.perf_counter() - start))
        kept = [row for row in ranked if not (task.drop_self and row == question)][:DEPTH]
        for name, value in scored(kept, task.relevant[question]).items():
            scores[name].append(value)
    milliseconds = sorted(scores.pop("ms"))
    means = {name: round(statistics.fmean(values), 4) for name, values in scores.items()}
    p95 = milliseconds[math.ceil(0.95 * len(milliseconds)) - 1]
    return {**means, "p50_ms": round(statistics.median(milliseconds), 1), "p95_ms": round(p95, 1)}


def scored(ranked: Sequence[str], relevant: set[str]) -> dict[str, float]:
    """Acc@1, recall at 5, 10 and 100, MRR@10 and nDCG@10 (binary) of one ranking."""
    at = [place for place, row in enumerate(ranked) if row in relevant]
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))
    return {
        "acc_1": float(bool(at) and at[0] == 0),
        "r_5": sum(place < 5 for place in at) / len(relevant),
        "r_10": sum(place < 10 for place in at) / len(relevant),
        "r_100": sum(place < 100 for place in at) / len(relevant),
        "mrr_10": 1 / (at[0] + 1) if at and at[0] < 10 else 0.0,
        "ndcg_10": sum(1 / math.log2(place + 2) for place in at if place < 10) / ideal,
    }


def _progress(step: str, done: int, total: int) -> None:
    print(f"\r{step}: {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
