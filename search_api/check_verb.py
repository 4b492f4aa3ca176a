"""The verb `cancu check DRAFT`."""

import argparse
import datetime
import json
import sys
from pathlib import Path

from corpus.errors import SnapshotError, UnreadableSource
from corpus.store import Store
from index import snapshot
from search_api import draft as drafts
from search_api.check import check
from search_api.check_text import lines
from search_api.check_wire import check_out
from search_api.clock import today
from search_api.export.papers import Paper, written
from search_api.library import Library
from search_api.nearby import NOTHING_NEAR, Nearest, nearest, searched
from search_api.settings import Settings
from search_api.shelf import Shelf

CLEAN, FINDINGS, USAGE = 0, 1, 2


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Check a draft against the store; 1 with findings, 2 for a draft that cannot be read or take comments."""
    try:
        return _checked(args, settings)
    except UnreadableSource as error:
        if args.json:
            fields = {"what": error.what, "where": error.where, "remedy": error.remedy}
            sys.stdout.write(json.dumps({"error": fields}, ensure_ascii=False) + "\n")
        sys.stderr.write(f"{error}\n")
        return USAGE


def _checked(args: argparse.Namespace, settings: Settings) -> int:
    on = args.on or today()
    draft = _draft(args.draft)
    with Store.open(settings.home) as store:
        checked = check_out(check(draft, store, on), Shelf(store, on), _near(draft, on, settings))
        for paper, path in _asked(args):
            path.write_bytes(written(paper, draft, _bytes(args.draft), store, on))
            sys.stderr.write(f"Đã ghi {path}\n")
    if args.json:
        sys.stdout.write(json.dumps(checked.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(lines(checked)) + "\n")
    return FINDINGS if checked.findings else CLEAN


def _near(draft: drafts.Draft, on: datetime.date, settings: Settings) -> Nearest:
    """Provisions near the draft's Điều; without an index none, which is said, and every Điều counts as left out."""
    dieu = searched(draft)
    if not dieu:
        return NOTHING_NEAR
    try:
        snapshot.current(settings.home)  # before the encoder is loaded, which takes its time
        searcher = Library(settings).searcher
    except SnapshotError as error:
        sys.stderr.write(f"Chưa tìm quy định gần nghĩa. {error}\n")
        return Nearest((), len(dieu))
    return nearest(draft, searcher, Shelf(searcher.store, on))


def _asked(args: argparse.Namespace) -> list[tuple[Paper, Path]]:
    wanted = {Paper.COMMENTS: args.comments, Paper.TABLE: args.table, Paper.CONSOLIDATED: args.consolidated}
    return [(paper, path) for paper, path in wanted.items() if path is not None]


def _bytes(path: Path) -> bytes | None:
    return None if str(path) == "-" else path.read_bytes()


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files that a check may write."""
    for option, words in (
        ("--comments", "ghi dự thảo DOCX với từng điều phát hiện là một ghi chú Word"),
        ("--table", "ghi bảng so sánh lời văn hiện hành, lời văn của dự thảo, thuyết minh"),
        ("--consolidated", "ghi văn bản được sửa đổi như sau khi có dự thảo"),
    ):
        parser.add_argument(option, type=Path, default=None, metavar="TỆP.docx", help=words)


def _draft(path: Path) -> drafts.Draft:
    """The draft in a file, or on the standard input for "-"."""
    if str(path) == "-":
        return drafts.read_bytes("dự thảo", sys.stdin.buffer.read(drafts.MAX_BYTES + 1))
    return drafts.read_file(path)
