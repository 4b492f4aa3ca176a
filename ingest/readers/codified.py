"""One document's rows of the codified law (JSON lines) as lines.

Each row becomes a heading line "Điều {article}. {title}" (`Line.heading` True) and the lines of its text (False): a
quoted "Điều 5" inside a text is content, so for this media type the structure parser trusts headings only. A number
that comes twice keeps its printed heading; its address is "5~2", then "5~3", in order.

What a row says beside its words is in `SourceText.declared.notes`, with the address of its Điều:

- kind "ma_nguon": the row's `id`, one for each row, in order
- kind "ghi_chu": the row's `source_note`, where it tells of an amendment and not of the origin alone
- kind "hop_nhat_den": the day (ISO) of the last amendment that the note names; before it the words were others

`identity` gives the document's `DocId`, which is that of every note's ref.
"""

import datetime
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import BadReference
from corpus.locator import Locator, Unit
from corpus.model import Note, SourceRank
from corpus.reference import DocId, Ref
from corpus.text import find_date, nfc
from ingest.readers import refusal
from ingest.readers.media import CODIFIED, is_row
from ingest.source_text import Declared, Line, SourceText

_ITEM = re.compile(r"ItemID=(\d+)")
_ARTICLE_IN_URL = re.compile(r"Dieu_(\d+[a-zđ]?)")
_AMENDED = re.compile(r"sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính", re.IGNORECASE)
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
    lines: list[Line] = []
    said: list[Note] = []
    doc_id = identity(rows)
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.number] += 1
        lines += _lines(row)
        said += notes(row, Ref(doc_id, Locator.of((Unit.DIEU, repeated(row.number, seen[row.number])))))
    return SourceText(tuple(lines), CODIFIED, rank=SourceRank.CODIFIED, declared=declared(rows, tuple(said)))


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
        rows.append(Row(**{field: nfc(str(value.get(field) or "")).strip() for field in Row.__slots__}))
    return rows


def repeated(number: str, times: int) -> str:
    """The address of a number that comes again: "5", then "5~2"."""
    return number if times == 1 else f"{number}~{times}"


def heading(row: Row) -> Line:
    """The article's heading line under its own number."""
    title = " ".join(row.title.split())
    return Line(f"Điều {row.number}. {title}".strip(), heading=True)


def _lines(row: Row) -> list[Line]:
    return [heading(row), *(Line(line.strip()) for line in row.text.splitlines() if line.strip())]


def notes(row: Row, ref: Ref) -> list[Note]:
    """What the row says of its Điều beside the words."""
    found = [Note(ref, "ma_nguon", row.id)]
    if _AMENDED.search(_without_name(row)):
        found.append(Note(ref, "ghi_chu", row.source_note))
        if day := _consolidated_to(row):
            found.append(Note(ref, "hop_nhat_den", day.isoformat()))
    return found


def _consolidated_to(row: Row) -> datetime.date | None:
    """The latest day of effect in the note beside the row's own, when it is not earlier than that.

    A law amended before its own effect, on a day put off for both, is consolidated to that day.
    """
    own = find_date(row.effective)
    days = [day for part in row.source_note.split("có hiệu lực")[1:] if (day := find_date(part))]
    if own in days:
        days.remove(own)
    latest = max(days, default=None)
    return latest if latest and (own is None or latest >= own) else None


def _without_name(row: Row) -> str:
    """The note less the document's own name, which may itself say "sửa đổi, bổ sung"."""
    head, comma, tail = row.source_note.partition(", có hiệu lực")
    return tail if comma else head


def declared(rows: list[Row], said: tuple[Note, ...]) -> Declared:
    """What one document's rows declare of it."""
    first = next((row for row in rows if _name_in_note(row)[0]), rows[0])
    name, issuer = _name_in_note(first)
    url = next((row.source_url.partition("#")[0] for row in rows if row.source_url), None)
    return Declared(
        so_hieu=first.doc_number,
        loai=first.doc_type or ("Luật" if first.law_name else ""),
        trich_yeu=first.law_name or name,
        co_quan_ban_hanh=issuer,
        ngay_ban_hanh=next((day for row in rows if (day := find_date(row.issued))), None),
        ngay_hieu_luc=min((day for row in rows if (day := find_date(row.effective))), default=None),
        url=url,
        notes=said,
    )


def _name_in_note(row: Row) -> tuple[str, str]:
    if not row.doc_number:
        return "", ""
    match = re.search(_NAME_IN_NOTE.format(so_hieu=re.escape(row.doc_number)), row.source_note)
    return (match.group(1), match.group(2)) if match else ("", "")
