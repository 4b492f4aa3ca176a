"""The values that cross module borders: sources, documents, provisions, relations, intervals of days."""

import datetime
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from corpus.locator import Unit
from corpus.placed import Page
from corpus.reference import DocId, Ref
from corpus.table import Table

if TYPE_CHECKING:  # operations hold pieces, and a holding holds operations
    from corpus.amendment import Operation


class EffectStatus(StrEnum):
    """Whether a rule binds on a day. What is not known is `KHONG_RO`, never in force."""

    CHUA_HIEU_LUC = "chua_hieu_luc"
    CON_HIEU_LUC = "con_hieu_luc"
    HET_HIEU_LUC_MOT_PHAN = "het_hieu_luc_mot_phan"
    HET_HIEU_LUC = "het_hieu_luc"
    NGUNG_HIEU_LUC = "ngung_hieu_luc"
    KHONG_RO = "khong_ro"

    @property
    def vi(self) -> str:
        """The status in the words of the page."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    EffectStatus.CHUA_HIEU_LUC: "Chưa có hiệu lực",
    EffectStatus.CON_HIEU_LUC: "Còn hiệu lực",
    EffectStatus.HET_HIEU_LUC_MOT_PHAN: "Hết hiệu lực một phần",
    EffectStatus.HET_HIEU_LUC: "Hết hiệu lực",
    EffectStatus.NGUNG_HIEU_LUC: "Ngưng hiệu lực",
    EffectStatus.KHONG_RO: "Không rõ hiệu lực",
}


class SourceRank(IntEnum):
    """Which of two sources of one document gives the wording: the smaller."""

    SIGNED = 1  # Công báo, the signed file, an office's own DOCX or PDF
    VBPL = 2
    CODIFIED = 3  # codified or consolidated text
    PORTAL = 4
    SUMMARY = 5  # in our own words


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` on, up to but not with `end`. None: unknown at the start, open at the end."""

    start: datetime.date | None = None
    end: datetime.date | None = None

    def contains(self, day: datetime.date) -> bool:
        """Whether the day may lie inside; an unknown start contains every earlier day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` of one source's stored text, with the page they begin on (1 is the first)."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch of a provision's text comes from: which source, which characters of its stored text."""

    sha256: str
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """One file and the text read from it.

    Attributes:
        sha256: Of the original bytes, hex; "2-" before it for the second document in them (`originals.of_document`).
        name: The file's name as given.
        media_type: What the bytes are, found from the bytes.
        text: The text every `Span` of this source points into, NFC, lines joined by line feeds.
        rank: Which source of a document gives the wording.
        official: False for texts in our own words.
        as_of: The last day the source speaks for, None when it does not say.
        url: Where it was published, None when not known.
        retrieved_on: The day it was fetched from `url`, None for a file that a person brought.
        confidence: For a summary, how many independent sources agree ("verified:2", "single"); else "".
        recognised: How much of the text was recognised from pictures, by letters, 0 to 1.
    """

    sha256: str
    name: str
    media_type: str
    text: str
    rank: SourceRank
    official: bool
    as_of: datetime.date | None = None
    url: str | None = None
    confidence: str = ""
    retrieved_on: datetime.date | None = None
    recognised: float = 0.0

    @property
    def recognised_words(self) -> str:
        """What must be read with a text that was recognised from pictures; "" when none of it was."""
        if not self.recognised:
            return ""
        part = "Chữ" if self.recognised >= 0.5 else "Một phần chữ của bản này"
        return f"{part} nhận dạng từ ảnh quét, có thể sai; xem bản gốc."


@dataclass(frozen=True, slots=True)
class Document:
    """One legal act as its source prints it. Empty text and None mean that the source does not say.

    Attributes:
        status: What the source itself asserts on `Source.as_of`; None when it asserts nothing.
        status_note: The source's own words about status ("hết thời kỳ thực hiện", "văn bản của Đảng").
        aliases: Other names people use ("NĐ 45", "nghị định khuyến công").
    """

    id: DocId
    so_hieu: str
    loai: str
    trich_yeu: str = ""
    co_quan_ban_hanh: str = ""
    nguoi_ky: str = ""
    ngay_ban_hanh: datetime.date | None = None
    ngay_hieu_luc: datetime.date | None = None
    ngay_het_hieu_luc: datetime.date | None = None
    status: EffectStatus | None = None
    status_note: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Loại and số hiệu as cited the second time: "Nghị định 45/2012/NĐ-CP"."""
        return f"{self.loai} {self.so_hieu}".strip()


@dataclass(frozen=True, slots=True)
class Provision:
    """One wording of one place during one interval of days.

    `text` is the place's own words without those of the places below it, heading line included; the document's own
    provision (no locator) holds its head: name, dates, bases. `pieces` cover `text` from end to end.
    """

    ref: Ref
    unit: Unit | None
    number: str
    heading: str
    text: str
    pieces: tuple[Piece, ...] = ()
    valid: Interval = Interval()
    brought_by: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about a place beside its text.

    Attributes:
        kind: "canh_bao" (a warning that must be shown), "ghi_chu", "nguon" (where a summary's fact comes from).
        text: In Vietnamese, as shown.
        confidence: "verified:N", "single", or "" where it does not apply.
        url: For "nguon", the address; None when there is none.
        official: For "nguon", whether the place is an official one.
    """

    ref: Ref
    kind: str
    text: str
    confidence: str = ""
    url: str | None = None
    official: bool = False


class RelationKind(StrEnum):
    """What one text does to another, read from subject to object."""

    SUA_DOI = "sua_doi"
    BO_SUNG = "bo_sung"
    THAY_THE = "thay_the"
    BAI_BO = "bai_bo"
    THAY_CUM_TU = "thay_cum_tu"
    BO_CUM_TU = "bo_cum_tu"
    DINH_CHI = "dinh_chi"
    NGUNG = "ngung"
    DINH_CHINH = "dinh_chinh"
    HUONG_DAN = "huong_dan"
    QUY_DINH_CHI_TIET = "quy_dinh_chi_tiet"
    CAN_CU = "can_cu"
    DAN_CHIEU = "dan_chieu"
    HOP_NHAT = "hop_nhat"
    KE_TIEP = "ke_tiep"
    LIEN_QUAN = "lien_quan"

    @property
    def active(self) -> str:
        """Seen from the subject: "sửa đổi"."""
        return _READINGS[self][0]

    @property
    def passive(self) -> str:
        """Seen from the object: "được sửa đổi bởi"."""
        return _READINGS[self][1]


_READINGS = {
    RelationKind.SUA_DOI: ("sửa đổi, bổ sung", "được sửa đổi, bổ sung bởi"),
    RelationKind.BO_SUNG: ("bổ sung", "được bổ sung bởi"),
    RelationKind.THAY_THE: ("thay thế", "bị thay thế bởi"),
    RelationKind.BAI_BO: ("bãi bỏ", "bị bãi bỏ bởi"),
    RelationKind.THAY_CUM_TU: ("thay cụm từ trong", "được thay cụm từ bởi"),
    RelationKind.BO_CUM_TU: ("bỏ cụm từ trong", "được bỏ cụm từ bởi"),
    RelationKind.DINH_CHI: ("đình chỉ", "bị đình chỉ bởi"),
    RelationKind.NGUNG: ("ngưng hiệu lực", "bị ngưng hiệu lực bởi"),
    RelationKind.DINH_CHINH: ("đính chính", "được đính chính bởi"),
    RelationKind.HUONG_DAN: ("hướng dẫn", "được hướng dẫn bởi"),
    RelationKind.QUY_DINH_CHI_TIET: ("quy định chi tiết", "được quy định chi tiết bởi"),
    RelationKind.CAN_CU: ("căn cứ", "là căn cứ của"),
    RelationKind.DAN_CHIEU: ("dẫn chiếu", "được dẫn chiếu bởi"),
    RelationKind.HOP_NHAT: ("hợp nhất", "được hợp nhất trong"),
    RelationKind.KE_TIEP: ("kế tiếp", "được kế tiếp bởi"),
    RelationKind.LIEN_QUAN: ("liên quan", "liên quan"),
}


CODIFICATION = "codification"
"""Who says so, where a note of the official codification does."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one text does to another, from which day, and who says so.

    Attributes:
        effective_on: First day of the effect; None when not known.
        until: First day on which the effect is over, for a suspension that says when it ends; else None.
        condition: Words that keep part of the object out of it ("trừ trường hợp …") or say that only
            part is meant ("một số biểu mẫu của"); "" for none. With a condition a
            repeal is never one of the whole.
        evidence: The words that say so, "" when asserted without.
        asserted_by: "text", "portal", "editor", "facts" or `CODIFICATION`, the notes of the official codification.
        confidence: "verified:N", "single" or "".
        subject_so_hieu, object_so_hieu: As printed, since either may not be held.
    """

    subject: Ref
    kind: RelationKind
    object: Ref
    subject_so_hieu: str
    object_so_hieu: str
    effective_on: datetime.date | None = None
    evidence: str = ""
    asserted_by: str = "text"
    confidence: str = ""
    until: datetime.date | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reader or the structure parser wants a person to know.

    Attributes:
        code: Stable, for programs ("khoan_gap", "missing_so_hieu").
        message: In Vietnamese.
        line: 1-based line of the stored text, None when it concerns the file or a page.
        page: 1-based page of the file that it concerns; None where only `line` tells, or nothing does.
    """

    code: str
    message: str
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything one source says about one document: what `Store.add` writes in one transaction.

    Attributes:
        operations: What the text does to places of other texts, in its order.
        pages: Where the characters of the source's text stand in the file; () where the format has no pages.
    """

    document: Document
    source: Source
    provisions: tuple[Provision, ...]
    notes: tuple[Note, ...] = ()
    relations: tuple[Relation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    operations: "tuple[Operation, ...]" = ()
