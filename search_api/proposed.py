"""What a draft would make of the texts it amends: their wording on the day, the wording after it, and what is between.

The draft's operations are applied in memory as those of an amending text are (`corpus.consolidation`); nothing is
stored. What cannot be applied is told with its reason, and the place keeps its words.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.amendment import Operation, law_key
from corpus.comparison import PlaceChange, compare_places
from corpus.consolidation import Unapplied, consolidated
from corpus.diff import Change
from corpus.locator import Locator, Unit, lower_first
from corpus.model import Document, Provision
from corpus.reference import DocId, Ref
from corpus.wording import unknown_on
from search_api.comparison import gap_words
from search_api.draft import Draft
from search_api.quote import unknown_words
from search_api.shelf import Shelf
from search_api.wire import StatusOut


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the comparison: what became of it, and which places of the draft did it.

    Attributes:
        doubt: In Vietnamese, why the words held may not be those of the day; "" when they are.
    """

    change: PlaceChange
    operations: tuple[Operation, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """One held document with the draft applied.

    Attributes:
        standing: Of the document on the day.
        notes: In Vietnamese, changes that are known and not in the words held.
        places: All places after the draft, in the order of the text.
        rows: The places that change, in the order of the new text.
        unapplied: What the draft says and could not be applied.
    """

    document: Document
    on: datetime.date
    standing: StatusOut
    notes: tuple[str, ...]
    places: tuple[Provision, ...]
    rows: tuple[Row, ...]
    unapplied: tuple[Unapplied, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that a draft amends. `not_held` are the names of texts that it amends and the collection lacks."""

    texts: tuple[Proposed, ...]
    not_held: tuple[str, ...]


def proposals(draft: Draft, shelf: Shelf) -> Proposals:
    """The texts that a draft amends, in its order.

    Args:
        draft: Its operations are those that the reader found.
        shelf: The collection on the day from which the wording is taken.
    """
    by_document: dict[DocId, list[Operation]] = {}
    missing: dict[str, None] = {}
    for operation in draft.holding.operations:
        doc_id = _amended(operation, shelf)
        if doc_id is None:
            missing[_name(operation)] = None
        else:
            by_document.setdefault(doc_id, []).append(operation)
    texts = tuple(_proposed(doc_id, operations, shelf) for doc_id, operations in by_document.items())
    return Proposals(texts, tuple(missing))


def _name(operation: Operation) -> str:
    name = " ".join(operation.amended.name.split())
    return name or str(operation.amended.doc_id)


def _amended(operation: Operation, shelf: Shelf) -> DocId | None:
    """The held original that is meant; None where none is held, only a summary is, or several have the name."""
    if operation.amended.doc_id is not None:
        found: Sequence[DocId] = (operation.amended.doc_id,)
    else:
        key = law_key(operation.amended.name)
        found = shelf.store.names().get(key) or shelf.store.names().get(re.sub(r"^(?:bo )?luat ", "", key), ())
    held = [doc_id for doc_id in found if (text := shelf.held(doc_id)) is not None and text.source.official]
    return held[0] if len(held) == 1 else None


def _proposed(doc_id: DocId, operations: Sequence[Operation], shelf: Shelf) -> Proposed:
    held = shelf.held(doc_id)
    if held is None:
        raise ValueError(f"{doc_id} is not held")
    before = held.tree.provisions
    after = consolidated(before, operations)
    changes = compare_places(before, after.places)
    rows = tuple(
        Row(c, _acting(c, operations, after.unapplied), unknown_words(gap) if gap else "")
        for c in changes
        if c.kind is not Change.SAME
        for gap in (unknown_on(held.tree, c.place.ref),)
    )
    notes = tuple(dict.fromkeys(gap_words(gap, shelf.store, shelf.on) for gap in held.tree.gaps))
    standing = shelf.standing(Ref(doc_id))
    return Proposed(held.document, shelf.on, standing, notes, after.places, rows, after.unapplied)


def _acting(change: PlaceChange, operations: Sequence[Operation], left: Sequence[Unapplied]) -> tuple[Operation, ...]:
    """The operations that did it: on the place itself, above it or, for words, below."""
    places = [place.ref.locator for place in (change.old, change.new) if place]
    refused = [unapplied.operation for unapplied in left]
    return tuple(
        operation
        for operation in operations
        if operation not in refused and any(_covers(operation, place) for place in places)
    )


def _covers(operation: Operation, place: Locator) -> bool:
    acted = (operation.place, operation.to) if operation.to else (operation.place,)
    return any(target.contains(place) for target in acted if target is not None)


def explanation(row: Row) -> str:
    """What the draft does to a place, in Vietnamese: "Sửa đổi, bổ sung theo khoản 2 Điều 1 dự thảo"."""
    said = dict.fromkeys(
        f"{op.act.vi.removesuffix(' của').removesuffix(' tại')} theo {lower_first(op.by.locator.vi)} dự thảo"
        for op in row.operations
    )
    words = "; ".join(said) or row.change.kind.vi
    return words[:1].upper() + words[1:]


def grouped(rows: Sequence[Row]) -> Iterator[tuple[Locator, list[Row]]]:
    """The rows by the Điều (or other largest place) they stand in, in order."""
    groups: dict[Locator, list[Row]] = {}
    for row in rows:
        place = row.change.place.ref.locator
        groups.setdefault(place.up_to(Unit.DIEU) if place.up_to(Unit.DIEU).steps else place, []).append(row)
    yield from groups.items()
