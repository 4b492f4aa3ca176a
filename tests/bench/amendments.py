"""Whether amendments read from the amending texts and applied give the wording of the codified law.

python -m tests.bench.amendments [--documents DIR --index F.jsonl] [--codified F.jsonl.gz] [--notes F.jsonl.gz]
    [--flaws F.tsv] [--json FILE]

Taken are the Điều whose note says that they were amended, where the original and every amending text of the note are
held as files. The original is read, the operations of the amending texts are applied by `corpus.consolidation`, and the
Điều is compared with the codified text: *exact*: equal when folded (see `tests.bench.articles`); *close*: 99 %
of the characters agree; *clean*: close, without the Điều of the table of known flaws. Peers in the same call: the
original text as it stands, and only whole Điều replaced. Each miss is printed with its first difference, whether the
table has the Điều, and the operations on it that were not applied.
"""

import argparse
import difflib
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.amendment import Act, Operation
from corpus.consolidation import Unapplied, wordings
from corpus.errors import UnreadableSource
from corpus.locator import Locator, Unit
from corpus.model import Holding, Provision
from corpus.reference import DocId
from ingest.amending import operations
from ingest.assemble import holding
from ingest.isolate import IsolatedReader
from tests.bench.articles import Flaws, body, evidence, folded, read_flaws, read_index, without_closing
from tests.bench.data import DATA, Row, write_json, write_table

_GONE = re.compile(
    r"^\s*(?:\d+[a-zđ]?\s*[.)]|[a-zđ]\))?\s*\(?(?:được|bị)?\s*bãi bỏ\)?[.;]?\s*$", re.IGNORECASE | re.MULTILINE
)
_CLOSE = 0.99


@dataclass(frozen=True, slots=True)
class Wanted:
    """An amended Điều as the codified law has it, and the texts that its note says amended it."""

    so_hieu: str
    number: str
    text: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One Điều in our wording and in those of the peers beside the codified one; None where it is not there."""

    wanted: Wanted
    ours: str | None
    original: str | None
    whole: str | None
    unapplied: tuple[Unapplied, ...]


def read_wanted(codified: Path, notes: Path, held: set[str]) -> list[Wanted]:
    """The amended Điều whose texts are all held."""
    by: dict[str, tuple[str, ...]] = {}
    with gzip.open(notes, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            texts = tuple(dict.fromkeys(part["by_doc"] for part in row["amendments"]))
            if texts and held.issuperset(texts):
                by[row["id"]] = texts
    found = []
    with gzip.open(codified, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in by and row["doc_number"] in held:
                text = f"{row['title'] or ''}\n{row['text'] or ''}"
                found.append(Wanted(row["doc_number"], str(row["article"]), text, by[row["id"]]))
    return found


def read_holdings(folder: Path, index: Mapping[str, str], numbers: set[str]) -> dict[str, list[Holding]]:
    """Each document's files as the pipeline reads them, by số hiệu."""
    found: dict[str, list[Holding]] = defaultdict(list)
    with IsolatedReader() as reader:
        for file, so_hieu in sorted(index.items()):
            if so_hieu in numbers:
                (member,) = reader.read(folder / file)
                if not isinstance(member.text, UnreadableSource):
                    found[so_hieu].append(holding(member.name, member.sha256, member.text))
    return found


def text_of(places: Sequence[Provision], number: str) -> str | None:
    """The whole text of an Điều on the last day; None where it is not there."""
    dieu = Locator.of((Unit.DIEU, number))
    found = [p.text for p in places if dieu.contains(p.ref.locator) and p.valid.end is None]
    return "\n".join(found) if found else None


def compare(wanted: Sequence[Wanted], held: Mapping[str, Sequence[Holding]]) -> list[Compared]:
    groups: dict[tuple[str, tuple[str, ...]], list[Wanted]] = defaultdict(list)
    for one in wanted:
        groups[one.so_hieu, one.by].append(one)
    made = {so_hieu: [o for h in holdings[:1] for o in operations(h)] for so_hieu, holdings in held.items()}
    found: list[Compared] = []
    for (so_hieu, by), articles in groups.items():
        original = held[so_hieu][0]
        acting = [o for text in by for o in made[text] if _acts_on(o, original.document.id)]
        after = wordings(original.provisions, acting)
        whole = [
            o for o in acting if o.place.steps[-1:] and o.place.steps[-1].unit is Unit.DIEU and o.act is Act.REPLACE
        ]
        peer = wordings(original.provisions, whole)
        for one in articles:
            dieu = Locator.of((Unit.DIEU, one.number))
            left = tuple(u for u in after.unapplied if dieu.contains(u.operation.place))
            found.append(
                Compared(
                    one,
                    text_of(after.places, one.number),
                    text_of(original.provisions, one.number),
                    text_of(peer.places, one.number),
                    left,
                )
            )
    return found


def _acts_on(operation: Operation, doc_id: DocId) -> bool:
    return operation.amended.doc_id == doc_id


def agreement(ours: str | None, wanted: str) -> float:
    """Share of the characters that agree, folded; repealed places count as absent, as a note in their stead."""
    one = folded(body(ours)) if ours is not None else ""
    other = folded(without_closing(_GONE.sub("", wanted)))
    if ours is None:
        return 1.0 if not folded(_GONE.sub("", wanted.split("\n", 1)[-1])) else 0.0
    if one == other:
        return 1.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def shares(system: str, texts: Sequence[tuple[str | None, Wanted]], flaws: Flaws) -> Row:
    scored = [(agreement(text, wanted.text), wanted) for text, wanted in texts]
    clean = [score for score, wanted in scored if (wanted.so_hieu, wanted.number) not in flaws]
    return {
        "system": system,
        "dieu": len(scored),
        "exact_share": sum(score == 1.0 for score, _ in scored) / max(len(scored), 1),
        "close_share": sum(score >= _CLOSE for score, _ in scored) / max(len(scored), 1),
        "dieu_clean": len(clean),
        "clean_share": sum(score >= _CLOSE for score in clean) / max(len(clean), 1),
    }


def print_misses(found: Sequence[Compared], flaws: Flaws) -> None:
    for one in found:
        wanted = one.wanted
        score = agreement(one.ours, wanted.text)
        if score >= _CLOSE and not one.unapplied:
            continue
        kinds = sorted({kind for _, kind in flaws.get((wanted.so_hieu, wanted.number), ())})
        known = ", ".join(kinds) or "not in the table"
        print(f"{wanted.so_hieu}\t{wanted.number}\t{score:.3f}\t{known}\t{evidence(one.ours, wanted.text)}")
        for left in one.unapplied:
            print(f"\tnot applied: {left.operation.act.vi} {left.operation.place.vi}: {left.reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, default=DATA / "raw-documents")
    parser.add_argument("--index", type=Path, default=DATA / "raw-documents" / "index.jsonl")
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--notes", type=Path, default=DATA / "phapdien" / "amendments.jsonl.gz")
    parser.add_argument("--flaws", type=Path, default=DATA / "known_flaws.tsv")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    index = read_index(args.index)
    wanted = read_wanted(args.codified, args.notes, set(index.values()))
    flaws = read_flaws(args.flaws) if args.flaws.exists() else {}
    held = read_holdings(args.documents, index, {n for one in wanted for n in (one.so_hieu, *one.by)})
    found = compare(wanted, held)
    print_misses(found, flaws)
    rows = [
        shares("can-cu", [(c.ours, c.wanted) for c in found], flaws),
        shares("whole Điều only", [(c.whole, c.wanted) for c in found], flaws),
        shares("original as it stands", [(c.original, c.wanted) for c in found], flaws),
    ]
    write_table(rows)
    write_json(args.json, "amendments", str(args.documents), rows)


if __name__ == "__main__":
    main()
