"""Is a question whose law is not held told so? Some laws are dropped whole; what they answered has no answer left.

usage: python -m tests.bench.unanswerable [--corpus F.jsonl.gz --queries F.jsonl.gz --qrels F.tsv]
           [--drop 8 --seed 1] [--encoder base] [--cache DIR] [--json FILE]

Answerable: all rows that answer are held. Unanswerable: all were dropped; questions between the two are left out. kept:
the share of the answerable whose verdict is not `not_found`; refused: the share of the unanswerable whose verdict is.
can-cu is the service's own verdict with the thresholds it has. "strength" and bm25s give one number a question (of the
evidence; the best score) and refuse below the number that keeps 95 % of the answerable of another draw (seed + 1).
"""

import argparse
import datetime
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from index.encode import SentenceTransformerEncoder, encoder_named
from index.segment import words
from search_api.answer import strength_of
from search_api.library import LOOKED_AT, Library, understood
from search_api.settings import Settings
from search_api.wire import AskRequest
from tests.bench.data import home_of, write_json, write_table
from tests.bench.retrieval import Task, published, read_task, row_text, task_parser

KEPT = 0.95
_TODAY = datetime.date(2026, 1, 31)


@dataclass(frozen=True)
class Draw:
    """The questions of one draw, by whether their answer is held, and how each system judged them.

    Attributes:
        refused: By system and question, whether the service said that nothing was found.
        numbers: By system and question, how sure it is; higher is surer.
    """

    answerable: list[str]
    unanswerable: list[str]
    refused: dict[str, bool]
    numbers: dict[str, dict[str, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    task = read_task(options)
    encoder = encoder_named(options.encoder, options.cache / "models")
    measured, other = (_draw(task, options, seed, encoder) for seed in (options.seed, options.seed + 1))
    print(f"{len(measured.answerable)} answerable questions, {len(measured.unanswerable)} without an answer")
    rows: list[dict[str, Any]] = [
        {
            "system": "can-cu",
            "kept_share": _share(measured.answerable, lambda q: not measured.refused[q]),
            "refused_share": _share(measured.unanswerable, lambda q: measured.refused[q]),
        }
    ]
    for name in measured.numbers:
        numbers, threshold = measured.numbers[name], _threshold(other, name)
        rows.append(
            {
                "system": name,
                "kept_share": _share(measured.answerable, partial(_at_least, numbers, threshold)),
                "refused_share": _share(measured.unanswerable, partial(_below, numbers, threshold)),
                "threshold": threshold,
            }
        )
    write_table(rows)
    write_json(options.json, "unanswerable", str(options.corpus), rows)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = task_parser("tests.bench.unanswerable", __doc__)
    parser.add_argument("--drop", type=int, default=8, help="laws to drop")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _draw(task: Task, options: argparse.Namespace, seed: int, encoder: SentenceTransformerEncoder) -> Draw:
    """Drop some laws, build what is left anew, so that nothing of them is counted, and ask everything."""
    law_of = {row["id"]: _law(row) for row in task.rows}
    dropped = set(random.Random(seed).sample(sorted(set(law_of.values())), options.drop))
    rows = [row for row in task.rows if _law(row) not in dropped]
    gone = {q: {law_of[row] in dropped for row in task.relevant[q]} for q in task.questions}
    corpus = _written(rows, options.cache, options.corpus, f"{options.drop}-{seed}")
    published(corpus, options.cache, encoder)
    library = Library(Settings(home_of(corpus, options.cache)), encoder)
    peer = bm25s.BM25(k1=1.2, b=0.75)
    peer.index([words(row_text(row)) for row in rows], show_progress=False)
    refused: dict[str, bool] = {}
    numbers: dict[str, dict[str, float]] = defaultdict(dict)
    for question, text in task.questions.items():
        request = AskRequest.model_validate({"question": text, "every_time": True})
        refused[question] = library.ask(request, _TODAY).verdict == "not_found"
        asked = understood(request, _TODAY, library.searcher.store).plan
        found = library.searcher.search(replace(asked, k=LOOKED_AT))
        numbers["strength of evidence"][question] = strength_of(found.evidence, folded=asked.folded)
        numbers["bm25s, best score"][question] = float(np.max(peer.get_scores(words(text))))
    return Draw(
        [q for q, lost in gone.items() if lost == {False}],
        [q for q, lost in gone.items() if lost == {True}],
        refused,
        dict(numbers),
    )


def _law(row: dict[str, Any]) -> str:
    return str(row.get("doc_number") or row.get("law_name") or row["id"].rpartition("@")[0])


def _written(rows: Sequence[dict[str, Any]], cache: Path, corpus: Path, draw: str) -> Path:
    """The rows as a corpus of their own, the same bytes every time."""
    path = cache / f"{home_of(corpus, cache).name}-without-{draw}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))
    return path


def _threshold(draw: Draw, system: str) -> float:
    """The number below which one in twenty of the answerable of a draw lies."""
    return float(np.quantile([draw.numbers[system][q] for q in draw.answerable], 1 - KEPT))


def _at_least(numbers: Mapping[str, float], threshold: float, question: str) -> bool:
    return numbers[question] >= threshold


def _below(numbers: Mapping[str, float], threshold: float, question: str) -> bool:
    return numbers[question] < threshold


def _share(questions: Sequence[str], holds: Callable[[str], bool]) -> float:
    return round(sum(map(holds, questions)) / len(questions), 4) if questions else 0.0


if __name__ == "__main__":
    sys.exit(main())
