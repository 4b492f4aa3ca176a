"""One place of the collection as a quote: its words, its standing on a day, its warnings and its sources."""

import datetime
import re
from collections.abc import Iterable, Sequence

from corpus import provinces, reorganised, timeline
from corpus.locator import Locator, Unit
from corpus.model import CODIFICATION, Document, EffectStatus, Note, Provision, Relation, Source, SourceRank
from corpus.reference import Ref
from corpus.standing import standing
from corpus.store import Store
from corpus.text import canonical, fold, vi_date
from corpus.wording import Gap, Missing, Tree, tree_on, unknown_on
from search_api.amended import brought_words, unapplied_words
from search_api.naming import confidence_words, corrections_out, original_address, page_address, relation_out
from search_api.table_wire import TableOut
from search_api.tables import excerpt, tables_of, whole
from search_api.wire import CorrectionOut, Mark, QuoteOut, SourceOut, StatusOut


def quote_of(
    ref: Ref, store: Store, on: datetime.date, terms: Sequence[str], why: str, score: float | None
) -> QuoteOut | None:
    """The quote of a place, or None when the store does not hold it.

    The words are the place's own and those below it, exactly as stored; of a place that applies on the day, those below
    it that do not apply are left out and named in a warning.
    """
    tree = _tree(ref, store, on)
    views = store.views(ref.doc_id)
    document = store.document(ref.doc_id)
    if tree is None or not views or document is None:
        return None
    source = views[0][1]
    own = next(place for place in tree.places if place.ref == ref)
    shown, left_out = parted(tree, own, on)
    if not ref.locator.steps:
        shown, left_out = shown[:1], []
    relations = store.relations(ref.doc_id)
    amendments = timeline.amendments(document, relations, None, ref.locator)
    gap = unknown_on(tree, ref)
    text = "\n".join(provision.text for provision in shown)
    notes = notes_around(ref, store)
    return QuoteOut(
        ref=str(ref),
        address=ref.locator.vi,
        document_name=document.name,
        trich_yeu=document.trich_yeu,
        heading=own.heading if own.unit is Unit.DIEU else heading_of(ref, store),
        text=text,
        marks=marks(text, terms),
        tables=_tables(shown, store, spans(text, _with_figures(terms))),
        official=source.official,
        confidence="" if source.official else confidence_words(_confidence(ref, shown, store, source.confidence)),
        as_of=source.as_of,
        status=status_out(own, standing(ref, store, on), on, gap),
        amended_by=tuple(relation_out(r, ref.doc_id, store, on) for r in amendments),
        warnings=(
            *((unknown_words(gap),) if gap and own.valid.contains(on) else ()),
            *_left_out(ref, left_out),
            *unapplied_words(ref, store, on),
            *warnings(notes, ref, unmerged(amendments, tree, on), store, on),
        ),
        notes=(
            *brought_words(shown, store),
            *(n.text for n in notes if n.kind == "ghi_chu"),
            *_transitions(ref, store),
            *_of_bodies(text, document, standing(ref, store, on), on),
        ),
        corrections=_corrections(ref, store),
        sources=sources_of(notes, store, ref),
        page=page_address(ref, on),
        original=original_address(piece for provision in shown for piece in provision.pieces),
        why=why,
        score=score,
    )


def _tables(
    shown: Sequence[Provision], store: Store, found: Sequence[Sequence[tuple[int, int]]]
) -> tuple[TableOut, ...]:
    """The tables of a place; for a question, the rows that it is about."""
    return tuple(excerpt(table, found) if found else whole(table) for table in tables_of(shown, store))


def _with_figures(terms: Sequence[str]) -> list[str]:
    """The words, and the figures among their syllables: a cell has "450" where the heading has "triệu đồng"."""
    figures = (part for term in terms if "_" in term for part in term.split("_") if part[:1].isdigit())
    return [*terms, *figures]


def _tree(ref: Ref, store: Store, on: datetime.date) -> Tree | None:
    """The place as it reads on a day; where it is not there yet, as it reads later; None when it is not held."""
    for day in (on, None):
        tree = tree_on(store, ref, day)
        if tree is not None and any(place.ref == ref for place in tree.places):
            return tree
    return None


def unmerged(amendments: Iterable[Relation], tree: Tree, on: datetime.date) -> list[Relation]:
    """Amendments that the words shown do not hold for certain: the codification's own notes tell of those they hold."""
    missing = {gap.by for gap in tree.gaps}
    return [
        r
        for r in amendments
        if r.asserted_by != CODIFICATION or r in missing or (r.effective_on is not None and r.effective_on > on)
    ]


def _corrections(ref: Ref, store: Store) -> tuple[CorrectionOut, ...]:
    """Those of the document, of the place, and of the places around and below it."""
    found = ((Locator.parse(correction.locator), correction) for correction in corrections_out(ref.doc_id, store))
    return tuple(c for at, c in found if at.contains(ref.locator) or ref.locator.contains(at))


def _of_bodies(text: str, document: Document, status: timeline.StatusOnDay, on: datetime.date) -> tuple[str, ...]:
    """What became of bodies and provinces that the words name; nothing for a text that is history itself."""
    if status.status is EffectStatus.HET_HIEU_LUC:
        return ()
    local = provinces.notes_of(document.id, document.ngay_ban_hanh, on)
    return (*local, *reorganised.notes(text, on), *provinces.notes(text, on))


def _transitions(ref: Ref, store: Store) -> tuple[str, ...]:
    """Where the document says what happens to what began before it; nothing for those places themselves."""
    said = (note for note in store.notes(Ref(ref.doc_id)) if note.kind == "chuyen_tiep")
    places = tuple(dict.fromkeys(Locator.parse(note.text) for note in said))
    if not places or not ref.locator.steps or any(place.contains(ref.locator) for place in places):
        return ()
    return (f"Văn bản có quy định chuyển tiếp tại {', '.join(place.vi for place in places)}.",)


def parted(tree: Tree, own: Provision, on: datetime.date) -> tuple[list[Provision], list[Provision]]:
    """A place's wordings that are shown on a day, and those below it that do not apply then.

    A place that does not apply itself is shown whole, as what it was.
    """
    if not own.valid.contains(on):
        return list(tree.places), []
    shown = [p for p in tree.places if p.valid.contains(on)]
    return shown, [p for p in tree.places if not p.valid.contains(on)]


def _left_out(ref: Ref, provisions: Sequence[Provision]) -> list[str]:
    """One warning that names the largest places that were left out; none for none."""
    largest = [p for p in provisions if not any(o is not p and o.ref.contains(p.ref) for o in provisions)]
    names = [Locator(p.ref.locator.steps[len(ref.locator.steps) :]).vi for p in largest]
    words = "; ".join(name[:1].lower() + name[1:] for name in names)
    return [f"Không áp dụng vào ngày này nên không dẫn ở đây: {words}."] if names else []


def unknown_words(gap: Gap) -> str:
    """Why the words shown may not be those of the day."""
    day = vi_date(gap.on) if gap.on else "ngày chưa rõ"
    if gap.missing is Missing.AFTER:
        return f"Nơi này đã được sửa đổi từ {day}, kho chưa có lời mới; đây là lời trước đó."
    if gap.missing is Missing.DAY:
        return f"Nguồn ngày {day} có lời khác, không rõ đổi từ ngày nào; chưa rõ lời vào ngày này."
    return f"Lời hợp nhất các sửa đổi đến {day}; chưa rõ lời vào ngày này."


def status_out(
    provision: Provision, document: timeline.StatusOnDay, on: datetime.date, gap: Gap | None = None
) -> StatusOut:
    """The standing of one wording: its own interval first, then its document's.

    Where the words of the day are not known (`gap`), the wording shown is never in force on it.
    """
    start, end = provision.valid.start, provision.valid.end
    if start and on < start and document.status is not EffectStatus.HET_HIEU_LUC:
        ahead = EffectStatus.CHUA_HIEU_LUC
        words = f"{'Lời này áp dụng' if provision.brought_by else 'Nơi này có hiệu lực'} từ {vi_date(start)}"
        return StatusOut(on=on, status=ahead, label=ahead.vi, words=words, next_change=start)
    if end and on >= end:
        ended = EffectStatus.HET_HIEU_LUC
        words = f"Lời này chỉ áp dụng đến trước {vi_date(end)}"
        return StatusOut(on=on, status=ended, label=ended.vi, words=words, next_change=None)
    if gap and document.status in (EffectStatus.CON_HIEU_LUC, EffectStatus.HET_HIEU_LUC_MOT_PHAN):
        unknown = EffectStatus.KHONG_RO
        ahead_on = gap.on if gap.on and gap.on > on else None
        return StatusOut(on=on, status=unknown, label=unknown.vi, words=unknown_words(gap), next_change=ahead_on)
    changes = [day for day in (end, document.next_change) if day and day > on]
    return StatusOut(
        on=on,
        status=document.status,
        label=document.status.vi,
        words=document.words,
        next_change=min(changes, default=None),
    )


def heading_of(ref: Ref, store: Store) -> str:
    """The title of the Điều that holds a place, "" when it has none."""
    dieu = Ref(ref.doc_id, ref.locator.up_to(Unit.DIEU))
    return next((p.heading for p in store.within(dieu)[:1] if p.unit is Unit.DIEU), "")


def notes_around(ref: Ref, store: Store) -> list[Note]:
    """Notes on the place, on the places below it, and on those around it up to the document; nearest first."""
    own = [note for provision in store.within(ref) if ref.locator.steps for note in store.notes(provision.ref)]
    found = own or store.notes(ref)
    place: Locator = ref.locator
    while place.steps:
        place = place.parent
        found = found + store.notes(Ref(ref.doc_id, place))
    return list(dict.fromkeys(found))


def warnings(
    notes: Iterable[Note], ref: Ref, amendments: Iterable[Relation], store: Store, on: datetime.date
) -> tuple[str, ...]:
    """What must be read with the place: warnings written beside it, and amendments whose words it may not hold."""
    document = store.document(ref.doc_id)
    found = [words for _, source in store.views(ref.doc_id)[:1] if (words := source.recognised_words)]
    found += [note.text for note in notes if note.kind == "canh_bao"]
    for relation in amendments:
        other = relation_out(relation, ref.doc_id, store, on)
        place = f"{relation.object.locator.vi} " if relation.object.locator.steps else ""
        since = f" từ {vi_date(other.effective_on)}" if other.effective_on else ", không rõ từ ngày nào"
        found.append(f"{place}{document.name if document else ''} {other.words} {other.so_hieu}{since}.")
    return tuple(dict.fromkeys(found))


def sources_of(notes: Iterable[Note], store: Store, ref: Ref) -> tuple[SourceOut, ...]:
    """Where the place comes from, official places first.

    A summary names what it rests on. An original wording comes from its file; of the summary's sources only an official
    address stays, where the original can be checked.
    """
    files = [
        SourceOut(label=_file_name(source), url=source.url, official=source.rank <= SourceRank.CODIFIED)
        for _, source in store.views(ref.doc_id)
        if source.official
    ]
    named = [
        SourceOut(label=n.text, url=n.url, official=n.official)
        for n in notes
        if n.kind == "nguon" and (n.official or not files)
    ]
    unique = list(dict.fromkeys((s.label, s.url, s.official) for s in [*files, *named]))
    ordered = sorted(unique, key=lambda s: not s[2])
    return tuple(SourceOut(label=label, url=url, official=official) for label, url, official in ordered)


def _file_name(source: Source) -> str:
    fetched = source.retrieved_on
    return f"{source.name} (tải ngày {fetched:%d/%m/%Y})" if fetched else source.name


def marks(text: str, terms: Sequence[str]) -> tuple[Mark, ...]:
    """Where the question's words stand in a text: with their marks when the question has them, else folded.

    Args:
        text: The quote.
        terms: Words of the question, "_" between syllables; without marks they match any marks.
    """
    found = sorted(span for one in spans(text, terms) for span in one)
    return tuple(Mark(start=start, end=end) for start, end in _joined(found, text))


def spans(text: str, terms: Sequence[str]) -> list[list[tuple[int, int]]]:
    """For each word, the characters [start, end) of a text where it stands."""
    plain_text, same = fold(text), _same_length(text)
    found: list[list[tuple[int, int]]] = []
    for term in terms:
        words = term.replace("_", " ")
        haystack = plain_text if fold(words) == words else same
        found.append([match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", haystack)])
    return found


def _same_length(text: str) -> str:
    """`canonical` text where it keeps the length, as it does for Vietnamese; else lower case."""
    key = canonical(text)
    return key if len(key) == len(text) else text.lower()


def _joined(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Overlapping spans, and those with only spaces between, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start].isspace()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _confidence(ref: Ref, shown: Sequence[Provision], store: Store, of_document: str) -> str:
    """The code of the least sure part that is shown.

    A document's own confidence is about its number, name and dates; the content of a place without one is "single".
    """
    codes = [n.confidence for p in shown for n in store.notes(p.ref) if n.kind == "do_tin_cay"]
    if not ref.locator.steps:
        return codes[0] if codes else of_document
    return min(codes, key=_sureness, default="single")


def _sureness(code: str) -> int:
    number = code.removeprefix("verified:")
    return int(number) if number.isdigit() else 1
