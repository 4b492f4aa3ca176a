"""How exactly citations are found: precision and recall against marks made by hand, and how many a second.

python -m tests.bench.citations [--gold F.jsonl] [--data DIR] [--codified F.jsonl.gz] [--articles 500] [--list]
    [--json FILE]

The rules of marking are in docs/citations.md. A target is a document, or a place with its document; finds and marks
that overlap are compared as sets of targets, so that a list cut in two loses nothing, and a span is right when it
equals the mark's. Only inside the marked stretches is a find judged. resolved_share: of the finds that name a
document, those that a collection of the codified documents' heads takes to one document, or that name one which is
not in it by a whole số hiệu. The rate is over articles of the codified law, beside eyecite on English text of our
own, as long.
"""

import argparse
import gzip
import importlib.metadata
import json
import logging
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.citation import Citation, CitationForm, NamedDocument, find, resolve
from corpus.errors import BadReference
from corpus.model import Document, Holding, Source, SourceRank
from corpus.reference import DocId, slug
from corpus.store import Store
from tests.bench.data import DATA, Row, write_json, write_table
from tests.bench.marked_texts import MarkedText, sha256_of

GOLD = Path(__file__).parent / "citations_gold.jsonl"
_FOREIGN = 500  # texts that eyecite reads; all of the codified law would take it ten minutes
_BESIDE = 1_500  # characters around a stretch that the finder sees too


@dataclass(frozen=True)
class Mark:
    """A citation and its targets, as docs/citations.md writes them."""

    start: int
    end: int
    doc: str
    places: tuple[str, ...]

    @property
    def targets(self) -> frozenset[tuple[str, str]]:
        """(document, place); numbers without leading zeros, in small letters."""
        doc = {"here": "self", "above": "-"}.get(self.doc, self.doc)
        return frozenset((_plain(doc), _plain(place)) for place in self.places or ("",))

    @property
    def form(self) -> str:
        if self.doc in ("self", "here"):
            return "self"
        if self.doc in ("-", "above"):
            return "relative"
        if ":" in self.doc:
            return "name"
        return "number" if self.doc.startswith("?") else "so_hieu"


@dataclass(frozen=True)
class Stretch:
    """A marked part of a text, with what was found in it."""

    name: str
    kind: str
    text: str
    marks: tuple[Mark, ...]
    found: tuple[Mark, ...]


@dataclass
class Score:
    """Counts of targets, and of marks whose targets, and whose span, are all right."""

    marks: int = 0
    targets: int = 0
    found: int = 0
    right: int = 0
    whole: int = 0
    spans: int = 0

    def row(self, system: str) -> Row:
        return {
            "system": system,
            "marks": self.marks,
            "targets": self.targets,
            "precision": self.right / self.found if self.found else 1.0,
            "recall": self.right / self.targets if self.targets else 1.0,
            "marks_whole": self.whole / self.marks if self.marks else 1.0,
            "spans_equal": self.spans / self.marks if self.marks else 1.0,
        }


def _plain(address: str) -> str:
    return re.sub(r"(?<=[-/])0+(?=\d)", "", address.lower())


def written(citation: Citation) -> Mark:
    """What was found, in the words of the gold set."""
    start, end = citation.span
    doc = _document(citation.doc) if citation.doc else "self" if citation.form is CitationForm.SELF else "-"
    return Mark(start, end, doc, tuple(str(locator) for locator in citation.locators))


def _document(doc: NamedDocument) -> str:
    if doc.doc_id:
        return str(doc.doc_id)
    if doc.number:
        return f"?/{doc.year or '-'}/{doc.number}"
    loai = slug(doc.loai or "")
    name = "" if loai == "hien-phap" else slug(doc.name)
    return f"{loai}:{name}" + (f"/{doc.year}" if doc.year else "")


def stretches(gold: Path, data: Path) -> Iterator[Stretch]:
    """Each row of the gold set with what is found there; texts that cannot be opened or differ are named."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = f"{row['file']} {row.get('row', '')}".strip()
        try:
            text = MarkedText(row["file"], row["form"], row.get("row", "")).open(data)
        except FileNotFoundError as error:
            print(f"not judged, cannot be opened: {name} ({error})")
            continue
        if sha256_of(text) != row["sha256"]:
            print(f"not judged, another text: {name}")
            continue
        start, end = row["start"], row["end"]
        marks = tuple(Mark(m["start"], m["end"], m["doc"], tuple(m.get("places", ()))) for m in row["marks"])
        yield Stretch(name, row["kind"], text, marks, tuple(_found(text, start, end)))


def _found(text: str, start: int, end: int) -> Iterator[Mark]:
    begin = max(text.rfind("\n", 0, max(start - _BESIDE, 0)) + 1, start - 2 * _BESIDE)
    for citation in find(text[max(begin, 0) : end + _BESIDE]):
        mark = written(citation)
        shifted = Mark(mark.start + max(begin, 0), mark.end + max(begin, 0), mark.doc, mark.places)
        if start <= shifted.start < end:
            yield shifted


def groups(stretch: Stretch) -> Iterator[tuple[list[Mark], list[Mark]]]:
    """Marks and finds that overlap, together; a mark or a find alone has nobody on the other side."""
    both = [(m.start, m.end, True, m) for m in stretch.marks] + [(f.start, f.end, False, f) for f in stretch.found]
    both.sort(key=lambda item: item[:2])
    marks, found = list[Mark](), list[Mark]()
    until = -1
    for start, end, is_mark, mark in both:
        if start >= until and (marks or found):
            yield marks, found
            marks, found = [], []
        (marks if is_mark else found).append(mark)
        until = max(until, end)
    if marks or found:
        yield marks, found


def count(score: Score, marks: Sequence[Mark], found: Sequence[Mark]) -> None:
    wanted: Counter[tuple[str, str]] = Counter(target for mark in marks for target in mark.targets)
    given: Counter[tuple[str, str]] = Counter(target for mark in found for target in mark.targets)
    score.marks += len(marks)
    score.targets += wanted.total()
    score.found += given.total()
    score.right += (wanted & given).total()
    score.whole += len(marks) if wanted == given else 0
    spans = {(mark.start, mark.end) for mark in found}
    score.spans += sum((mark.start, mark.end) in spans for mark in marks)


def judge(all_stretches: Sequence[Stretch], listed: bool) -> list[Row]:
    """The figures: over all, by kind of text, by form."""
    whole, by_kind, by_form = Score(), defaultdict[str, Score](Score), defaultdict[str, Score](Score)
    for stretch in all_stretches:
        for marks, found in groups(stretch):
            for score in (whole, by_kind[stretch.kind], by_form[(marks or found)[0].form]):
                count(score, marks, found)
            if listed and Counter(t for m in marks for t in m.targets) != Counter(t for f in found for t in f.targets):
                _show(stretch, marks, found)
    rows = [whole.row("can-cu")]
    rows += [score.row(f"kind {kind}") for kind, score in sorted(by_kind.items())]
    return rows + [score.row(f"form {form}") for form, score in sorted(by_form.items())]


def _show(stretch: Stretch, marks: Sequence[Mark], found: Sequence[Mark]) -> None:
    print(f"  {stretch.name} ({stretch.kind})")
    for sign, side in (("marked", marks), ("found ", found)):
        for mark in side:
            words = " ".join(stretch.text[mark.start : mark.end].split())
            print(f"    {sign} {mark.start} “{words}” {mark.doc} {' '.join(mark.places)}")


def heads(codified: Path, store: Store) -> None:
    """The documents of the codified law as heads: số hiệu, loại and, where its first article says it, the name."""
    seen: dict[str, tuple[str, str]] = {}
    for row in _articles(codified):
        number = str(row["doc_number"] or "")
        title = re.search(rf"số {re.escape(number)} (?P<title>.+?) ngày \d\d/", str(row["source_note"] or ""))
        if number not in seen or (title and not seen[number][1]):
            seen[number] = (str(row["doc_type"] or ""), title["title"] if title else "")
    for at, (number, (loai, name)) in enumerate(seen.items()):
        try:
            doc_id = DocId.from_so_hieu(number)
        except BadReference:
            continue
        name = re.sub(rf"(?i)^{re.escape(loai)}\s+", "", name)
        source = Source(f"{at:064x}", "head.txt", "text/plain", "", SourceRank.CODIFIED, official=True)
        store.add(Holding(Document(doc_id, number, loai, name), source, ()), b"")


def _articles(codified: Path) -> Iterator[Mapping[str, object]]:
    with gzip.open(codified, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def resolved_share(citations: Sequence[Citation], store: Store) -> float:
    """Of citations that name a document, those taken to one identity."""
    named = [citation for citation in citations if citation.doc]
    right = 0
    for citation in named:
        held = {ref.doc_id for ref in resolve(citation, store).targets}
        doc_id = citation.doc.doc_id if citation.doc else None
        right += len(held) == 1 or (not held and doc_id is not None and doc_id.year is not None)
    return right / len(named) if named else 1.0


_ENGLISH = (
    "The court below relied on Smith v. Jones, {a} U.S. {b}, {c} (19{d}). It held that the notice was late, "
    "and that the clerk had no power to take it after the office closed for the day. That reading is narrower "
    "than the words of the statute allow. The words speak of the day on which a paper is handed in, and say "
    "nothing of the hour; where the legislature meant an hour it said so in the chapter on sales. The duty to "
    "answer stands in {e} U.S.C. § {f}. Nothing in that section makes the answer depend on the form in which "
    "the question was put, and the agency has for many years answered letters, telegrams and calls alike. A "
    "rule that helped only those who know the form would help those who need it least. The agency, for its "
    "part, asked us to follow Doe v. Roe, {b} F.2d {a} (9th Cir. 19{d}). The parties did not brief that case, "
    "and we do not reach it. It concerned a lease that both sides had signed, while here there was never more "
    "than a draft, which the tenant sent back with changes in the margin. We therefore vacate the order and "
    "send the case back, so that the clerk may enter the notice as of the day on which it was handed in. See "
    "id. at {c}. Each side bears its own costs. "
)


def english(length: int, seed: int = 1) -> str:
    """English prose of our own with citations in it, of a given length."""
    draw, pieces, size = random.Random(seed), list[str](), 0
    while size < length:
        numbers = {key: draw.randint(100, 599) for key in "abcf"} | {
            "d": draw.randint(50, 99),
            "e": draw.randint(5, 49),
        }
        pieces.append(_ENGLISH.format(**numbers))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def rates(texts: Sequence[str]) -> list[Row]:
    """Characters and citations a second, ours and eyecite's on texts of the same lengths, the first of them if many."""
    rows: list[Row] = [_rate("can-cu", texts, lambda text: len(find(text)))]
    try:
        version = importlib.metadata.version("eyecite")
    except importlib.metadata.PackageNotFoundError:
        print("eyecite is not installed: pip install eyecite")
        return rows
    from eyecite import get_citations

    logging.getLogger("eyecite").setLevel(logging.ERROR)  # it tells of each overlap

    foreign = [english(len(text), seed) for seed, text in enumerate(texts[:_FOREIGN])]
    return [*rows, _rate(f"eyecite {version}, English", foreign, lambda text: len(get_citations(text)))]


def _rate(system: str, texts: Sequence[str], counted: Callable[[str], int]) -> Row:
    counted(texts[0])  # patterns are compiled once
    begin = time.perf_counter()
    found = sum(counted(text) for text in texts)
    seconds = time.perf_counter() - begin
    length = sum(map(len, texts))
    return {
        "system": system,
        "texts": len(texts),
        "characters": length,
        "citations": found,
        "characters_s": round(length / seconds),
        "citations_s": round(found / seconds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--articles", type=int, default=500, help="how many the rate is measured on; 0: no rate")
    parser.add_argument("--list", action="store_true", help="print each miss and each find too many")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    judged = list(stretches(args.gold, args.data))
    rows = judge(judged, args.list)
    write_table(rows)
    if args.articles and args.codified.exists():
        texts = [text for row in _articles(args.codified) if (text := str(row["text"] or ""))]
        texts = random.Random(1).sample(texts, min(args.articles, len(texts)))
        with tempfile.TemporaryDirectory() as home, Store.open(Path(home)) as store:
            heads(args.codified, store)
            marked = [c for s in judged for m in s.found for c in find(s.text[m.start : m.end])]
            everywhere = [citation for text in texts for citation in find(text)]
            shares: list[Row] = [
                {"system": "can-cu", "on": "gold stretches", "resolved_share": resolved_share(marked, store)},
                {
                    "system": "can-cu",
                    "on": f"{len(texts)} articles",
                    "resolved_share": resolved_share(everywhere, store),
                },
            ]
        write_table(shares)
        speed = rates(texts)
        write_table(speed)
        rows += [*shares, *speed]
    write_json(args.json, "citations", args.gold.name, rows)


if __name__ == "__main__":
    main()
