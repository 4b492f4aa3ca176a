"""The questions of officers, businesses and drafters on the starting corpus: is a right place among the first three?

python -m tests.bench.questions [--questions F.jsonl] [--seed DIR] [--variants] [--json FILE]

A place is right when it is one of the file's places, inside one, or the khoản whose quote shows the wanted điểm; an
empty place means the document. A question without places is right when the verdict is not_found.
"""

import argparse
import datetime
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.locator import Locator, Unit
from corpus.reference import Ref
from corpus.store import Store
from index import snapshot
from index.encode import Encoder
from ingest.pipeline import find_files, ingest
from search_api.library import Library, open_encoder
from search_api.settings import Settings
from search_api.wire import AnswerOut, AskRequest
from tests.bench.data import CACHE, SHARED, Row, write_json, write_table

SEED = Path(__file__).resolve().parents[2] / "corpus" / "seed"


@dataclass(frozen=True)
class Asked:
    """One question with the places that answer it."""

    id: str
    text: str
    variants: tuple[str, ...]
    places: tuple[tuple[str, Locator], ...]
    on: datetime.date


def read_questions(path: Path) -> list[Asked]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Asked(
            row["id"],
            row["cau_hoi"],
            tuple(row["bien_the"]),
            tuple((place["document"], locator(place["locator"])) for place in row["can_cu"]),
            datetime.date.fromisoformat(row["ngay_xet"]),
        )
        for row in rows
    ]


def locator(text: str) -> Locator:
    """ "diem b khoan 2 dieu 10" → dieu-10/khoan-2/diem-b."""
    words = text.split()
    pairs = [(Unit(words[i]), words[i + 1].replace("dd", "đ")) for i in range(0, len(words), 2)]
    return Locator.of(*reversed(pairs))


def shows(found: Locator, place: Locator) -> bool:
    """Whether a hit is the place, lies in it, or is the khoản whose quote holds the wanted điểm."""
    whole_khoan = bool(found.steps) and found.steps[-1].unit is Unit.KHOAN and found == place.parent
    return place.contains(found) or whole_khoan


def rank(answer: AnswerOut, asked: Asked, store: Store) -> int | None:
    """1 for the first right place, None for none; 0 for a question that is rightly not answered."""
    if not asked.places:
        return 0 if answer.verdict == "not_found" else None
    if answer.verdict == "not_found":
        return None
    for at, quote in enumerate(answer.quotes, start=1):
        ref = Ref.parse(quote.ref)
        document = store.document(ref.doc_id)
        if any(
            document is not None and document.so_hieu == so_hieu and shows(ref.locator, place)
            for so_hieu, place in asked.places
        ):
            return at
    return None


@contextmanager
def seed_library(seed: Path, encoder: Encoder | None = None) -> Iterator[Library]:
    """The starting corpus ingested and indexed in a throw-away state; models and vectors are kept between runs."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for kept in ("models", "cache"):
            (CACHE / kept).mkdir(exist_ok=True)
            (home / kept).symlink_to(CACHE / kept)
        settings = Settings(home)
        used = encoder or open_encoder(settings)
        with Store.open(home) as store:
            for _ in ingest(find_files([seed]), store, home):
                pass
            snapshot.build(store, home, used, datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC))
        yield Library(settings, used)


def run(asked: Sequence[Asked], library: Library, variants: bool) -> list[Row]:
    rows: list[Row] = []
    for question in asked:
        texts = (question.text, *question.variants) if variants else (question.text,)
        for text in texts:
            answer = library.ask(
                AskRequest(question=text, on=question.on, every_time=False, loai=None, official=None, k=10),
                question.on,
            )
            found = rank(answer, question, library.searcher.store)
            first = answer.quotes[0] if answer.quotes else None
            rows.append(
                {
                    "id": question.id,
                    "right_at": "-" if found is None else found,
                    "verdict": answer.verdict,
                    "first": first.ref if first else "",
                    "question": text[:80],
                }
            )
    return rows


def right_in(rows: Sequence[Row], first: int) -> int:
    return sum(isinstance(row["right_at"], int) and row["right_at"] <= first for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=SHARED / "facts" / "questions.jsonl")
    parser.add_argument("--seed", type=Path, default=SEED)
    parser.add_argument("--variants", action="store_true", help="also the short and unaccented ways of asking")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    asked = read_questions(args.questions)
    with seed_library(args.seed) as library:
        rows = run(asked, library, args.variants)
    write_table(rows)
    print(f"right first {right_in(rows, 1)}, in the first three {right_in(rows, 3)}, of {len(rows)}")
    figures: list[Row] = [
        {"system": "can-cu", "questions": len(rows), "first": right_in(rows, 1), "three": right_in(rows, 3)}
    ]
    write_json(args.json, "questions", str(args.seed), figures)


if __name__ == "__main__":
    main()
