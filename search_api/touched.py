"""The rules a draft touches: what it amends, replaces or repeals, and who rests on those."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.citation import find
from corpus.model import RelationKind
from corpus.reference import DocId, Ref
from search_api.shelf import Held, Shelf

_RESTING = (
    RelationKind.HUONG_DAN,
    RelationKind.QUY_DINH_CHI_TIET,
    RelationKind.CAN_CU,
    RelationKind.DAN_CHIEU,
    RelationKind.SUA_DOI,
    RelationKind.BO_SUNG,
    RelationKind.HOP_NHAT,
    RelationKind.LIEN_QUAN,
)
_MOST_SEARCHED = 50  # documents touched whose dependents are looked for
_MOST_WORDINGS = 500  # provisions that are read in search of citations of one document


@dataclass(frozen=True, slots=True)
class Dependent:
    """A held place that rests on what the draft touches.

    Attributes:
        words: How: "hướng dẫn", "căn cứ", "dẫn chiếu".
        quote: The words of the citation, "" for a relation.
        cites: The places it names; empty for the whole document.
    """

    ref: Ref
    words: str
    quote: str = ""
    cites: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """One document that the draft touches, with the places it names and everything that rests on them."""

    doc_id: DocId
    kinds: tuple[RelationKind, ...]
    refs: tuple[Ref, ...]
    dependents: tuple[Dependent, ...]


def touched(targets: Sequence[tuple[RelationKind, Ref]], shelf: Shelf) -> tuple[Touched, ...]:
    """The documents touched, in the order of the draft.

    A dependent that names other places of the document than the draft touches is left out; one that names the whole
    document stays.
    """
    refs: dict[DocId, list[Ref]] = {}
    kinds: dict[DocId, list[RelationKind]] = {}
    for kind, ref in targets:
        refs.setdefault(ref.doc_id, []).append(ref)
        kinds.setdefault(ref.doc_id, []).append(kind)
    return tuple(
        Touched(
            doc_id,
            tuple(dict.fromkeys(kinds[doc_id])),
            tuple(dict.fromkeys(found)),
            _dependents(doc_id, tuple(dict.fromkeys(found)), shelf) if position < _MOST_SEARCHED else (),
        )
        for position, (doc_id, found) in enumerate(refs.items())
    )


def _dependents(doc_id: DocId, refs: Sequence[Ref], shelf: Shelf) -> tuple[Dependent, ...]:
    held = shelf.held(doc_id)
    if held is None:
        return ()
    places = [ref for ref in refs if ref.locator.steps]
    by_relation = [
        Dependent(relation.subject, relation.kind.active)
        for relation in held.relations
        if relation.kind in _RESTING
        and relation.object.doc_id == doc_id
        and (not places or not relation.object.locator.steps or _meets(relation.object, places))
    ]
    related = {dependent.ref for dependent in by_relation}
    citing = [dependent for dependent in _citing(held, places, shelf) if dependent.ref not in related]
    return tuple(dict.fromkeys([*by_relation, *citing]))


def _meets(ref: Ref, places: Sequence[Ref]) -> bool:
    return any(place.contains(ref) or ref.contains(place) for place in places)


def _citing(held: Held, places: Sequence[Ref], shelf: Shelf) -> list[Dependent]:
    """Places of other documents whose words cite the document, or the places of it that are touched."""
    doc_id = held.document.id
    found: dict[Ref, Dependent] = {}
    for provision in shelf.store.wordings_with(_sought(held), _MOST_WORDINGS):
        if provision.ref.doc_id == doc_id:
            continue
        for citation in find(provision.text):
            if citation.doc is None or doc_id not in shelf.documents(citation):
                continue
            cites = tuple(Ref(doc_id, place) for place in citation.locators)
            if places and cites and not any(_meets(ref, places) for ref in cites):
                continue
            words = " ".join(citation.text.split())
            found.setdefault(provision.ref, Dependent(provision.ref, RelationKind.DAN_CHIEU.active, words, cites))
    return list(found.values())


def _sought(held: Held) -> str:
    """Characters that every citation of the document holds: "45/2012/", "1881/QĐ-TTg", the name of a law."""
    if held.document.loai in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp") and held.document.trich_yeu:
        return held.document.trich_yeu
    match = re.match(r"0*(\d+[a-zA-Z]?/\d{4}/)", held.document.so_hieu)
    return match[1] if match else held.document.so_hieu
