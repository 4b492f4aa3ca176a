"""From what a note of the codification tells of an Điều: relations, the day its words are from, the day they end."""

import datetime
from collections.abc import Iterator, Sequence

from corpus.citation import SO_HIEU
from corpus.codified_note import Noted, NotedAct
from corpus.locator import Locator
from corpus.model import CODIFICATION, Relation, RelationKind
from corpus.reference import Ref, tidy_so_hieu

_WHOLE = {
    NotedAct.BAI_BO: RelationKind.BAI_BO,
    NotedAct.HET_HIEU_LUC: RelationKind.BAI_BO,
    NotedAct.DINH_CHI: RelationKind.DINH_CHI,
    NotedAct.NGUNG: RelationKind.NGUNG,
    NotedAct.DINH_CHINH: RelationKind.DINH_CHINH,
}
_SUSPENDING = {NotedAct.DINH_CHI, NotedAct.NGUNG}
_IN_PART = "chỉ một phần nội dung"


def relations(notes: Sequence[Noted], place: Ref, so_hieu: str) -> tuple[Relation, ...]:
    """What the texts named in a note do to an Điều, one relation for each amending place.

    Words that leave the identity of a text open ("Luật Phí năm 2035") give none. What is done to some of an Điều amends
    it, whatever the words ("có nội dung bị bãi bỏ"): only a whole one is repealed or put in.

    Args:
        notes: As `read_note` gave them.
        place: The Điều that the note stands beside.
        so_hieu: Its document's, as printed.
    """
    found = []
    for noted, kind in _kinds(notes):
        doc_id = noted.by.doc_id
        if doc_id is None:
            continue
        condition = _IN_PART if kind in (RelationKind.NGUNG, RelationKind.DINH_CHI) and not noted.acts else ""
        found += [
            Relation(
                Ref(doc_id, locator),
                kind,
                place,
                _so_hieu(noted),
                so_hieu,
                noted.effective_on,
                noted.evidence,
                CODIFICATION,
                condition=condition,
            )
            for locator in noted.places or (Locator(),)
        ]
    return tuple(found)


def repealed_on(notes: Sequence[Noted]) -> datetime.date | None:
    """The day from which the whole Điều is repealed; None when no note says so with a day."""
    return next((n.effective_on for n, kind in _kinds(notes) if kind is RelationKind.BAI_BO and n.effective_on), None)


def merged_to(notes: Sequence[Noted], *, worded: bool) -> datetime.date | None:
    """The last day on which a text changed the words; before it the words were others. None when none is told.

    A suspension changes no words, nor does a repeal where the words are still printed (`worded`).
    """
    silent = {RelationKind.DINH_CHI, RelationKind.NGUNG, *([RelationKind.BAI_BO] if worded else [])}
    return max((n.effective_on for n, kind in _kinds(notes) if n.effective_on and kind not in silent), default=None)


def _kinds(notes: Sequence[Noted]) -> Iterator[tuple[Noted, RelationKind]]:
    """Each text with what it does to the Điều.

    Of several texts of one note only the first, by day, can have put the Điều in, and only the last have repealed it.
    """
    days = [noted.effective_on or datetime.date.max for noted in notes]
    for noted, day in zip(notes, days, strict=True):
        yield noted, _kind(noted, is_first=day == min(days), is_last=day == max(days))


def _kind(noted: Noted, *, is_first: bool, is_last: bool) -> RelationKind:
    if not noted.acts and not noted.part_acts:
        return RelationKind.LIEN_QUAN
    ending = [_WHOLE[act] for act in noted.acts if act in _WHOLE]
    if ending and is_last:
        return ending[-1]
    if NotedAct.BO_SUNG in noted.acts and NotedAct.SUA_DOI not in noted.acts and is_first:
        return RelationKind.BO_SUNG
    if noted.part_acts and set(noted.part_acts) <= _SUSPENDING and not noted.acts:
        return _WHOLE[noted.part_acts[-1]]
    return RelationKind.SUA_DOI


def _so_hieu(noted: Noted) -> str:
    match = SO_HIEU.search(noted.by.written)
    return tidy_so_hieu(match.group()) if match else noted.by.written
