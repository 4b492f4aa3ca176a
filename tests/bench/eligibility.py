"""Cases written by reading the verified facts: is each support judged right, by the right place, for the right sum?

python -m tests.bench.eligibility [--gold F.jsonl] [--facts DIR] [--json FILE]

A case is right when the verdict, every place that must be among the deciding ones, why it is not known, and the highest
sum (null: none can be told, or it is not asked) are those of the gold. With the facts beside the checkout, each fact
that a case names must be there, and so must each fact that a rule names.
"""

import argparse
import datetime
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.condition import Basis, Condition, Group, Verdict, deciding, judged
from corpus.rule_files import rule_book
from corpus.support import Amount, Deadline, Line, figures
from search_api.eligibility_answers import read
from tests.bench.data import SHARED, Row, write_json, write_table

GOLD = Path(__file__).with_name("eligibility_gold.jsonl")


def cases(path: Path = GOLD) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faults(case: dict[str, Any]) -> list[str]:
    """What of a case is not as the gold says; empty for a right one."""
    book = rule_book()
    given = read({**case["answers"], "on": case["on"]}, book, datetime.date(2026, 11, 25))
    support = next(s for s in book.supports if s.code == case["support"])
    outcome = judged(support.condition, given.answers, given.on)
    if outcome is None:
        return ["no rule of the day"]
    found = []
    if outcome.verdict != case["verdict"]:
        found.append(f"verdict {outcome.verdict}")
    decided = [part.condition for part in deciding(outcome)]
    refs = {str(c.basis.ref) for c in decided if c.basis}
    found += [f"not decided by {ref}" for ref in case["deciding"] if ref not in refs]
    if outcome.gap != case["gap"]:
        found.append(f"gap {outcome.gap}")
    if outcome.verdict is not Verdict.KHONG_DAT:
        sums = [figure.highest for figure in figures(support.amounts, given.answers, given.on)]
        if (sums or [None]) != [case["highest"]]:
            found.append(f"sums {sums}")
    return found


def rule_facts() -> Iterator[str]:
    """The fact of every rule in the files."""

    return (basis.fact for basis in bases())


def bases() -> Iterator[Basis]:
    """The place of every rule in the files."""

    def of(condition: Condition) -> Iterator[Basis]:
        if condition.basis:
            yield condition.basis
        for part in condition.parts if isinstance(condition, Group) else ():
            yield from of(part)

    for support in rule_book().supports:
        yield from of(support.condition)
        lines: tuple[Line | Amount | Deadline, ...] = (*support.papers, *support.offices, *support.notes)
        for line in (*lines, *support.amounts, *support.deadlines):
            yield line.basis
            if not isinstance(line, Deadline) and line.when:
                yield from of(line.when)


def known_facts(folder: Path) -> set[str]:
    """The ids of provisions, and the số hiệu of documents."""
    rows = [json.loads(line) for line in (folder / "provisions.jsonl").read_text(encoding="utf-8").splitlines()]
    documents = [json.loads(line) for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["id"] for row in rows} | {row["so_hieu"] for row in documents}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--facts", type=Path, default=SHARED / "facts")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    gold = cases(args.gold)
    rows: list[Row] = []
    for case in gold:
        wrong = faults(case)
        row = {"id": case["id"], "support": case["support"], "verdict": case["verdict"], "wrong": "; ".join(wrong)}
        rows.append({**row, "note": case["note"][:70]})
    write_table(rows)
    right = sum(not row["wrong"] for row in rows)
    verdicts = Counter(case["verdict"] for case in gold)
    unread = sum(case["gap"] == "chua_biet_quy_dinh" for case in gold)
    print(f"right {right} of {len(rows)}; gold {dict(verdicts)}, {unread} not known for want of a rule")
    if args.facts.is_dir():
        named = {fact for case in gold for fact in case["facts"]} | set(rule_facts())
        missing = sorted(named - known_facts(args.facts))
        print(f"facts named {len(named)}, not among the verified facts {len(missing)} {missing}")
    figures_: list[Row] = [{"system": "can-cu", "cases": len(rows), "right": right}]
    write_json(args.json, "eligibility", str(args.gold.name), figures_)


if __name__ == "__main__":
    main()
