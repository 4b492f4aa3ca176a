"""The consolidated text of a day as a page: each place as it is set, with what changed it beside it."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corpus.reference import DocId, Ref
from corpus.store import Store
from search_api.comparison import status_on_day
from search_api.export.change import Became, Change
from search_api.export.consolidated import Consolidated, Part
from search_api.naming import compare_address, consolidated_address, document_name, page_address
from search_api.pages import SearchForm, render
from search_api.reading import depth_of
from search_api.table_page import TableView, blocks
from search_api.tables import tables_of, whole
from search_api.typesetting import heading_levels, set_apart


@dataclass(frozen=True, slots=True)
class Row:
    """One place as the page sets it.

    Attributes:
        level: Of its heading, 2 to 6; 0 without one.
        depth: How far in it is set, 0 to 4.
        label: In the table of contents; "" for a place without a heading.
        cite: Its citation.
        by_page: The page of the amending place; None where that text is not held, or nothing changed.
        compare: The address that shows what changed; None for words of the original.
    """

    anchor: str
    level: int
    depth: int
    label: str
    cite: str
    head: str
    number: str
    blocks: tuple[str | TableView, ...]
    notes: tuple[str, ...]
    gaps: tuple[str, ...]
    changed: bool
    repealed: bool
    by_page: str | None
    compare: str | None


@dataclass(frozen=True, slots=True)
class Included:
    """An amending text whose changes the consolidated text has: its name, its page where held, its first days."""

    name: str
    page: str | None
    days: tuple[datetime.date, ...]


def render_consolidated(text: Consolidated, store: Store) -> str:
    """The page of a consolidated text."""
    document = text.document
    ref = Ref(document.id)
    return render(
        "consolidated.html",
        document=document,
        text=text,
        on=text.on,
        status=status_on_day(text.standing, text.on),
        rows=tuple(_rows(text, store)),
        included=included(text, store),
        counted=_counted(text),
        days=text.days,
        address=consolidated_address(document.id),
        page=page_address(ref, text.on),
        form=SearchForm(on=text.on),
    )


def included(text: Consolidated, store: Store) -> tuple[Included, ...]:
    """The amending texts, each once, by the first day on which it changed something."""
    days: dict[DocId, dict[datetime.date, None]] = {}
    printed: dict[DocId, str] = {}
    for change in _changes(text):
        doc_id = change.by.doc_id
        printed[doc_id] = printed.get(doc_id) or change.by_so_hieu
        days.setdefault(doc_id, {})
        if change.on:
            days[doc_id][change.on] = None
    found = []
    for doc_id, on in days.items():
        name, held = document_name(doc_id, printed[doc_id] or str(doc_id), store)
        found.append(Included(name, page_address(Ref(doc_id), text.on) if held else None, tuple(sorted(on))))
    return tuple(sorted(found, key=lambda one: (one.days[:1] or (datetime.date.max,), one.name)))


# Steps of the above


def _changes(text: Consolidated) -> Iterator[Change]:
    return (part.change for part in text.all if part.change)


def _counted(text: Consolidated) -> str:
    """How much of the text is not that of the original, in words."""
    kinds = [change.became for change in _changes(text)]
    words = {
        Became.WORDED: "nơi đổi lời",
        Became.ADDED: "nơi được thêm",
        Became.MOVED: "nơi đổi số",
        Became.REPEALED: "nơi bị bãi bỏ",
    }
    parts = [f"{kinds.count(kind)} {words[kind]}" for kind in Became if kind in kinds]
    return ", ".join(parts)


def _rows(text: Consolidated, store: Store) -> Iterator[Row]:
    parts = tuple(text.all)
    held = {doc_id for doc_id in {change.by.doc_id for change in _changes(text)} if store.document(doc_id)}
    levels = heading_levels(part.place.unit for part in parts)
    for part, level in zip(parts, levels, strict=True):
        yield _row(part, level, text, store, held)


def _row(part: Part, level: int, text: Consolidated, store: Store, held: Collection[DocId]) -> Row:
    place, change = part.place, part.change
    locator = place.ref.locator
    body: tuple[str | TableView, ...]
    if part.repealed:
        title, _, body = part.split
        head, number = (title, "") if level else ("", title)
    else:
        head, number, rest = set_apart(place.text, place.heading, level=level, is_place=True)
        tables = tuple(map(whole, tables_of([place], store)))
        body = tuple(blocks(place.text, tables, len(place.text) - len(rest)))
    named = "" if part.repealed else place.heading
    return Row(
        anchor=str(locator),
        level=level,
        depth=depth_of(place),
        label=". ".join(words for words in (part.label, named) if words) if level else "",
        cite=f"{locator.vi} {text.document.name}",
        head=head,
        number=number.strip(),
        blocks=body,
        notes=part.notes,
        gaps=part.gaps,
        changed=bool(part.notes) and not part.repealed,
        repealed=part.repealed,
        by_page=page_address(change.by, text.on) if change and change.by.doc_id in held else None,
        compare=compare_address(str(place.ref), text.on) if part.notes else None,
    )
