"""Tables of real files: how many by kind of file, their cells, and for how many the heading rows are known.

python -m tests.bench.tables [--files DIR] [--raw DIR --raw-index F.jsonl] [--list] [--json FILE]

`--list` prints each table with its column headings, and the first rows of those without.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import CanCuError
from corpus.table import Table
from ingest.isolate import IsolatedReader
from ingest.pipeline import find_files
from ingest.table_places import placed
from tests.bench.data import DATA, Row, write_json, write_table
from tests.bench.reading import raw_files

_KINDS = {"htm": "html"}


def tables_in(files: Iterable[Path]) -> Iterator[tuple[Path, tuple[Table, ...]]]:
    """Each file that can be read, with its tables."""
    with IsolatedReader() as reader:
        for path in files:
            for member in reader.members(path):
                if not isinstance(member.text, CanCuError):
                    yield path, placed(member.text.lines, member.text.tables)


def row(kind: str, files: list[tuple[Table, ...]]) -> Row:
    tables = [table for found in files for table in found]
    known = [table for table in tables if table.headings is not None]
    return {
        "kind": kind,
        "files": len(files),
        "tables": len(tables),
        "rows": sum(len(table.rows) for table in tables),
        "cells": sum(len(table.cells) for table in tables),
        "merged": sum(cell.rows > 1 or cell.columns > 1 for table in tables for cell in table.cells),
        "headings_known": len(known),
        "known_share": round(len(known) / len(tables), 3) if tables else None,
    }


def listed(path: Path, tables: Iterable[Table]) -> str:
    """The tables of a file for people."""
    said = [f"## {path.name}"]
    for table in tables:
        said.append(
            f"  {table.number}: {len(table.rows)} × {table.columns}, {table.headings} | {table.column_headings}"
        )
        if table.headings is None:
            said += (f"      {' | '.join(cell.text[:40] for cell in cells)}" for cells in table.rows[:3])
    return "\n".join(said) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, default=DATA / "files")
    parser.add_argument("--raw", type=Path, default=DATA / "raw-documents")
    parser.add_argument("--raw-index", type=Path, default=DATA / "raw-documents" / "index.jsonl")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    files = [path for path in find_files([args.files]) if path.suffix != ".tsv"]
    raw = raw_files(args.raw, args.raw_index) if args.raw_index.exists() else []
    kinds: dict[str, list[tuple[Table, ...]]] = defaultdict(list)
    for path, tables in tables_in([*files, *raw]):
        suffix = path.suffix.lstrip(".").lower()
        kinds[_KINDS.get(suffix, suffix)].append(tables)
        if args.list and tables:
            sys.stdout.write(listed(path, tables))
    rows = [row(kind, kinds[kind]) for kind in sorted(kinds)]
    rows.append(row("all", [tables for found in kinds.values() for tables in found]))
    write_table(rows)
    write_json(args.json, "tables", str(args.files), rows)


if __name__ == "__main__":
    main()
