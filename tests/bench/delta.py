"""Two states of the codified law as two sources of one document: which words are given on a day of each.

python -m tests.bench.delta [--delta F.jsonl.gz] [--codified F.jsonl.gz] [--before DAY] [--after DAY] [--json FILE]

The rows of the older state that the delta calls text_changed, and the newer state's rows of the same documents, are
read in as two sources. Each changed Điều is asked for on both days, and the right words are those of its row; none of
an Điều that its note says is repealed by then. Rows that the delta pairs by id although their document or their Điều
differs are left out. Classes by what the newer note says of changes of words that the older note did not tell:

- told: one between the two days. The old words are right before it, the new ones after (`old_share`, `new_share`)
- late: one before the first day, which the older state did not have yet. The new words are right on both days
- ahead: only one after the second day. The old words are right on both days
- untold: none. Somebody mended the words, or changed them on a day that nobody says: the old words are given before and
  the new ones after, and where the old ones are given it is said so (`said`)

`certain` is the share of the told Điều where no doubt is said either. Peer: the best source's words on both days. Each
miss is printed, those of the untold aside.
"""

import argparse
import datetime
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.codified_note import read_note
from corpus.diff import words_of
from corpus.model import Provision
from corpus.reference import DocId
from corpus.wording import Missing, Tree, tree_on
from ingest import noted
from ingest.readers import codified
from tests.bench.data import DATA, Row, write_json, write_table
from tests.bench.wordings import Codified, expected, rows_of, take_in

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Asked:
    """One changed Điều: what was given on each day, whether it is right, whether the best source's words are."""

    kind: str
    id: str
    note: str
    trees: tuple[Tree | None, Tree | None]
    right: tuple[bool, bool]
    best: tuple[bool, bool]

    @property
    def is_certain(self) -> bool:
        return not any(tree and tree.gaps for tree in self.trees)


def kind_of(old: Codified, new: Codified, days: Days) -> str:
    """What the newer note says of the change: told, late, ahead or untold."""
    changes = _changes(new) - _changes(old)
    if any(days[0] < day <= days[1] for day in changes):
        return "told"
    if any(day <= days[0] for day in changes):
        return "late"
    return "ahead" if changes else "untold"


def _changes(row: Codified) -> set[datetime.date]:
    notes = read_note(row["source_note"])
    return {day for n in notes if (day := noted.merged_to([n], worded=False))}


def words(provisions: Iterable[Provision]) -> tuple[str, ...]:
    return words_of("\n".join(p.text for p in provisions))


def right_words(row: Codified, on: datetime.date) -> tuple[str, ...]:
    """The words of a row; none of an Điều that is repealed on the day."""
    ended = noted.repealed_on(read_note(row["source_note"]))
    return () if ended and ended <= on else expected(row)


def identity(row: Codified) -> tuple[str, str]:
    """Document and Điều of a row, as its note prints them."""
    return row["doc_number"], row["article"]


def asked(old: Sequence[Codified], new: Sequence[Codified], days: Days) -> Iterator[Asked]:
    newer = {row["id"]: row for row in new}
    with tempfile.TemporaryDirectory() as folder, take_in(old, new, Path(folder)) as store:
        refs = {(note.text, note.ref.doc_id): note.ref for note in store.notes_of_kind("ma_nguon")}
        for row in old:
            match = newer.get(row["id_2026_01"])
            ref = refs.get((row["id"], _doc_id(row)))
            if ref is None or match is None or identity(row) != identity(match):
                continue
            kind = kind_of(row, match, days)
            texts = {"late": (match, match), "ahead": (row, row)}.get(kind, (row, match))
            want = [right_words(text, day) for text, day in zip(texts, days, strict=True)]
            trees = (tree_on(store, ref, days[0]), tree_on(store, ref, days[1]))
            given = [words(tree.provisions) if tree else None for tree in trees]
            best = words(store.within(ref))
            right = (given[0] == want[0], given[1] == want[1])
            yield Asked(kind, row["id"], match["source_note"], trees, right, (best == want[0], best == want[1]))


def _doc_id(row: Codified) -> DocId:
    return codified.identity([codified.row_of(row)])


def figures(found: Sequence[Asked]) -> list[Row]:
    kinds = Counter(a.kind for a in found)

    def counted(system: str, right: Callable[[Asked], tuple[bool, bool]]) -> dict[str, object]:
        row: dict[str, object] = {"system": system}
        for kind in ("told", "late", "ahead", "untold"):
            row[kind] = kinds[kind]
            for at, side in enumerate(("old", "new")):
                name = f"{side}_share" if kind == "told" else f"{kind}_{side}"
                row[name] = sum(right(a)[at] for a in found if a.kind == kind) / max(kinds[kind], 1)
        return row

    told = [a for a in found if a.kind == "told"]
    doubts = [a.trees[0].gaps for a in found if a.kind == "untold" and a.trees[0]]
    ours = counted("can-cu", lambda a: a.right)
    ours["certain"] = sum(a.is_certain for a in told) / max(len(told), 1)
    ours["said"] = sum(any(gap.missing is Missing.DAY for gap in gaps) for gaps in doubts)
    return [ours, counted("best source", lambda a: a.best)]


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
    found = list(asked(old, new, (args.before, args.after)))
    rows = figures(found)
    write_table(rows)
    for a in found:
        if a.kind != "untold" and not all(a.right):
            side = "/".join(name for name, ok in zip(("trước", "sau"), a.right, strict=True) if not ok)
            gaps = [f"{g.missing} {g.place.locator} {g.on}" for t in a.trees if t for g in t.gaps]
            print(f"{a.id} {a.kind}, {side}: {a.note}\n  {gaps}")
    write_json(args.json, "delta", args.delta.name, rows)


if __name__ == "__main__":
    main()
