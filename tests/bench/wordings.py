"""Comparing two wordings of an Điều word by word.

python -m tests.bench.wordings [--delta F.jsonl.gz] [--codified F.jsonl.gz] [--json FILE]

The Điều whose words differ between two states of the codified law; `tests.bench.delta` asks which of them is given on a
day. Peer of the comparison: difflib, same words.
"""

import argparse
import difflib
import gzip
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.diff import Change, compare, words_of
from corpus.store import Store
from ingest.pipeline import ingest
from tests.bench.data import DATA, Row, write_json, write_table

Codified = dict[str, str]


def rows_of(path: Path) -> Iterator[Codified]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row.get("id"):
                yield row


def take_in(old: Sequence[Codified], new: Sequence[Codified], home: Path) -> Store:
    """A store that holds both states, each document as one source a state."""
    store = Store.open(home)
    for name, rows in (("old.jsonl", old), ("new.jsonl", new)):
        path = home / name
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
        list(ingest([path], store, home))
    return store


def expected(row: Codified) -> tuple[str, ...]:
    return words_of(f"Điều {row['article']}. {row['title']}\n{row['text']}")


def compared(pairs: Sequence[tuple[str, str]]) -> list[Row]:
    """Seconds and changed words of both comparers."""
    started = time.perf_counter()
    ours = [compare(old, new) for old, new in pairs]
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    words = [(words_of(old), words_of(new)) for old, new in pairs]
    theirs = [difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() for a, b in words]
    peer = time.perf_counter() - started
    total = sum(len(a) + len(b) for a, b in words)
    typography = sum(all(run.kind is Change.SAME for run in runs) for runs in ours)
    changes = sum(run.kind is not Change.SAME for runs in ours for run in runs)
    peers = sum(op[0] != "equal" for ops in theirs for op in ops)
    return [
        {"system": "can-cu", "pairs": len(pairs), "words": total, "seconds": seconds, "changes": changes}
        | {"only_typography": typography},
        {"system": "difflib", "pairs": len(pairs), "words": total, "seconds": peer, "changes": peers},
    ]


def _long(pairs: Sequence[tuple[str, str]], words: int = 5_000) -> tuple[str, str]:
    """Two texts of at least so many words each, made of the first Điều on each side."""
    old: list[str] = []
    new: list[str] = []
    for one, other in pairs:
        old.append(one)
        new.append(other)
        if min(len(words_of("\n".join(side))) for side in (old, new)) >= words:
            break
    return "\n".join(old), "\n".join(new)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delta", type=Path, default=DATA / "phapdien" / "delta-2025-02.jsonl.gz")
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    old = [row for row in rows_of(args.delta) if row["change"] == "text_changed"]
    documents = {row["doc_number"] for row in old}
    new = [row for row in rows_of(args.codified) if row["doc_number"] in documents]
    newer = {row["id"]: row for row in new}
    pairs = [(row["text"], newer[row["id_2026_01"]]["text"]) for row in old if row["id_2026_01"] in newer]
    faster = [*compared(pairs), *compared([_long(pairs)])]
    write_table(faster)
    write_json(args.json, "wordings", args.delta.name, faster)


if __name__ == "__main__":
    main()
