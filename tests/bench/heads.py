"""How well heads are read: số hiệu, loại, ngày, cơ quan ban hành, người ký beside what other people noted of the files.

python -m tests.bench.heads [--files DIR --manifest F.tsv] [--raw DIR --raw-index F.jsonl] [--json FILE]

Three sources know something of a file: the manifest's `document` column (số hiệu and date in words), the number of a
Word file in the index, and data files that give a text with its number, date, kind, issuer and signer. A field that a
source does not have is not counted. Each miss is listed.
"""

import argparse
import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CanCuError
from corpus.model import Document
from corpus.text import find_date, fold, nfc
from ingest.assemble import holding
from ingest.layout import clean
from ingest.readers import read, text
from ingest.source_text import SourceText
from tests.bench.data import DATA, Row, write_json, write_table

_NUMBER = re.compile(r"\d+(?:/\d{4})?(?:/|-)[A-ZĐ][\w&Đ./-]*")
_SCAN = re.compile("scan|mixed")
FIELDS = ("so_hieu", "ngay_ban_hanh", "loai", "co_quan_ban_hanh", "nguoi_ky")


@dataclass(frozen=True)
class Known:
    """What a source knows of one text; fields it does not know are left out."""

    source: str
    name: str
    fields: dict[str, str]


def of_manifest(manifest: Path, files: Path) -> Iterator[tuple[Known, SourceText]]:
    """Files without scans; of a consolidation neither number nor date, which its pages do not print."""
    with manifest.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if _SCAN.search(row["kind"]):
                continue
            fields = {}
            if (number := _NUMBER.search(row["document"])) and "VBHN" not in row["document"]:
                fields["so_hieu"] = number.group()
            if (day := find_date(row["document"])) and not re.search("kèm|VBHN", row["document"]):
                fields["ngay_ban_hanh"] = day.isoformat()
            path = files / row["file"]
            if fields and (source := _source(path.name, path.read_bytes())):
                yield Known("manifest", row["file"], fields), source


def of_index(index: Path, raw: Path) -> Iterator[tuple[Known, SourceText]]:
    """Word files whose number is known from their title line or their page."""
    for line in index.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = raw / row["file"]
        if row.get("doc_number") and (source := _source(path.name, path.read_bytes())):
            yield Known("index", row["file"], {"so_hieu": row["doc_number"]}), source


def of_data_files(folder: Path) -> Iterator[tuple[Known, SourceText]]:
    """Texts with their number, date, kind, issuer and signer, as a portal keeps them."""
    for path in sorted(folder.glob("*.json.gz")):
        record = json.loads(gzip.decompress(path.read_bytes()))
        words = str(record.get("text") or record.get("content") or record.get("full_text") or "")
        fields = {
            "so_hieu": record.get("document_number") or record.get("so_hieu") or "",
            "ngay_ban_hanh": (record.get("date") or "")[:10],
            "loai": record.get("legal_type") or record.get("document_type") or record.get("loai") or "",
            "co_quan_ban_hanh": record.get("issuing_authority") or "",
            "nguoi_ky": re.sub(r":\d+", "", str(record.get("signers") or "")),
        }
        printed = _plain(words)
        known = {field: value for field, value in fields.items() if value and _is_printed(field, value, printed)}
        if words and (source := _read_text(path.name, words)):
            yield Known("data files", path.name, known), source


def _is_printed(field: str, value: str, printed: str) -> bool:
    """Whether a text bears the value at all; a portal's number that its text leaves out cannot be read."""
    if field in ("ngay_ban_hanh", "loai"):
        return True
    last = value.split(",")[-1].removeprefix("Tỉnh ").removeprefix("Thành phố ")
    where = printed if field == "nguoi_ky" else printed[:1500]
    return _plain(last) in where


def _read_text(name: str, words: str) -> SourceText | None:
    try:
        return clean(text.read(name, words.encode())).source
    except CanCuError:
        return None


def _source(name: str, data: bytes) -> SourceText | None:
    try:
        return clean(read(name, data)).source
    except CanCuError:
        return None


def same(field: str, wanted: str, document: Document) -> bool:
    """Whether a field says what is known; names of organs and people in any spelling of capitals and tones."""
    if field == "ngay_ban_hanh":
        return str(document.ngay_ban_hanh) == wanted
    found = str(getattr(document, field))
    if field == "so_hieu":
        return _plain(found) == _plain(wanted)
    if field == "co_quan_ban_hanh" and wanted.startswith(("Tỉnh ", "Thành phố ")):
        return _plain(wanted.split(" ", 1)[1]) in _plain(found)
    if field == "nguoi_ky":
        return sorted(_plain(name) for name in wanted.split(",")) == sorted(_plain(name) for name in found.split(";"))
    return _plain(found) == _plain(wanted)


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(nfc(words)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=DATA / "files")
    parser.add_argument("--manifest", type=Path, default=DATA / "files" / "MANIFEST.tsv")
    parser.add_argument("--raw", type=Path, default=DATA / "raw-documents")
    parser.add_argument("--raw-index", type=Path, default=DATA / "raw-documents" / "index.jsonl")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    tally: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    sources = (
        of_manifest(args.manifest, args.files),
        of_index(args.raw_index, args.raw),
        of_data_files(args.raw / "json"),
    )
    for known, source in (pair for pairs in sources for pair in pairs):
        document = holding(known.name, "00" * 32, source).document
        for field, wanted in known.fields.items():
            right = same(field, wanted, document)
            tally[known.source][field].append(right)
            if not right:
                print(f"  {known.name}: {field} “{getattr(document, field)}” thay vì “{wanted}”")
    rows: list[Row] = [
        {"source": source, **{f: f"{sum(fields[f])}/{len(fields[f])}" for f in FIELDS if f in fields}}
        for source, fields in tally.items()
    ]
    write_table(rows)
    write_json(args.json, "heads", str(args.files), rows)


if __name__ == "__main__":
    main()
