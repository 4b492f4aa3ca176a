"""Where benchmark data lie by default, how they are taken in, and how results are printed."""

import hashlib
import json
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.store import Store
from ingest.pipeline import Outcome, ingest

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"

Row = Mapping[str, object]


def home_of(corpus: Path, cache: Path) -> Path:
    """The state folder of a corpus file, by its bytes."""
    return cache / hashlib.sha256(corpus.read_bytes()).hexdigest()[:12]


def ingested(corpus: Path, cache: Path) -> Path:
    """A state folder whose store holds the file; read in on the first call only."""
    home = home_of(corpus, cache)
    home.mkdir(parents=True, exist_ok=True)
    with Store.open(home) as store:
        for done, report in enumerate(ingest([corpus], store, home), start=1):
            if report.outcome is Outcome.SET_ASIDE:
                print(f"set aside: {report.name}: {report.reason}")
            print(f"\ringest: {done}", end="", file=sys.stderr, flush=True)
    return home


def write_table(rows: Sequence[Row]) -> None:
    """Print rows as an aligned table; figures with three decimals."""
    if not rows:
        return
    heads = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[_cell(row.get(head, "")) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[i]) for line in cells)) for i, head in enumerate(heads)]
    for line in [heads, *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def write_json(path: Path | None, bench: str, corpus: str, rows: Sequence[Row]) -> None:
    """Write the one object that every benchmark writes; nothing without a path."""
    if path is None:
        return
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    found = {"bench": bench, "machine": machine, "corpus": corpus, "rows": list(rows)}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
