"""Where benchmark data lie by default, and how results are printed."""

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"

Row = Mapping[str, object]


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
