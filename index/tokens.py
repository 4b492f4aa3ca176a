"""Texts → what the fields of the lexical index hold of them, on several processors when there are many."""

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from multiprocessing.pool import AsyncResult

from index.plan import TOKENIZERS, TermKind

Fields = dict[TermKind, str]
"""The tokens of each field with blanks between."""

_BATCH = 250
_FEW = 4000
"""Texts that one process cuts in the time in which others would start and load their model."""

_AHEAD = 3  # batches a process; what lies in memory


def fields(text: str) -> Fields:
    """The tokens of one text."""
    return {kind: " ".join(cut(text)) for kind, cut in TOKENIZERS.items()}


def cut(texts: Iterable[str], processes: int = 0) -> Generator[Fields]:
    """The tokens of each text, in order.

    Args:
        texts: Taken a few thousand at a time, never all at once.
        processes: How many cut; 0 is one a processor, or this one alone for few texts.
    """
    waiting = iter(texts)
    first = list(itertools.islice(waiting, _FEW))
    count = processes or (1 if len(first) < _FEW else len(os.sched_getaffinity(0)))
    batches = _batches(itertools.chain(first, waiting))
    if count < 2:
        yield from (fields(text) for batch in batches for text in batch)
        return
    # spawned, since a fork of a process with threads (tantivy, FAISS) may hang
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        under_way: deque[AsyncResult[list[Fields]]] = deque()
        for batch in batches:
            under_way.append(pool.apply_async(_cut_all, (batch,)))
            if len(under_way) > _AHEAD * count:
                yield from under_way.popleft().get()
        while under_way:
            yield from under_way.popleft().get()


def _cut_all(batch: Sequence[str]) -> list[Fields]:
    return [fields(text) for text in batch]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(texts)
    while batch := list(itertools.islice(waiting, _BATCH)):
        yield batch
