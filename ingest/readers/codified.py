"""One document's rows of the codified law (JSON lines) as lines.

Each row becomes a heading line "Điều {article}. {title}" (`Line.heading` True) and the lines of its text (False): a
quoted "Điều 5" inside a text is content, so for this media type the structure parser trusts headings only. A number
that comes twice keeps its printed heading; its address is "5~2", then "5~3", in order.

What a row says beside its words is in `SourceText.declared.notes`, with the address of its Điều:

- kind "ma_nguon": the row's `id`, one for each row, in order
- kind "ghi_chu": the row's `source_note`, where it tells of an amendment and not of the origin alone
- kind "hop_nhat_den": the day (ISO) of the last amendment that the note names; before it the words were others

What the note tells of amending texts is in `SourceText.declared.relations`, and in `until` for an Điều that was
repealed whole. `identity` gives the document's `DocId`, which is that of every note's ref.
"""

import datetime
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.codified_note import Noted, read_note
from corpus.errors import BadReference
from corpus.locator import Locator, Unit
from corpus.model import Note, Relation, SourceRank
from corpus.reference import DocId, Ref
from corpus.text import find_date, nfc
from ingest import noted
from ingest.readers import refusal
from ingest.readers.media import CODIFIED, is_row
from ingest.source_text import Declared, Line, SourceText

_ITEM = re.compile(r"ItemID=(\d+)")
_SNAPSHOT = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_ARTICLE_IN_URL = re.compile(r"Dieu_(\d+[a-zđ]?)")
_AMENDED = re.compile(r"sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|đính chính|ngưng hiệu lực", re.IGNORECASE)
# "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội, có hiệu lực …)"
_NAME_IN_NOTE = r"{so_hieu}\s+(.+?)\s+ngày\s+\d{{1,2}}/\d{{1,2}}/\d{{4}}\s+của\s+(.+?),?\s+có hiệu lực"


@dataclass(frozen=True, slots=True)
class Row:
    """One article as the codification's data file gives it; "" where a field is absent."""

    id: str
    doc_number: str
    article: str
    title: str
    text: str
    doc_type: str
    law_name: str
    issued: str
    effective: str
    source_note: str
    source_url: str
    snapshot: str = ""

    @property
    def number(self) -> str:
        """The Điều's number: the field, else from the page's anchor, else the end of the id."""
        if self.article:
            return self.article
        anchor = _ARTICLE_IN_URL.search(self.source_url)
        return anchor.group(1) if anchor else re.split(r"[.@]", self.id)[-1]


def read(name: str, data: bytes) -> SourceText:
    """The lines of one document's rows, with what the rows declare.

    Raises:
        UnreadableSource: a line is not a row.
    """
    rows = _rows(name, data)
    doc_id = identity(rows)
    placed = tuple(zip(rows, addresses(rows), strict=True))
    said = declared([(row, Ref(doc_id, place), bool(row.text)) for row, place in placed])
    lines = tuple(line for row in rows for line in _lines(row))
    return SourceText(lines, CODIFIED, rank=SourceRank.CODIFIED, declared=said)


def identity(rows: Iterable[Row]) -> DocId:
    """The document's identity; a row without a readable số hiệu gets kind "khong-so" and a number from its source."""
    row = next(iter(rows))
    issued = find_date(row.issued)
    year = issued.year if issued else None
    try:
        return DocId.from_so_hieu(row.doc_number, year)
    except BadReference:
        source = row.source_url.partition("#")[0] or row.law_name or row.id
        digest = hashlib.sha256((row.doc_number + source).encode()).hexdigest()
        return DocId("khong-so", year, digest[:10])


def document_key(so_hieu: str, source_url: str, law_name: str, row_id: str) -> str:
    """What gathers the rows of one document: its số hiệu, else the ItemID of its page, else the name of the law."""
    try:
        DocId.from_so_hieu(so_hieu)
        return so_hieu
    except BadReference:
        pass
    if item := _ITEM.search(source_url):
        return f"{so_hieu} ItemID={item.group(1)}".strip()
    # A row that names nothing still stands under its own part of the codification: 27.1.TT.13 for 27.1.TT.13.3.
    return so_hieu or law_name or row_id.rpartition(".")[0] or row_id


def _rows(name: str, data: bytes) -> list[Row]:
    rows = []
    for at, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise refusal.damaged(name, f"dòng {at} không phải JSON") from error
        if not is_row(value):
            raise refusal.damaged(name, f"dòng {at} thiếu id, article hoặc text")
        rows.append(row_of(value))
    return rows


def row_of(value: Mapping[str, object]) -> Row:
    """A row from the fields of its line; other fields are left aside."""
    return Row(**{field: nfc(str(value.get(field) or "")).strip() for field in Row.__slots__})


def addresses(rows: Iterable[Row]) -> Iterator[Locator]:
    """The address of each row; a number that comes again is "5~2"."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.number] += 1
        times = seen[row.number]
        yield Locator.of((Unit.DIEU, row.number if times == 1 else f"{row.number}~{times}"))


def heading(row: Row) -> Line:
    """The article's heading line under its own number."""
    title = " ".join(row.title.split())
    return Line(f"Điều {row.number}. {title}".strip(), heading=True)


def _lines(row: Row) -> list[Line]:
    return [heading(row), *(Line(line.strip()) for line in row.text.splitlines() if line.strip())]


def _notes(row: Row, ref: Ref, merged: datetime.date | None) -> Iterator[Note]:
    yield Note(ref, "ma_nguon", row.id)
    if merged or _AMENDED.search(_without_name(row)):
        yield Note(ref, "ghi_chu", row.source_note)
    if merged:
        yield Note(ref, "hop_nhat_den", merged.isoformat())


def _without_name(row: Row) -> str:
    """The note less the document's own name, which may itself say "sửa đổi, bổ sung"."""
    head, comma, tail = row.source_note.partition(", có hiệu lực")
    return tail if comma else head


def declared(placed: Sequence[tuple[Row, Ref, bool]]) -> Declared:
    """What one document's rows declare of it: each row, its address, and whether it has words of its own."""
    rows = [row for row, _, _ in placed]
    first = next((row for row in rows if _name_in_note(row)[0]), rows[0])
    name, issuer = _name_in_note(first)
    url = next((row.source_url.partition("#")[0] for row in rows if row.source_url), None)
    notes: list[Note] = []
    relations: list[Relation] = []
    until: list[tuple[str, datetime.date]] = []
    for row, ref, worded in placed:
        told = read_note(row.source_note)
        notes += _notes(row, ref, _consolidated_to(row, told, worded=worded))
        relations += noted.relations(told, ref, row.doc_number)
        if day := noted.repealed_on(told):
            until.append((str(ref.locator), day))
    return Declared(
        so_hieu=first.doc_number,
        loai=first.doc_type or ("Luật" if first.law_name else ""),
        trich_yeu=first.law_name or name,
        co_quan_ban_hanh=issuer,
        ngay_ban_hanh=next((day for row in rows if (day := find_date(row.issued))), None),
        ngay_hieu_luc=min((day for row in rows if (day := find_date(row.effective))), default=None),
        as_of=min((day for row in rows if (day := _month(row.snapshot))), default=None),
        url=url,
        notes=tuple(notes),
        relations=tuple(relations),
        until=tuple(until),
    )


def _consolidated_to(row: Row, told: Sequence[Noted], *, worded: bool) -> datetime.date | None:
    """The last day on which a text changed the Điều, when it is not earlier than its own effect.

    A law amended before its own effect, on a day put off for both, is consolidated to that day.
    """
    own, latest = find_date(row.effective), noted.merged_to(told, worded=worded)
    return latest if latest and (own is None or latest >= own) else None


def _month(snapshot: str) -> datetime.date | None:
    """The first day of a state that is known by its month ("2026-01"): it may be of any day of it."""
    match = _SNAPSHOT.fullmatch(snapshot)
    return datetime.date(int(match[1]), int(match[2]), 1) if match else None


def _name_in_note(row: Row) -> tuple[str, str]:
    if not row.doc_number:
        return "", ""
    match = re.search(_NAME_IN_NOTE.format(so_hieu=re.escape(row.doc_number)), row.source_note)
    return (match.group(1), match.group(2)) if match else ("", "")
