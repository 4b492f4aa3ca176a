"""Memory of the process that reads files: its peak after each file that raised it.

python -m tests.bench.memory [FILE OR FOLDER …] [--no-scans] [--json FILE]

One process reads all files, one after the other, so that what is not given back would add up. Processes of the
recogniser are counted apart, as the largest of them.
"""

import argparse
import re
import resource
from pathlib import Path

from ingest.isolate import IsolatedReader
from ingest.pipeline import find_files
from tests.bench.data import DATA, Row, write_json, write_table
from tests.bench.reading import read_manifest


def peak(pid: int | None) -> float:
    """The most memory that a process has held, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[DATA / "files", DATA / "raw-documents"])
    parser.add_argument("--no-scans", action="store_true", help="leave out what the manifest calls a scan or mixed")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    manifest = DATA / "files" / "MANIFEST.tsv"
    scans = {e.file for e in read_manifest(manifest) if e.is_scan} if args.no_scans else set()
    files = [path for path in find_files(args.files) if path.name not in scans]
    rows: list[Row] = []
    highest, lost, pid = 0.0, 0, None
    with IsolatedReader() as reader:
        for path in files:
            for _ in reader.members(path):
                pass
            process = reader._process
            if process is None:
                lost += 1
                print(f"  the process was lost in {path.name}")
                continue
            if process.pid != pid:
                pid, highest = process.pid, 0.0
            if (found := peak(pid)) > highest + 1:
                highest = found
                rows.append({"file": path.name, "peak_mib": highest})
    write_table(rows)
    largest = max((float(str(row["peak_mib"])) for row in rows), default=0.0)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(files)} files, {lost} lost; reader {largest:.0f} MiB, with recognisers {children:.0f} MiB")
    write_json(args.json, "memory", ", ".join(map(str, args.files)), rows)


if __name__ == "__main__":
    main()
