"""Law in time, computed from what documents and relations say: is a document in force on a day, and for how long."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.locator import Locator, lower_first
from corpus.model import Document, EffectStatus, Interval, Relation, RelationKind, Source
from corpus.reference import DocId, Ref
from corpus.text import vi_date

ENDING = {RelationKind.THAY_THE, RelationKind.BAI_BO}
_AMENDING = {
    RelationKind.SUA_DOI,
    RelationKind.BO_SUNG,
    RelationKind.DINH_CHINH,
    RelationKind.THAY_CUM_TU,
    RelationKind.BO_CUM_TU,
}
SUSPENDING = {RelationKind.DINH_CHI, RelationKind.NGUNG}


@dataclass(frozen=True, slots=True)
class StatusOnDay:
    """A status on a day, in words, and the next day on which it is known to change."""

    status: EffectStatus
    words: str
    next_change: datetime.date | None = None


def effect(document: Document, relations: Iterable[Relation]) -> Interval:
    """The days on which a document can bind: from its ngày hiệu lực to the first known end.

    An end comes from the document's own ngày hết hiệu lực, or from a relation that replaces or repeals all of it and
    keeps nothing out. Without a ngày hiệu lực the start stays unknown.

    Source: khoản 1 Điều 53 and khoản 1 Điều 57 Luật 64/2025/QH15.
    """
    ends = [document.ngay_het_hieu_luc] if document.ngay_het_hieu_luc else []
    ends += [r.effective_on for r in _endings(document.id, relations) if _is_whole(r) and r.effective_on]
    return Interval(document.ngay_hieu_luc, min(ends, default=None))


def status_on(
    document: Document,
    relations: Iterable[Relation],
    day: datetime.date,
    as_of: datetime.date | None,
    term: Interval | None = None,
    place: Locator | None = None,
) -> StatusOnDay:
    """The status of a document on a day.

    "Còn hiệu lực" needs someone who says so: either the day lies between ngày hiệu lực and a known end, or a source
    asserts it on a day `as_of`. Past `as_of` the words say up to when the source speaks. Otherwise `KHONG_RO`. While
    all of it, or the place, is suspended it is `NGUNG_HIEU_LUC`: up to the day that ends the suspension, or without
    end when nobody says one. A repeal that keeps something out, and one of a place, leave the whole
    `HET_HIEU_LUC_MOT_PHAN`. A repeal or a suspension of which nobody says the day leaves what it names unknown, from
    the year of its text on.

    Args:
        document: With blanks filled from all its sources.
        relations: All that is known of it.
        day: The day asked for.
        as_of: The last day for which its status is asserted, None when nobody asserts one.
        term: Of a programme: the days for which it was made.
        place: Asked for one place in it: what is done to others does not matter; None for the whole.
    """
    place = place or Locator()
    relations = tuple(r for r in relations if r.object.doc_id == document.id)
    interval = effect(document, relations)
    if interval.start and day < interval.start:
        return StatusOnDay(
            EffectStatus.CHUA_HIEU_LUC, f"Chưa có hiệu lực, có hiệu lực từ {vi_date(interval.start)}", interval.start
        )
    if interval.end and day >= interval.end:
        return StatusOnDay(EffectStatus.HET_HIEU_LUC, f"Hết hiệu lực từ {vi_date(interval.end)}")
    endings = [r for r in _endings(document.id, relations) if r.effective_on and r.effective_on <= day]
    around = [r for r in relations if r.object.locator.contains(place) and not r.condition]
    if gone := next((r for r in around if r.kind in ENDING and r.effective_on and r.effective_on <= day), None):
        return StatusOnDay(EffectStatus.HET_HIEU_LUC, _since(gone))
    if suspension := _suspension(around, day):
        return _suspended(suspension, interval)
    if partial := next((r for r in endings if r.condition and not r.object.locator.steps), None):
        found = StatusOnDay(EffectStatus.HET_HIEU_LUC_MOT_PHAN, _partial_words(partial), interval.end)
    else:
        found = _of_document(document, interval, day, as_of, term)
    undated = _undated(around, interval, day, as_of)
    if undated and found.status in (EffectStatus.CON_HIEU_LUC, EffectStatus.HET_HIEU_LUC_MOT_PHAN):
        return StatusOnDay(EffectStatus.KHONG_RO, f"{_done(undated)}, không rõ từ ngày nào")
    if found.status is EffectStatus.CON_HIEU_LUC:
        return _with_places(found, [r for r in endings if place.contains(r.object.locator)])
    return found


def _of_document(
    document: Document, interval: Interval, day: datetime.date, as_of: datetime.date | None, term: Interval | None
) -> StatusOnDay:
    """The status of a document that is not suspended and whose end is not reached."""
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
        status = EffectStatus.KHONG_RO
    else:
        status = document.status
    words, change = _noted(document, interval, day, as_of, term)
    return StatusOnDay(status, words, change)


def _noted(
    document: Document, interval: Interval, day: datetime.date, as_of: datetime.date | None, term: Interval | None
) -> tuple[str, datetime.date | None]:
    """What a source's own words of status say on a day, never of an earlier day than they speak for."""
    if term is not None and term.end:
        return _in_term(document, term, term.end, day)
    note = document.status_note
    if note and (note.startswith(NOT_BINDING) or as_of is None or day >= as_of):
        return note, None
    if note and as_of:
        return f"{note}, theo nguồn tính đến {vi_date(as_of)}; không rõ vào ngày này", None
    if document.status is not None and document.status is not EffectStatus.CON_HIEU_LUC:
        return document.status.vi, None
    if interval.start:
        return f"Có hiệu lực từ {vi_date(interval.start)}; không rõ hiện còn hiệu lực hay không", None
    return EffectStatus.KHONG_RO.vi, None


def _in_term(
    document: Document, term: Interval, end: datetime.date, day: datetime.date
) -> tuple[str, datetime.date | None]:
    last = (end - datetime.timedelta(days=1)).year
    years = f"{term.start.year}–{last}" if term.start else f"đến năm {last}"
    issued = document.ngay_ban_hanh
    if issued and day < issued:
        return "Chưa ban hành", issued
    if term.start and day < term.start:
        return f"Chưa đến thời kỳ thực hiện {years}", term.start
    if day < end:
        return f"Đang trong thời kỳ thực hiện {years}", end
    return f"Hết thời kỳ thực hiện {years}", None


NOT_BINDING = "Không phải văn bản quy phạm pháp luật"
"""How the words of status of a text begin that never bound anybody: true of every day."""


def _endings(doc_id: DocId, relations: Iterable[Relation]) -> list[Relation]:
    return [r for r in relations if r.kind in ENDING and r.object.doc_id == doc_id]


def _is_whole(relation: Relation) -> bool:
    return not relation.object.locator.steps and not relation.condition


def _undated(
    acts: Iterable[Relation], interval: Interval, day: datetime.date, as_of: datetime.date | None
) -> Relation | None:
    """A repeal or suspension without a day that may have begun, unless a source asserts the status in a later year.

    Of a whole repeal the day is known where the end of the document is, and of any act where its text tells it too.
    """
    acts = [r for r in acts if r.kind in ENDING | SUSPENDING]
    dated = {(r.kind, r.subject.doc_id) for r in acts if r.effective_on}
    for r in acts:
        year = r.subject.doc_id.year
        denied = as_of is not None and year is not None and as_of.year > year
        told = (r.kind, r.subject.doc_id) in dated or (r.kind in ENDING and _is_whole(r) and interval.end is not None)
        if r.effective_on is None and not told and not denied and (year is None or year <= day.year):
            return r
    return None


def _done(act: Relation) -> str:
    """What a text did to a document or to a place of it: "Khoản 2 Điều 5 bị bãi bỏ bởi 64/2024/TT-BTC"."""
    words = f"{act.object.locator.vi} {act.kind.passive} {act.subject_so_hieu}".strip()
    return words[:1].upper() + words[1:]


def _since(act: Relation) -> str:
    return f"{_done(act)} từ {vi_date(act.effective_on)}" if act.effective_on else _done(act)


def _partial_words(ending: Relation) -> str:
    since = vi_date(ending.effective_on) if ending.effective_on else ""
    if ending.condition.startswith("trừ "):
        return f"Hết hiệu lực từ {since}, {ending.condition}"
    return f"Hết hiệu lực một phần từ {since}: {ending.condition} văn bản này"


def _with_places(whole: StatusOnDay, inside: Sequence[Relation]) -> StatusOnDay:
    """A document in force, or a place of it, with the places in it that were repealed or replaced by name."""
    if not inside:
        return whole
    names = "; ".join(dict.fromkeys(lower_first(r.object.locator.vi) for r in inside[:3]))
    more = f" và {len(inside) - 3} nơi khác" if len(inside) > 3 else ""
    words = f"{whole.words}; hết hiệu lực một phần: {names}{more}"
    return replace(whole, status=EffectStatus.HET_HIEU_LUC_MOT_PHAN, words=words)


def amendments(
    document: Document, relations: Iterable[Relation], day: datetime.date | None, place: Locator | None = None
) -> list[Relation]:
    """Known amendments of a document, or of a place in it.

    Args:
        document: What is amended.
        relations: All that is known of it.
        day: None for all of them; else those not known to start after it.
        place: Those of this place, of what is in it and around it, one for each place named; without it one for each
            amending text and kind, of the whole document.
    """
    found = [
        r
        for r in relations
        if r.kind in _AMENDING
        and r.object.doc_id == document.id
        and (day is None or r.effective_on is None or r.effective_on <= day)
    ]
    if place is None or not place.steps:
        return _of_whole(found)
    near = [r for r in found if r.object.locator.contains(place) or place.contains(r.object.locator)]
    exact = {r.subject.doc_id for r in near if r.object.locator.steps}
    return [r for r in near if r.object.locator.steps or r.subject.doc_id not in exact]


def _of_whole(relations: Sequence[Relation]) -> list[Relation]:
    """One relation between documents for each text, kind and day; those that name the whole document first."""
    found: dict[tuple[object, ...], Relation] = {}
    for r in sorted(relations, key=lambda r: len(r.object.locator.steps)):
        told = ((r.subject.doc_id, r.kind, None), *((r.subject.doc_id, kind, r.effective_on) for kind in _AMENDING))
        if r.object.locator.steps and any(key in found for key in told):
            continue
        whole = replace(r, subject=Ref(r.subject.doc_id), object=Ref(r.object.doc_id))
        found.setdefault((r.subject.doc_id, r.kind, r.effective_on), whole)
    return sorted(found.values(), key=lambda r: r.effective_on or datetime.date.max)


def _suspension(acts: Iterable[Relation], day: datetime.date) -> Relation | None:
    """The first suspension that is not over on a day."""
    running = [
        r
        for r in acts
        if r.kind in SUSPENDING and r.effective_on and r.effective_on <= day and (r.until is None or day < r.until)
    ]
    return min(running, key=lambda r: r.effective_on or datetime.date.max, default=None)


def _suspended(suspension: Relation, interval: Interval) -> StatusOnDay:
    since = vi_date(suspension.effective_on) if suspension.effective_on else ""
    words = f"{suspension.object.locator.vi} ngưng hiệu lực từ {since}".strip()
    words = words[:1].upper() + words[1:]
    if suspension.until is None:
        return StatusOnDay(EffectStatus.NGUNG_HIEU_LUC, f"{words}, không rõ đến ngày nào", interval.end)
    change = min(suspension.until, interval.end or suspension.until)
    return StatusOnDay(EffectStatus.NGUNG_HIEU_LUC, f"{words} đến trước {vi_date(suspension.until)}", change)


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


class EventKind(StrEnum):
    """What happens to a document. Those that another text causes are named as its relation is."""

    BAN_HANH = "ban_hanh"
    CO_HIEU_LUC = "co_hieu_luc"
    HET_HIEU_LUC = "het_hieu_luc"
    SUA_DOI = "sua_doi"
    BO_SUNG = "bo_sung"
    DINH_CHINH = "dinh_chinh"
    THAY_THE = "thay_the"
    BAI_BO = "bai_bo"
    THAY_CUM_TU = "thay_cum_tu"
    BO_CUM_TU = "bo_cum_tu"
    DINH_CHI = "dinh_chi"
    NGUNG = "ngung"

    @property
    def vi(self) -> str:
        """As the page says it: "Ban hành", "Được sửa đổi, bổ sung bởi"."""
        words = _OWN_EVENTS.get(self) or RelationKind(self.value).passive
        return words[:1].upper() + words[1:]


_OWN_EVENTS = {
    EventKind.BAN_HANH: "ban hành",
    EventKind.CO_HIEU_LUC: "có hiệu lực",
    EventKind.HET_HIEU_LUC: "hết hiệu lực",
}
_ORDER = {kind: at for at, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a document, or to a place in it.

    Attributes:
        on: Its day; None when nobody says.
        place: What it happens to: the document, or a place named.
        by, by_so_hieu: The text that does it; None and "" for the document's own dates.
        asserted_by: Who says so, each once: "text", "portal", "editor", "facts".
        confidence: As in `Relation`; of several the first that is not empty.
        evidence: The words that say so, "" when asserted without.
    """

    on: datetime.date | None
    kind: EventKind
    place: Ref
    by: Ref | None = None
    by_so_hieu: str = ""
    asserted_by: tuple[str, ...] = ()
    confidence: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The life of a document as far as it is known; computed when asked for, never stored.

    Attributes:
        document: With blanks filled from all its sources.
        relations: Those in which it takes part.
        as_of: The last day for which its status is asserted, None when nobody asserts one.
        term: Of a programme, the days for which it was made.
        events: With a day, by day; on one day own dates first, then by what happens, the whole before its places.
        undated: Events whose day nobody says.
    """

    document: Document
    relations: tuple[Relation, ...]
    as_of: datetime.date | None
    events: tuple[Event, ...]
    undated: tuple[Event, ...]
    term: Interval | None = None

    @classmethod
    def of(
        cls,
        document: Document,
        views: Sequence[tuple[Document, Source]],
        relations: Iterable[Relation],
        mended: Collection[tuple[str, str]] = (),
        term: Interval | None = None,
    ) -> "Timeline":
        """The timeline of a document.

        Args:
            document: As all sources together give it.
            views: What each source says of it, the best first (`Store.views`).
            relations: All that the collection knows of it.
            mended: Days that an editor set: the source's sha256 and the field ("ngay_hieu_luc").
            term: Of a programme, the days for which it was made.
        """
        known = tuple(relations)
        events = _united([*own_events(document, views, mended), *_events_done_to(document, known)])
        dated = sorted((e for e in events if e.on), key=lambda e: (e.on or datetime.date.min, *_event_key(e)))
        undated = sorted((e for e in events if not e.on), key=_event_key)
        # the day up to which the very source that asserts the status speaks, not that of a later one silent on it
        as_of = next((source.as_of for view, source in views if view.status), None)
        return cls(document, known, as_of, tuple(dated), tuple(undated), term)

    def status_on(self, day: datetime.date) -> StatusOnDay:
        """The status of the document on a day."""
        return status_on(self.document, self.relations, day, self.as_of, self.term)

    def next_change(self, day: datetime.date) -> datetime.date | None:
        """The first day after `day` on which something is known to happen."""
        return next((event.on for event in self.events if event.on and event.on > day), None)


def own_events(
    document: Document, views: Sequence[tuple[Document, Source]], mended: Collection[tuple[str, str]]
) -> Iterator[Event]:
    """What the sources themselves say of the document's days; sources that differ are kept side by side."""
    fields = (
        (EventKind.BAN_HANH, "ngay_ban_hanh"),
        (EventKind.CO_HIEU_LUC, "ngay_hieu_luc"),
        (EventKind.HET_HIEU_LUC, "ngay_het_hieu_luc"),
    )
    place = Ref(document.id)
    for kind, name in fields:
        said = [(getattr(view, name), source) for view, source in views]
        for day, source in said:
            if day:
                by = "editor" if (source.sha256, name) in mended else "text" if source.official else "facts"
                yield Event(day, kind, place, asserted_by=(by,), confidence=source.confidence)
        ended = document.status is EffectStatus.HET_HIEU_LUC
        if not any(day for day, _ in said) and (kind is not EventKind.HET_HIEU_LUC or ended):
            yield Event(None, kind, place)


def _events_done_to(document: Document, relations: Iterable[Relation]) -> Iterator[Event]:
    kinds = {kind.value for kind in EventKind}
    for r in relations:
        if r.object.doc_id == document.id and r.subject.doc_id != document.id and r.kind.value in kinds:
            kind = EventKind(r.kind.value)
            said = (r.asserted_by,) if r.asserted_by else ()
            yield Event(r.effective_on, kind, r.object, r.subject, r.subject_so_hieu, said, r.confidence, r.evidence)


def _united(events: Iterable[Event]) -> list[Event]:
    """One event for what several say alike; who gives no day adds to those who give one."""
    found: dict[tuple[object, ...], Event] = {}
    for event in sorted(events, key=lambda e: e.on is None):
        act = (event.kind, event.place, event.by)
        dated = [key for key in found if key[1:] == act]
        key = (event.on, *act) if event.on or not dated else dated[0]
        known = found.get(key)
        found[key] = _joined(known, event) if known else event
    return list(found.values())


def _joined(known: Event, more: Event) -> Event:
    return replace(
        known,
        asserted_by=tuple(dict.fromkeys((*known.asserted_by, *more.asserted_by))),
        confidence=known.confidence or more.confidence,
        evidence=known.evidence or more.evidence,
    )


def _event_key(event: Event) -> tuple[object, ...]:
    return (_ORDER[event.kind], event.place.locator.sort_key, event.by_so_hieu, str(event.by or ""))
