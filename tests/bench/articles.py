"""Whether each Điều of a DOCX law reads as the codified law has it.

python -m tests.bench.articles [--documents DIR --index F.jsonl] [--codified F.jsonl.gz] [--flaws F.tsv] [--json FILE]

Compared are the Điều that the codification does not note as amended: heading, own words and those of the khoản and điểm
below, read by the whole path (child process, layout, structure). *equal*: NFC, spaces, spacing of punctuation, one form
of quotes and dashes; *folded*: also the place of tone marks, sĩ/sỹ, hằng/hàng, spaces, punctuation and letter case;
*clean*: folded, without the Điều of the table of known flaws. The closing formula is cut on both sides. The peer in
the same call is python-docx with a pattern. Each difference is classed:

- neither: equal when folded
- ours: the words of the codified text stand in the file, and we do not give them
- theirs: the table of known flaws has the Điều, and the codified text is the wrong one
- real: the file itself has other words than the codified text, by the table of known flaws
- unlisted: as real, and the table does not have the Điều; printed as the row to add
"""

import argparse
import csv
import difflib
import gzip
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx

from corpus.errors import UnreadableSource
from corpus.locator import Unit
from corpus.text import canonical, nfc
from ingest.assemble import holding
from ingest.isolate import IsolatedReader
from tests.bench.data import DATA, Row, write_json, write_table

_AMENDED = re.compile(r"sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|hết hiệu lực")
_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"') | dict.fromkeys("‘’′", "'") | dict.fromkeys("–—‐‑‒−", "-"))
_SPELLINGS = ((r"\bsĩ\b", "sỹ"), (r"\bhằng\b", "hàng"))
_CLOSING = re.compile(
    r"\n(Luật|Bộ luật|Nghị quyết|Pháp lệnh) này (đã )?được (Quốc hội|Ủy ban).*"
    r"|\n(TM|KT|Q)\s?\.\s.*|\n(CHỦ TỊCH|TỔNG THƯ KÝ)\b.*|\nNơi nhận.*",
    re.DOTALL,
)
_HEADING = re.compile(r"^\s*Điều\s+\w+\s*[.:]?\s*", re.IGNORECASE)
_PATTERN = re.compile(r"^\s*Điều\s+(\d+[a-zđ]?)\s*[.:]")
_EVIDENCE = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """One Điều of the codified law, without an amendment note."""

    so_hieu: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One Điều of one file beside the codified text; `ours` and `peer` are None where it was not found."""

    file: str
    wanted: Wanted
    ours: str | None
    peer: str | None
    printed: str


def plain(text: str) -> str:
    """The text with one blank for any space, none before punctuation, one form of quotes and dashes."""
    spaced = re.sub(r"\s+", " ", nfc(text).translate(_QUOTES).replace("\u00ad", "")).strip()
    return re.sub(r"\s*([.,;:!?)(/\"'-])\s*", r"\1", spaced)


def folded(text: str) -> str:
    """Letters and digits only, lower case, tone marks in their new place, sĩ and sỹ, hằng and hàng alike."""
    key = canonical(plain(text))
    for pattern, spelling in _SPELLINGS:
        key = re.sub(pattern, spelling, key)
    return re.sub(r"[\W_]+", "", key)


def without_closing(text: str) -> str:
    return _CLOSING.sub("", text)


def body(text: str) -> str:
    """An Điều's words without "Điều 5." and without the closing formula."""
    return without_closing(_HEADING.sub("", text, count=1))


# What is compared


def read_index(path: Path) -> dict[str, str]:
    """Số hiệu by file, of the DOCX files that have one."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["file"]: row["doc_number"] for row in rows if row["kind"] == "docx" and row.get("doc_number")}


def read_codified(path: Path, numbers: set[str]) -> dict[str, list[Wanted]]:
    """The unamended Điều of the documents named, by số hiệu."""
    found: dict[str, list[Wanted]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["doc_number"] in numbers and not _AMENDED.search(_without_name(row["source_note"])):
                text = f"{row['title'] or ''}\n{row['text'] or ''}"
                found[row["doc_number"]].append(Wanted(row["doc_number"], str(row["article"]), text))
    return found


def _without_name(note: str) -> str:
    """A note less the name of its own law, which may itself say "sửa đổi, bổ sung"."""
    name, comma, effect = note.partition(", có hiệu lực")
    return effect if comma else name


Flaws = dict[tuple[str, str], list[tuple[str, str]]]
"""(side, kind) of each known flaw by (số hiệu, Điều)."""


def read_flaws(path: Path) -> Flaws:
    found: Flaws = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["doc_number"], row["article"]].append((row["side"], row["kind"]))
    return found


# The readings


def our_articles(reader: IsolatedReader, path: Path) -> dict[str, str]:
    """Điều number → its whole text, by our path."""
    (member,) = reader.read(path)
    if isinstance(member.text, UnreadableSource):
        return {}
    texts: dict[str, list[str]] = defaultdict(list)
    for provision in holding(member.name, member.sha256, member.text).provisions:
        steps = provision.ref.locator.steps
        if steps and steps[0].unit is Unit.DIEU:
            texts[steps[0].number].append(provision.text)
    return {number: "\n".join(parts) for number, parts in texts.items()}


def peer_articles(path: Path) -> dict[str, str]:
    """The same by python-docx's paragraphs and a pattern; the last one of each number."""
    texts: dict[str, list[str]] = {}
    current: list[str] = []
    for paragraph in docx.Document(str(path)).paragraphs:
        if match := _PATTERN.match(paragraph.text):
            current = texts[match.group(1)] = []
        current.append(paragraph.text)
    return {number: "\n".join(parts) for number, parts in texts.items()}


def printed_text(path: Path) -> str:
    """Every letter of the file's runs in their order, folded: what a reader could have read."""
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as package:
        xml = package.read("word/document.xml").decode()
    return folded(" ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", re.sub(r"</w:p>", "<w:t> ", xml))))


def compare(folder: Path, index: dict[str, str], codified: dict[str, list[Wanted]]) -> Iterator[Comparison]:
    with IsolatedReader() as reader:
        for file, so_hieu in sorted(index.items()):
            if wanted := codified.get(so_hieu):
                path = folder / file
                ours, peer, printed = our_articles(reader, path), peer_articles(path), printed_text(path)
                for article in wanted:
                    yield Comparison(file, article, ours.get(article.number), peer.get(article.number), printed)


# Verdicts


def is_equal(one: str | None, other: str) -> bool:
    return one is not None and plain(body(one)) == plain(without_closing(other))


def is_folded_equal(one: str | None, other: str) -> bool:
    return one is not None and folded(body(one)) == folded(without_closing(other))


def classed(comparison: Comparison, flaws: Flaws) -> str:
    wanted = comparison.wanted
    if is_folded_equal(comparison.ours, wanted.text):
        return "neither"
    sides = {side for side, _ in flaws.get((wanted.so_hieu, wanted.number), ())}
    if sides:
        return "theirs" if sides == {"codified"} else "real"
    return "ours" if folded(without_closing(wanted.text)) in comparison.printed else "unlisted"


def evidence(ours: str | None, theirs: str) -> str:
    """The first words that differ, cut at sixty characters a side."""
    if ours is None:
        return "không tìm thấy Điều"
    one, other = body(ours).split(), without_closing(theirs).split()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = " ".join(one[a:b]), " ".join(other[c:d])
        if tag != "equal" and folded(left) != folded(right):
            before = " ".join(one[max(a - 2, 0) : a])
            return f'codified "{before} {right[:_EVIDENCE]}" | docx "{before} {left[:_EVIDENCE]}"'
    return "chỉ khác chỗ ngắt chữ"


def shares(system: str, found: Sequence[Comparison], flaws: Flaws) -> dict[str, object]:
    """The three shares of one system."""
    pairs = [(c.ours if system == "can-cu" else c.peer, c.wanted) for c in found]
    clean = [pair for pair in pairs if (pair[1].so_hieu, pair[1].number) not in flaws]
    return {
        "system": system,
        "dieu": len(pairs),
        "equal_share": sum(is_equal(text, w.text) for text, w in pairs) / max(len(pairs), 1),
        "folded_share": sum(is_folded_equal(text, w.text) for text, w in pairs) / max(len(pairs), 1),
        "dieu_clean": len(clean),
        "clean_share": sum(is_folded_equal(text, w.text) for text, w in clean) / max(len(clean), 1),
    }


def print_differences(found: Sequence[Comparison], flaws: Flaws) -> None:
    differing = [c for c in found if not is_equal(c.ours, c.wanted.text)]
    by_class: dict[str, list[Comparison]] = defaultdict(list)
    for comparison in differing:
        by_class[classed(comparison, flaws)].append(comparison)
    print(f"{len(differing)} Điều differ: " + ", ".join(f"{len(v)} {k}" for k, v in sorted(by_class.items())))
    for name in ("theirs", "real"):
        kinds = Counter(kind for c in by_class[name] for _, kind in set(flaws[c.wanted.so_hieu, c.wanted.number]))
        print(f"{name}, kinds of the table: " + (", ".join(f"{n} {kind}" for kind, n in kinds.most_common()) or "none"))
    for name, title in (("ours", "ours"), ("unlisted", "rows to add to the table, counted as differences")):
        print(f"{title}: {len(by_class[name])}")
        for comparison in by_class[name]:
            wanted = comparison.wanted
            print(f"  {wanted.so_hieu}\t{wanted.number}\t{evidence(comparison.ours, wanted.text)}\t{comparison.file}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, default=DATA / "raw-documents")
    parser.add_argument("--index", type=Path, default=DATA / "raw-documents" / "index.jsonl")
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--flaws", type=Path, default=DATA / "known_flaws.tsv")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    index = read_index(args.index)
    codified = read_codified(args.codified, set(index.values()))
    flaws = read_flaws(args.flaws) if args.flaws.exists() else {}
    found = list(compare(args.documents, index, codified))
    print(f"{len({c.file for c in found})} files of {len({c.wanted.so_hieu for c in found})} laws")
    print_differences(found, flaws)
    rows: list[Row] = [shares(system, found, flaws) for system in ("can-cu", "python-docx and a pattern")]
    write_table(rows)
    write_json(args.json, "articles", str(args.documents), rows)


if __name__ == "__main__":
    main()
