"""Where the documents of the starting corpus are published, as far as it is known: facts, kept in a table.

The table has a line for each address: the document's identity and the address, tab between. Addresses of vbpl.vn come
from the Ministry's codified law, which names them for each article; those of other places from their own pages.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from corpus.errors import FetchError
from corpus.model import SourceRank
from corpus.reference import DocId
from ingest.official_hosts import HOSTS, OfficialAddress

_ITEM = re.compile(r"/vbpq-toanvan\.aspx\?(?:[^#]*&)?ItemID=(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document to bring, or an address.

    Attributes:
        name: For people: "Nghị định 45/2012/NĐ-CP", or the address.
        doc_id: Which document the address must hold; None when any will do.
        so_hieu: As printed, "" when it is not known.
        addresses: Where it is published, the likeliest first; empty when that is not known.
    """

    name: str
    doc_id: DocId | None = None
    so_hieu: str = ""
    addresses: tuple[str, ...] = ()


def starting_corpus() -> tuple[Wanted, ...]:
    """Every document that the starting corpus names, in the order of its files."""
    folder = resources.files("corpus") / "seed"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return tuple(_named(file.read_text(encoding="utf-8")) for file in files)


def _named(summary: str) -> Wanted:
    table = tomllib.loads(summary.split("+++")[1])
    issued = table.get("ngay_ban_hanh")
    doc_id = DocId.from_so_hieu(table["so_hieu"], issued.year if issued else None, table.get("dia_phuong"))
    return Wanted(f"{table['loai']} {table['so_hieu']}", doc_id, table["so_hieu"], addresses_of(doc_id))


def addresses_of(doc_id: DocId, others: Iterable[str] = ()) -> tuple[str, ...]:
    """Official addresses of a document: those of the table, then others that are known of it, each form once."""
    written = [address for known, address in _table() if known == doc_id]
    official = [place for address in (*written, *others) if (place := _official(address))]
    return tuple(dict.fromkeys(form for place in official for form in _forms(place)))


def document_at(address: str) -> DocId | None:
    """The document that the table has at an address, None for an address that it does not have."""
    here = _official(address)
    return next((doc_id for doc_id, known in _table() if here in _forms(known)), None)


def where_to_look(doc_id: DocId | None) -> str:
    """One sentence for a document whose official address is not known."""
    local = doc_id is not None and re.search(r"(^|-)(ubnd|hdnd)(-|$)", doc_id.kind)
    party = doc_id is not None and re.search(r"(^|-)(tw|vptw)$", doc_id.kind)
    if party:
        place = "tulieuvankien.dangcongsan.vn"
    elif local:
        place = "Công báo của tỉnh, hoặc phần văn bản địa phương của vbpl.vn"
    else:
        place = f"vbpl.vn, congbao.chinhphu.vn hoặc {_office(doc_id)}"
    return f"Tìm số hiệu này ở {place}, rồi chạy: cancu fetch ĐỊA_CHỈ."


_OFFICES = {
    **{"bct": "moit.gov.vn", "bcn": "moit.gov.vn", "btc": "mof.gov.vn", "btp": "moj.gov.vn"},
    **{"qh": "quochoi.vn", "ubtvqh": "quochoi.vn", "cp": "vanban.chinhphu.vn", "ttg": "vanban.chinhphu.vn"},
}


def _office(doc_id: DocId | None) -> str:
    for part in doc_id.kind.split("-") if doc_id else ():
        if host := _OFFICES.get(part.rstrip("0123456789")):
            return f"{HOSTS[host].words} ({host})"
    return "trang của cơ quan ban hành"


def _table() -> tuple[tuple[DocId, str], ...]:
    text = (resources.files("ingest") / "official_addresses.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if line]
    return tuple((DocId.parse(doc_id), address) for doc_id, address in rows)


def _forms(address: str) -> tuple[str, ...]:
    """An address, and for a page of the old vbpl.vn the same document's page on the new one."""
    item = _ITEM.search(address) if OfficialAddress.parse(address).host.rank is SourceRank.VBPL else None
    return (address, f"https://vbpl.vn/van-ban/chi-tiet/{item.group(1)}") if item else (address,)


def _official(address: str) -> str | None:
    try:
        return str(OfficialAddress.parse(address))
    except FetchError:
        return None
