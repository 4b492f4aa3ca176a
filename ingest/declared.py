"""The front matter of our own summaries: TOML between two lines "+++", beside a body that reads like a law.

```toml
so_hieu = "28/2018/TT-BTC"
loai = "Thông tư"
trich_yeu = "…"
co_quan_ban_hanh = "Bộ Tài chính"
ngay_ban_hanh = 2018-03-28
ngay_hieu_luc = 2018-05-11
tinh_trang = "con_hieu_luc"        # one of EffectStatus
thoi_ky_tu = 2021-01-01            # of a programme: the years it was made for; the first day may be unknown
thoi_ky_den = 2025-12-31           # the last day
tinh_den = 2026-11-25              # the last day the summary speaks for
do_tin_cay = "verified:4"

[[nguon]]                          # sources, named once
ma = "tvpl-28"
noi = "https://…"
chinh_thuc = false

[[quy_dinh]]                       # what is known of one place beside its words
vi_tri = "dieu-8/khoan-4"          # "" is the document
do_tin_cay = "verified:2"
nguon = ["tvpl-28"]
canh_bao = "…"
ghi_chu = "…"
het_ap_dung = 2025-10-15           # first day on which the words no longer apply

[[quan_he]]
loai = "bi_sua_doi"                # a RelationKind, or bi_/duoc_ and one
voi = "64/2024/TT-BTC"
voi_ma = "tt-btc/2024/64"
tu_ngay = 2024-10-12
do_tin_cay = "verified:4"
```
"""

import datetime
import tomllib
from typing import Any

from corpus.errors import BadStructure, CanCuError
from corpus.locator import Locator
from corpus.model import EffectStatus, Note, Relation, RelationKind
from corpus.reference import DocId, Ref
from ingest.source_text import Declared


def read_front_matter(text: str) -> Declared:
    """What the front matter of a summary declares.

    Raises:
        BadStructure: not TOML, a field missing or of another kind, an unknown status, place or relation.
    """
    try:
        table = tomllib.loads(text)
        return _declared(table)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"không phải TOML: {error}") from error
    except KeyError as error:
        raise _bad(f"thiếu trường {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _bad(str(error)) from error
    except CanCuError as error:
        raise _bad(error.what) from error


def _bad(reason: str) -> BadStructure:
    return BadStructure(
        "Phần khai báo đầu tệp tóm lược không đọc được", reason, "Sửa phần giữa hai dòng +++ rồi nạp lại."
    )


def _declared(table: dict[str, Any]) -> Declared:
    issued = _day(table.get("ngay_ban_hanh"))
    place = table.get("dia_phuong")
    doc_id = DocId.from_so_hieu(table["so_hieu"], issued.year if issued else None, place)
    sources = {row["ma"]: row for row in table.get("nguon", [])}
    places = table.get("quy_dinh", [])
    status = table.get("tinh_trang")
    return Declared(
        so_hieu=table["so_hieu"],
        loai=table["loai"],
        trich_yeu=table.get("trich_yeu", ""),
        co_quan_ban_hanh=table.get("co_quan_ban_hanh", ""),
        nguoi_ky=table.get("nguoi_ky", ""),
        place=place,
        ngay_ban_hanh=issued,
        ngay_hieu_luc=_day(table.get("ngay_hieu_luc")),
        ngay_het_hieu_luc=_day(table.get("ngay_het_hieu_luc")),
        status=EffectStatus(status) if status else None,
        status_note=table.get("tinh_trang_loi", ""),
        aliases=tuple(table.get("ten_khac", [])),
        as_of=_day(table.get("tinh_den")),
        confidence=table.get("do_tin_cay", ""),
        notes=(*_term(doc_id, table), *(note for row in places for note in _notes(doc_id, row, sources))),
        relations=tuple(_relation(doc_id, table["so_hieu"], row) for row in table.get("quan_he", [])),
        until=tuple((row["vi_tri"], _required_day(row["het_ap_dung"])) for row in places if "het_ap_dung" in row),
    )


def _term(doc_id: DocId, table: dict[str, Any]) -> list[Note]:
    """The years of a programme as a note for programs, half-open: "2021-01-01/2026-01-01"."""
    if "thoi_ky_den" not in table:
        return []
    first, last = _day(table.get("thoi_ky_tu")), _required_day(table["thoi_ky_den"])
    return [Note(Ref(doc_id), "thoi_ky", f"{first or ''}/{last + datetime.timedelta(days=1)}")]


def _notes(doc_id: DocId, row: dict[str, Any], sources: dict[str, dict[str, Any]]) -> list[Note]:
    ref = Ref(doc_id, Locator.parse(row["vi_tri"]))
    confidence = row.get("do_tin_cay", "")
    notes = [Note(ref, kind, row[kind], confidence) for kind in ("canh_bao", "ghi_chu") if row.get(kind)]
    if confidence:
        notes.append(Note(ref, "do_tin_cay", confidence, confidence))
    for code in row.get("nguon", []):
        source = sources[code]
        where = source["noi"]
        url = where if where.startswith(("http://", "https://")) else None
        notes.append(Note(ref, "nguon", source.get("ten", where), "", url, bool(source.get("chinh_thuc", False))))
    return notes


def _relation(doc_id: DocId, so_hieu: str, row: dict[str, Any]) -> Relation:
    """A relation as its subject sees it; "bi_sua_doi" and "duoc_huong_dan" are read from the other end."""
    other = Ref(DocId.parse(row["voi_ma"]))
    name = row["loai"]
    passive = name.startswith(("bi_", "duoc_"))
    kind = RelationKind(name.partition("_")[2] if passive else name)
    ends = (other, Ref(doc_id)) if passive else (Ref(doc_id), other)
    names = (row["voi"], so_hieu) if passive else (so_hieu, row["voi"])
    return Relation(
        subject=ends[0],
        kind=kind,
        object=ends[1],
        subject_so_hieu=names[0],
        object_so_hieu=names[1],
        effective_on=_day(row.get("tu_ngay")),
        evidence=row.get("ghi_chu", ""),
        asserted_by="facts",
        confidence=row.get("do_tin_cay", ""),
    )


def _day(value: object) -> datetime.date | None:
    return None if value is None else _required_day(value)


def _required_day(value: object) -> datetime.date:
    if not isinstance(value, datetime.date):
        raise TypeError(f"“{value}” không phải ngày, viết theo mẫu 2025-10-15")
    return value
