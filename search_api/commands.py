"""What each verb of `cancu` does; `cli` parses and maps errors to exit codes."""

import argparse
import datetime
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tqdm import tqdm

from corpus import citation
from corpus.errors import BadReference
from corpus.reference import Ref
from corpus.store import Store
from ingest import pipeline
from ingest.pipeline import IngestReport, Outcome
from ingest.readers import ocr
from ingest.source_text import Declared
from search_api.clock import now, today
from search_api.history import history_of, printed_history
from search_api.library import Library, open_encoder
from search_api.quote import quote_of
from search_api.settings import Settings
from search_api.table_text import printed
from search_api.wire import AskRequest, QuoteOut

Command = Callable[[argparse.Namespace, Settings], int]

DONE, NOTHING, SET_ASIDE = 0, 1, 3


def ingest(args: argparse.Namespace, settings: Settings) -> int:
    """Take files in; report each; 3 when some were set aside."""
    files = pipeline.find_files(args.paths)
    given = _given(args)
    with Store.open(settings.home) as store:
        reports = list(_watched(pipeline.ingest(files, store, settings.home, given), len(files), args))
    if args.report:
        lines = (json.dumps(report.to_json(), ensure_ascii=False) for report in reports)
        args.report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _print_reports(reports, args)
    return SET_ASIDE if any(report.outcome is Outcome.SET_ASIDE for report in reports) else DONE


def index(args: argparse.Namespace, settings: Settings) -> int:
    """Build and publish a snapshot of the store, or say that the live one is up to date."""
    from index import snapshot

    encoder = open_encoder(settings)
    with Store.open(settings.home) as store, _Progress() as progress:
        folder = snapshot.build(store, settings.home, encoder, now(), progress)
    _out({"snapshot": folder.name}, f"Chỉ mục đang dùng: {folder.name}", args)
    return DONE


def ask(args: argparse.Namespace, settings: Settings) -> int:
    """Answer a question; 1 when nothing is found."""
    library = Library(settings)
    request = AskRequest(
        question=args.question, on=args.on, every_time=args.every_time, loai=None, official=None, k=args.k
    )
    answer = library.ask(request, today())
    if args.json:
        _write_json(answer.model_dump(mode="json"))
    else:
        sys.stdout.write(f"{answer.message}\n")
        for number, quote in enumerate(answer.quotes, start=1):
            _print_quote(number, quote, explain=args.explain)
        if answer.verdict == "not_found":
            sys.stdout.write(f"\nKho có: {answer.coverage.words}.\n")
    if args.explain:
        sys.stderr.write(library.explain(request, today()) + "\n")
    return NOTHING if answer.verdict == "not_found" else DONE


def show(args: argparse.Namespace, settings: Settings) -> int:
    """Print a document or a place with its standing and notes; 1 when it is not held."""
    on = args.on or today()
    if args.history:
        return _show_history(args, settings, on)
    with Store.open(settings.home) as store:
        refs = _refs(args.ref, store)
        quotes = [quote for ref in refs if (quote := quote_of(ref, store, on, (), "theo số hiệu", None))]
    if args.json:
        _write_json([quote.model_dump(mode="json") for quote in quotes])
    for number, quote in enumerate(quotes if not args.json else (), start=1):
        _print_quote(number, quote, explain=False)
    if not quotes:
        sys.stderr.write(f"Không có trong kho: {args.ref}\n")
    return DONE if quotes else NOTHING


def remove(args: argparse.Namespace, settings: Settings) -> int:
    """Forget a document; 1 when it was not held. The next `cancu index` leaves it out of the search."""
    with Store.open(settings.home) as store:
        removed = store.remove(args.doc_id)
    _out({"removed_sources": removed}, f"Đã bỏ {removed} nguồn của {args.doc_id}. Chạy cancu index để cập nhật.", args)
    return DONE if removed else NOTHING


def retry(args: argparse.Namespace, settings: Settings) -> int:
    """Read the quarantine again; 3 when files stay there."""
    entries = pipeline.set_aside(settings.home)
    with Store.open(settings.home) as store:
        reports = [
            report
            for entry in tqdm(entries, desc="Đọc lại", unit=" tệp", file=sys.stderr, disable=None)
            for report in pipeline.retry(entry, store, settings.home)
        ]
    _print_reports(reports, args)
    return SET_ASIDE if any(report.outcome is Outcome.SET_ASIDE for report in reports) else DONE


def doctor(args: argparse.Namespace, settings: Settings) -> int:
    """Check that the store and the live snapshot agree, and say what scans need; 1 with findings."""
    library = Library(settings)
    with Store.open(settings.home) as store:
        findings = library.findings(store)
    words = "\n".join(findings) or "Kho và chỉ mục khớp nhau."
    scans = "có" if ocr.is_available() else f"chưa có, bản quét sẽ để riêng; cài bằng {ocr.INSTALL}"
    fields = {"findings": findings, "ocr": ocr.is_available()}
    _out(fields, f"{words}\nNhận dạng chữ tiếng Việt trong ảnh quét: {scans}.", args)
    return NOTHING if findings else DONE


def serve(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the page and the API until stopped."""
    import uvicorn

    from search_api.app import create_app

    host, port = args.host or settings.host, args.port or settings.port
    sys.stderr.write("Đang mở chỉ mục và bộ mã hóa…\n")
    app = create_app(settings)
    sys.stderr.write(f"Căn Cứ: http://{host}:{port} (Ctrl+C để dừng)\n")
    uvicorn.run(app, host=host, port=port, log_level="warning")
    return DONE


# Steps of the above


def _show_history(args: argparse.Namespace, settings: Settings, on: datetime.date) -> int:
    with Store.open(settings.home) as store:
        history = history_of(args.ref, store, on)
    if args.json:
        _write_json(history.model_dump(mode="json"))
    else:
        sys.stdout.write("\n".join(printed_history(history)) + "\n")
    return DONE


def _given(args: argparse.Namespace) -> Declared | None:
    if not (args.so_hieu or args.ngay or args.url):
        return None
    return Declared(so_hieu=args.so_hieu, ngay_ban_hanh=args.ngay, url=args.url)


def _watched(reports: Iterable[IngestReport], total: int, args: argparse.Namespace) -> Iterable[IngestReport]:
    quiet = args.json or args.quiet_if_held
    watched: Iterable[IngestReport] = tqdm(
        reports, total=total, desc="Nạp", unit=" tệp", file=sys.stderr, disable=True if quiet else None
    )
    return watched


def _print_reports(reports: list[IngestReport], args: argparse.Namespace) -> None:
    if args.json:
        _write_json([report.to_json() for report in reports])
        return
    for report in reports:
        if report.outcome is Outcome.SET_ASIDE:
            sys.stderr.write(f"Để riêng {report.name}: {report.reason}. {report.remedy}\n")
    counts = Counter(report.outcome for report in reports)
    if getattr(args, "quiet_if_held", False) and set(counts) <= {Outcome.ALREADY}:
        return
    words = (
        (Outcome.READ, "đọc được"),
        (Outcome.WARNED, "đọc được, có lưu ý"),
        (Outcome.ALREADY, "đã có sẵn"),
        (Outcome.SET_ASIDE, "để riêng"),
    )
    sys.stderr.write("; ".join(f"{counts[outcome]} {word}" for outcome, word in words if counts[outcome]) + ".\n")


def _refs(text: str, store: Store) -> tuple[Ref, ...]:
    try:
        return (Ref.parse(text),)
    except BadReference:
        pass
    found = citation.identifiers(text, store)
    if not found and not citation.find(text):
        raise BadReference(text, "không thấy số hiệu hay điều khoản nào")
    return found


def _print_quote(number: int, quote: QuoteOut, *, explain: bool) -> None:
    place = f"{quote.address} · {quote.document_name}" if quote.address else quote.document_name
    kind = "Nguyên văn" if quote.official else "Tóm lược, không phải nguyên văn"
    rows = [f"\n{number}. {place}", *(f"   {row}" for row in printed(quote.text, quote.tables))]
    rows.append(f"   [{quote.status.words} · {kind}]")
    rows += [f"   Lưu ý: {warning}" for warning in quote.warnings]
    rows += [f"   Ghi chú: {note}" for note in quote.notes]
    rows += [f"   {correction.words}." for correction in quote.corrections]
    rows += [f"   Nguồn: {source.label} {source.url or ''}".rstrip() for source in quote.sources[:3]]
    if explain:
        rows.append(f"   {quote.why}")
    sys.stdout.write("\n".join(rows) + "\n")


def _out(data: object, words: str, args: argparse.Namespace) -> None:
    if args.json:
        _write_json(data)
    else:
        sys.stderr.write(words + "\n")


def _write_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


class _Progress:
    """Progress bars for the steps of a build: called with a step's name, how much is done, and of how much."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._step = ""

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, step: str, done: int, total: int) -> None:
        bar = self._bar if self._bar is not None and step == self._step else self._started(step, total)
        bar.update(done - bar.n)

    def _started(self, step: str, total: int) -> "tqdm[Any]":
        if self._bar is not None:
            self._bar.close()
        bar: tqdm[Any] = tqdm(total=total, desc=step, file=sys.stderr, disable=None)
        self._bar, self._step = bar, step
        return bar
