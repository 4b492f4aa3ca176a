"""Where in a document: units, steps, and the citation address made of them.

The address leaves out Phần, Chương and Mục where the text has Điều, since Điều run through:
`dieu-5/khoan-2/diem-dd` is điểm đ khoản 2 Điều 5.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import BadReference

_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_NUMBER = re.compile(r"(\d+)([a-zđ]*)|([ivxlcdm]+)|([a-zđ]+)(\d*)")
_ROMAN_ADDED = re.compile(r"([IVX]+)([a-zđ])")


class Unit(StrEnum):
    """A kind of place in a legal text, from the largest to the smallest.

    `DINH_KEM` is an attached quy chế or chương trình with its own Điều 1. `GHI_CHU` is a numbered note, which only
    summaries in our own words have: a fact whose khoản is not known stands there and never in a guessed khoản.
    """

    DINH_KEM = "dinh_kem"
    PHU_LUC = "phu_luc"
    MAU = "mau"
    PHAN = "phan"
    CHUONG = "chuong"
    MUC = "muc"
    TIEU_MUC = "tieu_muc"
    DIEU = "dieu"
    KHOAN = "khoan"
    DIEM = "diem"
    TIET = "tiet"
    GACH = "gach"
    GHI_CHU = "ghi_chu"

    @property
    def rank(self) -> int:
        """0 for the largest unit, growing as units get smaller."""
        return _RANKS[self]


_RANKS = {unit: rank for rank, unit in enumerate(Unit)}
_WORDS = {
    Unit.DINH_KEM: "Văn bản đính kèm",
    Unit.PHU_LUC: "Phụ lục",
    Unit.MAU: "Mẫu số",
    Unit.PHAN: "Phần",
    Unit.CHUONG: "Chương",
    Unit.MUC: "Mục",
    Unit.TIEU_MUC: "Tiểu mục",
    Unit.DIEU: "Điều",
    Unit.KHOAN: "khoản",
    Unit.DIEM: "điểm",
    Unit.TIET: "tiết",
    Unit.GACH: "gạch đầu dòng",
    Unit.GHI_CHU: "ghi chú",
}


def number_key(number: str) -> tuple[int, tuple[int, ...], int]:
    """A sort key for printed numbers: 5 < 5a < 5b < 6; a < b < c < d < đ < e; I < II < IIa < IV.

    Letters follow the Vietnamese alphabet (đ after d). Roman numbers count as numbers when in capitals; C, D, L and M
    alone are letters (Phụ lục A, B, C, D), since no text has fifty chapters.
    """
    if number.isupper() and number not in ("C", "D", "L", "M") and (value := roman_value(number)) is not None:
        return (value, (), 0)
    if (added := _ROMAN_ADDED.fullmatch(number)) and (value := roman_value(added[1])) is not None:
        return (value, _letter_key(added[2]), 0)
    match = _NUMBER.fullmatch(number.lower())
    if match is None:
        return (0, tuple(ord(c) for c in number), 0)
    digits, suffix, roman, letters, after = match.groups()
    if digits:
        return (int(digits), _letter_key(suffix), 0)
    return (0, _letter_key(roman or letters), int(after or 0))


def _letter_key(letters: str) -> tuple[int, ...]:
    return tuple(_ALPHABET.index(c) if c in _ALPHABET else 100 + ord(c) for c in letters)


def roman_value(text: str) -> int | None:
    """The value of a Roman number in capitals, or None. "IIII" and other careless forms are not Roman numbers."""
    if not re.fullmatch(r"M*(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", text) or not text:
        return None
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address: a unit and its printed number ("5a", "đ", "II")."""

    unit: Unit
    number: str

    def __str__(self) -> str:
        return f"{self.unit}-{_slug(self.number)}"

    @classmethod
    def parse(cls, text: str) -> "Step":
        """The step a slug names: "diem-dd" is điểm đ.

        Raises:
            BadReference: no such unit, or no number.
        """
        name, _, number = text.partition("-")
        if name not in set(Unit) or not re.fullmatch(r"[0-9A-Za-z.~]+", number):
            raise BadReference(text, "mỗi bước gồm đơn vị và số, ví dụ khoan-2")
        return cls(Unit(name), _unslug(number))

    @property
    def vi(self) -> str:
        """The step as people write it: "khoản 2", "điểm đ", "Điều 5"."""
        return f"{_WORDS[self.unit]} {self.number}".rstrip()

    @property
    def sort_key(self) -> tuple[int, tuple[int, tuple[int, ...], int]]:
        """Order of the text: notes after all numbered places."""
        return (self.unit.rank, number_key(self.number))


def _slug(number: str) -> str:
    return number.replace("đ", "dd").replace("Đ", "DD")


def _unslug(slug: str) -> str:
    return slug.replace("dd", "đ").replace("DD", "Đ")


@dataclass(frozen=True, slots=True)
class Locator:
    """A citation address inside one document; no steps means the document itself."""

    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return "/".join(str(step) for step in self.steps)

    @classmethod
    def parse(cls, text: str) -> "Locator":
        """The address that `str` printed.

        Raises:
            BadReference: a step cannot be read.
        """
        return cls(tuple(Step.parse(part) for part in text.split("/"))) if text else cls()

    @classmethod
    def of(cls, *pairs: tuple[Unit, str]) -> "Locator":
        """An address from (unit, number) pairs, largest first."""
        return cls(tuple(Step(unit, number) for unit, number in pairs))

    @property
    def vi(self) -> str:
        """The address as Vietnamese law cites it, smallest first: "Điểm a khoản 2 Điều 5"."""
        words = " ".join(step.vi for step in reversed(self.steps))
        return words[:1].upper() + words[1:]

    @property
    def sort_key(self) -> tuple[tuple[int, tuple[int, tuple[int, ...], int]], ...]:
        """Order of the text, parents before their children."""
        return tuple(step.sort_key for step in self.steps)

    @property
    def parent(self) -> "Locator":
        """The address one step up; the document's own is its own parent."""
        return Locator(self.steps[:-1])

    def child(self, unit: Unit, number: str) -> "Locator":
        """The address one step down."""
        return Locator((*self.steps, Step(unit, number)))

    def contains(self, other: "Locator") -> bool:
        """Whether the other place is this one or inside it."""
        return other.steps[: len(self.steps)] == self.steps

    def up_to(self, unit: Unit) -> "Locator":
        """The address cut after its first step of that unit; unchanged when it has none."""
        for at, step in enumerate(self.steps):
            if step.unit is unit:
                return Locator(self.steps[: at + 1])
        return self


def lower_first(words: str) -> str:
    """A place as it stands inside a sentence: "khoản 2 Điều 5"; units that are capitals everywhere stay."""
    return words if words.startswith(("Điều", "Chương", "Mục", "Phụ", "Phần")) else words[:1].lower() + words[1:]
