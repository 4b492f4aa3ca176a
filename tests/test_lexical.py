"""One pass over the terms gives what a filtered query and a second look at the vectors' chunks give."""

import datetime
from pathlib import Path

import numpy as np
import pytest

from corpus.model import Document, Interval
from corpus.reference import DocId
from corpus.store import Store
from index import lexical, table
from index.chunk import articles
from index.lexical import LexicalIndex
from index.plan import Filters, Query, Term, plan
from index.table import ChunkTable
from tests.conftest import keep, place

DAY = datetime.date
NUMBERS = range(1, 61)


@pytest.fixture
def published(fresh_store: Store, tmp_path: Path) -> tuple[LexicalIndex, ChunkTable]:
    """Sixty circulars about bees, every fourth of which ended with 2019."""
    for number in NUMBERS:
        doc_id = DocId("tt-xx", 2010, str(number))
        valid = Interval(DAY(2011, 1, 1), DAY(2020, 1, 1) if number % 4 == 0 else None)
        text = f"Điều 1. Mức hỗ trợ\nHỗ trợ nuôi ong {'ong ' * (number % 7)}ở xã số {number}."
        keep(
            fresh_store,
            Document(doc_id, f"{number}/2010/TT-XX", "Thông tư", f"Về nuôi ong số {number}"),
            [place(doc_id, "dieu-1", text, "Mức hỗ trợ", valid)],
        )
    found = list(articles(fresh_store))
    table.write(tmp_path / "chunks.db", found, fresh_store.fingerprints())
    lexical.write(tmp_path / "lexical", found)
    rows = ChunkTable.open(tmp_path / "chunks.db")
    return LexicalIndex.open(tmp_path / "lexical", rows.keys()), rows


@pytest.mark.parametrize("on", [None, DAY(2015, 1, 1), DAY(2025, 1, 1)])
@pytest.mark.parametrize("k", [1, 5, 30, 200])
def test_the_best_allowed_chunks_are_those_of_a_filtered_query(
    published: tuple[LexicalIndex, ChunkTable], on: datetime.date | None, k: int
) -> None:
    index, rows = published
    filters = Filters(on)
    allowed = rows.allowed(filters)[rows.article_of]
    terms = plan(Query("mức hỗ trợ nuôi ong ở xã số 17")).terms
    also = [int(row) for row in np.flatnonzero(allowed)[::9]]
    # a mask that allows next to nothing makes the same call ask tantivy for the conditions
    wanted, scores = index.search(terms, k, filters, np.zeros(len(allowed), np.bool_), also)
    found, lifted = index.search(terms, k, filters, allowed, also)
    assert [row for row, _ in found] == [row for row, _ in wanted]
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=1e-4)
    assert lifted == pytest.approx(scores, abs=1e-4)
    assert all(allowed[row] for row, _ in found)
    assert len(found) == min(k, len(wanted))


def test_a_chunk_without_any_term_has_no_score(published: tuple[LexicalIndex, ChunkTable]) -> None:
    index, rows = published
    everything = np.ones(len(rows.article_of), np.bool_)
    terms = [Term("syllables", "17")]
    found, lifted = index.search(terms, 5, Filters(), everything, [0, 1, 2])
    assert {rows.chunk(row).ref.doc_id.number for row, _ in found} == {"17"}
    assert [lifted[row] for row in (0, 1, 2)] == [0.0, 0.0, 0.0]
    assert index.search([], 5, Filters(), everything, [4]) == ([], {4: 0.0})


def test_scores_beyond_the_lift_are_looked_up_again(published: tuple[LexicalIndex, ChunkTable]) -> None:
    index, rows = published
    everything = np.ones(len(rows.article_of), np.bool_)
    terms = [Term("syllables", "17", 5000.0), Term("syllables", "ong", 1.0)]
    found, lifted = index.search(terms, 1, Filters(), everything, [0, 7])
    assert lifted == pytest.approx(index.score(terms, [0, 7]), abs=1e-4)
    assert found[0][1] > 10 * 512
