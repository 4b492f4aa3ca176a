"""Counts the syllables of law and writes them where the spelling check looks for them.

python -m tests.bench.syllables [--home HOME | --codified FILE] [--out corpus/syllables.bin]

HOME is the state folder of a collection that holds the codified law; FILE is the codified law as JSON lines, one Điều
a line with its `title` and `text`. What is written are numbers by syllable and by pair of syllables: no words of law
can be put together from them.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from corpus.reference import Ref
from corpus.store import Store
from corpus.syllables import counted
from corpus.text import nfc
from tests.bench.data import DATA

_OUT = Path(__file__).resolve().parents[2] / "corpus" / "syllables.bin"


def main() -> None:
    """Count, write, say how much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--out", type=Path, default=_OUT)
    args = parser.parse_args()
    if args.home is None:
        syllables = counted(_rows(args.codified))
    else:
        with Store.open(args.home) as store:
            syllables = counted(_held(store))
    data = syllables.to_bytes()
    args.out.write_bytes(data)
    print(f"{len(syllables.counts)} syllables, {sum(syllables.counts.values())} tokens, {len(data)} bytes")


def _rows(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield nfc(f"{row['title'] or ''}\n{row['text'] or ''}")


def _held(store: Store) -> Iterator[str]:
    for doc_id in store.doc_ids():
        for provision in store.within(Ref(doc_id)):
            yield provision.text


if __name__ == "__main__":
    main()
