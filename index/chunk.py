"""The store → what is found and what is compared: an `Article`, and its `Chunk`s.

An article is one wording of an Điều; in texts without Điều, of a top-level place; of the document's head; of a note in
our own words. A chunk is one khoản of it, part of a long one, or a few rows of a table under their headings (`rows`),
with the document's name and the Điều's heading before it, short enough that nothing falls off the encoder's end. Words
and vectors both compare chunks: whole Điều lose, since the longest law wins every common word (ALQAC Acc@1, words 0.74
against 0.81, vectors 0.66 against 0.80).
"""

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from corpus import timeline
from corpus.locator import Locator, Unit
from corpus.model import Document, Interval, Provision
from corpus.reference import DocId, Ref
from corpus.store import Store, Wording
from corpus.table import Table
from corpus.wording import wordings
from index import rows

CHUNKER = "4"
"""Changes whenever the same store would give other articles or chunks."""

LONGEST = 260
"""Syllables of a chunk's own text: about 350 tokens of multilingual-e5, 1.35 a syllable, under its 512."""

_CONTEXT = 36  # syllables, about 48 tokens
_HEADING_SHARE = 18
_LARGER = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)
_SECTIONS = (Unit.DINH_KEM, Unit.PHU_LUC)
_CONTAINERS = (*_SECTIONS, Unit.PHAN, Unit.CHUONG)
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Place:
    """Characters [start, end) of a chunk's text that are the words of one place below its khoản."""

    locator: Locator
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a question is compared with.

    Attributes:
        id: Row of the vector index, and id in the lexical one.
        article: Id of the article it belongs to.
        ref: The khoản, or the smallest place that holds all of it.
        context: Document and Điều in a few words, encoded before the text.
        headings: Document, Phần, Chương, Mục and Điều in full, looked up with the text.
        text: The words of the place.
        places: The places whose words `text` is made of, in order.
    """

    id: int
    article: int
    ref: Ref
    context: str
    headings: str
    text: str
    places: tuple[Place, ...]

    @property
    def searched(self) -> str:
        """What BM25 looks words up in."""
        return f"{self.headings}\n{self.text}"

    @property
    def passage(self) -> str:
        """What is encoded."""
        return f"{self.context}\n{self.text}"

    @property
    def text_hash(self) -> str:
        """Key of the passage in the embedding cache."""
        return hashlib.sha256(self.passage.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """What a hit is: one wording of one place, with its chunks in the order of the text, rows of tables last.

    Attributes:
        valid: Days on which this wording can bind, by the text and by the document's own effect.
        heading: Of its own place, as printed after its number.
    """

    id: int
    ref: Ref
    valid: Interval
    official: bool
    loai: str
    heading: str
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """One place with all wordings of it and below, in the order of the text, and the tables in each."""

    key: Locator
    path: tuple[str, ...]
    provisions: tuple[Provision, ...]
    tables: Mapping[Provision, tuple[Table, ...]]


@dataclass(frozen=True, slots=True)
class Extent:
    """Which articles and chunks are those of one document: the first of each, and how many."""

    article: int
    articles: int
    chunk: int
    chunks: int


def articles(store: Store, held: Mapping[DocId, Extent] = MappingProxyType({})) -> Iterator[Article]:
    """Everything indexable, documents by identity, places in the order of the text; ids count from 0 without gaps.

    Args:
        store: What to index.
        held: Documents that are passed over; as many ids as they have are left free in their place.
    """
    chunk_ids = itertools.count()
    ids = itertools.count()
    for doc_id in store.doc_ids():
        if doc_id in held:
            ids = itertools.count(next(ids) + held[doc_id].articles)
            chunk_ids = itertools.count(next(chunk_ids) + held[doc_id].chunks)
            continue
        wording = wordings(store, doc_id)
        if wording is None:
            continue
        bound = timeline.effect(wording.document, store.relations(doc_id))
        for group in _groups(wording, store):
            for valid, provisions in _wordings(group.provisions):
                yield _article(next(ids), wording, group, _both(valid, bound), provisions, chunk_ids)


# Which provisions make an article


def article_locator(locator: Locator) -> Locator:
    """The place that is one article: the Điều, or else the first place below Phần and Chương."""
    if any(step.unit is Unit.DIEU for step in locator.steps):
        return locator.up_to(Unit.DIEU)
    depth = len(list(itertools.takewhile(lambda step: step.unit in _CONTAINERS, locator.steps)))
    return Locator(locator.steps[: depth + 1])


def _groups(wording: Wording, store: Store) -> list[_Group]:
    members: dict[Locator, list[Provision]] = {}
    paths: dict[Locator, tuple[str, ...]] = {}
    larger: list[tuple[Unit, str]] = []
    for provision in wording.provisions:
        key = article_locator(provision.ref.locator)
        if provision.unit in (*_SECTIONS, *_LARGER):
            larger = _entered(larger, provision)
        paths.setdefault(key, tuple(title for _, title in larger))
        members.setdefault(key, []).append(provision)
    if Locator() not in members:
        members = {Locator(): [_head(wording.document)], **members}
    with_dieu = any(step.unit is Unit.DIEU for key in members for step in key.steps)
    return [
        _Group(key, paths.get(key, ()), tuple(provisions), {p: t for p in provisions if (t := store.tables(p))})
        for key, provisions in members.items()
        if not (with_dieu and _only_a_heading(provisions))
    ]


def _entered(larger: list[tuple[Unit, str]], provision: Provision) -> list[tuple[Unit, str]]:
    unit = provision.unit
    if unit is None or unit in _SECTIONS:
        return []
    word = provision.ref.locator.steps[-1].vi
    title = f"{word[:1].upper()}{word[1:]}. {provision.heading}".rstrip(". ")
    return [*(entry for entry in larger if entry[0].rank < unit.rank), (unit, title)]


def _only_a_heading(provisions: Sequence[Provision]) -> bool:
    return all(p.unit in _LARGER and len(p.text.split()) <= len(p.heading.split()) + 4 for p in provisions)


def _head(document: Document) -> Provision:
    return Provision(Ref(document.id), None, "", "", "")


def _wordings(provisions: Sequence[Provision]) -> list[tuple[Interval, tuple[Provision, ...]]]:
    """The stretches of days on which the same wordings stand, each with those wordings."""
    intervals = {p.valid for p in provisions}
    if len(intervals) == 1:
        return [(provisions[0].valid, tuple(provisions))]
    days = {day for valid in intervals for day in (valid.start, valid.end) if day}
    bounds = [None, *sorted(days), None]
    found: list[tuple[Interval, tuple[Provision, ...]]] = []
    for start, end in itertools.pairwise(bounds):
        standing = tuple(p for p in provisions if _covers(p.valid, Interval(start, end)))
        if standing and found and found[-1][1] == standing:
            found[-1] = (Interval(found[-1][0].start, end), standing)
        elif standing:
            found.append((Interval(start, end), standing))
    return found


def _covers(outer: Interval, inner: Interval) -> bool:
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


def _both(one: Interval, other: Interval) -> Interval:
    """The days in both intervals; empty (start not before end) when they do not meet."""
    start = max((day for day in (one.start, other.start) if day), default=None)
    end = min((day for day in (one.end, other.end) if day), default=None)
    return Interval(start, end)


# What an article says


def _article(
    number: int,
    wording: Wording,
    group: _Group,
    valid: Interval,
    provisions: tuple[Provision, ...],
    chunk_ids: Iterator[int],
) -> Article:
    document = wording.document
    root = next((p for p in provisions if p.ref.locator == group.key), provisions[0])
    heading = _own_heading(group.key, root)
    context = _context(document, heading)
    headings = _headings(document, group, heading)
    running = (replace(p, text=rows.without(p.text, group.tables.get(p, ()))) for p in provisions)
    texts = [(p.ref.locator, text) for p in running if (text := _own_text(p, group.key, document))]
    cut = [*_cut(group.key, texts), *_rows(provisions, group.tables)] or [
        (group.key, heading, (Place(group.key, 0, len(heading)),))
    ]
    return Article(
        number,
        Ref(document.id, group.key),
        valid,
        wording.source.official,
        document.loai,
        root.heading,
        tuple(
            Chunk(next(chunk_ids), number, Ref(document.id, place), context, headings, text, places)
            for place, text, places in cut
        ),
    )


def _rows(
    provisions: Sequence[Provision], tables: Mapping[Provision, tuple[Table, ...]]
) -> Iterator[tuple[Locator, str, tuple[Place, ...]]]:
    """The rows of the tables under their headings, a few to a chunk."""
    for provision in provisions:
        place = provision.ref.locator
        for table in tables.get(provision, ()):
            for text in rows.texts(table, provision.text):
                yield place, text, (Place(place, 0, len(text)),)


def _headings(document: Document, group: _Group, heading: str) -> str:
    """The other names of a document belong to its head, or each of its Điều would be as close to them."""
    others = document.aliases if not group.key.steps else ()
    return "\n".join(filter(None, (document.name, document.trich_yeu, *others, *group.path, heading)))


def _own_heading(key: Locator, root: Provision) -> str:
    if not key.steps:
        return ""
    word = key.steps[-1].vi
    return f"{word[:1].upper()}{word[1:]}. {root.heading}".rstrip(". ")


def _own_text(provision: Provision, key: Locator, document: Document) -> str:
    """The words of a place without its heading line, which has a field of its own."""
    text = provision.text.strip()
    if not provision.ref.locator.steps:
        facts = (document.name, document.trich_yeu, document.co_quan_ban_hanh, document.status_note)
        return "\n".join([*(fact for fact in facts if fact and fact not in text), *filter(None, [text])])
    if provision.ref.locator != key or provision.unit is not Unit.DIEU:
        return text
    first, _, rest = text.partition("\n")
    bare = first.rstrip(" .:")
    return rest.strip() if bare.endswith(provision.heading.rstrip(" .:")) and len(bare) < 400 else text


def _context(document: Document, heading: str) -> str:
    short = _first(heading, _HEADING_SHARE)
    left = _CONTEXT - len(short.split())
    name = _first(" ".join(filter(None, (document.name, document.trich_yeu))), left)
    return f"{name}. {short}".rstrip(". ")


def _first(text: str, syllables: int) -> str:
    return " ".join(text.split()[:syllables])


# Cutting an article into chunks


def _cut(key: Locator, texts: Sequence[tuple[Locator, str]]) -> Iterator[tuple[Locator, str, tuple[Place, ...]]]:
    """One chunk for each place right below the article and one for its own words; long ones in several."""
    below = len(key.steps) + 1
    for place, members in itertools.groupby(texts, key=lambda pair: Locator(pair[0].steps[:below])):
        parts = [(locator, piece) for locator, text in members for piece in _pieces(text)]
        for packed in _packed(parts):
            yield _joined(place, packed)


def _pieces(text: str) -> Iterator[str]:
    """The text itself, or its sentences put together into pieces that are short enough."""
    if len(text.split()) <= LONGEST:
        yield text
        return
    sentences = [s for sentence in _SENTENCE.split(text) for s in _hard_cut(sentence) if s]
    for packed in _packed([(Locator(), sentence) for sentence in sentences]):
        yield " ".join(sentence for _, sentence in packed)


def _hard_cut(sentence: str) -> list[str]:
    syllables = sentence.split()
    return [" ".join(syllables[at : at + LONGEST]) for at in range(0, len(syllables), LONGEST)]


def _packed(parts: Iterable[tuple[Locator, str]]) -> Iterator[list[tuple[Locator, str]]]:
    held: list[tuple[Locator, str]] = []
    size = 0
    for part in parts:
        length = len(part[1].split())
        if held and size + length > LONGEST:
            yield held
            held, size = [], 0
        held.append(part)
        size += length
    if held:
        yield held


def _joined(place: Locator, parts: Sequence[tuple[Locator, str]]) -> tuple[Locator, str, tuple[Place, ...]]:
    places: list[Place] = []
    at = 0
    for locator, text in parts:
        places.append(Place(locator, at, at + len(text)))
        at += len(text) + 1
    only = {locator for locator, _ in parts}
    return (only.pop() if len(only) == 1 else place), "\n".join(text for _, text in parts), tuple(places)
