"""Words of a day from two states of the codified law, and comparing them word by word.

python -m tests.bench.wordings [--delta F.jsonl.gz] [--codified F.jsonl.gz] [--before DAY] [--after DAY] [--json FILE]

The rows of the older state that the delta calls text_changed and the newer state's rows of the same documents are read
in as two sources. Each changed Điều is asked for on both days; the right words are those of its row. Where the newer
note gives no day between the two, the older state was late or was mended: such Điều are counted apart (`untold`), with
how often the newer words are given on the older day (`untold_newer`). Peer of the comparison: difflib, same words.
"""

import argparse
import datetime
import difflib
import gzip
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.diff import Change, compare, words_of
from corpus.locator import Unit
from corpus.reference import Ref
from corpus.store import Store
from corpus.wording import tree_on
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


def held_refs(store: Store) -> dict[str, Ref]:
    """The Điều of each row's id."""
    return {note.text: note.ref for note in store.notes_of_kind("ma_nguon")}


def words_on(store: Store, ref: Ref, day: datetime.date) -> tuple[str, ...] | None:
    """The words of an Điều on a day, its heading aside; None where the collection says it cannot tell."""
    tree = tree_on(store, ref, day)
    if tree is None or tree.gaps:
        return None
    return words_of("\n".join(p.text for p in tree.provisions))


def expected(row: Codified) -> tuple[str, ...]:
    return words_of(f"Điều {row['article']}. {row['title']}\n{row['text']}")


def days_told(store: Store, ref: Ref, before: datetime.date, after: datetime.date) -> bool:
    """Whether some reading of an Điều is consolidated to a day between the two."""
    dieu = ref.locator.up_to(Unit.DIEU)
    days = [day for (_, place), day in store.merged_to(ref.doc_id).items() if place == dieu]
    return any(before < day <= after for day in days)


def asked(old: Sequence[Codified], new: Sequence[Codified], days: tuple[datetime.date, datetime.date]) -> list[Row]:
    """Shares of Điều with the right words on both days, and what was said of the others."""
    with tempfile.TemporaryDirectory() as folder, take_in(old, new, Path(folder)) as store:
        refs = held_refs(store)
        newer = {row["id"]: row for row in new}
        counts = {"told": 0, "old_right": 0, "new_right": 0, "untold": 0, "untold_newer": 0}
        for row in old:
            ref, match = refs.get(row["id"]), newer.get(row["id_2026_01"])
            if ref is None or match is None:
                continue
            got = [words_on(store, ref, day) for day in days]
            if days_told(store, ref, *days):
                counts["told"] += 1
                counts["old_right"] += got[0] == expected(row)
                counts["new_right"] += got[1] == expected(match)
            else:
                counts["untold"] += 1
                counts["untold_newer"] += got[0] == expected(match)
    told = max(counts["told"], 1)
    shares = {"old_share": counts["old_right"] / told, "new_share": counts["new_right"] / told}
    return [{"system": "can-cu", **counts, **shares}]


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
    parser.add_argument("--before", type=datetime.date.fromisoformat, default=datetime.date(2025, 2, 15))
    parser.add_argument("--after", type=datetime.date.fromisoformat, default=datetime.date(2026, 2, 1))
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    old = [row for row in rows_of(args.delta) if row["change"] == "text_changed"]
    documents = {row["doc_number"] for row in old}
    new = [row for row in rows_of(args.codified) if row["doc_number"] in documents]
    newer = {row["id"]: row for row in new}
    pairs = [(row["text"], newer[row["id_2026_01"]]["text"]) for row in old if row["id_2026_01"] in newer]
    rows = asked(old, new, (args.before, args.after))
    write_table(rows)
    print()
    faster = [*compared(pairs), *compared([_long(pairs)])]
    write_table(faster)
    write_json(args.json, "wordings", args.delta.name, [*rows, *faster])


if __name__ == "__main__":
    main()
