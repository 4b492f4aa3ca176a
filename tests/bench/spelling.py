"""How many slips of the pen the check finds, and how many of its remarks are slips.

python -m tests.bench.spelling [--docs FILE] [--report FILE] [--list] [--json FILE]

FILE holds Wikipedia texts whose slips were marked by hand (Viwiki-Spelling): a yardstick only, since the counts come
from law and the texts are about everything. A remark is right when it overlaps a marked slip. REPORT is a policy report
whose slips are listed in facts/citations.md.
"""

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path

from corpus.text import nfc
from search_api.spelling import Slip, of_lines
from tests.bench.data import DATA, Row, write_json, write_table

# as the report prints them; the tenth mistake of the list is a date
REPORT_SLIPS = (
    "ngay 29", "chỉnh phủ", "gấy khó khăn", "tình lan toả", "chuyền đổi số", "doanh nghệp", "thế amnhj",
    "đểt húc đẩy", "Phải Ổn định",
)  # fmt: skip


def main() -> None:
    """Find, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, default=DATA / "viwiki-spelling" / "docs.dev.jsonl.gz")
    parser.add_argument("--report", type=Path, default=DATA / "policy-report-mttn-2022.txt")
    parser.add_argument("--list", action="store_true", help="print every remark that is wrong")
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    rows = [_wiki(args.docs, listed=args.list), _report(args.report, listed=args.list)]
    write_table(rows)
    write_json(args.json, "spelling", args.docs.name, rows)


def _wiki(path: Path, *, listed: bool) -> Row:
    marked = found = remarks = right = corrected = 0
    started = time.perf_counter()
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            text = row["text"]
            if nfc(text) != text:
                continue
            slips = _spans(text)
            mistakes = {
                (int(m["start_offset"]), int(m["start_offset"]) + len(m["text"])): m["suggest"] for m in row["mistakes"]
            }
            marked += len(mistakes)
            remarks += len(slips)
            found += sum(any(_meet(span, slip) for slip, _ in slips) for span in mistakes)
            for span, slip in slips:
                hits = [suggest for at, suggest in mistakes.items() if _meet(at, span)]
                right += bool(hits)
                corrected += any(slip.suggestion.lower() in (s.lower() for s in suggest) for suggest in hits)
                if listed and not hits:
                    print(
                        f"not marked: {slip.words} → {slip.suggestion or '?'}: …{text[span[0] - 25 : span[1] + 20]!r}"
                    )
    return {
        "texts": path.name, "slips": marked, "found": found, "recall": found / max(marked, 1), "remarks": remarks,
        "right": right, "precision": right / max(remarks, 1), "corrected": corrected / max(right, 1),
        "seconds": time.perf_counter() - started,
    }  # fmt: skip


def _spans(text: str) -> list[tuple[tuple[int, int], Slip]]:
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return [((starts[at] + slip.span[0], starts[at] + slip.span[1]), slip) for at, slip in of_lines(lines)]


def _meet(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _report(path: Path, *, listed: bool) -> Row:
    text = nfc(path.read_text(encoding="utf-8"))
    slips = _spans(text)
    places = [(at, at + len(words)) for words in REPORT_SLIPS if (at := text.find(words)) >= 0]
    right = [slip for slip, _ in slips if any(_meet(slip, place) for place in places)]
    found = sum(any(_meet(slip, place) for slip, _ in slips) for place in places)
    for span, slip in slips if listed else ():
        if span not in right:
            print(f"not listed: {slip.words} → {slip.suggestion}: …{text[span[0] - 25 : span[1] + 20]!r}")
    return {
        "texts": path.name, "slips": len(REPORT_SLIPS), "found": found, "recall": found / len(REPORT_SLIPS),
        "remarks": len(slips), "right": len(right), "precision": len(right) / max(len(slips), 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
