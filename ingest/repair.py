"""Numbers of headings that a recogniser misread, mended where the numbers around them prove what they are.

"Điều l0" between Điều 9 and Điều 11 is Điều 10; "Chương ï" before Chương II is Chương I. Only the sign at the start of
a line is touched (word, number, stop), only on recognised lines, and each repair is told. The words of the law stay
as they were read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Diagnostic
from corpus.text import fold
from ingest.source_text import Line, SourceText

REPAIRED = "ocr_repair"

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
          "XVIII", "XIX", "XX")  # fmt: skip
_CAPITAL = "A-ZĐÀ-Ỹ"
_NOISE = r"[^\w“\"«(]{0,4}\s?"
_DIEU = re.compile(
    rf"{_NOISE}(?P<word>[ĐDÐ][ \w]{{2,5}})\s+(?P<number>[\dlIiOo|!]{{1,4}})\s?(?P<stop>[.,:;]?)"
    rf"(?:\s+(?P<rest>[{_CAPITAL}“(].*))?"
)
_LARGER = re.compile(rf"{_NOISE}(?P<word>[CP]\w[\w ]{{3,6}}?)\s+(?P<number>\S{{1,6}})\W*")
_KHOAN = re.compile(
    rf"(?P<noise>[^\w“(\[]{{0,3}}\s?)(?P<number>[\dlIiOo|!\]]{{0,3}})\s?(?P<stop>[.,:;=]?)\s(?P<rest>[{_CAPITAL}].*)"
)
_DIEM = re.compile(r"(?P<noise>(?:[^\w“(]|_){0,2})(?P<number>[^\s\d)]|\d)\s?\)\s(?P<rest>.+)")
_OTHER_UNIT = re.compile(r"(Điều|Khoản|Điểm|Chương|Mục|Luật|Nghị|Thông tư|Quyết định) ")
_DASHES = ("-", "–", "—", "+", "•")
_AS_DIGIT = str.maketrans("lIi|!]oO", "11111100")
_STROKES = {
    **dict.fromkeys("l1]|!ïÏỊỈÌÍiìíT", "I"),
    **dict.fromkeys("HUN", "II"),
    **dict.fromkeys("ÿYvÝ", "V"),
    "x": "X",
}
# Letters that tesseract takes for each other before a bracket.
_ALIKE = ("ceo€é", "dđä", "bh6", "hn", "il1ï", "gq89", "aä", "eêø", "pq", "oø0", "xk")


@dataclass(frozen=True, slots=True)
class _Sign:
    """The start of a line that may number a place.

    Attributes:
        at: Index of the line.
        read: The sign as recognised.
        value: Its number, 1 for the first; None when no number can be made of it.
        sound: Whether it needs no repair.
        rest: The line after the sign.
    """

    at: int
    read: str
    value: int | None
    sound: bool
    rest: str


@dataclass(frozen=True, slots=True)
class _Level:
    """One kind of numbered place.

    Attributes:
        write: How the sign of a number is printed.
        alike: Whether what was read looks like the sign of a number.
        near: The same, less strictly: enough where the signs before and after leave no other number.
        once: Whether a number that comes again right after itself must be the next one, its last stroke lost.
    """

    write: Callable[[int], str]
    alike: Callable[[str, int], bool]
    near: Callable[[str, int], bool]
    once: bool = False


def _larger(word: str) -> _Level:
    return _Level(lambda number: f"{word} {_roman(number)}", _alike_roman, _near_roman, once=True)


def mended(source: SourceText) -> SourceText:
    """The source with proven repairs, each told as a remark; the source itself when nothing was recognised."""
    if all(line.confidence is None for line in source.lines):
        return source
    lines = list(source.lines)
    told: list[Diagnostic] = []
    dieu = _run(lines, list(_dieu_signs(lines)), _DIEU_LEVEL, told)
    for word in ("Chương", "CHƯƠNG", "Phụ lục", "PHỤ LỤC"):
        _run(lines, list(_larger_signs(lines, word)), _larger(word), told)
    for start, end in pairwise([*dieu, len(lines)]):
        khoan = _run(lines, list(_khoan_signs(lines, start + 1, end)), _KHOAN_LEVEL, told)
        for first, last in pairwise([start, *khoan, end]):
            _run(lines, list(_diem_signs(lines, first + 1, last)), _DIEM_LEVEL, told)
    return replace(source, lines=tuple(lines), diagnostics=(*source.diagnostics, *told)) if told else source


def _run(lines: list[Line], signs: Sequence[_Sign], level: _Level, told: list[Diagnostic]) -> list[int]:
    """Lines at which the run of numbers stands; misread signs that the run proves are written anew in `lines`."""
    places: list[int] = []
    last = 0
    for position, sign in enumerate(signs):
        value = sign.value if sign.sound else None
        following = signs[position + 1 :]
        if value == last + 1 or (value == 1 and not places):
            last = value
        elif _is_proven(sign, last + 1, following, level):
            last += 1
            _write(lines, sign, level.write(last), told)
        elif value is not None and (value == 1 or (value > last and _goes_on(following, value))):
            last = value
        else:
            continue
        places.append(sign.at)
    return places


def _is_proven(sign: _Sign, number: int, following: Sequence[_Sign], level: _Level) -> bool:
    """Whether a sign must stand for the number after the last one.

    The next sound signs go on from there, or it looks like that number and nothing after it speaks against it.
    """
    if sign.sound and not level.near(sign.read, number):
        return False
    for ahead, other in enumerate(following[:3], start=1):
        if other.sound:
            if other.value == number + ahead:
                return True
            if other.value == number and not level.once:
                return False
    if not sign.sound or not following:
        repeated = level.once and sign.value == number - 1 and level.near(sign.read, number)
        return level.alike(sign.read, number) or (sign.sound and repeated)
    return False


def _goes_on(following: Sequence[_Sign], value: int) -> bool:
    """Whether the next sign counts on, so that a gap before this one is the recogniser's or the source's."""
    return not following or following[0].value in (None, value + 1)


def _write(lines: list[Line], sign: _Sign, written: str, told: list[Diagnostic]) -> None:
    line = lines[sign.at]
    if line.confidence is None or (sign.sound and sign.read == written):
        return
    lines[sign.at] = line.repaired(f"{written} {sign.rest}".strip())
    message = f"Trang {line.page}: đọc được “{sign.read}”, sửa thành “{written}” theo thứ tự đánh số"
    told.append(Diagnostic(REPAIRED, message, page=line.page))


# Signs of each level


def _dieu_signs(lines: Sequence[Line]) -> Iterator[_Sign]:
    for at, line in enumerate(lines):
        found = _DIEU.fullmatch(line.text)
        if found is None or not _is_near(found["word"], "dieu"):
            continue
        rest = found["rest"] or ""
        digits = found["number"].translate(_AS_DIGIT)
        sound = found["number"].isdigit() and found["stop"] in (".", ":") and found["word"] == "Điều"
        sound = sound and found.start("word") == 0
        # "Điều 10, Nghị định số …" is the middle of a sentence.
        if sound or (found["stop"] and not _OTHER_UNIT.match(rest)):
            read = line.text.removesuffix(rest).strip()
            yield _Sign(at, read, int(digits) if digits.isdigit() else None, sound, rest)


def _larger_signs(lines: Sequence[Line], word: str) -> Iterator[_Sign]:
    """Headings of one word alone on their line. Digits are left alone: they are hardly ever misread."""
    for at, line in enumerate(lines):
        found = _LARGER.fullmatch(line.text)
        if found is None or found["word"].isupper() != word.isupper() or not _is_near(found["word"], fold(word)):
            continue
        number = found["number"]
        if not number.isdigit() or number == "1":
            sound = number in _ROMAN and found["word"] == word and line.text == f"{word} {number}"
            yield _Sign(at, line.text, _ROMAN.index(number) + 1 if number in _ROMAN else None, sound, "")


def _khoan_signs(lines: Sequence[Line], start: int, end: int) -> Iterator[_Sign]:
    for at in range(start, end):
        found = _KHOAN.fullmatch(lines[at].text)
        if found is None or not (found["noise"] + found["number"]).strip():
            continue
        digits = found["number"].translate(_AS_DIGIT)
        sound = found["number"].isdigit() and found["stop"] == "." and not found["noise"].strip()
        is_dash = not found["number"] and found["noise"].strip() in _DASHES
        stopped = (found["stop"] or not found["number"]) and not is_dash
        if sound or (stopped and not _OTHER_UNIT.match(found["rest"])):
            read = lines[at].text[: found.start("rest")].strip()
            yield _Sign(at, read, int(digits) if digits.isdigit() else None, sound, found["rest"])


def _diem_signs(lines: Sequence[Line], start: int, end: int) -> Iterator[_Sign]:
    for at in range(start, end):
        if found := _DIEM.fullmatch(lines[at].text):
            letter = found["number"]
            value = _LETTERS.index(letter) + 1 if letter in _LETTERS else None
            sound = value is not None and not found["noise"].strip()
            yield _Sign(at, lines[at].text[: found.start("rest")].strip(), value, sound, found["rest"])


# Likeness


def _is_near(word: str, wanted: str) -> bool:
    """Whether a word is the wanted one but for marks, blanks, and at most one letter."""
    plain = re.sub(r"[\s_]", "", fold(word))
    target = wanted.replace(" ", "")
    if abs(len(plain) - len(target)) > 1:
        return False
    return any(
        plain[:at] == target[:at] and plain[at + skip :] == target[at + step :]
        for at in range(len(target) + 1)
        for skip, step in ((0, 0), (1, 1), (1, 0), (0, 1))
    )


def _alike_number(read: str, number: int) -> bool:
    sign = read.split()[-1].translate(_AS_DIGIT)
    return bool(re.search(rf"(?<!\d){number}(?!\d)", sign))


def _alike_roman(read: str, number: int) -> bool:
    """Whether the strokes of the sign are those of the number, or of no number at all and off by one stroke."""
    strokes = _strokes(read)
    return strokes == _roman(number) or (strokes not in _ROMAN and _near_roman(read, number))


def _near_roman(read: str, number: int) -> bool:
    strokes, wanted = _strokes(read), _roman(number)
    return strokes.replace("I", "") == wanted.replace("I", "") and abs(len(strokes) - len(wanted)) <= 1


def _strokes(read: str) -> str:
    sign = read.split()[-1].strip(".,:;-–— ")
    return "".join(_STROKES.get(letter, letter) for letter in sign)


def _alike_diem(read: str, number: int) -> bool:
    letter = re.sub(r"[\s)_.,'‘-]", "", read)[-1:]
    wanted = _letter(number)[0]
    return letter == wanted or any(letter in group and wanted in group for group in _ALIKE)


def _roman(number: int) -> str:
    return _ROMAN[number - 1] if number <= len(_ROMAN) else str(number)


def _letter(number: int) -> str:
    return f"{_LETTERS[number - 1]})" if number <= len(_LETTERS) else ")"


_DIEU_LEVEL = _Level("Điều {}.".format, _alike_number, _alike_number)
_KHOAN_LEVEL = _Level("{}.".format, _alike_number, _alike_number)
_DIEM_LEVEL = _Level(_letter, _alike_diem, _alike_diem)
