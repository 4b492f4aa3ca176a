"""Make an encoder, step by step; the two lessons go on where a kill left them.

usage: python -m index.training chunks  --home STATE --work DIR
       python -m index.training student --work DIR --cache DIR
       python -m index.training imitate --work DIR --cache DIR [--questions FILE.jsonl.gz ...]
       python -m index.training find    --work DIR [--related QRELS.tsv]
       python -m index.training export  --work DIR --name NAME --to FOLDER

STATE is a state folder (`CANCU_HOME`) with the codified law ingested. Real questions are read without labels, and only
for the first lesson; no set that is measured on may be among them.
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.store import Store
from index import base_model
from index.chunk import articles
from index.training import questions, student
from index.training.examples import PASSAGE_SYLLABLES, QUERY_SYLLABLES, Bm25, Collection, Maker
from index.training.export import export
from index.training.train import Lesson, find, imitate

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

IMITATION = Lesson(steps=300, batch=64, rate=3e-4)
FINDING = Lesson(steps=540, batch=40, rate=1.5e-4)
SEED = 11


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step."""
    options = _options(arguments)
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    match options.step:
        case "chunks":
            _chunks(options.home, work / "chunks.jsonl")
        case "student":
            base = _loaded(base_model.unpacked(options.cache))
            met = student.pieces_met(base, _texts(Collection(work / "chunks.jsonl")))
            student.student(base, met, work / "student")
        case "imitate":
            texts = _mixed(Collection(work / "chunks.jsonl"), _real(options.questions), random.Random(SEED))
            teacher = _loaded(base_model.unpacked(options.cache))
            imitate(_loaded(work / "student"), teacher, texts, IMITATION, work / "imitate.pt", _say)
        case "find":
            held = Collection(work / "chunks.jsonl")
            maker = Maker(held, _related(options.related, held), Bm25(held.passages), SEED)
            find(_restored(work, "imitate.pt"), iter(maker), FINDING, work / "find.pt", _say)
        case _:
            export(_restored(work, "find.pt"), options.to, options.name)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="index.training", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    steps = parser.add_subparsers(dest="step", required=True)
    chunks, student_step, imitation, finding, exporting = map(
        steps.add_parser, ("chunks", "student", "imitate", "find", "export")
    )
    for step in (chunks, student_step, imitation, finding, exporting):
        step.add_argument("--work", type=Path, required=True, help="folder of what the steps leave each other")
    chunks.add_argument("--home", type=Path, required=True, help="state folder with the codified law")
    for step in (student_step, imitation):
        step.add_argument("--cache", type=Path, required=True, help="where the base encoder is unpacked")
    imitation.add_argument("--questions", type=Path, nargs="*", default=[], help="real ones, gzipped JSON lines")
    finding.add_argument("--related", type=Path, help="pairs of related rows for training, with a head line")
    exporting.add_argument("--name", required=True, help="of this training; part of every vector's cache key")
    exporting.add_argument("--to", type=Path, required=True, help="folder of the encoder")
    return parser.parse_args(arguments)


def _chunks(home: Path, path: Path) -> None:
    with Store.open(home) as store, path.open("w", encoding="utf-8") as lines:
        row_of = {str(note.ref): note.text for note in store.notes_of_kind("ma_nguon")}
        for article in articles(store):
            chunks = [[chunk.context, chunk.headings, chunk.text] for chunk in article.chunks]
            entry = {"ref": str(article.ref), "row": row_of.get(str(article.ref)), "chunks": chunks}
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _texts(held: Collection) -> Iterator[str]:
    return (f"{passage.context}\n{passage.text}" for passage in held.passages)


def _real(paths: Sequence[Path]) -> list[str]:
    found = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [row.get("text") or row["question"] for row in map(json.loads, lines)]
    return found


def _mixed(held: Collection, real: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Passages, real questions and made ones, as the encoder is going to see them."""
    while True:
        kind = rng.random()
        article = rng.choice(held.articles)
        passage = held.passages[rng.choice(article.chunks)]
        if kind < 0.45:
            yield f"passage: {passage.context}\n{' '.join(passage.text.split()[:PASSAGE_SYLLABLES])}"
        elif kind < 0.65 and real:
            yield f"query: {rng.choice(real)}"
        elif asked := _asked(article.heading, article.law, passage.text, rng):
            yield f"query: {' '.join(asked.split()[:QUERY_SYLLABLES])}"


def _asked(heading: str, law: str, text: str, rng: random.Random) -> str:
    if heading and rng.random() < 0.5:
        return questions.of_heading(heading, law, rng).text
    asked = questions.of_text(text, heading, law, rng)
    return asked.text if asked else ""


def _related(path: Path | None, held: Collection) -> list[tuple[int, int]]:
    if path is None:
        return []
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    number = held.row_of
    return [(number[one], number[other]) for one, other, _ in rows if one in number and other in number]


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _loaded(folder: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").eval()


def _restored(work: Path, state: str) -> "SentenceTransformer":
    import torch

    model = _loaded(work / "student")
    model.load_state_dict(torch.load(work / state, weights_only=True)["model"])
    return model


if __name__ == "__main__":
    sys.exit(main())
