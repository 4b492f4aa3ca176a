"""Official notes of the codification: by whom, which place, from when.

python -m tests.bench.notes [--amendments F.jsonl.gz] [--json FILE]

Each row's `source_note` is read and compared with its `amendments[]`, a mechanical split. A row is exact when every
part agrees in the amending document, the place named and the day, in order (`exact_share`). `acts_share` counts the
rows where what was done agrees too. Rows without a split are left out; what is read from them is printed with
`--unsplit`. Each miss is printed with its class.
"""

import argparse
import contextlib
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.citation import find
from corpus.codified_note import Noted, read_note
from corpus.errors import BadReference
from corpus.reference import DocId
from corpus.text import find_date
from tests.bench.data import DATA, Row, write_json, write_table

NoteRow = Mapping[str, Any]
Key = tuple[object, ...]


def rows_of(path: Path) -> Iterator[NoteRow]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def split_key(part: NoteRow) -> Key:
    """Document, places and day of one part of the mechanical split."""
    doc_id: object = part["by_doc"]
    for printed in (part["by_doc"], part["by_doc"].upper()):
        with contextlib.suppress(BadReference):
            doc_id = DocId.from_so_hieu(printed)
            break
    named = next((c for c in find(part["by"]) if c.doc or c.locators), None)
    return (doc_id, named.locators if named else (), find_date(part["effective"] or ""))


def read_key(noted: Noted) -> Key:
    return (noted.by.doc_id or noted.by.written, noted.places, noted.effective_on)


def classed(row: NoteRow, expected: Sequence[Key], got: Sequence[Key]) -> str:
    """Which part of a miss differs first."""
    if len(expected) != len(got):
        return "number of texts"
    return next(
        (
            name
            for at, name in enumerate(("document", "place", "day"))
            for e, g in zip(expected, got, strict=True)
            if e[at] != g[at]
        ),
        "order",
    )


def judged(rows: Sequence[NoteRow]) -> tuple[Row, list[tuple[str, NoteRow, Sequence[Noted]]]]:
    """The figures, and the misses with their class."""
    started = time.perf_counter()
    read = [read_note(row["source_note"]) for row in rows]
    seconds = time.perf_counter() - started
    misses: list[tuple[str, NoteRow, Sequence[Noted]]] = []
    split = exact = acts = 0
    for row, notes in zip(rows, read, strict=True):
        if not row["amendments"]:
            continue
        split += 1
        expected, got = [split_key(part) for part in row["amendments"]], [read_key(noted) for noted in notes]
        if expected != got:
            misses.append((classed(row, expected, got), row, notes))
            continue
        exact += 1
        done = [{str(act) for act in (*n.acts, *n.part_acts)} for n in notes]
        if done == [set(part["actions"]) for part in row["amendments"]]:
            acts += 1
        else:
            misses.append(("acts", row, notes))
    figures: Row = {
        "system": "can-cu",
        "notes": len(rows),
        "split": split,
        "exact": exact,
        "exact_share": exact / max(split, 1),
        "acts_share": acts / max(split, 1),
        "notes_s": len(rows) / seconds,
    }
    return figures, misses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--amendments", type=Path, default=DATA / "phapdien" / "amendments.jsonl.gz")
    parser.add_argument("--unsplit", action="store_true")
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    rows = list(rows_of(args.amendments))
    figures, misses = judged(rows)
    write_table([figures])
    print(dict(Counter(kind for kind, _, _ in misses)))
    for kind, row, notes in misses:
        print(f"{row['id']}: {kind}\n  {row['source_note']}")
        print(f"  split: {[(p['by'], p['effective']) for p in row['amendments']]}")
        print(f"  read:  {[(n.by.written, [str(p) for p in n.places], str(n.effective_on)) for n in notes]}")
    if args.unsplit:
        for row in (row for row in rows if not row["amendments"]):
            print(f"{row['id']}: {row['source_note']}")
            for n in read_note(row["source_note"]):
                print(f"  {n.by.written} {[str(p) for p in n.places]} {n.effective_on} {[*n.acts]} {[*n.part_acts]}")
    write_json(args.json, "notes", args.amendments.name, [figures])


if __name__ == "__main__":
    main()
