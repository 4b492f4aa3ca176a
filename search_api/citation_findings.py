"""What a citation of another text gets wrong: number, kind, date, issuer, title, place, and its standing on the day."""

import datetime
import re

from corpus.citation import Citation, CitationForm, NamedDocument
from corpus.citation_description import Description, same_issuer, same_title
from corpus.citation_forms import KIND_FORMS
from corpus.locator import Locator, Unit
from corpus.model import EffectStatus, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.text import fold, vi_date, written_dates
from search_api.finding import Finding, Severity
from search_api.shelf import Held, Shelf

_CHECKED_KINDS = (
    "Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Nghị quyết", "Quyết định", "Thông tư", "Thông tư liên tịch", "Chỉ thị"
)  # fmt: skip
_ENDING = (RelationKind.THAY_THE, RelationKind.BAI_BO)
_AMENDING = (RelationKind.SUA_DOI, RelationKind.BO_SUNG, RelationKind.DINH_CHINH)
_STOPPED = (EffectStatus.HET_HIEU_LUC, EffectStatus.CHUA_HIEU_LUC, EffectStatus.NGUNG_HIEU_LUC)


def not_held_findings(citation: Citation, doc: NamedDocument, described: Description, shelf: Shelf) -> list[Finding]:
    """That the collection does not hold the document; that another is meant, where its title is the one printed.

    Candidates: the same number and ký hiệu in another year; the same kind and date under another number.
    """
    same_number = [
        doc_id
        for doc_id, _ in (shelf.store.numbered(doc.number) if doc.number else [])
        if doc.ky_hieu in (None, doc_id.kind)
    ]
    dates = written_dates(f"ngày {doc.issued or described.issued}")
    same_day = [d for d in shelf.issued_on(dates[0].day) if d.kind == doc.ky_hieu] if dates and dates[0].day else []
    meant = [doc_id for doc_id in dict.fromkeys((*same_number, *same_day)) if _has_title(doc_id, described, shelf)]
    if len(meant) == 1:
        message = "Kho không có văn bản này, nhưng có văn bản cùng tên"
        remedy = f"Có lẽ là {_full_name(meant[0], shelf)}: kiểm lại số, năm và ngày."
        return [Finding("sai_so_hieu", Severity.CANH_BAO, message, citation.span, remedy, (Ref(meant[0]),))]
    near = same_number[:4]
    names = ", ".join(_full_name(doc_id, shelf) for doc_id in near)
    same_year = near and all(doc_id.place and doc_id.year == doc.year for doc_id in near)
    advice = "nếu dẫn văn bản ấy, ghi tên cơ quan ban hành" if same_year else "kiểm lại năm"
    remedy = f"Kho có {names}: {advice}." if near else ""
    message = "Kho không có văn bản này, nên chưa kiểm được"
    refs = tuple(Ref(doc_id) for doc_id in near)
    return [Finding("khong_co_trong_kho", Severity.CAN_XEM, message, citation.span, remedy, refs)]


def _has_title(doc_id: DocId, described: Description, shelf: Shelf) -> bool:
    held = shelf.held(doc_id)
    known = held.document.trich_yeu if held else ""
    return bool(described.title and known) and same_title(described.title, known)


def ambiguous_findings(citation: Citation, doc_ids: tuple[DocId, ...], shelf: Shelf) -> list[Finding]:
    """That several documents fit the words."""
    names = "; ".join(_full_name(doc_id, shelf) for doc_id in doc_ids[:6])
    message = f"{len(doc_ids)} văn bản trong kho cùng mang số hoặc tên này"
    refs = tuple(Ref(doc_id) for doc_id in doc_ids)
    remedy = f"Ghi đủ số, ký hiệu, ngày và cơ quan: {names}."
    return [Finding("nhieu_van_ban", Severity.CANH_BAO, message, citation.span, remedy, refs)]


def _full_name(doc_id: DocId, shelf: Shelf) -> str:
    held = shelf.held(doc_id)
    if held is None:
        return str(doc_id)
    day = f" ngày {vi_date(held.document.ngay_ban_hanh)}" if held.document.ngay_ban_hanh else ""
    issuer = f" của {held.document.co_quan_ban_hanh}" if doc_id.place else ""
    return f"{held.document.name}{day}{issuer}"


# The words against what is known


def words_findings(citation: Citation, doc: NamedDocument, described: Description, held: Held | None) -> list[Finding]:
    """Kind, date, year, issuer and title as printed, against the số hiệu itself and the document held."""
    found = [*kind_findings(citation, doc, held), *_date(citation, doc, described, held)]
    if held is not None and citation.form is CitationForm.FULL and (doc.issued or described.issued or described.issuer):
        found += _issuer(citation, described, held)
        found += _title(citation, described, held)
    return found


def kind_findings(citation: Citation, doc: NamedDocument, held: Held | None) -> list[Finding]:
    """That the kind printed is not the one of the ký hiệu, or of the document held."""
    if doc.loai not in _CHECKED_KINDS or not doc.ky_hieu:
        return []
    forms = [form for form in KIND_FORMS if form.loai == doc.loai]
    fits = any(re.match(rf"{kind}(?![a-z])", doc.ky_hieu) for form in forms for kind in form.kinds)
    known = held.document.loai if held else ""
    same = fold(known) == fold(doc.loai) or {"thong tu", "thong tu lien tich"} == {fold(known), fold(doc.loai)}
    same = same or {fold(known), fold(doc.loai)} == {"luat", "bo luat"}
    if fits and (not known or same):
        return []
    remedy = f"Số hiệu này là của {held.document.name} ({held.said_by})." if held and known else ""
    message = f"Ký hiệu và tên loại không khớp: “{doc.loai}” với {_printed_number(doc)}"
    return [Finding("sai_loai", Severity.LOI, message, citation.span, remedy)]


def _printed_number(doc: NamedDocument) -> str:
    match = re.search(r"\d.*", doc.written.partition(" ngày")[0])
    return match.group().strip(" ,") if match else doc.written


def _date(citation: Citation, doc: NamedDocument, described: Description, held: Held | None) -> list[Finding]:
    printed = doc.issued or described.issued
    if not printed:
        return []
    known = held.document.ngay_ban_hanh if held else None
    right = f"{held.document.name} ban hành ngày {vi_date(known)} ({held.said_by})." if held and known else ""
    refs = (Ref(held.document.id),) if held else ()
    dates = written_dates(f"ngày {printed}")
    day = dates[0].day if dates else None
    if (dates and day is None) or (not dates and not _possible(printed)):
        message = f"Ngày {printed} không có thật"
        remedy = right or "Kiểm lại ngày trên văn bản gốc."
        return [Finding("ngay_khong_co_that", Severity.LOI, message, citation.span, remedy, refs)]
    if known and not _same_day(printed, day, known):
        severity = Severity.LOI if held and held.is_sure else Severity.CANH_BAO
        return [Finding("sai_ngay", severity, f"Ngày {printed} không phải ngày ban hành", citation.span, right, refs)]
    if day and doc.year and day.year != doc.year and not known:
        message = f"Số hiệu ghi năm {doc.year}, ngày ban hành ghi năm {day.year}"
        return [Finding("nam_khac_nhau", Severity.CANH_BAO, message, citation.span)]
    return []


def _day_and_month(printed: str) -> tuple[int, int]:
    numbers = [int(n) for n in re.findall(r"\d+", printed)]
    return numbers[0], numbers[1]


def _possible(printed: str) -> bool:
    day, month = _day_and_month(printed)
    try:
        datetime.date(2000, month, day)
    except ValueError:
        return False
    return True


def _same_day(printed: str, day: datetime.date | None, known: datetime.date) -> bool:
    return day == known if day else _day_and_month(printed) == (known.day, known.month)


def _issuer(citation: Citation, described: Description, held: Held) -> list[Finding]:
    known = held.document.co_quan_ban_hanh
    if not described.issuer or not known or same_issuer(described.issuer, known):
        return []
    message = f"“{described.issuer}” không phải cơ quan ban hành"
    remedy = f"{held.document.name} do {known} ban hành ({held.said_by})."
    return [Finding("sai_co_quan", Severity.CANH_BAO, message, citation.span, remedy, (Ref(held.document.id),))]


def _title(citation: Citation, described: Description, held: Held) -> list[Finding]:
    known = held.document.trich_yeu
    if not described.title or not known:
        return []
    if any(same_title(described.title, name) for name in (known, *held.document.aliases)):
        return []
    message = f"Tên “{_shortened(described.title)}” không khớp với số hiệu"
    remedy = f"{held.document.name} có tên: {known} ({held.said_by})."
    return [Finding("sai_ten", Severity.CANH_BAO, message, citation.span, remedy, (Ref(held.document.id),))]


def _shortened(words: str) -> str:
    return words if len(words) <= 80 else words[:80].rpartition(" ")[0] + "…"


# Places and standing


def place_findings(citation: Citation, doc_id: DocId, locator: Locator, shelf: Shelf) -> list[Finding]:
    """That a place is not in the document held; nothing where only a summary is held, which has some places only."""
    held = shelf.held(doc_id)
    last = locator.steps[-1].unit if locator.steps else Unit.GHI_CHU
    if held is None or not held.source.official or last.rank > Unit.DIEM.rank or shelf.place(doc_id, locator):
        return []
    refs = (Ref(doc_id),)
    where = f"{_lower(locator.vi)} của {held.document.name}"
    if last.rank < Unit.DIEU.rank:
        message = f"Không thấy {where} trong bản đang giữ"
        return [Finding("khong_co_noi_nay", Severity.CAN_XEM, message, citation.span, "", refs)]
    amended = [r for r in shelf.changes(Ref(doc_id)) if r.kind in _AMENDING]
    siblings = [p for p in held.places.values() if p.unit is last and p.ref.locator.parent == locator.parent]
    if amended:
        remedy = f"Văn bản đã được sửa đổi, bổ sung bởi {shelf.since(amended[-1])}: nơi này có thể do bản ấy thêm."
        severity = Severity.CAN_XEM
    else:
        word = _lower(Locator(locator.steps[-1:]).vi).rpartition(" ")[0]
        remedy = f"Chỉ có đến {word} {siblings[-1].number} ({held.said_by})." if siblings else ""
        severity = Severity.LOI if siblings or last is Unit.DIEU else Severity.CANH_BAO
    return [Finding("khong_co_noi_nay", severity, f"Không có {where}", citation.span, remedy, refs)]


def standing_findings(citation: Citation, ref: Ref, shelf: Shelf, *, basis: bool) -> list[Finding]:
    """That a document or place does not bind on the day, or was amended; nothing where its standing is not known.

    Args:
        citation: The words.
        ref: A held place.
        shelf: With the day.
        basis: Whether the words stand in a "Căn cứ" line, where a text out of force is an error.
    """
    held = shelf.held(ref.doc_id)
    if held is None:
        return []
    standing = shelf.standing(ref)
    name = f"{_lower(ref.locator.vi)} {held.document.name}" if ref.locator.steps else held.document.name
    changes = [r for r in shelf.changes(ref) if r.effective_on is None or r.effective_on <= shelf.on]
    if standing.status in _STOPPED:
        code = f"can_cu_{standing.status}" if basis else str(standing.status)
        severity = Severity.LOI if basis else Severity.CANH_BAO
        ended = [r for r in changes if r.kind in _ENDING]
        remedy = "; ".join(f"{r.kind.passive} {shelf.since(r)}" for r in ended)
        remedy = f"{_capital(remedy)}." if remedy else ""
        message = f"{_capital(name)}: {_sentence(standing.words)} ({held.said_by})"
        refs = (ref, *(r.subject for r in ended))
        return [Finding(code, severity, message, citation.span, remedy, refs)]
    return _amended(citation, ref, name, [r for r in changes if r.kind in _AMENDING], shelf)


def _amended(citation: Citation, ref: Ref, name: str, amendments: list[Relation], shelf: Shelf) -> list[Finding]:
    if not amendments:
        return []
    words = "; ".join(f"{r.kind.passive} {shelf.since(r)}" for r in amendments)
    message = f"{_capital(name)} {words}"
    remedy = "Kiểm xem nơi được dẫn có thay đổi không, và ghi thêm văn bản sửa đổi."
    refs = (ref, *(r.subject for r in amendments))
    return [Finding("da_sua_doi", Severity.CAN_XEM, message, citation.span, remedy, refs)]


def _lower(words: str) -> str:
    return words if words.startswith(("Điều", "Chương", "Mục", "Phụ", "Phần")) else words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
