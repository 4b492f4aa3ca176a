"""Operations as rows: what each source's text does to others, whether or not those are held.

Only positions are kept; the words are characters of the amending source's own text.
"""

import datetime
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpus.amendment import Act, Amended, NewPlace, Operation, Side, WordChange, Words, law_key
from corpus.locator import Locator, Unit
from corpus.model import Document, Piece, Span
from corpus.reference import DocId, Ref


def insert(db: sqlite3.Connection, sha256: str, operations: Iterable[Operation], day: datetime.date | None) -> None:
    """Write the operations that a source's text contains, in its order; `day` is the text's own day of effect."""
    db.executemany(
        "INSERT INTO operation VALUES (?, ?, ?, ?, ?)",
        (
            (
                sha256,
                position,
                str(operation.amended.doc_id) if operation.amended.doc_id else None,
                law_key(operation.amended.name),
                json.dumps(_body(operation, day), ensure_ascii=False, separators=(",", ":")),
            )
            for position, operation in enumerate(operations)
        ),
    )


def of_source(db: sqlite3.Connection, sha256: str, by: Document) -> tuple[Operation, ...]:
    """The operations of a source's text as its document `by` does them: from its day, where a place has no own one."""
    text = db.execute("SELECT text FROM source WHERE sha256 = ?", (sha256,)).fetchone()
    rows = db.execute("SELECT body FROM operation WHERE sha256 = ? ORDER BY position", (sha256,))
    return tuple(_operation(json.loads(body), sha256, text[0], by) for (body,) in rows) if text else ()


def _body(operation: Operation, day: datetime.date | None) -> dict[str, object]:
    change = operation.words
    return {
        "act": operation.act,
        "by": str(operation.by.locator),
        "doc": str(operation.amended.doc_id) if operation.amended.doc_id else None,
        "name": operation.amended.name,
        "place": str(operation.place),
        "on": None if operation.effective_on == day else _printed(operation.effective_on),
        "evidence": operation.evidence,
        "title": operation.title,
        "after": str(operation.after) if operation.after else None,
        "to": str(operation.to) if operation.to else None,
        "places": [
            [str(p.locator), p.unit, p.number, p.heading, p.piece.span.start, p.piece.span.end, p.piece.span.page]
            for p in operation.places
        ],
        "words": {
            "old": _span(change.old.piece if change.old else None),
            "new": _span(change.new.piece if change.new else None),
            "anchor": _span(change.anchor.piece if change.anchor else None),
            "side": change.side,
            "blank": _span(change.blank),
        }
        if change
        else None,
        "doubt": operation.doubt,
    }


_UNKNOWN = "?"


def _printed(day: datetime.date | None) -> str:
    return day.isoformat() if day else _UNKNOWN


def _day(printed: str) -> datetime.date | None:
    return None if printed == _UNKNOWN else datetime.date.fromisoformat(printed)


def _span(piece: Piece | None) -> list[int | None] | None:
    return [piece.span.start, piece.span.end, piece.span.page] if piece else None


Body = Mapping[str, Any]
"""A row's JSON by field; the values are of many kinds, as `_body` wrote them."""


def _operation(body: Body, sha256: str, text: str, by: Document) -> Operation:
    def piece(span: Sequence[Any] | None) -> Piece | None:
        return Piece(sha256, Span(*span)) if span else None

    def words(span: Sequence[Any] | None) -> Words | None:
        found = piece(span)
        return Words(text[found.span.start : found.span.end], found) if found else None

    def place(locator: str, unit: str, number: str, heading: str, *span: int) -> NewPlace:
        new = Piece(sha256, Span(*span))
        words = text[new.span.start : new.span.end]
        return NewPlace(Locator.parse(locator), Unit(unit), number, heading, words, new)

    change = body["words"]
    return Operation(
        Act(body["act"]),
        Ref(by.id, Locator.parse(body["by"])),
        Amended(DocId.parse(body["doc"]) if body["doc"] else None, body["name"]),
        Locator.parse(body["place"]),
        _day(body["on"]) if body["on"] else by.ngay_hieu_luc,
        body["evidence"],
        bool(body["title"]),
        Locator.parse(body["after"]) if body["after"] else None,
        Locator.parse(body["to"]) if body["to"] else None,
        tuple(place(*row) for row in body["places"]),
        WordChange(
            words(change["old"]),
            words(change["new"]),
            words(change["anchor"]),
            Side(change["side"]) if change["side"] else None,
            piece(change["blank"]),
        )
        if change
        else None,
        body["doubt"],
    )
