"""The words of a place on a day, and what is said where they are not held."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.diff import Change
from corpus.model import (
    CODIFICATION,
    Document,
    Holding,
    Interval,
    Note,
    Provision,
    Relation,
    RelationKind,
    Source,
    SourceRank,
)
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.wording import Gap, Missing, Tree, changes_between, tree_on, wordings
from tests.conftest import keep, place

DAY = datetime.date
DOC, LATER = DocId("nd-xx", 2012, "45"), DocId("nd-xx", 2025, "235")
BEFORE, CHANGED, AFTER = DAY(2024, 1, 1), DAY(2025, 10, 15), DAY(2026, 1, 1)
DECREE = Document(DOC, "45/2012/NĐ-XX", "Nghị định", ngay_hieu_luc=DAY(2012, 7, 5))
KHOAN_1, KHOAN = Ref.parse("nd-xx/2012/45#dieu-1/khoan-1"), Ref.parse("nd-xx/2012/45#dieu-1/khoan-2")
OLD_WORDS, NEW_WORDS = "2. Ong ngoại được hỗ trợ 50%.", "2. Ong ngoại được hỗ trợ 70%."


def amended(kind: RelationKind, at: str = "", on: DAY | None = CHANGED, by: DocId = LATER) -> Relation:
    return Relation(Ref(by), kind, Ref.parse(f"{DOC}#{at}" if at else str(DOC)), "235/2025/NĐ-XX", "45/2012/NĐ-XX", on)


def rows(*khoan_2: Provision) -> list[Provision]:
    return [
        place(DOC, "", "NGHỊ ĐỊNH"),
        place(DOC, "dieu-1", "Điều 1. Hỗ trợ", "Hỗ trợ"),
        place(DOC, "dieu-1/khoan-1", "1. Ong nội được hỗ trợ 30%."),
        *khoan_2,
    ]


def worded(text: str, start: DAY | None = None, end: DAY | None = None) -> Provision:
    return place(DOC, "dieu-1/khoan-2", text, valid=Interval(start, end))


def tree(store: Store, ref: Ref, on: DAY | None) -> Tree:
    found = tree_on(store, ref, on)
    assert found is not None
    return found


def reading(store: Store, on: DAY | None) -> tuple[str, ...]:
    return tuple(p.text for p in tree(store, KHOAN, on).provisions)


def between(store: Store, ref: Ref) -> list[tuple[Change, str]]:
    changes = changes_between(tree(store, ref, BEFORE), tree(store, ref, AFTER))
    return [(c.kind, str(c.place.ref.locator)) for c in changes if c.kind is not Change.SAME]


def test_each_day_has_the_wording_that_is_valid_on_it(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS, None, CHANGED), worded(NEW_WORDS, CHANGED)))
    assert reading(fresh_store, CHANGED - datetime.timedelta(1)) == (OLD_WORDS,)
    assert reading(fresh_store, CHANGED) == (NEW_WORDS,)
    assert reading(fresh_store, None) == (NEW_WORDS,)
    assert between(fresh_store, Ref(DOC)) == [(Change.CHANGED, "dieu-1/khoan-2")]
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == ()


@pytest.mark.parametrize(
    ("khoan_2", "relations", "before", "after"),
    [
        # nothing known, nothing changed
        ([worded(OLD_WORDS)], [], [], []),
        # ended, and nobody holds what came then
        ([worded(OLD_WORDS, None, CHANGED)], [], [], [Gap(KHOAN, Missing.AFTER, CHANGED)]),
        # begun, and nobody holds what was before
        ([worded(NEW_WORDS, CHANGED)], [], [Gap(KHOAN, Missing.BEFORE, CHANGED)], []),
        # known to be changed by name, the words not held
        (
            [worded(OLD_WORDS)],
            [amended(RelationKind.SUA_DOI, "dieu-1/khoan-2")],
            [],
            [Gap(KHOAN, Missing.AFTER, CHANGED, amended(RelationKind.SUA_DOI, "dieu-1/khoan-2"))],
        ),
        # both: one gap, told by who changed it
        (
            [worded(OLD_WORDS, None, CHANGED)],
            [amended(RelationKind.SUA_DOI, "dieu-1/khoan-2")],
            [],
            [Gap(KHOAN, Missing.AFTER, CHANGED, amended(RelationKind.SUA_DOI, "dieu-1/khoan-2"))],
        ),
        # the document is changed, nobody says where
        (
            [worded(OLD_WORDS)],
            [amended(RelationKind.SUA_DOI)],
            [],
            [Gap(Ref(DOC), Missing.AFTER, CHANGED, amended(RelationKind.SUA_DOI))],
        ),
        # nobody says when: on every day
        (
            [worded(OLD_WORDS)],
            [amended(RelationKind.SUA_DOI, "", None)],
            [Gap(Ref(DOC), Missing.AFTER, None, amended(RelationKind.SUA_DOI, "", None))],
            [Gap(Ref(DOC), Missing.AFTER, None, amended(RelationKind.SUA_DOI, "", None))],
        ),
        # a text that names a place speaks for the whole document
        (
            [worded(OLD_WORDS)],
            [amended(RelationKind.SUA_DOI), amended(RelationKind.SUA_DOI, "dieu-1/khoan-1")],
            [],
            [Gap(KHOAN_1, Missing.AFTER, CHANGED, amended(RelationKind.SUA_DOI, "dieu-1/khoan-1"))],
        ),
        # repealed by name, added by name, replaced as a whole: known, not missing
        ([worded(OLD_WORDS, None, CHANGED)], [amended(RelationKind.BAI_BO, "dieu-1/khoan-2")], [], []),
        ([worded(OLD_WORDS)], [amended(RelationKind.BAI_BO, "dieu-1/khoan-2")], [], []),
        ([worded(NEW_WORDS, CHANGED)], [amended(RelationKind.BO_SUNG, "dieu-1/khoan-2")], [], []),
        ([worded(OLD_WORDS)], [amended(RelationKind.THAY_THE)], [], []),
        # a relation that has no bearing on words
        ([worded(OLD_WORDS)], [amended(RelationKind.HUONG_DAN)], [], []),
    ],
)
def test_what_is_known_but_not_held_is_a_gap(
    fresh_store: Store, khoan_2: list[Provision], relations: list[Relation], before: list[Gap], after: list[Gap]
) -> None:
    keep(fresh_store, DECREE, rows(*khoan_2), relations=relations)
    assert list(tree(fresh_store, Ref(DOC), BEFORE).gaps) == before
    assert list(tree(fresh_store, Ref(DOC), AFTER).gaps) == after


def test_a_repealed_place_is_gone_and_an_ended_one_is_unknown(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)), relations=[amended(RelationKind.BAI_BO, "dieu-1/khoan-2")])
    assert between(fresh_store, Ref(DOC)) == [(Change.REMOVED, "dieu-1/khoan-2")]


def test_a_change_without_words_is_never_no_change(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)), relations=[amended(RelationKind.SUA_DOI, "dieu-1/khoan-2")])
    assert between(fresh_store, Ref(DOC)) == [(Change.UNKNOWN, "dieu-1/khoan-2")]


def test_words_that_a_text_brought_fill_its_gap(fresh_store: Store) -> None:
    brought = replace(worded(NEW_WORDS, CHANGED), brought_by=(Ref.parse(f"{LATER}#dieu-1/khoan-1"),))
    keep(
        fresh_store,
        DECREE,
        rows(worded(OLD_WORDS, None, CHANGED), brought),
        relations=[amended(RelationKind.SUA_DOI), amended(RelationKind.SUA_DOI, "dieu-1/khoan-2")],
    )
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == ()


def test_a_khoan_that_came_with_an_amendment_was_not_there_before(fresh_store: Store) -> None:
    new = place(DOC, "dieu-1/khoan-3", "3. Ong lai không được hỗ trợ.", valid=Interval(CHANGED))
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS), replace(new, brought_by=(Ref(LATER),))))
    assert tree(fresh_store, Ref(DOC), BEFORE).gaps == ()
    assert between(fresh_store, Ref(DOC)) == [(Change.ADDED, "dieu-1/khoan-3")]


def test_words_that_are_held_are_told_though_more_is_missing(fresh_store: Store) -> None:
    new = place(DOC, "dieu-1/khoan-3", "3. Ong lai không được hỗ trợ.", valid=Interval(CHANGED))
    other = amended(RelationKind.SUA_DOI, "dieu-1", CHANGED, DocId("nd-xx", 2025, "300"))
    keep(fresh_store, DECREE, rows(replace(new, brought_by=(Ref(LATER),))), relations=[other])
    assert between(fresh_store, Ref(DOC)) == [
        (Change.UNKNOWN, "dieu-1"),
        (Change.UNKNOWN, "dieu-1/khoan-1"),
        (Change.ADDED, "dieu-1/khoan-3"),
    ]


def test_one_gap_stands_for_the_places_inside_it(fresh_store: Store) -> None:
    point = place(DOC, "dieu-1/khoan-2/diem-a", "a) Ong rừng;", valid=Interval(None, CHANGED))
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS, None, CHANGED), point))
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == (Gap(KHOAN, Missing.AFTER, CHANGED),)
    unknown = [(Change.UNKNOWN, at) for at in ("dieu-1/khoan-2", "dieu-1/khoan-2/diem-a")]
    assert between(fresh_store, Ref(DOC)) == unknown


def test_a_document_out_of_force_keeps_its_words(fresh_store: Store) -> None:
    ended = replace(DECREE, ngay_het_hieu_luc=CHANGED)
    keep(fresh_store, ended, rows(worded(OLD_WORDS, DAY(2012, 7, 5), CHANGED)))
    for day in (DAY(2012, 1, 1), BEFORE, AFTER):
        assert reading(fresh_store, day) == (OLD_WORDS,)
    assert between(fresh_store, Ref(DOC)) == []


def codify(
    store: Store,
    provisions: Sequence[Provision],
    merged: DAY | None,
    dieu: str = "dieu-1",
    as_of: DAY | None = None,
    relations: Sequence[Relation] = (),
) -> None:
    data = f"codified {merged} {as_of}".encode()
    source = Source(hashlib.sha256(data).hexdigest(), "pd.jsonl", "x", "", SourceRank.CODIFIED, True, as_of)
    notes = [Note(Ref.parse(f"{DOC}#{dieu}"), "hop_nhat_den", merged.isoformat())] if merged else []
    store.add(Holding(DECREE, source, tuple(provisions), tuple(notes), tuple(relations)), data)


OLDER, NEWER = DAY(2025, 2, 1), DAY(2026, 1, 1)


def test_a_change_between_two_states_that_nobody_dates(fresh_store: Store) -> None:
    codify(fresh_store, rows(worded(NEW_WORDS)), None, as_of=NEWER)
    codify(fresh_store, rows(worded(OLD_WORDS)), None, as_of=OLDER)
    dieu = Ref.parse(f"{DOC}#dieu-1")
    unsure = (Gap(dieu, Missing.DAY, NEWER),)
    told = [(day, reading(fresh_store, day), tree(fresh_store, Ref(DOC), day).gaps) for day in (OLDER, BEFORE, NEWER)]
    assert told == [(OLDER, (OLD_WORDS,), ()), (BEFORE, (OLD_WORDS,), ()), (NEWER, (NEW_WORDS,), ())]
    for day in (DAY(2025, 2, 2), DAY(2025, 12, 31)):
        assert (reading(fresh_store, day), tree(fresh_store, Ref(DOC), day).gaps) == ((OLD_WORDS,), unsure)
    assert between(fresh_store, Ref(DOC)) == [(Change.CHANGED, "dieu-1/khoan-2")]


def test_states_that_differ_in_typography_alone_are_one(fresh_store: Store) -> None:
    codify(fresh_store, rows(worded(OLD_WORDS.upper())), None, as_of=NEWER)
    codify(fresh_store, rows(worded(OLD_WORDS)), None, as_of=OLDER)
    assert reading(fresh_store, OLDER) == (OLD_WORDS.upper(),)


def test_a_state_that_told_of_a_later_amendment_than_the_next_one_was_mended(fresh_store: Store) -> None:
    codify(fresh_store, rows(worded(NEW_WORDS)), DAY(2020, 1, 1), as_of=NEWER)
    codify(fresh_store, rows(worded(OLD_WORDS)), DAY(2024, 1, 1), as_of=OLDER)
    assert [reading(fresh_store, day) for day in (DAY(2021, 1, 1), DAY(2024, 6, 1), AFTER)] == [(NEW_WORDS,)] * 3


def test_the_codification_merges_what_its_own_note_leaves_without_a_day(fresh_store: Store) -> None:
    undated = replace(amended(RelationKind.SUA_DOI, "dieu-1", None), asserted_by=CODIFICATION)
    early = replace(amended(RelationKind.SUA_DOI, "dieu-1", DAY(2012, 3, 1)), asserted_by=CODIFICATION)
    codify(fresh_store, rows(worded(NEW_WORDS)), None, relations=[undated, early])
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == ()
    by_text = [replace(relation, asserted_by="text") for relation in (undated, early)]
    codify(fresh_store, rows(worded(NEW_WORDS)), None, relations=by_text)
    assert [gap.on for gap in tree(fresh_store, Ref(DOC), AFTER).gaps] == [DAY(2012, 3, 1), None]


def test_an_dieu_put_in_by_a_text_was_not_there_before_and_is_gone_when_repealed(fresh_store: Store) -> None:
    added = amended(RelationKind.BO_SUNG, "dieu-1", DAY(2020, 1, 1))
    repealed = amended(RelationKind.BAI_BO, "dieu-1", CHANGED)
    codify(fresh_store, rows(worded(NEW_WORDS)), DAY(2022, 1, 1), relations=[added, repealed])
    days = (DAY(2019, 12, 31), DAY(2021, 1, 1), BEFORE, AFTER)
    assert [reading(fresh_store, day) for day in days] == [(), (NEW_WORDS,), (NEW_WORDS,), ()]
    assert [bool(tree(fresh_store, KHOAN, day).gaps) for day in days] == [False, True, False, False]
    found = wordings(fresh_store, DOC)
    assert found is not None
    assert {str(p.ref.locator): p.valid for p in found.provisions} == {
        "": Interval(),
        "dieu-1": Interval(DAY(2020, 1, 1), CHANGED),
        "dieu-1/khoan-1": Interval(DAY(2020, 1, 1), CHANGED),
        "dieu-1/khoan-2": Interval(DAY(2020, 1, 1), CHANGED),
    }


def test_every_wording_has_the_days_on_which_it_is_shown(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)))
    codify(fresh_store, rows(worded("2. Lần một.")), DAY(2020, 7, 1))
    codify(fresh_store, rows(worded("2. Lần hai.")), CHANGED)
    found = wordings(fresh_store, DOC)
    assert found is not None
    assert [(p.text, p.valid) for p in found.provisions if p.ref == KHOAN] == [
        (OLD_WORDS, Interval(None, DAY(2020, 7, 1))),
        ("2. Lần một.", Interval(DAY(2020, 7, 1), CHANGED)),
        ("2. Lần hai.", Interval(CHANGED, None)),
    ]
    assert [p.valid for p in tree(fresh_store, KHOAN, BEFORE).places] == [Interval(DAY(2020, 7, 1), CHANGED)]
    assert wordings(fresh_store, LATER) is None


def test_a_repeal_that_keeps_something_out_leaves_the_words_and_a_gap(fresh_store: Store) -> None:
    repeal = replace(amended(RelationKind.BAI_BO, "dieu-1/khoan-2"), condition="trừ trường hợp nuôi ong rừng")
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)), relations=[repeal])
    assert reading(fresh_store, AFTER) == (OLD_WORDS,)
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == (Gap(KHOAN, Missing.AFTER, CHANGED, repeal),)


def test_a_consolidated_text_alone_does_not_tell_what_stood_before(fresh_store: Store) -> None:
    codify(fresh_store, rows(worded(NEW_WORDS)), CHANGED)
    dieu = Ref.parse(f"{DOC}#dieu-1")
    assert tree(fresh_store, Ref(DOC), BEFORE).gaps == (Gap(dieu, Missing.BEFORE, CHANGED),)
    assert tree(fresh_store, KHOAN, BEFORE).gaps == (Gap(KHOAN, Missing.BEFORE, CHANGED),)
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == ()
    assert between(fresh_store, KHOAN) == [(Change.UNKNOWN, "dieu-1/khoan-2")]


def test_original_and_consolidated_text_each_give_their_days(fresh_store: Store) -> None:
    amendment = amended(RelationKind.SUA_DOI, "dieu-1/khoan-2")
    keep(
        fresh_store, DECREE, [*rows(worded(OLD_WORDS)), place(DOC, "dieu-2", "Điều 2. Thi hành")], relations=[amendment]
    )
    codify(fresh_store, rows(worded(NEW_WORDS)), CHANGED)
    assert (reading(fresh_store, BEFORE), reading(fresh_store, AFTER)) == ((OLD_WORDS,), (NEW_WORDS,))
    assert [str(p.ref.locator) for p in tree(fresh_store, Ref(DOC), AFTER).provisions][-2:] == [
        "dieu-1/khoan-2",
        "dieu-2",
    ]
    assert between(fresh_store, Ref(DOC)) == [(Change.CHANGED, "dieu-1/khoan-2")]
    assert tree(fresh_store, Ref(DOC), AFTER).gaps == ()


def test_a_place_that_only_another_reading_has_is_no_amendment(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)))
    codify(fresh_store, [*rows(worded(OLD_WORDS)), place(DOC, "dieu-2", "Điều 2. Thi hành")], CHANGED)
    assert str(tree(fresh_store, Ref(DOC), AFTER).provisions[-1].ref.locator) == "dieu-1/khoan-2"


def test_an_dieu_put_in_stands_after_the_one_before_it(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, [*rows(worded(OLD_WORDS)), place(DOC, "dieu-2", "Điều 2. Thi hành")])
    put_in = [place(DOC, "dieu-1a", "Điều 1a. Ong rừng"), place(DOC, "dieu-1a/khoan-1", "1. Không nuôi.")]
    codify(fresh_store, [*rows(worded(OLD_WORDS)), *put_in], CHANGED, "dieu-1a")
    found = [str(p.ref.locator) for p in tree(fresh_store, Ref(DOC), AFTER).provisions]
    assert found[-4:] == ["dieu-1/khoan-2", "dieu-1a", "dieu-1a/khoan-1", "dieu-2"]
    assert between(fresh_store, Ref(DOC)) == [(Change.ADDED, "dieu-1a"), (Change.ADDED, "dieu-1a/khoan-1")]


def test_between_two_amendments_only_the_last_is_merged(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)), relations=[amended(RelationKind.SUA_DOI, "dieu-1/khoan-2")])
    codify(fresh_store, rows(worded(NEW_WORDS)), DAY(2026, 6, 1))
    (gap,) = tree(fresh_store, Ref(DOC), AFTER).gaps
    assert (gap.place, gap.missing, gap.on) == (KHOAN, Missing.AFTER, CHANGED)
    assert tree(fresh_store, Ref(DOC), DAY(2026, 6, 1)).gaps == ()


def test_of_two_consolidated_texts_each_gives_its_days(fresh_store: Store) -> None:
    first, second = DAY(2024, 7, 1), DAY(2025, 10, 15)
    codify(fresh_store, rows(worded("2. Lần một.")), first)
    codify(fresh_store, [*rows(worded("2. Lần hai.")), place(DOC, "dieu-2", "Điều 2. Thi hành")], second)
    for day, words in ((DAY(2024, 7, 1), "2. Lần một."), (DAY(2025, 10, 14), "2. Lần một."), (second, "2. Lần hai.")):
        assert reading(fresh_store, day) == (words,)
        assert tree(fresh_store, KHOAN, day).gaps == ()
    assert tree(fresh_store, KHOAN, DAY(2024, 6, 30)).gaps == (Gap(KHOAN, Missing.BEFORE, first),)


def test_an_amendment_between_two_consolidated_texts_is_a_gap(fresh_store: Store) -> None:
    codify(fresh_store, rows(worded("2. Lần một.")), DAY(2020, 7, 1))
    codify(fresh_store, [*rows(worded("2. Lần ba.")), place(DOC, "dieu-2", "Điều 2. Thi hành")], DAY(2026, 6, 1))
    between_them = amended(RelationKind.SUA_DOI, "dieu-1/khoan-2", DAY(2024, 1, 1))
    keep(fresh_store, Document(LATER, "235/2025/NĐ-XX", "Nghị định"), [place(LATER, "", "x")], relations=[between_them])
    assert tree(fresh_store, KHOAN, DAY(2023, 1, 1)).gaps == ()
    assert tree(fresh_store, KHOAN, AFTER).gaps == (Gap(KHOAN, Missing.AFTER, DAY(2024, 1, 1), between_them),)
    assert tree(fresh_store, KHOAN, DAY(2026, 6, 1)).gaps == ()


def test_what_is_not_held_has_no_tree(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)))
    assert tree_on(fresh_store, Ref.parse(f"{DOC}#dieu-9"), AFTER) is None
    assert tree_on(fresh_store, Ref(LATER), AFTER) is None


def test_an_official_text_is_never_mixed_with_a_summary(fresh_store: Store) -> None:
    keep(fresh_store, DECREE, rows(worded(OLD_WORDS)), official=False)
    assert tree(fresh_store, KHOAN, AFTER).official is False
    keep(fresh_store, DECREE, [place(DOC, "", "NGHỊ ĐỊNH"), place(DOC, "dieu-1", "Điều 1. Hỗ trợ ong")])
    found = tree(fresh_store, Ref(DOC), AFTER)
    assert (found.official, len(found.provisions)) == (True, 2)
