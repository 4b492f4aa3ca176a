"""Whether every character of a PDF's text has its place on a page, and whether the page draws it there.

python -m tests.bench.placing [FOLDER …] [--json FILE]

unplaced: characters of the stored text on no printed line, or on two (line feeds aside). drawn: of the lines whose
letters the file itself holds, the share whose every letter pypdfium2's own `get_text_bounded` gives inside the line's
box; empty for files in encodings from before Unicode, which draw other letters than are read. quality: as
`ingest/quality.py` defines it.
"""

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from corpus.placed import Page
from ingest import placing
from ingest.isolate import IsolatedReader
from ingest.quality import Quality, ReadLine, quality
from ingest.source_text import SourceText
from tests.bench.data import DATA, Row, write_json, write_table


def row(name: str, data: bytes, source: SourceText) -> Row:
    """The figures of one file."""
    text = "\n".join(line.text for line in source.lines)
    pages = placing.pages(source)
    whole = Quality()
    for page in pages:
        whole = whole.plus(quality([ReadLine(text[line.start : line.end], line.confidence) for line in page.lines]))
    drawn = list(_drawn(data, text, pages))
    old = any(d.code == "legacy_encoding" for d in source.diagnostics)
    return {
        "file": name,
        "pages": len(pages),
        "lines": sum(len(page.lines) for page in pages),
        "characters": len(text),
        "unplaced": unplaced(text, pages),
        "drawn": "" if old or not drawn else sum(drawn) / len(drawn),
        "quality": "" if whole.share is None else whole.share,
    }


def unplaced(text: str, pages: tuple[Page, ...]) -> int:
    """Characters on no printed line or on more than one; line feeds need none."""
    places = Counter(at for page in pages for line in page.lines for at in range(line.start, line.end))
    return sum(1 for at, letter in enumerate(text) if places[at] > 1 or (letter != "\n" and not places[at]))


def _drawn(data: bytes, text: str, pages: tuple[Page, ...]) -> Iterator[bool]:
    document = pypdfium2.PdfDocument(data)
    for page in pages:
        letters = document[page.number - 1].get_textpage()
        for line in page.lines:
            if line.confidence is None and line.box is not None:
                left, top, right, bottom = line.box
                inside = letters.get_text_bounded(left - 1, page.height - bottom - 1, right + 1, page.height - top + 1)
                yield not _letters(line.read or text[line.start : line.end]) - _letters(inside)


def _letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold()))


def main() -> None:
    """Print a row a file, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[DATA / "files"])
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    rows: list[Row] = []
    with IsolatedReader() as reader:
        for path in sorted(path for folder in args.folders for path in folder.glob("*.pdf")):
            for member in reader.read(path):
                if isinstance(member.text, SourceText):
                    rows.append(row(member.name, member.data, member.text))
    write_table(rows)
    judged = [float(str(r["drawn"])) * int(str(r["lines"])) for r in rows if r["drawn"] != ""]
    lines = sum(int(str(r["lines"])) for r in rows if r["drawn"] != "")
    print(
        f"{len(rows)} files, {sum(int(str(r['unplaced'])) for r in rows)} characters unplaced of "
        f"{sum(int(str(r['characters'])) for r in rows)}, drawn {sum(judged) / max(lines, 1):.4f} of {lines} lines"
    )
    write_json(args.json, "placing", ", ".join(map(str, args.folders)), rows)


if __name__ == "__main__":
    main()
