"""`cancu correct`: an editor mends what was misread, takes it back, or lists what was mended."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import citation
from corpus.corrected import Corrected, as_read_place, renumbered
from corpus.corrections import Correction, Field, read_value
from corpus.errors import BadCorrection, BadReference
from corpus.locator import Locator
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import canonical, nfc
from ingest import pipeline
from ingest.head import LOAI
from ingest.pipeline import IngestReport, SetAside
from search_api.clock import today
from search_api.library import NotHeld
from search_api.naming import correction_out
from search_api.settings import Settings
from search_api.wire import CorrectionOut

DONE, NOTHING, SET_ASIDE = 0, 1, 3
_LONGEST_REASON = 500
_REFRESH = "Chạy cancu index để trang tra cứu thấy thay đổi."


@dataclass(frozen=True, slots=True)
class Target:
    """What an editor points at: one source, and the place in it as it was read.

    Attributes:
        doc_id: The document it now speaks of; None for a source that is not held.
        name: The source's file.
        set_aside: Its place in quarantine, when it lies there.
    """

    sha256: str
    locator: Locator
    doc_id: DocId | None
    name: str
    set_aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a correction did.

    Attributes:
        correction: With what was read, where the source is held.
        now: None for a source that was not held.
        moved: Whether the source now speaks of another document.
        joined: Whether that one was held already.
        reports: Of reading a file in quarantine again.
    """

    target: Target
    correction: Correction
    now: Corrected | None
    moved: bool
    joined: bool
    reports: tuple[IngestReport, ...]

    @property
    def stays(self) -> bool:
        """Whether a file stays in quarantine."""
        return any(report.outcome is pipeline.Outcome.SET_ASIDE for report in self.reports)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("ref", nargs="?", metavar="NƠI", help="văn bản, điều khoản, tên tệp hoặc mã sha256 của tệp")
    parser.add_argument("field", nargs="?", metavar="TRƯỜNG", help=", ".join(Field))
    parser.add_argument("value", nargs="?", metavar="GIÁ_TRỊ", help="như bản gốc; “không rõ” khi bản gốc không nói")
    parser.add_argument("--reason", default="", metavar="LÝ_DO", help="vì sao sửa, được ghi bên cạnh")
    parser.add_argument("--source", default="", metavar="TỆP", help="nguồn cần sửa, khi văn bản có nhiều nguồn")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", dest="listed", help="in các sửa chữa đã ghi")
    action.add_argument("--undo", action="store_true", help="bỏ một sửa chữa, trở về điều đã đọc")


def correct(args: argparse.Namespace, settings: Settings) -> int:
    """Mend a field, take that back, or list; 1 when nothing is found, 3 when the file stays set aside."""
    _check(args)
    with Store.open(settings.home) as store:
        if args.listed:
            return _list(args, store)
        field = Field.parse(args.field)
        asides = pipeline.set_aside(settings.home)
        if args.undo:
            return _undo(args, field, store, asides)
        target = _target(args.ref, args.source, field, store, asides)
        correction = _correction(target, field, args, store)
        held = set(store.doc_ids())
        now = store.correct(correction)
        reports = pipeline.retry(target.set_aside, store, settings.home) if target.set_aside else []
        return _tell(_outcome(target, correction, now, held, reports), store, args)


# What is asked


def _check(args: argparse.Namespace) -> None:
    """Refuse arguments that do not go together.

    Raises:
        BadCorrection: as said.
    """
    remedy = (
        "Viết: cancu correct NƠI TRƯỜNG GIÁ_TRỊ --reason “…”, cancu correct NƠI TRƯỜNG --undo, "
        "hoặc cancu correct --list [NƠI]."
    )
    if args.listed:
        wanted = args.field is None
    elif args.undo:
        wanted = args.field is not None and args.value is None
    else:
        wanted = args.value is not None
    if not wanted:
        raise BadCorrection("Thiếu hoặc thừa điều cần sửa", "", remedy)
    if not args.listed and not args.undo and not 0 < len(args.reason.strip()) <= _LONGEST_REASON:
        raise BadCorrection(
            "Sửa chữa nào cũng phải có lý do", f"từ 1 đến {_LONGEST_REASON} ký tự", "Thêm --reason “…”."
        )


def _correction(target: Target, field: Field, args: argparse.Namespace, store: Store) -> Correction:
    unit = target.locator.steps[-1].unit if target.locator.steps else None
    value = read_value(field, args.value, unit)
    if field is Field.LOAI:
        value = _kind(value, store)
    reason = " ".join(nfc(args.reason).split())
    if not reason.isprintable():
        raise BadCorrection("Lý do có ký tự không in được", "", "Viết lại lý do.")
    return Correction(target.sha256, target.locator, field, value, reason, today(), name=target.name)


def _outcome(
    target: Target, asked: Correction, now: Corrected | None, held: set[DocId], reports: Sequence[IngestReport]
) -> Outcome:
    made = [c for c in now.made if (c.locator, c.field) == (asked.locator, asked.field)] if now else []
    moved = now is not None and now.holding.document.id != target.doc_id
    joined = moved and now is not None and now.holding.document.id in held
    return Outcome(target, made[0] if made else asked, now, moved, joined, tuple(reports))


def _kind(typed: str, store: Store) -> str:
    """A kind of document as it is spelt in the collection: twins are told apart by it."""
    known = dict.fromkeys((*LOAI, *(entry.document.loai for entry in store.catalogue())))
    for kind in known:
        if canonical(kind) == canonical(typed):
            return kind
    raise BadCorrection(f"Không có loại văn bản “{typed}”", "", f"Chọn một trong: {', '.join(known)}.")


# What it points at


def _target(text: str, source: str, field: Field, store: Store, asides: Sequence[SetAside]) -> Target:
    """The one source that is meant: a file by name or hash, else the source that gives the field of the document.

    Raises:
        BadCorrection: several fit.
        BadReference: the words name neither a file nor a place.
        NotHeld: nothing is there.
    """
    if files := _files(text, store, asides):
        return _only(text, files)
    ref = _ref(text, store)
    views = store.views(ref.doc_id)
    if source:
        views = [view for view in views if view[1].name == source or view[1].sha256.startswith(source)]
    if not views:
        raise NotHeld(text if not source else f"{text}, nguồn {source}")
    # the value shown comes from the first source that has one
    says = [view for view in views if not field.of_place and getattr(view[0], field)]
    chosen = (says or views)[0][1]
    place = as_read_place(ref.locator, store.corrections_of(chosen.sha256))
    return Target(chosen.sha256, place, ref.doc_id, chosen.name)


def _files(text: str, store: Store, asides: Sequence[SetAside]) -> list[Target]:
    """Sources of this file name, or whose hash begins so: set aside, held, or known from a correction only."""
    found = {
        entry.sha256: Target(entry.sha256, Locator(), None, entry.name, entry)
        for entry in asides
        if entry.name == text or _begins(entry.sha256, text)
    }
    for doc_id, source in store.sources_named(text):
        found[source.sha256] = Target(source.sha256, Locator(), doc_id, source.name)
    for kept in store.corrections():
        if kept.name == text or _begins(kept.sha256, text):
            found.setdefault(kept.sha256, Target(kept.sha256, Locator(), None, kept.name))
    return list(found.values())


def _begins(sha256: str, text: str) -> bool:
    return len(text) >= 8 and sha256.startswith(text)


def _only(text: str, targets: Sequence[Target]) -> Target:
    if len(targets) > 1:
        hashes = ", ".join(target.sha256[:12] for target in targets)
        raise BadCorrection(f"Có {len(targets)} tệp tên “{text}”", "", f"Dùng mã thay cho tên: {hashes}.")
    return targets[0]


def _ref(text: str, store: Store) -> Ref:
    try:
        return Ref.parse(text)
    except BadReference:
        found = citation.identifiers(text, store)
    if len(found) > 1:
        named = ", ".join(map(str, found[:5]))
        raise BadCorrection(f"“{text}” chỉ nhiều nơi", "", f"Chọn một: {named}.")
    if not found and not citation.find(text):
        raise BadReference(text, "không thấy tệp, số hiệu hay điều khoản nào")
    if not found:
        raise NotHeld(text)
    places = [place for cited in citation.find(text) for place in cited.locators]
    if places and not found[0].locator.steps:
        raise _no_place(found[0].doc_id, places[0], store)
    return found[0]


def _no_place(doc_id: DocId, place: Locator, store: Store) -> BadCorrection:
    """A place that the document lacks at its top; one in an attached text is named by its address."""
    alike = [str(p.ref) for p in store.within(Ref(doc_id)) if p.ref.locator.steps[-len(place.steps) :] == place.steps]
    remedy = f"Nếu là phần đính kèm, dùng địa chỉ: {', '.join(alike[:5])}." if alike else "Xem các nơi: cancu show."
    return BadCorrection(f"Bản đọc của {doc_id} không có {place.vi}", "", remedy)


# What is said


def _undo(args: argparse.Namespace, field: Field, store: Store, asides: Sequence[SetAside]) -> int:
    kept = _kept(args.ref, args.source, field, store, asides)
    hashes = dict.fromkeys(correction.sha256 for correction in kept)
    if len(hashes) > 1:
        remedy = f"Thêm --source với một trong: {', '.join(sha256[:12] for sha256 in hashes)}."
        raise BadCorrection(f"{field.vi} của nhiều nguồn đã được sửa", args.ref, remedy)
    if not kept:
        raise NotHeld(f"sửa chữa {field.vi.lower()} của {args.ref}")
    now = store.undo(kept[0])
    undone = kept[0]
    words = f"Đã bỏ sửa chữa {field.vi.lower()} của {undone.name or args.ref}"
    words += f": trở về “{undone.shown(undone.read)}” như đã đọc. {_REFRESH}" if now else "."
    doc_id = str(now.holding.document.id) if now else None
    data = {"undone": _shown(undone, store).model_dump(mode="json"), "doc_id": doc_id}
    _out(data, words, args)
    return DONE


def _kept(text: str, source: str, field: Field, store: Store, asides: Sequence[SetAside]) -> list[Correction]:
    """The corrections of a field at an address, old or new, or in a file."""
    if files := _files(text, store, asides):
        place, known = Locator(), store.corrections_of(_only(text, files).sha256)
    else:
        ref = _ref(text, store)
        place, known = ref.locator, store.corrections(ref.doc_id)
    return [
        c
        for c in known
        if c.field is field
        and (c.name == source or c.sha256.startswith(source))
        and place in (c.locator, renumbered(c.locator, [k for k in known if k.sha256 == c.sha256]))
    ]


def _list(args: argparse.Namespace, store: Store) -> int:
    kept = _of(args.ref, store) if args.ref else store.corrections()
    shown = [_shown(correction, store) for correction in kept]
    if args.json:
        _write_json([one.model_dump(mode="json") for one in shown])
    for one in shown if not args.json else ():
        sys.stdout.write(f"{one.doc_id or 'chưa vào kho'} ({one.source or one.sha256[:12]}): {one.words}.\n")
    if not kept:
        sys.stderr.write("Chưa có sửa chữa nào.\n")
    return DONE if kept else NOTHING


def _of(text: str, store: Store) -> list[Correction]:
    """The corrections of a document, or of a file."""
    if files := _files(text, store, ()):
        return [correction for target in files for correction in store.corrections_of(target.sha256)]
    return store.corrections(_ref(text, store).doc_id)


def _shown(correction: Correction, store: Store) -> CorrectionOut:
    """A correction with the address that its place now has, of the document that its source now speaks of."""
    held = store.sources_named(correction.sha256)
    doc_id = held[0][0] if held else correction.doc_id
    place = renumbered(correction.locator, store.corrections_of(correction.sha256))
    return correction_out(replace(correction, doc_id=doc_id), place)


def _tell(outcome: Outcome, store: Store, args: argparse.Namespace) -> int:
    now = outcome.now.holding.document if outcome.now else None
    shown = _shown(outcome.correction, store)
    data = {
        "correction": shown.model_dump(mode="json"),
        "doc_id": str(now.id) if now else None,
        "moved_from": str(outcome.target.doc_id) if outcome.moved else None,
        "joined": outcome.joined,
        "reports": [report.to_json() for report in outcome.reports],
    }
    _out(data, " ".join(_sentences(outcome, shown.words)), args)
    return SET_ASIDE if outcome.stays else DONE


def _sentences(outcome: Outcome, words: str) -> Iterator[str]:
    yield f"{words}."
    if outcome.now and outcome.moved:
        document = outcome.now.holding.document
        yield f"Văn bản {outcome.target.doc_id} nay là {document.id} ({document.name})."
        if outcome.joined:
            yield "Kho đã giữ văn bản ấy: tệp này nay là thêm một nguồn của nó."
    for report in outcome.reports:
        if report.outcome is pipeline.Outcome.SET_ASIDE:
            yield f"Tệp {report.name} vẫn để riêng: {report.reason}. {report.remedy}"
        else:
            yield f"Tệp {report.name} đã vào kho: {report.document or report.doc_id}."
    if outcome.now is None and not outcome.reports:
        yield "Tệp này chưa có trong kho; sửa chữa sẽ được áp dụng khi nạp đúng tệp ấy."
    elif not outcome.stays:
        yield _REFRESH


def _out(data: object, words: str, args: argparse.Namespace) -> None:
    if args.json:
        _write_json(data)
    else:
        sys.stderr.write(words + "\n")


def _write_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
