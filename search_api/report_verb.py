"""`cancu report`: how a file, the files of a document, or all files were read."""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus import citation
from corpus.errors import BadReference
from corpus.reference import Ref
from corpus.store import Store
from ingest import pipeline
from search_api.report import percent, report_out
from search_api.report_wire import PartOut, ReportOut
from search_api.settings import Settings
from search_api.source_page import left_out

DONE, NOTHING = 0, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "what", nargs="?", default="", metavar="TỆP", help="tệp, tên tệp, mã sha256 hoặc văn bản; bỏ trống: mọi tệp"
    )


def report(args: argparse.Namespace, settings: Settings) -> int:
    """Print the reports; of all files one line each, the worst first. 1 when nothing is held."""
    with Store.open(settings.home) as store:
        hashes = _hashes(args.what, store) if args.what else list(_every(store))
        reports = [found for sha256 in hashes if (found := report_out(sha256, store))]
    aside = [entry for entry in pipeline.set_aside(settings.home) if args.what in ("", entry.name, entry.sha256)]
    if args.json:
        fields = {
            "reports": [found.model_dump(mode="json") for found in reports],
            "set_aside": [
                {"name": e.name, "sha256": e.sha256, "what": e.what, "where": e.where, "remedy": e.remedy}
                for e in aside
            ],
        }
        sys.stdout.write(json.dumps(fields, ensure_ascii=False, indent=1) + "\n")
    else:
        rows = (row for found in reports for row in _full(found)) if args.what else _list(reports)
        sys.stdout.writelines(f"{row}\n" for row in rows)
        sys.stdout.writelines(f"Để riêng {entry.name}: {entry.what}. {entry.remedy}\n" for entry in aside)
    if not reports and not aside:
        sys.stderr.write(f"Không có trong kho: {args.what}\n" if args.what else "Kho chưa có tệp nào.\n")
        return NOTHING
    return DONE


def _every(store: Store) -> Iterator[str]:
    """The official sources; our own summaries were read from no one's file."""
    for doc_id in store.doc_ids():
        yield from (source.sha256 for _, source in store.views(doc_id) if source.official)


def _hashes(text: str, store: Store) -> list[str]:
    """The sources that a path, a file name, a hash, a citation or an address names.

    Raises:
        BadReference: the words name neither a file nor a document.
    """
    path = Path(text)
    if path.is_file():
        held = store.sources_in(hashlib.sha256(path.read_bytes()).hexdigest())
        return held or [s.sha256 for _, s in store.sources_named(path.name)]
    if named := store.sources_named(text):
        return [source.sha256 for _, source in named]
    try:
        refs: tuple[Ref, ...] = (Ref.parse(text),)
    except BadReference:
        refs = citation.identifiers(text, store)
    doc_ids = dict.fromkeys(ref.doc_id for ref in refs)
    return [source.sha256 for doc_id in doc_ids for _, source in store.views(doc_id)]


def _list(reports: list[ReportOut]) -> Iterator[str]:
    for found in sorted(reports, key=lambda r: (2.0 if r.quality is None else r.quality, r.name)):
        yield f"{percent(found.quality):>12}  {found.sha256[:12]}  {found.document or found.doc_id}  {found.name}"


def _full(found: ReportOut) -> Iterator[str]:
    yield f"{found.name}: {found.document} ({found.doc_id}), mã tệp {found.sha256[:12]}"
    yield f"  {found.words}."
    if not found.is_placed:
        yield "  Đọc trước khi kho giữ vị trí chữ trên trang; nạp lại chính tệp này để có."
    yield from (f"  Lưu ý: {remark}" for remark in found.remarks)
    for part in found.parts:
        if not part.is_clean and (part.number or part.characters):
            yield from _part(part)
    for group in left_out(found.parts):
        shown = ", ".join(f"“{text}”" for text in group.examples)
        yield f"  Để ngoài lời văn: {group.count} dòng, {group.why}: {shown}{'…' if group.has_more else ''}"


def _part(part: PartOut) -> Iterator[str]:
    yield f"  {part.label}: {'không có chữ' if part.quality is None else f'đọc chắc {percent(part.quality)}'}"
    yield from (f"    Chưa chắc ({line.why}): “{line.text}”" for line in part.doubts)
    yield from (f"    Đã sửa: “{line.read}” thành “{line.became}”" for line in part.repaired)
    yield from (f"    Lưu ý: {remark}" for remark in part.remarks)
