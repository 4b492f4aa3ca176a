"""The verb `cancu diff`: two days of a place, or two places, side by side in a terminal."""

import argparse
import json
import sys

from corpus.diff import Change
from corpus.store import Store
from corpus.text import vi_date
from search_api.clock import today
from search_api.comparison import comparison_out, sides_of
from search_api.comparison_wire import ComparisonOut, PlaceChangeOut, SideOut
from search_api.settings import Settings

DONE, NOTHING = 0, 1
_CONTEXT = 80  # characters of unchanged words shown on each side of a change


def diff(args: argparse.Namespace, settings: Settings) -> int:
    """Print what differs, and what is known to differ without words to show; 1 when nothing does or is not held."""
    with Store.open(settings.home) as store:
        sides = sides_of(args.ref, args.ref2, args.start, args.end, store, today())
        comparison = comparison_out(sides, store, today())
    if args.json:
        sys.stdout.write(json.dumps(comparison.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_rows(comparison)) + "\n")
    return NOTHING if comparison.verdict == "same" else DONE


def _rows(comparison: ComparisonOut) -> list[str]:
    rows = [f"- {_side(comparison.old)}", f"+ {_side(comparison.new)}", comparison.message]
    rows += [f"Lưu ý: {gap.words}" for gap in comparison.gaps]
    for place in comparison.places:
        rows += ["", _title(place), *(f"   {row}" for row in _marked(place).split("\n"))]
    if comparison.same:
        rows += ["", f"Còn {comparison.same} nơi giống nhau."]
    return rows


def _side(side: SideOut) -> str:
    place = f"{side.address} " if side.address else ""
    day = f"ngày {vi_date(side.on)}" if side.on else "lời mới nhất kho có"
    kind = "Nguyên văn" if side.official else "Tóm lược, không phải nguyên văn"
    status = f" · {side.status.words}" if side.status else ""
    return f"{place}{side.document_name}, {day} [{kind}{status}]"


def _title(place: PlaceChangeOut) -> str:
    address = place.new_address or place.old_address
    if place.moved:
        address = f"{place.old_address} → {place.new_address}"
    return f"{address} ({place.words.lower()})"


def _marked(place: PlaceChangeOut) -> str:
    """The place as one text: [-words taken out-] and {+words put in+}, long unchanged stretches cut."""
    parts = []
    for run in place.runs:
        old, new = place.old_text[run.old_start : run.old_end], place.new_text[run.new_start : run.new_end]
        if run.kind is Change.SAME:
            blank = "" if new[-1:].isspace() else old[len(old.rstrip()) :]  # of the old side, where only it has one
            parts.append(_cut(new) + blank)
        elif run.kind is Change.UNKNOWN:
            parts.append(f"{'Trước đó' if old else 'Sau đó'}: {old or new}")
        else:
            was = _wrapped("[-", old, "-]")
            parts.append((was.rstrip() if new else was) + _wrapped("{+", new, "+}"))
    return "".join(parts).strip()


def _wrapped(opening: str, text: str, closing: str) -> str:
    words = text.rstrip()
    return f"{opening}{words}{closing}{text[len(words) :]}" if words else ""


def _cut(text: str) -> str:
    return text if len(text) <= 3 * _CONTEXT else f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}"
