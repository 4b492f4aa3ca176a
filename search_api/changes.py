"""What changed between two days, in a field or everywhere: from the store to the wire."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus import citation
from corpus.errors import BadPeriod
from corpus.happenings import Field, Happening, Happenings, happenings
from corpus.reference import Ref
from corpus.store import Store
from corpus.text import vi_date
from corpus.timeline import EventKind
from search_api.changes_wire import ChangesOut, HappeningOut
from search_api.comparison import place_named, sayers
from search_api.naming import confidence_words, page_address

MOST = 500
"""Changes that are listed; the rest are counted."""
_OWN = {EventKind.BAN_HANH, EventKind.CO_HIEU_LUC, EventKind.HET_HIEU_LUC}
_ENDING = {EventKind.THAY_THE, EventKind.BAI_BO}
_NO_DAY = {
    EventKind.BAN_HANH: "Ngày ban hành",
    EventKind.CO_HIEU_LUC: "Ngày có hiệu lực",
    EventKind.HET_HIEU_LUC: "Ngày hết hiệu lực",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks: two days, both included, and what narrows the documents; "" for what is not asked."""

    start: datetime.date
    end: datetime.date
    question: str = ""
    loai: str = ""
    co_quan: str = ""
    document: str = ""


def changes_out(asked: Asked, store: Store, snapshot: str = "", most: int = MOST) -> ChangesOut:
    """What is known to have happened, by day; what has no day apart.

    Raises:
        BadPeriod: the first day lies after the second.
        BadReference: `document` cannot be read, or may be several.
        NotHeld: `document` is not held.
    """
    if asked.start > asked.end:
        days = f"{vi_date(asked.start)} và {vi_date(asked.end)}"
        raise BadPeriod("Ngày đầu sau ngày cuối", days, "Đổi chỗ hai ngày rồi xem lại.")
    field = _field(asked, store)
    found = happenings(store, asked.start, asked.end, field)
    return ChangesOut(
        start=asked.start,
        end=asked.end,
        message=_message(asked, found),
        scope=_scope(asked, field, found),
        documents=found.documents,
        total=len(found.dated),
        changes=tuple(_happening_out(h, found) for h in found.dated[:most]),
        undated_total=len(found.undated),
        undated=tuple(_happening_out(h, found) for h in found.undated[:most]),
        snapshot=snapshot,
    )


# Steps of the above


def _field(asked: Asked, store: Store) -> Field:
    """The documents meant: those that the question names by number or name, else those its words fit."""
    named = {place_named(asked.document, store).doc_id} if asked.document.strip() else set()
    told = {ref.doc_id for ref in citation.identifiers(asked.question, store)} if asked.question.strip() else set()
    words = "" if told else asked.question.strip()
    documents = named & told if named and told else named | told
    return Field(words, asked.loai.strip(), asked.co_quan.strip(), frozenset(documents))


def _scope(asked: Asked, field: Field, found: Happenings) -> str:
    parts = []
    if field.documents:
        names = sorted(found.held[d].name if d in found.held else str(d) for d in field.documents)
        parts.append(f"được nêu: {', '.join(names)}")
    if field.words:
        parts.append(f"có đủ các từ “{field.words}” trong loại, trích yếu hoặc tên gọi (không kể dấu)")
    if field.loai:
        parts.append(f"thuộc loại {field.loai}")
    if field.co_quan:
        parts.append(f"của cơ quan có tên chứa “{field.co_quan}”")
    if not parts:
        return f"Xét cả {found.documents} văn bản trong kho."
    also = "" if field.loai or field.co_quan else ", và những gì các văn bản ấy làm với văn bản khác"
    return f"Xét {found.documents} trong {len(found.held)} văn bản trong kho, {'; '.join(parts)}{also}."


def _message(asked: Asked, found: Happenings) -> str:
    period = f"từ {vi_date(asked.start)} đến hết {vi_date(asked.end)}"
    undated = f" Còn {len(found.undated)} việc chưa rõ ngày." if found.undated else ""
    if not found.documents and not found.dated:
        return f"Không có văn bản nào trong kho thuộc phạm vi đã chọn.{undated}"
    if not found.dated:
        return f"Kho không ghi thay đổi nào {period}.{undated}"
    documents = len({h.document for h in found.dated})
    return f"{len(found.dated)} thay đổi {period}, ở {documents} văn bản.{undated}"


def _happening_out(h: Happening, found: Happenings) -> HappeningOut:
    document = found.held.get(h.document)
    by = found.held.get(h.by) if h.by else None
    return HappeningOut(
        on=h.on,
        kind=h.kind,
        words=_words(h),
        ref=str(h.document),
        name=document.name if document else h.so_hieu or str(h.document),
        trich_yeu=document.trich_yeu if document else "",
        page=page_address(Ref(h.document), h.on) if document else None,
        places=tuple(place.vi for place in h.places),
        by=(by.name if by else h.by_so_hieu or str(h.by)) if h.by else None,
        by_ref=str(h.by) if h.by else None,
        by_page=page_address(Ref(h.by), h.on) if h.by and by else None,
        compare=_compare(h) if document else None,
        asserted_by=sayers(h.asserted_by),
        confidence=confidence_words(h.confidence),
    )


def _words(h: Happening) -> str:
    """What happens, as said before the name of the text that does it: "Bị bãi bỏ một phần (trừ Điều 3) bởi"."""
    words = _NO_DAY[h.kind] if h.on is None and h.kind in _OWN else h.kind.vi
    if h.reason:
        words = f"{words} {h.reason}"
    if h.condition and h.kind in _ENDING:
        words = words.replace(" bởi", f" một phần ({h.condition}) bởi")
    return words.replace(" bởi", f" đến trước {vi_date(h.until)} bởi") if h.until else words


def _compare(h: Happening) -> str | None:
    """The address that compares the words of the day before with those of the day; None where none can differ."""
    if h.on is None or h.kind in _OWN or not (h.places or h.kind not in _ENDING):
        return None
    ref = Ref(h.document, h.places[0]) if len(h.places) == 1 else Ref(h.document)
    before = h.on - datetime.timedelta(days=1)
    return "/so-sanh?" + urlencode({"noi": str(ref), "tu": before.isoformat(), "den": h.on.isoformat()})
