"""Places and operations of a day → the places of the day after. Pure: no store, no order of ingestion.

Every character of a new wording belongs to one piece of one source: those of the old words keep theirs, those put in
come from the amending text. What cannot be applied is said, and the place keeps its words.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.amendment import Act, NewPlace, Operation, Side
from corpus.locator import Locator, Unit, lower_first, number_key
from corpus.model import Interval, Piece, Provision
from corpus.reference import DocId, Ref
from corpus.rewording import brought, extended, printed_number, reworded, spliced


@dataclass(frozen=True, slots=True)
class Unapplied:
    """An operation that is known and was not applied; `reason` in Vietnamese."""

    operation: Operation
    reason: str


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The places after a day's operations, in the order of the text, and what could not be applied."""

    places: tuple[Provision, ...]
    unapplied: tuple[Unapplied, ...]


class _Refused(Exception):
    """The reason why an operation does not fit the places."""


def consolidated(places: Sequence[Provision], operations: Iterable[Operation]) -> Consolidated:
    """The places after operations of one day, applied in the order given (that of the amending text)."""
    now = list(places)
    left: list[Unapplied] = []
    for operation in operations:
        try:
            now = _applied(now, operation)
        except _Refused as refusal:
            left.append(Unapplied(operation, str(refusal)))
    return Consolidated(tuple(now), tuple(left))


def in_order(operations: Iterable[Operation], issued: dict[DocId, datetime.date]) -> list[Operation]:
    """Operations by day of effect; on one day by the day of issue of their texts, then in the order of the text.

    Those without a day stand last. The order given counts only inside one amending text.
    """

    def key(operation: Operation) -> tuple[object, ...]:
        doc_id = operation.by.doc_id
        return (operation.effective_on or datetime.date.max, issued.get(doc_id, datetime.date.max), doc_id.sort_key)

    return sorted(operations, key=key)


def wordings(places: Sequence[Provision], operations: Sequence[Operation]) -> Consolidated:
    """Every wording of every place with its days, from the original places and operations `in_order`.

    A place keeps one wording over all days on which its words stay the same. An operation without a day, and those of
    the same amending text whose day contradicts the words, are left unapplied.
    """
    now = list(places)
    left: list[Unapplied] = []
    open_since: dict[Locator, Provision] = {p.ref.locator: p for p in now}
    closed: list[Provision] = []
    order: list[Locator] = [p.ref.locator for p in now]
    days = sorted({o.effective_on for o in operations if o.effective_on})
    for day in days:
        after = consolidated(now, [o for o in operations if o.effective_on == day])
        left += after.unapplied
        current = {p.ref.locator: p for p in after.places}
        for locator, before in list(open_since.items()):
            wording = current.get(locator)
            if wording is None or not _same_words(before, wording):
                closed.append(replace(before, valid=Interval(before.valid.start, day)))
                del open_since[locator]
        previous: Locator | None = None
        for locator, wording in current.items():
            if locator not in open_since:
                open_since[locator] = replace(wording, valid=Interval(day, None))
            if locator not in order:
                order.insert(order.index(previous) + 1 if previous is not None else 0, locator)
            previous = locator
        now = [open_since[p.ref.locator] for p in after.places]
    undated = [Unapplied(o, "không rõ ngày có hiệu lực") for o in operations if o.effective_on is None]
    position = {locator: at for at, locator in enumerate(order)}
    found = sorted(
        [*closed, *open_since.values()],
        key=lambda p: (position[p.ref.locator], p.valid.start or datetime.date.min),
    )
    return Consolidated(tuple(found), (*left, *undated))


def _same_words(one: Provision, other: Provision) -> bool:
    return (one.text, one.pieces) == (other.text, other.pieces)


# One operation


def _applied(places: list[Provision], operation: Operation) -> list[Provision]:
    if operation.doubt:
        raise _Refused(operation.doubt)
    if operation.act is Act.INSERT:
        return _inserted(places, operation)
    here = _extent(places, operation.place)
    if operation.act is Act.WORDS:
        return _reworded(places, here, operation)
    if operation.act is Act.REPEAL:
        return [*places[: here.start], *places[here.stop :]]
    if operation.act is Act.MOVE:
        return _moved(places, here, operation)
    if operation.act is Act.REPLACE:
        return [*places[: here.start], *_new(places, operation), *places[here.stop :]]
    return _retitled(places, here, operation)


def _extent(places: Sequence[Provision], locator: Locator) -> range:
    """The run of a place and those below it; a Chương reaches to the next one.

    Raises:
        _Refused: the place is not there.
    """
    at = next((i for i, p in enumerate(places) if p.ref.locator == locator), None)
    if at is None and locator.steps and locator.steps[-1].unit.rank < Unit.DIEU.rank:
        at = next((i for i, p in enumerate(places) if _is_larger(p.ref.locator, locator)), None)
    if at is None or not locator.steps:
        raise _Refused(f"{_sentence(locator)} không có trong văn bản được sửa đổi")
    unit = locator.steps[-1].unit
    inside = at + 1
    while inside < len(places) and _is_below(places[inside], places[at], unit):
        inside += 1
    return range(at, inside)


def _is_larger(held: Locator, named: Locator) -> bool:
    """Whether a Chương or Mục is the one named, its number printed in Roman or Arabic figures, its Phần left out."""
    if not held.steps or held.steps[-1].unit is not named.steps[-1].unit:
        return False
    alike = number_key(held.steps[-1].number.upper()) == number_key(named.steps[-1].number.upper())
    around = {(s.unit, number_key(s.number.upper())) for s in held.steps[:-1]}
    return alike and all((s.unit, number_key(s.number.upper())) in around for s in named.steps[:-1])


def _is_below(place: Provision, above: Provision, unit: Unit) -> bool:
    if Unit.PHAN.rank <= unit.rank <= Unit.TIEU_MUC.rank:
        return place.unit is not None and place.unit.rank > unit.rank
    return above.ref.locator.contains(place.ref.locator)


def _inserted(places: list[Provision], operation: Operation) -> list[Provision]:
    if any(p.ref.locator == operation.place for p in places):
        raise _Refused(f"{_sentence(operation.place)} đã có trong văn bản được sửa đổi")
    if not operation.places:
        raise _Refused("không đọc được lời văn mới")
    at = _extent(places, operation.after).stop if operation.after else _by_number(places, operation.place)
    return [*places[:at], *_new(places, operation), *places[at:]]


def _by_number(places: Sequence[Provision], locator: Locator) -> int:
    """Where a place belongs by its number among those of its kind."""
    parent, step = locator.parent, locator.steps[-1]
    inside = _extent(places, parent) if parent.steps else range(len(places))
    at = None
    for i in inside:
        other = places[i].ref.locator
        last = other.steps[-1:]
        alike = other.parent == parent and last and last[0].unit is step.unit
        if alike and number_key(last[0].number) < number_key(step.number):
            at = _extent(places, other).stop
    if at is None:
        if not parent.steps:
            raise _Refused(f"không rõ chỗ của {lower_first(locator.vi)}")
        return inside.start + 1
    return at


def _new(places: Sequence[Provision], operation: Operation) -> list[Provision]:
    if not operation.places:
        raise _Refused("không đọc được lời văn mới")
    doc_id = places[0].ref.doc_id
    return [_provision(doc_id, place, operation) for place in operation.places]


def _provision(doc_id: DocId, place: NewPlace, operation: Operation) -> Provision:
    valid = Interval(operation.effective_on)
    ref = Ref(doc_id, place.locator)
    return Provision(ref, place.unit, place.number, place.heading, place.text, (place.piece,), valid, (operation.by,))


def _retitled(places: list[Provision], here: range, operation: Operation) -> list[Provision]:
    """The heading line of a place, or its own words, in the words of the amending text."""
    old = places[here.start]
    if not operation.places:
        raise _Refused("không đọc được lời văn mới")
    new = operation.places[0]
    text, heading = new.text, new.heading
    pieces: tuple[Piece, ...] = (new.piece,)
    if operation.act is Act.TITLE and old.unit is Unit.DIEU:
        end = old.text.find("\n")
        if end >= 0:
            text, pieces = spliced(old, 0, end, ((new.text, new.piece),))
    number = printed_number(old.text)
    if operation.act is Act.LEAD and number and not printed_number(new.text):
        text, pieces = spliced(old, len(number), len(old.text), ((new.text, new.piece),))
    by = brought(old, operation.by)
    place = replace(old, text=text, pieces=pieces, heading=heading or old.heading, brought_by=by)
    return [*places[: here.start], place, *places[here.start + 1 :]]


def _moved(places: list[Provision], here: range, operation: Operation) -> list[Provision]:
    """The places under another number. Only the address changes here: the printed number is replaced where it leads."""
    to = operation.to
    if to is None:
        raise _Refused("không rõ số mới")
    if any(p.ref.locator == to for p in places):
        raise _Refused(f"{_sentence(to)} đã có trong văn bản được sửa đổi")
    depth = len(operation.place.steps)
    moved = []
    for place in places[here.start : here.stop]:
        locator = Locator((*to.steps, *place.ref.locator.steps[depth:]))
        new = replace(place, ref=Ref(place.ref.doc_id, locator), brought_by=brought(place, operation.by))
        moved.append(_renumbered(new, operation) if place.ref.locator == operation.place else new)
    return [*places[: here.start], *moved, *places[here.stop :]]


def _renumbered(place: Provision, operation: Operation) -> Provision:
    """The printed number replaced by that of the amending text."""
    number = operation.words.new if operation.words else None
    if number is None:
        return place
    old = re.match(r"\s*(?:Điều\s+)?(\w+)", place.text)
    if old is None:
        return place
    text, pieces = spliced(place, old.start(1), old.end(1), ((number.text, number.piece),))
    return replace(place, text=text, pieces=pieces, number=number.text)


def _reworded(places: list[Provision], here: range, operation: Operation) -> list[Provision]:
    change = operation.words
    if change is None:
        raise _Refused("không đọc được cụm từ")
    found = list(places)
    if change.anchor is None and change.side is not None:
        at = here.start if change.side is Side.START else here.stop - 1
        found[at] = extended(places[at], change, operation.by)
        return found
    times = 0
    for at in here[:1] if operation.title else here:
        found[at], more = reworded(places[at], change, operation.by, title=operation.title)
        times += more
    if not times:
        sought = change.old or change.anchor
        raise _Refused(f"không thấy “{sought.text if sought else ''}” tại {lower_first(operation.place.vi)}")
    return found


def _sentence(locator: Locator) -> str:
    return locator.vi or "Văn bản"
