"""How exactly files in encodings from before Unicode are read, beside transcripts made by others.

python -m tests.bench.encodings [--files DIR --transcripts DIR] [--json FILE]

chars_right is 1 − edit distance / length of the transcript, over all its characters after NFC and with single spaces.
A letter whose case differs counts as right in a line all in capitals: transcripts write what the codes of .VnTimeH say
("quyết định"), readers what it prints ("QUYẾT ĐỊNH"). Peers in the same call: catdoc with viparse's repair on the DOC
files, viparse alone on the others; a peer that is not installed is left out and named.
"""

import argparse
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import viparse
from rapidfuzz.distance import Levenshtein

from corpus.errors import UnreadableSource
from corpus.text import nfc
from ingest.readers import read
from tests.bench.data import DATA, Row, write_json, write_table

_LIMIT = 0.995


@dataclass(frozen=True)
class Score:
    """Characters of a transcript, and how many edits a reading is away from it."""

    characters: int
    edits: int

    @property
    def right(self) -> float:
        return max(1 - self.edits / max(self.characters, 1), 0.0)


def score(wanted: str, read_text: str) -> Score:
    """Edits between two texts of lines; case counts where neither line is all in capitals."""
    (wanted_letters, wanted_caps), (got_letters, got_caps) = _flat(wanted), _flat(read_text)
    edits = 0
    # lower letters are aligned, so that a heading in capitals finds its own letters
    for step in Levenshtein.opcodes(wanted_letters.lower(), got_letters.lower()):
        if step.tag != "equal":
            edits += max(step.src_end - step.src_start, step.dest_end - step.dest_start)
            continue
        pairs = zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
        edits += sum(
            wanted_letters[at] != got_letters[to] and not wanted_caps[at] and not got_caps[to] for at, to in pairs
        )
    return Score(len(wanted_letters), edits)


def _flat(text: str) -> tuple[str, list[bool]]:
    """The text on one line with single spaces, and for each character whether its line or cell is all in capitals."""
    letters: list[str] = []
    capitals: list[bool] = []
    for line in re.split(r"[\n\r\f\t]", nfc(text)):
        words = " ".join(line.split())
        # İ and the like become two letters in lower case, and would shift the places
        words = "".join(c if len(c.lower()) == 1 else "?" for c in words)
        if words:
            shown = words if not letters else f" {words}"
            letters.append(shown)
            capitals += [words.isupper()] * len(shown)
    return "".join(letters), capitals


def ours(path: Path) -> str:
    return "\n".join(line.text for line in read(path.name, path.read_bytes()).lines)


def catdoc(path: Path) -> str:
    command = ["catdoc", "-w", "-s", "cp1252", "-d", "utf-8", str(path)]
    shown = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    return str(viparse.fix(shown))


def alone(path: Path) -> str:
    return "\n".join(found.text for found in viparse.load(str(path), encoding="auto", output="text"))


def peer_of(path: Path) -> tuple[str, Callable[[Path], str] | None]:
    """A peer's name and how it reads a file, None where it is not installed."""
    if path.suffix == ".doc":
        return "catdoc + viparse", catdoc if shutil.which("catdoc") else None
    return "viparse", alone


def cases(files: Path, transcripts: Path) -> Iterator[tuple[Path, Path]]:
    """Each transcript with the file of the same name."""
    for transcript in sorted(transcripts.glob("*.txt")):
        for path in sorted(files.glob(f"{transcript.stem}.*")):
            yield path, transcript


def measure(path: Path, wanted: str, reader: Callable[[Path], str] | None) -> Score | None:
    """None where there is no reader; a file that is refused has no character right."""
    if reader is None:
        return None
    try:
        return score(wanted, reader(path))
    except (UnreadableSource, viparse.ViparseError, subprocess.CalledProcessError) as error:
        print(f"  {path.name}: {error}")
        length = len(_flat(wanted)[0])
        return Score(length, length)


def total(system: str, scores: list[Score]) -> Row:
    whole = Score(sum(found.characters for found in scores), sum(found.edits for found in scores))
    return {"system": system, "files": len(scores), "characters": whole.characters, "chars_right": whole.right}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, default=DATA / "files")
    parser.add_argument("--transcripts", type=Path, default=DATA / "transcripts")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows: list[dict[str, object]] = []
    mine: list[Score] = []
    theirs: list[Score] = []
    for path, transcript in cases(args.files, args.transcripts):
        wanted = transcript.read_text(encoding="utf-8", errors="replace")
        peer, reader = peer_of(path)
        found, other = measure(path, wanted, ours), measure(path, wanted, reader)
        if found is None:
            continue
        mine.append(found)
        row: dict[str, object] = {"file": path.name, "characters": found.characters, "edits": found.edits}
        row |= {"can-cu": found.right, "peer": peer, "peer_right": other.right if other else "not installed"}
        rows.append(row)
        theirs += [other] if other else []
    write_table(rows)
    totals = [total("can-cu", mine), total("catdoc or viparse, viparse's repair", theirs)]
    write_table(totals)
    under = [str(row["file"]) for row in rows if isinstance(row["can-cu"], float) and row["can-cu"] < _LIMIT]
    print(f"under {_LIMIT}: {', '.join(under) or 'none'}")
    write_json(args.json, "encodings", str(args.files), totals)


if __name__ == "__main__":
    main()
