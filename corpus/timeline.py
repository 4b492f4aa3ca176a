"""Law in time, computed from what documents and relations say: is a document in force on a day, and for how long."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Document, EffectStatus, Interval, Relation, RelationKind
from corpus.text import vi_date

_ENDING = {RelationKind.THAY_THE, RelationKind.BAI_BO}
_AMENDING = {RelationKind.SUA_DOI, RelationKind.BO_SUNG, RelationKind.DINH_CHINH}


@dataclass(frozen=True, slots=True)
class StatusOnDay:
    """A status on a day, in words, and the next day on which it is known to change."""

    status: EffectStatus
    words: str
    next_change: datetime.date | None = None


def effect(document: Document, relations: Iterable[Relation]) -> Interval:
    """The days on which a document can bind: from its ngày hiệu lực to the first known end.

    An end comes from the document's own ngày hết hiệu lực, or from a relation that replaces or repeals all of it.
    Without a ngày hiệu lực the start stays unknown.

    Source: khoản 1 Điều 53 and khoản 1 Điều 57 Luật 64/2025/QH15.
    """
    ends = [document.ngay_het_hieu_luc] if document.ngay_het_hieu_luc else []
    ends += [
        r.effective_on
        for r in relations
        if r.kind in _ENDING and r.object.doc_id == document.id and not r.object.locator.steps and r.effective_on
    ]
    return Interval(document.ngay_hieu_luc, min(ends, default=None))


def status_on(
    document: Document, relations: Iterable[Relation], day: datetime.date, as_of: datetime.date | None
) -> StatusOnDay:
    """The status of a document on a day.

    "Còn hiệu lực" needs someone who says so: either the day lies between ngày hiệu lực and a known end, or a source
    asserts it on a day `as_of`. Past `as_of` the words say up to when the source speaks. Otherwise `KHONG_RO`.
    """
    interval = effect(document, relations)
    if interval.start and day < interval.start:
        return StatusOnDay(
            EffectStatus.CHUA_HIEU_LUC, f"Chưa có hiệu lực, có hiệu lực từ {vi_date(interval.start)}", interval.start
        )
    if interval.end and day >= interval.end:
        return StatusOnDay(EffectStatus.HET_HIEU_LUC, f"Hết hiệu lực từ {vi_date(interval.end)}")
    if interval.start and interval.end:
        return StatusOnDay(EffectStatus.CON_HIEU_LUC, f"Còn hiệu lực đến trước {vi_date(interval.end)}", interval.end)
    if document.status is EffectStatus.HET_HIEU_LUC and interval.end is None:
        return _ended_without_a_day(day, as_of)
    if document.status is EffectStatus.CON_HIEU_LUC and as_of:
        return _asserted(interval, day, as_of)
    if interval.end:
        words = f"Không rõ ngày bắt đầu có hiệu lực; hết hiệu lực từ {vi_date(interval.end)}"
        return StatusOnDay(EffectStatus.KHONG_RO, words, interval.end)
    if document.status is None or document.status is EffectStatus.CON_HIEU_LUC:
        return StatusOnDay(EffectStatus.KHONG_RO, _unknown_words(document, interval))
    return StatusOnDay(document.status, document.status_note or document.status.vi)


def amendments(document: Document, relations: Iterable[Relation], day: datetime.date | None) -> list[Relation]:
    """Known amendments of a document: all of them without a day, else those not known to start after it."""
    return [
        r
        for r in relations
        if r.kind in _AMENDING
        and r.object.doc_id == document.id
        and (day is None or r.effective_on is None or r.effective_on <= day)
    ]


def _asserted(interval: Interval, day: datetime.date, as_of: datetime.date) -> StatusOnDay:
    if interval.start is None and day < as_of:
        words = f"Không rõ ngày bắt đầu; theo nguồn còn hiệu lực ngày {vi_date(as_of)}"
        return StatusOnDay(EffectStatus.KHONG_RO, words, interval.end)
    words = "Còn hiệu lực" if day <= as_of else f"Còn hiệu lực theo nguồn đến {vi_date(as_of)}"
    return StatusOnDay(EffectStatus.CON_HIEU_LUC, words, interval.end)


def _ended_without_a_day(day: datetime.date, as_of: datetime.date | None) -> StatusOnDay:
    if as_of and day < as_of:
        return StatusOnDay(EffectStatus.KHONG_RO, f"Đã hết hiệu lực trước {vi_date(as_of)}, không rõ từ ngày nào")
    return StatusOnDay(EffectStatus.HET_HIEU_LUC, "Hết hiệu lực, không rõ từ ngày nào")


def _unknown_words(document: Document, interval: Interval) -> str:
    if document.status_note:
        return document.status_note
    if interval.start:
        return f"Có hiệu lực từ {vi_date(interval.start)}; không rõ hiện còn hiệu lực hay không"
    return "Không rõ hiệu lực"
