"""What an amending text does to another: operations on its places, with the words it brings.

An operation says what the amending text says, whether or not the text acted on is held; `corpus.consolidation` applies
it. Nothing of it is guessed: what could not be read for certain carries its `doubt` in words.
"""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.locator import Locator, Unit
from corpus.model import Piece
from corpus.reference import DocId, Ref
from corpus.text import fold


class Act(StrEnum):
    """What is done to a place."""

    REPLACE = "thay"  # the place and those below it get new words
    LEAD = "doan_mo_dau"  # its own words, not those below it
    TITLE = "ten"  # its heading line only
    INSERT = "them"
    REPEAL = "bai_bo"
    MOVE = "chuyen"
    WORDS = "cum_tu"

    @property
    def vi(self) -> str:
        """The act as a page says it."""
        return _READINGS[self]


_READINGS = {
    Act.REPLACE: "sửa đổi, bổ sung",
    Act.LEAD: "sửa đổi đoạn mở đầu của",
    Act.TITLE: "sửa đổi tên",
    Act.INSERT: "bổ sung",
    Act.REPEAL: "bãi bỏ",
    Act.MOVE: "chuyển số",
    Act.WORDS: "sửa cụm từ tại",
}


class Side(StrEnum):
    """Where words go, or stand: beside other words, or at an end of the place."""

    AFTER = "sau"
    BEFORE = "truoc"
    START = "dau"
    END = "cuoi"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that an amending text quotes, and where it has them."""

    text: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class WordChange:
    """A change of words inside a place: throughout it, or where they stand beside an anchor.

    Attributes:
        old: The words taken out; None where words are only put in.
        new: The words put in; None where words are only taken out.
        anchor: The words beside which it happens; None: everywhere, or at an end of the place.
        side: Where the changed words stand, seen from the anchor; START and END without one.
        blank: A blank of the amending text, for where two words meet.
    """

    old: Words | None
    new: Words | None
    anchor: Words | None = None
    side: Side | None = None
    blank: Piece | None = None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place in the words of the amending text; `text` is the characters of `piece`."""

    locator: Locator
    unit: Unit
    number: str
    heading: str
    text: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Amended:
    """The document acted on as the words name it.

    Attributes:
        doc_id: From a whole số hiệu; None where only the name is given.
        name: The words ("Luật Đất đai"); they may run on past the name.
    """

    doc_id: DocId | None
    name: str


def law_key(name: str) -> str:
    """A law's name for comparing, without what a sentence goes on with: "Luật Chợ làng đã được sửa đổi …"."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(name)))
    return _GOES_ON.split(words, maxsplit=1)[0]


_GOES_ON = re.compile(r" (?:da duoc|duoc|so \d|nam \d{4}|nhu sau|tai dieu|tai khoan|va (?:bo )?luat |va phap lenh )")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that an amending text does to one place of another.

    Attributes:
        by: The amending place.
        place: What is acted on; for INSERT the place that comes to be.
        title: For WORDS, whether only the heading line of the place is meant.
        after: For INSERT, the place before it; None: where its number belongs.
        to: For MOVE, the new address.
        places: The new words of the place and those below it, in their order.
        words: For WORDS.
        effective_on: First day of the effect; None when not known.
        evidence: The amending words.
        doubt: In Vietnamese, why it cannot be applied as read; "" where it can.
    """

    act: Act
    by: Ref
    amended: Amended
    place: Locator
    effective_on: datetime.date | None
    evidence: str
    title: bool = False
    after: Locator | None = None
    to: Locator | None = None
    places: tuple[NewPlace, ...] = ()
    words: WordChange | None = None
    doubt: str = ""
