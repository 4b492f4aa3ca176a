"""Dated questions of labour law: is the right Điều found, and is a question about a text that is not held turned away?

python -m tests.bench.temporal [--folder DIR] [--codified F.jsonl.gz] [--all] [--json FILE]

Only the codified documents that the questions ask for are read in and indexed. A question is asked on its own day, as
`cancu ask` does; it is right when the first quotes hold the Điều (`right_1`, `right_3`, `right_10`). One whose document
is not held is right when the answer is not `found` (`refused`), and when it says so by name (`named`). Questions that
their makers did not verify are left out unless `--all` is given. Each miss is printed.
"""

import argparse
import datetime
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.reference import Ref
from corpus.store import Store
from search_api.library import Library
from search_api.wire import AnswerOut, AskRequest
from tests.bench.data import DATA, Row, write_json, write_table
from tests.bench.questions import seed_library


@dataclass(frozen=True, slots=True)
class Dated:
    """A question with its day and the Điều that answers it."""

    id: str
    text: str
    on: datetime.date
    so_hieu: str
    article: str
    verified: bool


def questions(path: Path) -> list[Dated]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Dated(
            row["id"],
            row["text"],
            datetime.date.fromisoformat(row["query_date"]),
            row["gold_doc_number"],
            row["gold_article"],
            row["verified"],
        )
        for row in rows
    ]


def rows_of(path: Path, so_hieu: set[str]) -> Iterator[str]:
    """The codified rows of some documents, a line each."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if json.loads(line)["doc_number"] in so_hieu:
                yield line.rstrip("\n")


def place_of(asked: Dated, answer: AnswerOut, store: Store) -> int | None:
    """1 for the first quote that is the Điều or lies in it; None when none is."""
    for at, quote in enumerate(answer.quotes, start=1):
        ref = Ref.parse(quote.ref)
        document = store.document(ref.doc_id)
        dieu = [step.number for step in ref.locator.steps if step.unit == "dieu"]
        if document and document.so_hieu == asked.so_hieu and dieu[:1] == [asked.article]:
            return at
    return None


def figures(found: Sequence[tuple[Dated, AnswerOut, int | None]], held: set[str]) -> Row:
    places = [at for asked, _, at in found if asked.so_hieu in held]
    away = [(asked, answer) for asked, answer, _ in found if asked.so_hieu not in held]
    row: dict[str, object] = {"system": "can-cu", "held": len(places)}
    for k in (1, 3, 10):
        row[f"right_{k}"] = sum(at is not None and at <= k for at in places)
    row["not_held"] = len(away)
    row["refused"] = sum(answer.verdict != "found" for _, answer in away)
    row["named"] = sum(asked.so_hieu in answer.message for asked, answer in away)
    return row


def asked_all(asked: Sequence[Dated], library: Library) -> list[tuple[Dated, AnswerOut, int | None]]:
    found = []
    for question in asked:
        request = AskRequest(question=question.text, on=question.on, every_time=False, loai=None, official=None, k=10)
        answer = library.ask(request, question.on)
        found.append((question, answer, place_of(question, answer, library.searcher.store)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=DATA / "temporal-labor-law")
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    every = questions(args.folder / "queries.dev.jsonl.gz")
    asked = [question for question in every if question.verified or args.all]
    with TemporaryDirectory() as folder:
        rows = list(rows_of(args.codified, {question.so_hieu for question in every}))
        (Path(folder) / "lao-dong.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        with seed_library(Path(folder)) as library:
            found = asked_all(asked, library)
    held = {json.loads(line)["doc_number"] for line in rows}
    result = figures(found, held)
    write_table([result])
    for question, answer, at in found:
        if question.so_hieu in held and at != 1:
            first = ", ".join(f"{q.address} {q.document_name}" for q in answer.quotes[:3])
            print(f"{question.id} {question.text}\n  Điều {question.article} {question.so_hieu}: {at}; {first}")
        if question.so_hieu not in held:
            print(f"{question.id} {question.text}\n  {question.so_hieu}: {answer.verdict}, {answer.message}")
    write_json(args.json, "temporal", args.folder.name, [result])


if __name__ == "__main__":
    main()
