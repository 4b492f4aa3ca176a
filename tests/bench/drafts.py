"""How many faults a check finds in drafts, and how often it raises a false alarm.

python -m tests.bench.drafts [--files DIR] [--faults 200] [--seed 1] [--list] [--json FILE]

Real documents are the drafts: one fault is put into one line, and counts as found when that line has an error or a
warning that it did not have before. The collection is the starting corpus with the files themselves. Alarms are errors
and warnings on the untouched documents, on the day of their issue; a page is 2,000 characters. `--list` prints them, to
be judged by hand.
"""

import argparse
import datetime
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.citation import Citation, CitationForm, find
from corpus.citation_description import describe
from corpus.locator import Unit
from corpus.store import Store
from ingest.isolate import IsolatedReader
from ingest.pipeline import find_files, ingest
from ingest.source_text import SourceText
from search_api.check import Check, check
from search_api.draft import Draft, DraftTooLarge, of_source
from search_api.finding import Severity
from search_api.form_findings import LAW_2025_FROM, form_of
from search_api.term_findings import terms
from tests.bench.data import DATA, Row, write_json, write_table

SEED = Path(__file__).resolve().parents[2] / "corpus" / "seed"
PAGE = 2_000
_SHA = "0" * 64


@dataclass(frozen=True)
class Fault:
    """One line of a draft with a fault in it, in place of the line that stood there."""

    kind: str
    line: int
    text: str
    anywhere: bool = False  # whether it may be told elsewhere than near the line: a part that is gone


@dataclass(frozen=True)
class Ground:
    """A document that faults are put into: its text and what a check finds without them."""

    name: str
    source: SourceText
    draft: Draft
    on: datetime.date
    checked: Check


Maker = Callable[[Ground, random.Random], Iterator[Fault]]


def main() -> None:
    """Seed, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=DATA / "files")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print every alarm on the untouched documents")
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, Store.open(Path(home)) as store:
        for _ in ingest(find_files([SEED, args.files]), store, Path(home)):
            pass
        grounds = list(_grounds(args.files, store))
        rows = _found(grounds, store, args.faults, random.Random(args.seed))
    rows.append(_alarms(grounds, listed=args.list))
    write_table(rows)
    write_json(args.json, "drafts", args.files.name, rows)


def _grounds(folder: Path, store: Store) -> Iterator[Ground]:
    with IsolatedReader() as reader:
        for path in find_files([folder]):
            for member in reader.members(path):
                if not isinstance(member.text, SourceText):
                    continue
                try:
                    draft = of_source(member.name, member.sha256, member.text)
                except DraftTooLarge:
                    continue
                on = draft.document.ngay_ban_hanh
                if draft.has_dieu and on:
                    yield Ground(member.name, member.text, draft, on, check(draft, store, on))


# Faults


def _places(ground: Ground, form: CitationForm) -> list[Citation]:
    """Unquoted citations of a form that stand in one line."""
    draft = ground.draft
    return [
        citation
        for citation in find(draft.text)
        if citation.form is form and "\n" not in citation.text and not draft.quoted[draft.line_at(citation.span[0])]
    ]


def _replaced(ground: Ground, kind: str, span: tuple[int, int], words: str) -> Fault:
    draft = ground.draft
    line = draft.line_at(span[0])
    start = draft.starts[line]
    text = draft.lines[line].text
    return Fault(kind, line, text[: span[0] - start] + words + text[span[1] - start :])


def _held(ground: Ground) -> list[Citation]:
    """Citations in full of one document that is held with its date."""
    return [
        cited.citation
        for cited in ground.checked.cited
        if not cited.own and not cited.unchecked and cited.citation.form is CitationForm.FULL and cited.targets
    ]


def _dates(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    for citation in _held(ground):
        doc = citation.doc
        if doc and doc.issued and doc.issued in citation.text:
            numbers = [int(n) for n in re.findall(r"\d+", doc.issued)]
            at = citation.span[0] + citation.text.index(doc.issued)
            span = (at, at + len(doc.issued))
            wrong = f"{numbers[0] % 28 + 1} tháng {numbers[1] % 12 + 1} năm {numbers[2]}"
            yield _replaced(ground, "sai_ngay", span, wrong)
            yield _replaced(ground, "ngay_khong_co_that", span, f"30 tháng 02 năm {numbers[2]}")


def _kinds(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    for citation in _places(ground, CitationForm.FULL):
        for right, wrong in (("Nghị định", "Thông tư"), ("Thông tư", "Quyết định"), ("Quyết định", "Nghị định")):
            if citation.doc and citation.doc.loai == right and right in citation.text:
                at = citation.span[0] + citation.text.index(right)
                yield _replaced(ground, "sai_loai", (at, at + len(right)), wrong)


def _titles(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    for citation in _held(ground):
        described = describe(ground.draft.text, citation.span[1])
        if citation.doc and (citation.doc.issued or described.issuer) and len(described.title.split()) > 2:
            end = described.end
            at = end - len(described.title)
            if ground.draft.text[at:end] == described.title:
                lead = "" if ground.draft.text[:at].rstrip().endswith(("về", "việc")) else "về "
                yield _replaced(ground, "sai_ten", (at, end), f"{lead}quản lý tàu bay không người lái")


def _own_places(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    for citation in _places(ground, CitationForm.SELF):
        numbers = list(re.finditer(r"(?:khoản|Điều)\s(\d+)", citation.text, re.IGNORECASE))
        if numbers and not any(finding.span == citation.span for finding in ground.checked.findings):
            span = tuple(citation.span[0] + at for at in numbers[0].span(1))
            yield _replaced(ground, "noi_tu_dan", (span[0], span[1]), str(chance.randint(300, 900)))


def _numbers(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    for provision in ground.draft.provisions.values():
        if provision.unit not in (Unit.DIEU, Unit.KHOAN) or not provision.pieces or not provision.number.isdigit():
            continue
        line = ground.draft.line_at(provision.pieces[0].span.start)
        text = ground.draft.lines[line].text
        yield Fault("so_nhay", line, re.sub(r"\d+", str(int(provision.number) + 3), text, count=1))
        if int(provision.number) > 1:
            yield Fault("so_lap", line, re.sub(r"\d+", str(int(provision.number) - 1), text, count=1))


def _bases(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    """A basis that ended on 5/7/2012 in place of one that binds."""
    for line, words in enumerate(ground.draft.lines if ground.on > datetime.date(2012, 7, 5) else ()):
        if re.match(r"Căn cứ (?:Nghị định|Thông tư|Luật)", words.text):
            yield Fault("can_cu_het", line, "Căn cứ Nghị định số 134/2004/NĐ-CP ngày 09 tháng 6 năm 2004;")


_PARTS = {
    "thieu_quoc_hieu": re.compile(r"CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM", re.IGNORECASE),
    "thieu_ngay_thang": re.compile(r"[^\t\n|]*,\s*ngày\s*\d+\s*tháng\s*\d+\s*năm\s*\d{4}", re.IGNORECASE),
    "thieu_so": re.compile(r"(?:Luật )?[Ss]ố\s?:[^\t|]*"),
    "thieu_noi_nhan": re.compile(r"Nơi nhận\s*:.*"),
}


def _parts(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    """A part of the head or the closing taken out."""
    form = form_of(ground.draft)
    if not form.is_whole:
        return
    for kind, part in _PARTS.items():
        at = next((at for at in (*form.head[:20], *form.closing) if part.search(ground.draft.lines[at].text)), None)
        if at is not None:
            yield Fault(kind, at, part.sub("", ground.draft.lines[at].text), anywhere=True)


def _effects(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    """An effect three days after the signing, under the law of 2025."""
    day = ground.on + datetime.timedelta(days=3)
    words = rf"\g<1>{day.day} tháng {day.month} năm {day.year}"
    for line, words_of in enumerate(ground.draft.lines if ground.on >= LAW_2025_FROM else ()):
        text = re.sub(r"(này có hiệu lực.{0,30}ngày )\d+ tháng \d+ năm \d{4}", words, words_of.text)
        if text != words_of.text and not ground.draft.quoted[line]:
            yield Fault("hieu_luc_qua_som", line, text)


def _terms(ground: Ground, chance: random.Random) -> Iterator[Fault]:
    for term in terms(ground.draft):
        yield _replaced(ground, "tu_ngu_khong_dung", term.span, "Tín chỉ mật ong")


_MAKERS: tuple[Maker, ...] = (
    _dates, _kinds, _titles, _own_places, _numbers, _bases, _parts, _effects, _terms
)  # fmt: skip


def _found(grounds: Sequence[Ground], store: Store, most: int, chance: random.Random) -> list[Row]:
    made: dict[str, list[tuple[Ground, Fault]]] = {}
    for ground in grounds:
        for maker in _MAKERS:
            for fault in maker(ground, chance):
                made.setdefault(fault.kind, []).append((ground, fault))
    each = most // max(len(made), 1)
    rows: list[Row] = []
    total = found = 0
    for kind, faults in sorted(made.items()):
        chosen = chance.sample(faults, min(each, len(faults)))
        seen = [_is_found(ground, fault, store) for ground, fault in chosen]
        total, found = total + len(seen), found + sum(seen)
        rows.append({"fault": kind, "seeded": len(seen), "found": sum(seen), "found_share": sum(seen) / len(seen)})
        for (ground, fault), was_found in zip(chosen, seen, strict=True):
            if not was_found:
                print(f"missed {kind}: {ground.name}:{fault.line + 1}: {fault.text[:150]}")
    rows.append({"fault": "all", "seeded": total, "found": found, "found_share": found / max(total, 1)})
    return rows


def _is_found(ground: Ground, fault: Fault, store: Store) -> bool:
    lines = list(ground.source.lines)
    lines[fault.line] = replace(lines[fault.line], text=fault.text)
    draft = of_source(ground.name, _SHA, replace(ground.source, lines=tuple(lines)))
    line = None if fault.anywhere else fault.line
    before = _alarms_near(ground.checked, line)
    after = _alarms_near(check(draft, store, ground.on), line)
    return len(after) > len(before) or not set(after) <= set(before)


def _alarms_near(checked: Check, line: int | None) -> list[str]:
    """Errors and warnings in a line, and in the numbered line after it: a wrong number is seen at either.

    Those of the whole draft without a line.
    """
    return [
        finding.message
        for finding in checked.findings
        if finding.severity is not Severity.CAN_XEM
        and (line is None or line <= checked.draft.line_at(finding.span[0]) <= line + 40)
    ]


def _alarms(grounds: Sequence[Ground], *, listed: bool) -> Row:
    alarms = pages = 0.0
    for ground in grounds:
        pages += len(ground.draft.text) / PAGE
        found = [finding for finding in ground.checked.findings if finding.severity is not Severity.CAN_XEM]
        alarms += len(found)
        for finding in found if listed else ():
            line = ground.draft.line_at(finding.span[0]) + 1
            print(f"{ground.name}:{line}: {finding.severity} {finding.code}: {finding.message}. {finding.remedy}")
    return {"fault": "untouched", "documents": len(grounds), "pages": round(pages), "alarms_per_page": alarms / pages}


if __name__ == "__main__":
    main()
