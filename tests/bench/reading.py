"""How well files are read: counts of Chương, Mục, Điều, Phụ lục against those made by hand, and pages a second.

python -m tests.bench.reading [--scans] [--files DIR --manifest F.tsv] [--raw DIR --raw-index F.jsonl] [--json FILE]

The counts are the document's own and those of an attached quy chế or chương trình; quoted Điều and those of forms are
not counted. Peers in the same call: pdfplumber's own text with a tolerant pattern, on the PDFs; its pages a second
beside ours, pages with ruled tables apart from those without.
"""

import argparse
import csv
import json
import multiprocessing
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from corpus.store import Store
from ingest.isolate import IsolatedReader
from ingest.pipeline import IngestReport, Outcome, ingest
from ingest.readers import pdf
from tests.bench.data import DATA, Row, write_json, write_table
from tests.pdf_maker import PageMaker, make_pdf

_UNITS = ("chuong", "muc", "dieu", "phu_luc")
_PATTERN = re.compile(r"^\s*Điều\s+(\d+[a-zđ]?)\s*[.:]", re.MULTILINE)


@dataclass(frozen=True)
class Expected:
    """One line of the manifest: counts, None where the manifest has a blank."""

    file: str
    kind: str
    counts: dict[str, int | None]

    @property
    def is_scan(self) -> bool:
        return "scan" in self.kind or "mixed" in self.kind


def read_manifest(path: Path) -> list[Expected]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Expected(row["file"], row["kind"], {unit: int(row[unit]) if row[unit] else None for unit in _UNITS})
        for row in rows
    ]


def raw_files(folder: Path, listing: Path) -> list[Path]:
    names = [json.loads(line)["file"] for line in listing.read_text(encoding="utf-8").splitlines()]
    return [folder / name for name in names]


def take_in(files: Iterable[Path]) -> tuple[dict[str, list[IngestReport]], float]:
    """Ingest files one by one into a fresh store; reports by file, and seconds in all."""
    found: dict[str, list[IngestReport]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as home, Store.open(Path(home)) as store:
        start = time.perf_counter()
        for path in files:
            for report in ingest([path], store, Path(home)):
                found[str(path)].append(report)
        return found, time.perf_counter() - start


def miss(expected: Expected, reports: Sequence[IngestReport]) -> list[str]:
    """What differs from the manifest, unit by unit; a blank there is not compared."""
    counts = Counter[str]()
    for report in reports:
        counts.update(dict(report.counts))
    return [
        f"{unit} {counts[unit]} thay vì {wanted}"
        for unit, wanted in expected.counts.items()
        if wanted is not None and counts[unit] != wanted
    ]


def shares(wanted: Sequence[Expected], misses: dict[str, list[str]], scans: bool) -> tuple[float, float, int]:
    """(share with Điều exact, share with all exact, how many) among files with at least one Điều."""
    chosen = [e for e in wanted if e.is_scan == scans and e.counts["dieu"]]
    dieu = sum(not any(m.startswith("dieu") for m in misses[e.file]) for e in chosen)
    whole = sum(not misses[e.file] for e in chosen)
    return dieu / max(len(chosen), 1), whole / max(len(chosen), 1), len(chosen)


def pages_a_second(files: Sequence[Path]) -> list[Row]:
    """Our PDF pages and pdfplumber's extract_text page by page, in seconds of one processor.

    Kinds: plain pages, pages with ruled tables, and those of files in old fonts, which are read twice and decoded;
    pages whose body is a picture are left out.
    """
    ours, peer = defaultdict[str, float](float), defaultdict[str, float](float)
    pages = Counter[str]()
    for path in files:
        data = path.read_bytes()
        old = any(d.code == "legacy_encoding" for d in pdf.read(path.name, data).diagnostics)
        document = pdf.open_document(path.name, data)
        with pdfplumber.open(path) as opened:
            for at, page in enumerate(opened.pages):
                start = time.process_time()
                read = pdf.read_page(document, at)
                middle = time.process_time()
                page.extract_text()
                end = time.process_time()
                page.close()
                if not read.is_image:
                    kind = "old font" if old else "ruled" if read.tables else "plain"
                    pages[kind] += 1
                    ours[kind] += 0.0 if old else middle - start
                    peer[kind] += end - middle
        document.close()
        if old:
            start = time.process_time()
            pdf.read(path.name, data)
            ours["old font"] += time.process_time() - start
    rows: list[Row] = []
    for kind, count in sorted(pages.items()):
        for system, spent in (("can-cu", ours), ("pdfplumber", peer)):
            rate, times = count / spent[kind], peer[kind] / spent[kind]
            rows.append({"system": system, "kind": kind, "pages": count, "pages_s": rate, "times": times})
    return rows


def largest_worker() -> float:
    """The most memory that any reading process had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def growth(readings: int = 50) -> float:
    """How much more memory a worker holds after that many readings of one file of 200 pages than after ten, in MiB."""
    page = PageMaker()
    for row in range(40):
        page.text(60, 60 + 18 * row, "Điều này quy định về phạm vi điều chỉnh, đối tượng áp dụng")
    data = make_pdf([page] * 200)
    held: list[int] = []
    with IsolatedReader() as reader:
        for _ in range(readings):
            reader.read_bytes("dài.pdf", data)
            (worker,) = multiprocessing.active_children()
            status = Path(f"/proc/{worker.pid}/status").read_text(encoding="utf-8")
            held.append(int(status.split("VmRSS:")[1].split()[0]))
    return (max(held[10:]) - held[9]) / 1024


def plumber_counts(files: Sequence[Path]) -> dict[str, int]:
    """What pdfplumber's text and a tolerant pattern count as Điều, with repeats left out."""
    counts = {}
    for path in files:
        with pdfplumber.open(path) as opened:
            text = "\n".join(page.extract_text() or "" for page in opened.pages)
        counts[path.name] = len(set(_PATTERN.findall(text)))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=DATA / "files")
    parser.add_argument("--manifest", type=Path, default=DATA / "files" / "MANIFEST.tsv")
    parser.add_argument("--raw", type=Path, default=DATA / "raw-documents")
    parser.add_argument("--raw-index", type=Path, default=DATA / "raw-documents" / "index.jsonl")
    parser.add_argument("--no-speed", action="store_true", help="leave out pages a second")
    parser.add_argument("--scans", action="store_true", help="scans and mixed files only, without pages a second")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    wanted = [e for e in read_manifest(args.manifest) if e.is_scan or not args.scans]
    paths = [args.files / e.file for e in wanted]
    raw = raw_files(args.raw, args.raw_index) if args.raw_index.exists() and not args.scans else []
    reports, seconds = take_in([*paths, *raw])
    print_outcomes(reports, seconds)
    print(f"largest worker: {largest_worker():.0f} MiB")
    if not (args.no_speed or args.scans):
        print(f"200 pages read 50 times in one worker: {growth():+.1f} MiB after the tenth time")

    misses = {e.file: miss(e, reports[str(args.files / e.file)]) for e in wanted}
    for expected in wanted:
        if misses[expected.file]:
            aside = [r.reason for r in reports[str(args.files / expected.file)] if r.outcome is Outcome.SET_ASIDE]
            print(f"  {expected.file}: {'; '.join(misses[expected.file])}{' — ' + aside[0] if aside else ''}")
    text_dieu, text_all, n_text = shares(wanted, misses, scans=False)
    scan_dieu, scan_all, n_scan = shares(wanted, misses, scans=True)
    ours: dict[str, object] = {
        "system": "can-cu",
        "files_text": n_text,
        "dieu_exact_text": text_dieu,
        "all_exact_text": text_all,
        "files_scan": n_scan,
        "dieu_exact_scan": scan_dieu,
        "all_exact_scan": scan_all,
    }
    rows: list[Row] = [ours]
    if not (args.no_speed or args.scans):
        scans = {str(args.files / e.file) for e in wanted if e.is_scan}
        readable = [
            Path(path)
            for path, found in reports.items()
            if path.endswith(".pdf") and path not in scans and all(r.outcome is not Outcome.SET_ASIDE for r in found)
        ]
        speed = pages_a_second(readable)
        ours |= {f"pages_s_{row['kind']}": row["pages_s"] for row in speed if row["system"] == "can-cu"}
        pdfs = {e.file: e for e in wanted if str(args.files / e.file) in map(str, readable)}
        plumber = plumber_counts([args.files / name for name in pdfs])
        right = sum(plumber[name] == e.counts["dieu"] for name, e in pdfs.items())
        mine = sum(not any(m.startswith("dieu") for m in misses[name]) for name in pdfs)
        theirs = {f"pages_s_{row['kind']}": row["pages_s"] for row in speed if row["system"] == "pdfplumber"}
        rows.append({"system": "pdfplumber", **theirs})
        print(f"\nĐiều exact on {len(pdfs)} text PDFs: can-cu {mine}, pdfplumber with a pattern {right}")
        write_table(speed)
    write_table(rows)
    write_json(args.json, "reading", str(args.files), rows)


def print_outcomes(reports: dict[str, list[IngestReport]], seconds: float) -> None:
    """How many files were read, read with warnings, set aside, and why."""
    outcomes = Counter(max(r.outcome for r in found) for found in reports.values())
    print(f"{len(reports)} files in {seconds:.0f} s: " + ", ".join(f"{n} {o}" for o, n in sorted(outcomes.items())))
    reasons: dict[str, list[str]] = defaultdict(list)
    for found in reports.values():
        for report in found:
            if report.outcome is Outcome.SET_ASIDE:
                reasons[re.sub(r"“[^”]*”", "“…”", report.reason.split(" (")[0])].append(report.name)
    for reason, names in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"  {len(names):4d}  {reason}  e.g. {names[0]}")


if __name__ == "__main__":
    main()
