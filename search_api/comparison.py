"""Two days of a place, or two places, side by side; and the timeline of a document: from the store to the wire."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import citation
from corpus.comparison import PlaceChange
from corpus.diff import Change
from corpus.errors import BadPeriod, BadReference
from corpus.locator import Locator, Unit
from corpus.model import CODIFICATION, Provision
from corpus.reference import DocId, Ref
from corpus.standing import standing, term_of
from corpus.store import Store
from corpus.text import vi_date
from corpus.timeline import Event, EventKind, StatusOnDay, Timeline
from corpus.wording import Gap, Missing, Tree, changes_between, one_sided, tree_on
from search_api.comparison_wire import (
    ComparisonOut,
    EventOut,
    GapOut,
    PlaceChangeOut,
    RunOut,
    SideOut,
    TimelineOut,
    Verdict,
)
from search_api.library import NotHeld
from search_api.naming import confidence_words, document_name, page_address, relation_out
from search_api.wire import StatusOut

_KNOWN = (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.MOVED)
_OF_TWO = {
    Change.ADDED: "Chỉ có ở bên thứ hai",
    Change.REMOVED: "Chỉ có ở bên thứ nhất",
    Change.CHANGED: "Khác lời",
    Change.MOVED: "Cùng lời, khác chỗ",
}
_SAYERS = {
    "text": "theo văn bản",
    "portal": "theo cổng thông tin",
    "editor": "theo người biên tập",
    "facts": "theo tóm lược của Căn Cứ",
    CODIFICATION: "theo Bộ pháp điển",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared with what: a place on a day with the same or another place on the same or another day.

    A day of None is the latest wording held.
    """

    old: Ref
    new: Ref
    old_on: datetime.date | None
    new_on: datetime.date | None


def sides_of(
    ref: str, ref2: str, start: datetime.date | None, end: datetime.date | None, store: Store, today: datetime.date
) -> Sides:
    """What a person asks to compare.

    Args:
        ref: A place, as an address or as people cite it.
        ref2: The other place; "" for the same place on two days.
        start: The day of the first; needed when there is no other place.
        end: The day of the second; today for two days of one place.
        store: Where the places are looked up.
        today: The day it is.

    Raises:
        BadReference: a place cannot be read, or may be several.
        BadPeriod: the first day is missing, or lies after the second.
        NotHeld: the collection does not hold a place.
    """
    old = place_named(ref, store)
    if ref2.strip():
        return Sides(old, place_named(ref2, store), start, end)
    if start is None:
        raise BadPeriod(
            "Thiếu ngày đầu để so sánh",
            "ngày của lời văn thứ nhất",
            "Cho ngày đầu, hoặc cho một nơi thứ hai để so sánh hai nơi.",
        )
    end = end or today
    if start > end:
        raise BadPeriod(
            "Ngày đầu sau ngày cuối", f"{vi_date(start)} và {vi_date(end)}", "Đổi chỗ hai ngày rồi so sánh lại."
        )
    return Sides(old, old, start, end)


def place_named(text: str, store: Store) -> Ref:
    """The one place that an address ("nd-cp/2012/45#dieu-5") or a citation ("Điều 5 NĐ 45/2012") names.

    Raises:
        BadReference: nothing is named, or more than one place.
        NotHeld: what is named is not held.
    """
    try:
        return Ref.parse(text.strip())
    except BadReference:
        pass
    citations = citation.find(text)
    found = citation.identifiers(text, store)
    if not citations and not found:
        raise BadReference(text, "không thấy số hiệu hay điều khoản nào")
    asked = {locator for cited in citations for locator in cited.locators}
    # a text brought with a decision may be held as the decision's own
    asked |= {Locator(at.steps[1:]) for at in asked if at.steps[0].unit is Unit.DINH_KEM}
    found = tuple(ref for ref in found if not asked or ref.locator in asked)
    if not found:
        raise NotHeld(text)
    if len(found) > 1:
        raise BadReference(text, f"có thể là {' hoặc '.join(map(str, found[:4]))}; hãy viết bằng một mã ấy")
    return found[0]


def comparison_out(sides: Sides, store: Store, today: datetime.date, snapshot: str = "") -> ComparisonOut:
    """The comparison of two sides.

    Raises:
        NotHeld: the collection does not hold a side.
    """
    old, new = _tree(sides.old, sides.old_on, store), _tree(sides.new, sides.new_on, store)
    changes = changes_between(old, new)
    one_place = old.ref == new.ref
    between = one_sided(old, new) if one_place else ()
    gaps = tuple(dict.fromkeys((*old.gaps, *new.gaps)))
    verdict = _verdict(changes, between)
    places, after = _places(changes, one_place=one_place)
    return ComparisonOut(
        verdict=verdict,
        message=_message(verdict, changes, gaps, one_place=one_place),
        old=_side(old, store, today),
        new=_side(new, store, today),
        gaps=tuple(_gap_out(gap, store, sides.new_on or today, between=gap in between) for gap in gaps),
        places=places,
        same=sum(change.kind is Change.SAME for change in changes),
        same_after=after,
        snapshot=snapshot,
    )


def change_days(ref: Ref, store: Store, worded: Iterable[Provision] | None = None) -> tuple[datetime.date, ...]:
    """The days on which a place, or something in it or around it, is known to change, in order.

    `worded` are its wordings where they are at hand; without them they are looked up.
    """
    events = [event for event in timeline_of(ref.doc_id, store).events if event.kind not in _OWN_DAYS]
    days = {event.on for event in events if event.place.contains(ref) or ref.contains(event.place)}
    if worded is None:
        worded = (place for _, places in store.worded(ref) for place in places)
    days |= {day for place in worded for day in (place.valid.start, place.valid.end)}
    merged = store.merged_to(ref.doc_id).items()
    days |= {day for (_, dieu), day in merged if dieu.contains(ref.locator) or ref.locator.contains(dieu)}
    return tuple(sorted(day for day in days if day))


def day_before_last_change(ref: Ref, store: Store, on: datetime.date) -> datetime.date:
    """The day before the last known change of a place, up to a day; that day itself when none is known."""
    last = max((day for day in change_days(ref, store) if day <= on), default=None)
    return last - datetime.timedelta(days=1) if last else on


def timeline_of(doc_id: DocId, store: Store) -> Timeline:
    """The timeline of a document.

    Raises:
        NotHeld: the collection does not hold it.
    """
    document = store.document(doc_id)
    if document is None:
        raise NotHeld(str(doc_id))
    mended = {(c.sha256, c.field.value) for c in store.corrections(doc_id) if c.holds and not c.moot}
    return Timeline.of(document, store.views(doc_id), store.relations(doc_id), mended, term_of(doc_id, store))


def timeline_out(doc_id: DocId, store: Store, on: datetime.date, snapshot: str = "") -> TimelineOut:
    """The timeline of a document, with its status on a day.

    Raises:
        NotHeld: the collection does not hold it.
    """
    timeline = timeline_of(doc_id, store)
    return TimelineOut(
        id=str(doc_id),
        name=timeline.document.name,
        status=status_on_day(standing(Ref(doc_id), store, on), on),
        next_change=timeline.next_change(on),
        events=tuple(_event_out(event, store, on) for event in timeline.events),
        undated=tuple(_event_out(event, store, on) for event in timeline.undated),
        page=page_address(Ref(doc_id), on),
        snapshot=snapshot,
    )


def sayers(asserted_by: Iterable[str]) -> tuple[str, ...]:
    """Who says so, in words: "theo văn bản"."""
    return tuple(_SAYERS.get(who, who) for who in asserted_by)


# Steps of the above

_OWN_DAYS = {EventKind.BAN_HANH, EventKind.CO_HIEU_LUC, EventKind.HET_HIEU_LUC}


def _tree(ref: Ref, on: datetime.date | None, store: Store) -> Tree:
    found = tree_on(store, ref, on)
    if found is None:
        raise NotHeld(f"{ref.locator.vi} {document_name(ref.doc_id, str(ref.doc_id), store)[0]}".strip())
    return found


def _verdict(changes: Iterable[PlaceChange], between: Sequence[Gap]) -> Verdict:
    kinds = {change.kind for change in changes}
    if kinds & set(_KNOWN):
        return "different"
    return "unknown" if between or Change.UNKNOWN in kinds else "same"


def _message(verdict: Verdict, changes: Sequence[PlaceChange], gaps: Sequence[Gap], *, one_place: bool) -> str:
    counted = Counter(change.kind for change in changes)
    missing = " Có sửa đổi mà kho chưa có lời văn." if gaps else ""
    if verdict == "different":
        parts = [f"{_words(kind, one_place=one_place).lower()} {counted[kind]}" for kind in _KNOWN if counted[kind]]
        return f"Khác nhau ở {sum(counted[kind] for kind in _KNOWN)} nơi: {', '.join(parts)}.{missing}"
    if verdict == "unknown":
        return "Đã có sửa đổi, nhưng kho chưa có lời văn để so sánh."
    return f"Lời văn kho có không khác nhau.{missing}" if gaps else "Không có gì khác nhau."


def _words(kind: Change, *, one_place: bool) -> str:
    """A kind of change in words; of two texts neither is the earlier one."""
    return kind.vi if one_place else _OF_TWO.get(kind, kind.vi)


def _side(tree: Tree, store: Store, today: datetime.date) -> SideOut:
    document = store.document(tree.ref.doc_id)
    status = status_on_day(standing(tree.ref, store, tree.on), tree.on) if tree.on else None
    return SideOut(
        ref=str(tree.ref),
        address=tree.ref.locator.vi,
        document_name=document.name if document else "",
        trich_yeu=document.trich_yeu if document else "",
        on=tree.on,
        official=tree.official,
        status=status,
        page=page_address(tree.ref, tree.on or today),
    )


def status_on_day(status: StatusOnDay, on: datetime.date) -> StatusOut:
    """The status of a document on a day, for the page and the API."""
    return StatusOut(
        on=on,
        status=status.status,
        label=status.status.vi,
        words=status.words,
        next_change=status.next_change,
    )


def _places(changes: Sequence[PlaceChange], *, one_place: bool) -> tuple[tuple[PlaceChangeOut, ...], int]:
    """The places that differ, each with the number of equal ones right before it; and that after the last."""
    headings: dict[Ref, str] = {}
    for change in changes:
        for place in (change.old, change.new):
            if place and place.unit is Unit.DIEU:
                headings[place.ref] = place.heading
    found: list[PlaceChangeOut] = []
    same = 0
    for change in changes:
        if change.kind is Change.SAME:
            same += 1
            continue
        found.append(_place_out(change, _words(change.kind, one_place=one_place), headings, same))
        same = 0
    return tuple(found), same


def _place_out(change: PlaceChange, words: str, headings: dict[Ref, str], same_before: int) -> PlaceChangeOut:
    old, new = change.old, change.new
    dieu = Ref(change.place.ref.doc_id, change.place.ref.locator.up_to(Unit.DIEU))
    return PlaceChangeOut(
        kind=change.kind,
        words=words,
        old_ref=str(old.ref) if old else None,
        new_ref=str(new.ref) if new else None,
        old_address=_address(old) if old else "",
        new_address=_address(new) if new else "",
        heading=headings.get(dieu, ""),
        old_text=old.text if old else "",
        new_text=new.text if new else "",
        runs=tuple(
            RunOut(
                kind=run.kind,
                old_start=run.old.start,
                old_end=run.old.end,
                new_start=run.new.start,
                new_end=run.new.end,
            )
            for run in change.runs
        ),
        moved=change.moved,
        same_before=same_before,
    )


def _address(place: Provision) -> str:
    return place.ref.locator.vi or "Phần đầu văn bản"


def _gap_out(gap: Gap, store: Store, on: datetime.date, *, between: bool) -> GapOut:
    by = relation_out(gap.by, gap.place.doc_id, store, on) if gap.by else None
    return GapOut(
        ref=str(gap.place),
        address=gap.place.locator.vi,
        missing=gap.missing,
        on=gap.on,
        by=by.so_hieu if by else None,
        by_page=by.page if by else None,
        between=between,
        words=gap_words(gap, store, on),
    )


def gap_words(gap: Gap, store: Store, on: datetime.date) -> str:
    """A known change that cannot be shown, in one sentence."""
    by = relation_out(gap.by, gap.place.doc_id, store, on) if gap.by else None
    return _gap_words(gap, store, f"{by.words} {_lower(by.so_hieu)}" if by else "")


def _gap_words(gap: Gap, store: Store, told: str) -> str:
    place = gap.place.locator.vi or document_name(gap.place.doc_id, str(gap.place.doc_id), store)[0]
    if gap.missing is Missing.DAY:
        return (
            f"{place} có lời văn khác theo nguồn ngày {vi_date(gap.on or datetime.date.max)}; không rõ đổi từ ngày nào."
        )
    when = f"từ {vi_date(gap.on)}" if gap.on else "không rõ từ ngày nào"
    side = "sau đó" if gap.missing is Missing.AFTER else "trước đó"
    where = "" if gap.place.locator.steps else ", nên chưa biết những nơi nào đã đổi"
    if gap.reason:
        return f"{place} {told} {when}: đã biết, chưa áp dụng được: {gap.reason}."
    if told:
        return f"{place} {told} {when}; kho chưa có lời văn {side}{where}."
    verb = "chỉ áp dụng đến trước" if gap.missing is Missing.AFTER else "có từ"
    return f"Lời văn mà kho có của {_lower(place)} {verb} {vi_date(gap.on) if gap.on else 'ngày chưa rõ'}; " + (
        f"kho chưa có lời văn {side}."
    )


def _lower(words: str) -> str:
    """A place inside a sentence: "khoản 2 Điều 5"; names of units that are capitals everywhere stay."""
    return words[:1].lower() + words[1:] if words.startswith(("Khoản", "Điểm", "Tiết", "Gạch")) else words


def _event_out(event: Event, store: Store, on: datetime.date) -> EventOut:
    name, held = document_name(event.by.doc_id, event.by_so_hieu, store) if event.by else (None, False)
    place = f"{_lower(event.by.locator.vi)} " if event.by and event.by.locator.steps else ""
    return EventOut(
        on=event.on,
        kind=event.kind,
        words=event.kind.vi,
        ref=str(event.place),
        address=event.place.locator.vi,
        by=f"{place}{name}" if name is not None else None,
        by_ref=str(event.by) if event.by else None,
        by_page=page_address(event.by, on) if event.by and held else None,
        asserted_by=sayers(event.asserted_by),
        confidence=confidence_words(event.confidence),
        evidence=event.evidence,
    )
