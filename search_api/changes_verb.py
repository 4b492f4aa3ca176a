"""The verb `cancu changes`: what changed between two days, in a terminal."""

import argparse
import datetime
import json
import sys
from collections.abc import Callable

from corpus.store import Store
from corpus.text import vi_date
from search_api.changes import Asked, changes_out
from search_api.changes_wire import HappeningOut
from search_api.clock import today
from search_api.settings import Settings

DONE, NOTHING = 0, 1


def changes(args: argparse.Namespace, settings: Settings) -> int:
    """Print what is known to have happened, by day; 1 when nothing with a day is."""
    asked = Asked(args.start, args.end or today(), args.question, args.loai, args.co_quan, args.document)
    with Store.open(settings.home) as store:
        found = changes_out(asked, store)
    if args.json:
        sys.stdout.write(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
        return DONE if found.total else NOTHING
    rows = [found.message, found.scope, *(row(change) for change in found.changes)]
    if left_out := found.total - len(found.changes):
        rows.append(f"… và {left_out} thay đổi nữa; hãy thu hẹp khoảng ngày hoặc phạm vi.")
    if found.undated:
        rows += ["", "Chưa rõ ngày:", *(row(change) for change in found.undated)]
    if left_out := found.undated_total - len(found.undated):
        rows.append(f"… và {left_out} việc nữa chưa rõ ngày.")
    sys.stdout.write("\n".join(rows) + "\n")
    return DONE if found.total else NOTHING


def row(change: HappeningOut) -> str:
    """One change in a line: the day, the document, its places, what happened, by which text, who says so."""
    day = f"{vi_date(change.on)}  " if change.on else "  "
    places = f" ({'; '.join(change.places)})" if change.places else ""
    by = f" {change.by}" if change.by else ""
    said = (*change.asserted_by, change.confidence) if change.confidence else change.asserted_by
    told = f" [{'; '.join(said)}]" if said else ""
    return f"{day}{change.name}{places}: {change.words[:1].lower()}{change.words[1:]}{by}{told}"


def arguments(parser: argparse.ArgumentParser, day: Callable[[str], datetime.date]) -> None:
    """What the verb takes."""
    parser.add_argument("question", nargs="?", default="", metavar="LĨNH_VỰC", help="từ trong tên, hoặc số hiệu")
    parser.add_argument("--from", type=day, required=True, dest="start", metavar="NGÀY", help="từ ngày này")
    parser.add_argument("--to", type=day, default=None, dest="end", metavar="NGÀY", help="đến hết ngày này")
    parser.add_argument("--loai", default="", help="chỉ loại văn bản này, ví dụ “Nghị định”")
    parser.add_argument("--co-quan", default="", help="chỉ văn bản của cơ quan có tên chứa những chữ này")
    parser.add_argument("--document", default="", metavar="VĂN_BẢN", help="chỉ một văn bản")
