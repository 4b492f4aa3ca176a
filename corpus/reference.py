"""Which document, which place in it: `DocId`, and `Ref`, the only way anything points at anything."""

import re
from dataclasses import dataclass

from corpus.errors import BadReference
from corpus.locator import Locator, Unit
from corpus.text import fold, nfc

# Ký hiệu as printed after the number: NĐ-CP, QĐ-TTg, TTLT-BTC-BCT, BCT-CTĐP, QH15, LCT/HDNN8.
_KY_HIEU = r"[A-ZĐ][A-Za-zĐđƯưÔôÂâĂăÊêƠơỀềỦủ0-9]*(?:\s?[-/&]\s?[A-ZĐ][A-Za-zĐđƯưÔôÂâĂăÊê0-9]*)*"
_STATE = re.compile(rf"((?:\d+\.)?\d+[A-Za-zđ]?)\s*/\s*(?:(\d{{4}})\s*/\s*)?({_KY_HIEU})")
_PARTY = re.compile(rf"(\d+[A-Za-zđ]?)\s*-\s*({_KY_HIEU})")
_DASH = re.compile("[‐‑‒–—―−]")
_LOCAL = re.compile(r"(^|-)(ubnd|hdnd)(-|$)")
_PROVINCE = re.compile(r"(?:ỦY|UỶ|HỘI).*NHÂN DÂN\s+(?:TỈNH|THÀNH PHỐ|TP\.?)?\s*(.+)$")
_QUOC_HOI = re.compile(r"(ubtvqh|qh)([il]?)(\d+)")
_LAST_TERM = 16  # 2026 to 2031; a larger number with three digits has a footnote mark stuck to it
_PRINTED = re.compile(r"([a-z0-9-]+)/(\d{4}|-)/([0-9a-z]+(?:\.[0-9a-z]+)?)(?:@([a-z0-9-]+))?(?:~(\d+))?")

_EID = {
    Unit.DINH_KEM: "att",
    Unit.PHU_LUC: "annex",
    Unit.MAU: "form",
    Unit.PHAN: "part",
    Unit.CHUONG: "chp",
    Unit.MUC: "sec",
    Unit.TIEU_MUC: "subsec",
    Unit.DIEU: "art",
    Unit.KHOAN: "para",
    Unit.DIEM: "point",
    Unit.TIET: "subpara",
    Unit.GACH: "indent",
    Unit.GHI_CHU: "note",
}


@dataclass(frozen=True, slots=True)
class DocId:
    """A document's identity: `nd-cp/2012/45`, `nq-tw/2022/19`, `qd-ubnd/2023/15@ha-noi`.

    Sorted by kind, year (an unknown one first), number as a number, place, serial.

    Attributes:
        kind: The ký hiệu as a slug ("nd-cp", "qh15", "ttlt-btc-bct").
        year: From the số hiệu, or from the date of issue where the số hiệu has none; None when neither is known.
        number: As printed without leading zeros, lower case ("45", "15a").
        place: The province of a local document as a slug, since each has its own numbers; None elsewhere.
        serial: 1, or more for twins: some số hiệu stand on two documents.

    Source: khoản 3 Điều 7 Luật 64/2025/QH15 (số, năm, loại, cơ quan make the số hiệu).
    """

    kind: str
    year: int | None
    number: str
    place: str | None = None
    serial: int = 1

    def __str__(self) -> str:
        place = f"@{self.place}" if self.place else ""
        serial = f"~{self.serial}" if self.serial > 1 else ""
        return f"{self.kind}/{self.year or '-'}/{self.number}{place}{serial}"

    def __lt__(self, other: "DocId") -> bool:
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, int]:
        """For sorting; unlike the fields, comparable where a year or a place is None."""
        digits = re.match(r"\d+", self.number)
        counted = int(digits.group()) if digits else 0
        return (self.kind, self.year or 0, counted, self.number, self.place or "", self.serial)

    @property
    def local(self) -> bool:
        """Whether each province counts documents of this kind on its own."""
        return _LOCAL.search(self.kind) is not None

    def to_akn_iri(self) -> str:
        """The Akoma Ntoso address of the work: `/akn/vn/act/nd-cp/2012/45`.

        A province stands beside the country (`vn-ha-noi`), a twin's serial after its number (`64-2`); a year that is
        not known is "-".
        """
        country = f"vn-{self.place}" if self.place else "vn"
        serial = f"-{self.serial}" if self.serial > 1 else ""
        return f"/akn/{country}/act/{self.kind}/{self.year or '-'}/{self.number}{serial}"

    def to_urn_lex(self) -> str | None:
        """The address in the form of RFC 9676: `urn:lex:vn:cp:nd:2012;45`; None where the year is not known.

        Jurisdiction: `vn`, a province as a unit after ";" (`vn;ha.noi`). Authority: the ký hiệu after its first part,
        several issuers joined by "+" (`btc+bct`). Measure: the first part of the ký hiệu; a ký hiệu of one part
        (`qh15`) stands for both, since it does not tell a law from a resolution. Details: the year, as the period in
        which documents are numbered, ";", and the number; a twin's serial follows the number after "-" (`64-2`), as
        the RFC's own `77-5953` has one. The grammar wants a date or a period, so that a document without a year has no
        address of this form. The RFC recommends names in full; Viet Nam has registered none, so the ký hiệu stands.

        Source: RFC 9676, sections 2.1, 3.2 and 8, as a public file quotes them; the RFC itself was not at hand:
        `jurisdiction ":" authority ":" measure ":" (dates / period) ";" numbers`, levels after ";", repetitions after
        "+".
        """
        if self.year is None:
            return None
        measure, *issuers = self.kind.split("-")
        authority = "+".join(issuers) or measure
        place = ";" + self.place.replace("-", ".") if self.place else ""
        serial = f"-{self.serial}" if self.serial > 1 else ""
        return f"urn:lex:vn{place}:{authority}:{measure}:{self.year};{self.number}{serial}"

    @classmethod
    def parse(cls, text: str) -> "DocId":
        """The identity that `str` printed.

        Raises:
            BadReference: the text has another form.
        """
        match = _PRINTED.fullmatch(text)
        if match is None:
            raise BadReference(text, "mã văn bản có dạng nd-cp/2012/45")
        kind, year, number, place, serial = match.groups()
        return cls(kind, None if year == "-" else int(year), number, place, int(serial or 1))

    @classmethod
    def from_so_hieu(cls, so_hieu: str, year: int | None = None, place: str | None = None) -> "DocId":
        """The identity a printed số hiệu gives.

        Args:
            so_hieu: For instance 45/2012/NĐ-CP, 1881/QĐ-TTg, 19-NQ/TW, 3384/BCT-CTĐP.
            year: The year of issue; used when the số hiệu does not carry one.
            place: Slug of the province for a local document.

        Raises:
            BadReference: not a số hiệu.
        """
        printed = _DASH.sub("-", nfc(so_hieu)).strip()
        if match := _STATE.fullmatch(printed):
            number, in_number, ky_hieu = match.groups()
            return cls(ky_hieu_slug(ky_hieu), int(in_number) if in_number else year, _plain(number), place)
        if match := _PARTY.fullmatch(printed):
            return cls(ky_hieu_slug(match.group(2)), year, _plain(match.group(1)), place)
        raise BadReference(so_hieu, "không phải số hiệu văn bản")


def tidy_so_hieu(printed: str) -> str:
    """A số hiệu without the spaces that layout put in, dashes made one: "45/2012/ NĐ – CP" → "45/2012/NĐ-CP"."""
    return re.sub(r"\s*([-/&])\s*", r"\1", nfc(printed).replace("–", "-")).strip(" .,;-/")


def province_of(issuer: str) -> str:
    """The province of a local issuer, in capitals ("ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ" → "PHÚ THỌ"); "" for others."""
    match = _PROVINCE.match(issuer.upper())
    return match.group(1).strip() if match else ""


def slug(text: str) -> str:
    """Letters and digits without marks, joined by single "-": "TTLT/BTC-BCT" → "ttlt-btc-bct"."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def ky_hieu_slug(ky_hieu: str) -> str:
    """A ký hiệu as a slug, misread terms of the Quốc hội mended: QHI15, QHI5 → qh15; QH135 (a footnote mark) → qh13."""
    plain = slug(re.sub(r"(?i)(?<=qh)\s+(?=\d)", "", ky_hieu))
    match = _QUOC_HOI.fullmatch(plain)
    if match is None:
        return plain
    body, misread, term = match.groups()
    if misread and len(term) == 1:
        term = "1" + term
    if int(term) > _LAST_TERM and len(term) > 2:
        term = term[:2]
    return body + term


def _plain(number: str) -> str:
    return fold(number).lstrip("0") or "0"


@dataclass(frozen=True, slots=True)
class Ref:
    """An address: a document and a place in it. `nd-cp/2012/45#dieu-5/khoan-2`; no place means the whole document."""

    doc_id: DocId
    locator: Locator = Locator()

    def __str__(self) -> str:
        return f"{self.doc_id}#{self.locator}" if self.locator.steps else str(self.doc_id)

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """The address that `str` printed.

        Raises:
            BadReference: either half cannot be read.
        """
        doc_id, _, locator = text.partition("#")
        return cls(DocId.parse(doc_id), Locator.parse(locator))

    def to_akn_eid(self) -> str:
        """The place as an Akoma Ntoso eId: `art_5__para_2__point_dd`; "" for the whole document."""
        return "__".join(f"{_EID[step.unit]}_{str(step).partition('-')[2]}" for step in self.locator.steps)

    def to_urn_lex(self) -> str | None:
        """The place in the form of RFC 9676: `urn:lex:vn:cp:nd:2012;45~dieu5;khoan2`; None without a year.

        Source: RFC 9676 as a public file quotes it, references to parts of a document: `URN-document "~" partition-id`,
        as `~art15;par3`.
        """
        document = self.doc_id.to_urn_lex()
        if document is None or not self.locator.steps:
            return document
        steps = (str(step).lower().partition("-") for step in self.locator.steps)
        return f"{document}~" + ";".join(f"{unit.replace('_', '.')}{number}" for unit, _, number in steps)

    def contains(self, other: "Ref") -> bool:
        """Whether the other address is this one or inside it."""
        return self.doc_id == other.doc_id and self.locator.contains(other.locator)
