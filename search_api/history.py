"""The history of a place: each wording that is held, its days, what brought it, and what is known to be missing."""

import datetime

from corpus.reference import Ref
from corpus.store import Store
from corpus.text import vi_date
from corpus.wording import Gap, Tree, tree_on
from search_api.amended import brought_words
from search_api.comparison import change_days, gap_words, place_named
from search_api.history_wire import HistoryOut, StretchOut
from search_api.library import NotHeld


def history_out(ref: Ref, store: Store, on: datetime.date) -> HistoryOut:
    """What a place has said since the beginning, as far as it is held; days without a change are one stretch.

    Args:
        ref: The place.
        store: What is held.
        on: The day after which the next change is looked for.

    Raises:
        NotHeld: the collection does not hold the place.
    """
    if tree_on(store, ref, None) is None:
        raise NotHeld(str(ref))
    days = change_days(ref, store)
    first = days[0] - datetime.timedelta(days=1) if days else on
    stretches: list[StretchOut] = []
    known: tuple[Gap, ...] = ()
    undated: dict[str, None] = {}
    for start, day in ((None, first), *((day, day) for day in days)):
        tree = tree_on(store, ref, day)
        gaps = tree.gaps if tree else ()
        undated |= {gap_words(gap, store, on): None for gap in gaps if gap.on is None}
        new = [gap for gap in gaps if gap.on is not None and gap not in known]
        known = (*known, *new)
        stretch = _stretch(tree, start, [gap_words(gap, store, on) for gap in new], store)
        last = stretches[-1] if stretches else None
        if last and not stretch.gaps and stretch.text == last.text:
            continue
        if last:
            stretches[-1] = last.model_copy(update={"end": start})
        stretches.append(stretch)
    following = next((day for day in days if day > on), None)
    return HistoryOut(ref=str(ref), stretches=tuple(stretches), undated=tuple(undated), next_change=following)


def history_of(text: str, store: Store, on: datetime.date) -> HistoryOut:
    """The history of the one place that an address or a citation names.

    Raises:
        BadReference: nothing is named, or more than one place.
        NotHeld: the collection does not hold it.
    """
    return history_out(place_named(text, store), store, on)


def days_words(stretch: StretchOut) -> str:
    """The days of a stretch in words: "Từ 1/1/2032 đến trước 1/1/2033"."""
    start = f"Từ {vi_date(stretch.start)}" if stretch.start else "Từ đầu"
    return f"{start} đến trước {vi_date(stretch.end)}" if stretch.end else start


def printed_history(history: HistoryOut) -> list[str]:
    """The history as lines of a terminal."""
    rows: list[str] = []
    for stretch in history.stretches:
        rows += [f"\n{days_words(stretch)}", *(f"   Lưu ý: {words}" for words in stretch.gaps)]
        rows += [f"   {UNCHANGED}:"] if stretch.gaps and stretch.text else []
        rows += [f"   {line}" for line in (stretch.text or NO_WORDS).split("\n")]
        rows += [f"   {words}" for words in stretch.brought_by]
    rows += ["\nChưa rõ ngày", *(f"   {words}" for words in history.undated)] if history.undated else []
    following = vi_date(history.next_change) if history.next_change else "chưa biết"
    return [*rows, f"\nThay đổi kế tiếp: {following}"]


NO_WORDS = "Không có lời văn nào của những ngày này trong kho."
"""Said where a place is not there on its days, or its words are not held."""
UNCHANGED = "Lời văn kho có, chưa gồm thay đổi vừa nêu"
"""Said before words that a known change may have replaced."""


def _stretch(tree: Tree | None, start: datetime.date | None, gaps: list[str], store: Store) -> StretchOut:
    provisions = tree.provisions if tree else ()
    brought = brought_words((p for p in provisions if start and p.valid.start == start), store)
    text = "\n".join(p.text for p in provisions)
    return StretchOut(start=start, end=None, text=text, brought_by=brought, gaps=tuple(gaps))
