"""Every real file at hand: read or set aside with a reason, and no character lost on the way."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from corpus.model import Holding
from ingest.assemble import holding
from ingest.layout import clean
from ingest.readers import read, unwrap
from ingest.source_text import SourceText
from tests.conftest import SHARED

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

pytestmark = [pytest.mark.shared, pytest.mark.timeout(600)]


LONGEST_SCAN = 5
"""Pages of a scan read here; recognising all of them takes minutes and is the reading benchmark's."""


def files() -> list[Path]:
    data = SHARED / "data"
    rows = [row.split("\t") for row in lines(data / "files" / "MANIFEST.tsv")[1:]]
    listed = [
        *(data / "files" / name for name, kind, pages, *_ in rows if not is_long_scan(kind, pages)),
        *((data / "raw-documents" / json.loads(row)["file"]) for row in lines(data / "raw-documents" / "index.jsonl")),
    ]
    return listed


def is_long_scan(kind: str, pages: str) -> bool:
    return ("scan" in kind or "mixed" in kind) and int(pages) > LONGEST_SCAN


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def letters(texts: list[str]) -> Counter[str]:
    """Every character but blanks; the brackets of a note's mark not counted, its raised digits as digits."""
    return Counter(re.sub(r"\s|\[(?=\d+\])|(?<=\d)\]", "", "".join(texts)).translate(RAISED))


def noted(source: SourceText) -> list[str]:
    """The notes' words and numbers; the number stood at the note, and in the text where a mark was found."""
    return [n.text + n.number * (2 if n.line is not None else 1) for n in source.footnotes]


def read_or_reason(name: str, data: bytes) -> SourceText | UnreadableSource:
    try:
        return read(name, data)
    except UnreadableSource as error:
        return error


def check(held: Holding) -> None:
    """The provisions' texts are slices of the stored text, and together all of it."""
    text = held.source.text
    for provision in held.provisions:
        assert provision.text == "".join(text[p.span.start : p.span.end] for p in provision.pieces)
    covered = sorted((p.span.start, p.span.end) for provision in held.provisions for p in provision.pieces)
    assert covered[0][0] == 0
    assert covered[-1][1] == len(text)
    assert {text[one[1] : other[0]] for one, other in pairwise(covered)} <= {"", "\n"}


def test_no_character_is_lost_in_any_real_file() -> None:
    read_whole = 0
    for path in files():
        for name, data in unwrap(path.name, path.read_bytes()):
            source = read_or_reason(name, data) if isinstance(data, bytes) else data
            if isinstance(source, UnreadableSource):
                assert (source.what, source.remedy) > ("", ""), name
                continue
            cleaned = clean(source)
            before = letters([line.text for line in source.lines])
            after = letters([line.text for line in cleaned.source.lines])
            beside = letters([d.line.text for d in cleaned.dropped]) + letters(noted(cleaned.source))
            assert before == after + beside, name
            check(holding(name, "ab" * 32, cleaned.source))
            read_whole += 1
    assert read_whole > 250
