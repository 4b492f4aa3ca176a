"""The verb `cancu fetch`: official texts brought from where they are published."""

import argparse
import json
import re
import sys
from collections.abc import Iterable

from tqdm import tqdm

from corpus import citation
from corpus.errors import BadReference
from corpus.reference import DocId
from corpus.store import Store
from ingest.download import Downloads
from ingest.fetch import Brought, Fetch, FetchReport
from ingest.official_addresses import Wanted, addresses_of, document_at, starting_corpus, where_to_look
from ingest.visitor import Visitor
from search_api.clock import today
from search_api.commands import DONE, NOTHING, SET_ASIDE
from search_api.settings import Settings

_WORDS = {
    Brought.READ: "lấy được",
    Brought.ALREADY: "đã có sẵn",
    Brought.SET_ASIDE: "để riêng",
    Brought.FAILED: "chưa lấy được",
    Brought.NO_ADDRESS: "chưa biết địa chỉ",
}


def fetch(args: argparse.Namespace, settings: Settings, visitor: Visitor | None = None) -> int:
    """Bring documents; 3 when one was not brought or set aside, 1 when no address is known of any.

    Args:
        args: `what` (documents and addresses; none: the starting corpus), `list`, `refresh`, `json`.
        settings: Where the state lies.
        visitor: Who asks the official places; tests bring their own.
    """
    visitor = visitor or Visitor()
    try:
        with Store.open(settings.home) as store:
            downloads = Downloads(settings.home / "downloads", today(), visitor)
            wanted = _wanted(args.what, store)
            bringing = Fetch(downloads, store, settings.home, refresh=args.refresh)
            if args.list:
                return _list(wanted, bringing, args)
            quiet = True if args.json else None
            watched: Iterable[FetchReport] = tqdm(
                bringing.all(wanted), total=len(wanted), desc="Lấy", unit=" văn bản", file=sys.stderr, disable=quiet
            )
            reports = list(watched)
    finally:
        visitor.close()
    return _told(reports, args)


def _wanted(what: list[str], store: Store) -> tuple[Wanted, ...]:
    """The documents that the words name.

    Raises:
        BadReference: words that name no document by its number.
    """
    if not what:
        return starting_corpus()
    return tuple(dict.fromkeys(each for words in what for each in _named(words.strip(), store)))


def _named(words: str, store: Store) -> tuple[Wanted, ...]:
    if re.match(r"[a-z][a-z0-9+.-]*://", words, re.IGNORECASE):
        return (Wanted(words, document_at(words), addresses=(words,)),)
    known = {each.doc_id: each for each in starting_corpus()}
    return tuple(_with_address(doc_id, known, store) for doc_id in _doc_ids(words, known, store))


def _doc_ids(words: str, known: dict[DocId | None, Wanted], store: Store) -> list[DocId]:
    """The documents held that the words name, else those of the starting corpus, else the number as it is written."""
    try:
        return [DocId.parse(words)]
    except BadReference:
        pass
    if held := citation.identifiers(words, store):
        return list(dict.fromkeys(ref.doc_id for ref in held))
    written = [c.doc.doc_id for c in citation.find(words) if c.doc is not None and c.doc.doc_id is not None]
    if not written:
        raise BadReference(words, "không thấy số hiệu nào")
    return [next((doc_id for doc_id in known if doc_id and _is(doc_id, number)), number) for number in written]


def _is(doc_id: DocId, written: DocId) -> bool:
    same = (doc_id.kind, doc_id.number) == (written.kind, written.number)
    return same and written.year in (None, doc_id.year)


def _with_address(doc_id: DocId, known: dict[DocId | None, Wanted], store: Store) -> Wanted:
    """The document with its addresses: those of the table, and those that its sources in the store name."""
    document = store.document(doc_id)
    stored = [source.url for _, source in store.views(doc_id) if source.url]
    addresses = addresses_of(doc_id, stored)
    if document is not None:
        return Wanted(document.name, doc_id, document.so_hieu, addresses)
    if doc_id in known:
        return known[doc_id]
    return Wanted(str(doc_id), doc_id, "", addresses)


def _list(wanted: tuple[Wanted, ...], bringing: Fetch, args: argparse.Namespace) -> int:
    """What would be brought, without asking anyone."""
    rows = [(each, bool(each.addresses) and bringing.held(each)) for each in wanted]
    if args.json:
        _write_json(
            [
                {
                    "name": each.name,
                    "doc_id": str(each.doc_id) if each.doc_id else None,
                    "addresses": each.addresses,
                    "held": held,
                    "where_to_look": None if each.addresses else where_to_look(each.doc_id),
                }
                for each, held in rows
            ]
        )
    for each, held in rows if not args.json else ():
        unknown = f"{_WORDS[Brought.NO_ADDRESS]}. {where_to_look(each.doc_id)}"
        told = "đã có bản chính thức" if held else " ; ".join(each.addresses) or unknown
        sys.stdout.write(f"{each.name}: {told}\n")
    return DONE if any(each.addresses for each in wanted) else NOTHING


def _told(reports: list[FetchReport], args: argparse.Namespace) -> int:
    if args.json:
        _write_json([report.to_json() for report in reports])
    for report in reports if not args.json else ():
        at = f" {report.address}" if report.address and report.address != report.name else ""
        why = f": {report.reason}. {report.remedy}".rstrip() if report.reason else ""
        sys.stdout.write(f"{report.name} – {_WORDS[report.outcome]}{at}{why.replace('..', '.')}\n")
    outcomes = [report.outcome for report in reports]
    counts = [f"{outcomes.count(o)} {words}" for o, words in _WORDS.items() if o in outcomes]
    after = " Chạy cancu index để tra cứu được." if Brought.READ in outcomes else ""
    sys.stderr.write(f"{'; '.join(counts)}.{after}\n")
    if all(outcome is Brought.NO_ADDRESS for outcome in outcomes):
        return NOTHING
    return SET_ASIDE if {Brought.SET_ASIDE, Brought.FAILED} & set(outcomes) else DONE


def _write_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
