"""Whether one document gives one tree, whatever format it comes in.

python -m tests.bench.trees [--files DIR --manifest F.tsv] [--raw DIR --raw-index F.jsonl] [--json FILE]

Files are put together by the số hiệu that is read from them; the parts of a law cut over two issues count as one file.
For each two formats of a document: the places both have, those only one has, and how many of the common places have the
same words when folded (see `articles`). Scans, extracts and the codification are left out.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from corpus.errors import UnreadableSource
from ingest.assemble import holding
from ingest.isolate import IsolatedReader
from ingest.readers.media import DOC, DOCX, HTML, PDF, RTF
from tests.bench.articles import folded
from tests.bench.data import DATA, Row, write_json, write_table
from tests.bench.reading import raw_files, read_manifest

_RAISED = str.maketrans("²³", "23")
_FORMATS = {DOCX: "DOCX", DOC: "DOC", RTF: "RTF", PDF: "PDF", HTML: "HTML"}
Places = dict[str, str]
"""The folded own words of each place by its address; the document's own, which are head and signatures, left out."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two formats of one document."""

    so_hieu: str
    formats: tuple[str, str]
    common: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    other_words: tuple[str, ...]


def documents(paths: Iterable[Path]) -> dict[str, dict[str, Places]]:
    """Places by số hiệu and format, of the files that can be read."""
    found: dict[str, dict[str, Places]] = defaultdict(lambda: defaultdict(dict))
    with IsolatedReader() as reader:
        for path in paths:
            for member in reader.members(path):
                if isinstance(member.text, UnreadableSource) or member.text.media_type not in _FORMATS:
                    continue
                held = holding(member.name, member.sha256, member.text)
                if held.document.so_hieu:
                    places = {
                        str(p.ref.locator): folded(p.text.translate(_RAISED))
                        for p in held.provisions
                        if p.ref.locator.steps
                    }
                    found[held.document.so_hieu][_FORMATS[member.text.media_type]].update(places)
    return found


def pairs(by_number: Mapping[str, Mapping[str, Places]]) -> list[Pair]:
    return [
        _pair(so_hieu, (one, other), formats[one], formats[other])
        for so_hieu, formats in sorted(by_number.items())
        for one, other in combinations(sorted(formats), 2)
    ]


def _pair(so_hieu: str, formats: tuple[str, str], one: Places, other: Places) -> Pair:
    common = [place for place in one if place in other]
    return Pair(
        so_hieu,
        formats,
        len(common),
        tuple(place for place in one if place not in other),
        tuple(place for place in other if place not in one),
        tuple(place for place in common if one[place] != other[place]),
    )


def print_pair(pair: Pair) -> None:
    same = not pair.only_first and not pair.only_second
    print(
        f"{pair.so_hieu} {' and '.join(pair.formats)}: {pair.common} places, {'same tree' if same else 'other trees'}"
    )
    for name, places in zip(pair.formats, (pair.only_first, pair.only_second), strict=True):
        if places:
            print(f"  only {name}: {len(places)}: {', '.join(places[:12])}")
    if pair.other_words:
        print(f"  other words: {len(pair.other_words)}: {', '.join(pair.other_words[:12])}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=DATA / "files")
    parser.add_argument("--manifest", type=Path, default=DATA / "files" / "MANIFEST.tsv")
    parser.add_argument("--raw", type=Path, default=DATA / "raw-documents")
    parser.add_argument("--raw-index", type=Path, default=DATA / "raw-documents" / "index.jsonl")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    listed = [args.files / e.file for e in read_manifest(args.manifest) if not e.is_scan]
    raw = raw_files(args.raw, args.raw_index) if args.raw_index.exists() else []
    found = pairs(documents([*listed, *(path for path in raw if "phapdien" not in path.name)]))
    for pair in found:
        print_pair(pair)
    places = sum(pair.common for pair in found)
    rows: list[Row] = [
        {
            "system": "can-cu",
            "pairs": len(found),
            "same_tree": sum(not p.only_first and not p.only_second for p in found) / max(len(found), 1),
            "places": places,
            "same_words": 1 - sum(len(p.other_words) for p in found) / max(places, 1),
        }
    ]
    write_table(rows)
    write_json(args.json, "trees", str(args.files), rows)


if __name__ == "__main__":
    main()
