"""A reading with its corrections: the document under its true number, places and what points at them moved along."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.corrections import Correction, Field
from corpus.errors import BadCorrection, BadReference
from corpus.locator import Locator, Step
from corpus.model import Diagnostic, Document, Holding, Note, Provision, Relation
from corpus.reference import DocId, Ref, province_of, slug

_IDENTIFYING = {Field.SO_HIEU, Field.LOAI, Field.CO_QUAN_BAN_HANH, Field.NGAY_BAN_HANH}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A source's view after its corrections.

    Attributes:
        made: Those that hold, each with what was read.
        unused: Those that cannot hold in this reading, each with why, in Vietnamese.
    """

    holding: Holding
    made: tuple[Correction, ...]
    unused: tuple[tuple[Correction, str], ...]


def corrected(
    as_read: Holding, corrections: Iterable[Correction], settle: Callable[[Document], DocId] = lambda d: d.id
) -> Corrected:
    """A source's view with its corrections; the words of every place stay as they are.

    Args:
        as_read: What the reader gave.
        corrections: Of this source, in the order in which they were made.
        settle: The identity in the collection, where a twin may already stand under the corrected one.

    Returns:
        The view, its places, notes and relations under their new addresses. A correction whose place is not there, or
        whose number another place has, is left out and remarked on; the remark that a field is missing goes when it is
        filled in.
    """
    places = {p.ref.locator: p for p in as_read.provisions}
    made: list[Correction] = []
    unused: list[tuple[Correction, str]] = []
    for correction in corrections:
        at = replace(correction, doc_id=as_read.document.id, name=as_read.source.name, holds=True)
        if not at.field.of_place:
            made.append(replace(at, read=printed(as_read.document, at.field)))
        elif at.locator not in places:
            unused.append((replace(at, holds=False), f"Bản đọc không có {at.locator.vi or 'nơi này'}"))
        else:
            now = replace(at, read=getattr(places[at.locator], at.field))
            moved = [renumbered(place, [*made, now]) for place in places]
            if len(set(moved)) < len(moved):
                unused.append((replace(now, holds=False), f"Văn bản đã có {renumbered(at.locator, [*made, now]).vi}"))
            else:
                made.append(now)
    document = _document(as_read.document, made, settle)
    remarks = [Diagnostic("correction_unused", f"Không áp dụng được sửa chữa: {c.vi}. {why}") for c, why in unused]
    found = {f"missing_{c.field}" for c in made if c.value}
    holding = replace(
        as_read,
        document=document,
        provisions=tuple(_provision(p, document.id, made) for p in as_read.provisions),
        notes=tuple(_note(n, as_read.document.id, document.id, made) for n in as_read.notes),
        relations=tuple(_relation(r, as_read.document, document, made) for r in as_read.relations),
        diagnostics=(*(d for d in as_read.diagnostics if d.code not in found), *remarks),
    )
    return Corrected(holding, tuple(made), tuple(unused))


def printed(document: Document, field: Field) -> str:
    """A field of a document in the form of `Correction.value`."""
    value = getattr(document, field)
    return value.isoformat() if isinstance(value, datetime.date) else value or ""


def renumbered(place: Locator, corrections: Iterable[Correction]) -> Locator:
    """The address of a place as read, after the corrections of numbers on it and on the places around it."""
    numbers = {c.locator: c.value for c in corrections if c.field is Field.NUMBER and c.holds}
    steps = place.steps
    return Locator(tuple(Step(s.unit, numbers.get(Locator(steps[: at + 1]), s.number)) for at, s in enumerate(steps)))


def as_read_place(place: Locator, corrections: Sequence[Correction]) -> Locator:
    """The address that was read, from the one after the corrections; one that was read already is given back."""
    read = Locator()
    for step in place.steps:
        mended = next(
            (
                c.locator
                for c in corrections
                if c.field is Field.NUMBER
                and c.holds
                and c.locator.parent == read
                and Step(c.locator.steps[-1].unit, c.value) == step
            ),
            None,
        )
        read = mended or read.child(step.unit, step.number)
    return read


def _document(read: Document, made: Sequence[Correction], settle: Callable[[Document], DocId]) -> Document:
    values = {c.field: c.value for c in made if not c.field.of_place}
    typed = {
        field.value: (datetime.date.fromisoformat(value) if value else None) if field.is_day else value
        for field, value in values.items()
    }
    document = replace(read, **typed)  # type: ignore[arg-type]  # each field is of its own type
    if not _IDENTIFYING & set(values):
        return document
    document = replace(document, id=_identity(document, read))
    return replace(document, id=settle(document))


def _identity(document: Document, read: Document) -> DocId:
    """The identity of the corrected fields; the stand-in number stays where there still is no số hiệu."""
    year = document.ngay_ban_hanh.year if document.ngay_ban_hanh else None
    try:
        plain = DocId.from_so_hieu(document.so_hieu, year)
    except BadReference:
        return replace(read.id, year=year, serial=1)
    if not plain.local:
        return plain
    named = slug(province_of(document.co_quan_ban_hanh)) or None
    mended = document.co_quan_ban_hanh != read.co_quan_ban_hanh
    return replace(plain, place=(named or read.id.place) if mended else (read.id.place or named))


def _provision(provision: Provision, doc_id: DocId, made: Sequence[Correction]) -> Provision:
    own = {c.field: c.value for c in made if c.field.of_place and c.locator == provision.ref.locator}
    return replace(
        provision,
        ref=Ref(doc_id, renumbered(provision.ref.locator, made)),
        number=own.get(Field.NUMBER, provision.number),
        heading=own.get(Field.HEADING, provision.heading),
    )


def _note(note: Note, read: DocId, doc_id: DocId, made: Sequence[Correction]) -> Note:
    if note.ref.doc_id != read:
        return note
    return replace(note, ref=Ref(doc_id, renumbered(note.ref.locator, made)))


def _relation(relation: Relation, read: Document, document: Document, made: Sequence[Correction]) -> Relation:
    """The source's own end moves; where a text points into itself, it keeps the number that it prints."""
    if relation.subject.doc_id == read.id:
        subject = Ref(document.id, renumbered(relation.subject.locator, made))
        relation = replace(relation, subject=subject, subject_so_hieu=document.so_hieu)
    if relation.object.doc_id == read.id:
        target = Ref(document.id, relation.object.locator)
        relation = replace(relation, object=target, object_so_hieu=document.so_hieu)
    return relation


# Refusals


def misplaced(correction: Correction) -> BadCorrection:
    """A field of a place without a place, or a field of the document with one."""
    field = correction.field
    if field.of_place:
        remedy = "Ghi rõ nơi cần sửa, ví dụ “Điều 18 Nghị định 45/2012/NĐ-CP”; sửa số của văn bản thì chọn so_hieu."
        return BadCorrection(f"{field.vi} là của một điều khoản, không phải của cả văn bản", "", remedy)
    remedy = "Chỉ ghi văn bản, không ghi điều khoản."
    return BadCorrection(f"{field.vi} là của cả văn bản", correction.locator.vi, remedy)


def check_revision(before: Corrected, now: Corrected) -> None:
    """Refuse a change that does nothing, or that leaves a correction without its place.

    Raises:
        BadCorrection: as said.
    """
    unused = {correction for correction, _ in before.unused}
    for correction, why in now.unused:
        if correction not in unused:
            remedy = "Xem các sửa chữa hiện có: cancu correct --list."
            raise BadCorrection(f"Không sửa được {correction.field.vi.lower()}: {why[:1].lower()}{why[1:]}", "", remedy)
    known = {correction for correction in before.made if correction.moot}
    for correction in now.made:
        if correction.moot and correction not in known:
            shown = correction.shown(correction.read)
            remedy = "Không cần sửa; bỏ một sửa chữa cũ thì dùng --undo."
            raise BadCorrection(f"{correction.field.vi} vốn đã được đọc là “{shown}”", "", remedy)


def summarised(document: Document) -> BadCorrection:
    """Two summaries would speak of one document."""
    remedy = "Bỏ một trong hai bản (cancu remove) rồi sửa lại."
    return BadCorrection(f"Kho đã có bản tóm lược của {document.name}", str(document.id), remedy)
