"""Numbers that run on: choose, among lines that look like headings, those that number a text.

A quoted Điều 35a, a reference at the start of a line or "2018." in running text do not continue the count; the own
headings do. So the best chain is chosen as a whole, not line by line.
"""

from collections.abc import Sequence

from corpus.locator import number_key

Key = tuple[int, tuple[int, ...], int]

_JUMP = 1.5  # a gap must be paid back by at least two places that follow it
_LATE_START = 0.9


def chain(numbers: Sequence[str], strengths: Sequence[float], *, gaps: bool = False) -> list[int]:
    """Positions of the best run of numbers, in order.

    Args:
        numbers: As printed ("1", "2", "2a", "đ", "IV"), in the order of the text.
        strengths: 0 to 1 each, how much each looks like a heading.
        gaps: Whether missing numbers are expected (a summary that holds khoản 2, 4 and 14 only).

    Returns:
        Positions into `numbers`, rising, whose numbers rise. A run of single steps from 1 or "a" is preferred; ties go
        to the earlier one. Empty for no numbers.
    """
    jump, late = (0.05, 0.0) if gaps else (_JUMP, _LATE_START)
    keys = [number_key(number) for number in numbers]
    best: list[float] = []
    before: list[int | None] = []
    for at, key in enumerate(keys):
        score, previous = -(0.0 if _is_first(key) else late), None
        for earlier in range(at):
            if keys[earlier] >= key:
                continue
            reached = best[earlier] - (0.0 if follows(keys[earlier], key) else jump)
            if reached > score + 1e-9:
                score, previous = reached, earlier
        best.append(score + 0.5 + 0.5 * strengths[at])
        before.append(previous)
    return _walk_back(best, before)


def follows(first: Key, second: Key) -> bool:
    """Whether the second number is a next one: 5 → 6, 5 → 5a, 5a → 5b, 5b → 6, d → đ, o → p, II → III."""
    if second[0] and first[0]:
        if second[0] == first[0]:
            return len(second[1]) == 1 and (second[1][0] == 0 if not first[1] else _next_letter(first[1], second[1]))
        return second[0] == first[0] + 1 and not second[1]
    if second[1] == first[1]:
        return second[2] == first[2] + 1
    return not second[2] and _next_letter(first[1], second[1])


# Điểm skip ă, â, ê, ô, ơ, ư by custom: a b c d đ e g h i k l m n o p q r s t u v x y.
_POINT_ORDER = [0, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 24, 26, 27, 28]


def _next_letter(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    if len(first) != len(second) or first[:-1] != second[:-1]:
        return first == (28,) and second == (0, 0)
    if first[-1] in _POINT_ORDER and second[-1] in _POINT_ORDER:
        return _POINT_ORDER.index(second[-1]) == _POINT_ORDER.index(first[-1]) + 1
    return second[-1] == first[-1] + 1


def _is_first(key: Key) -> bool:
    return key == (1, (), 0) or key == (0, (0,), 0)


def _walk_back(best: Sequence[float], before: Sequence[int | None]) -> list[int]:
    if not best:
        return []
    at: int | None = max(range(len(best)), key=lambda i: (best[i], -i))
    run: list[int] = []
    while at is not None:
        run.append(at)
        at = before[at]
    return run[::-1]
