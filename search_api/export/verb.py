"""The verb `cancu export`: the consolidated text of a document on a day, into a file."""

import argparse
import json
import sys
from pathlib import Path

from corpus.store import Store
from search_api.clock import today
from search_api.comparison import place_named
from search_api.export.consolidated import consolidated
from search_api.export.forms import FORMS, Form
from search_api.settings import Settings


def export(args: argparse.Namespace, settings: Settings) -> int:
    """Write the file; the text's notes go to stderr, so that a gap is seen."""
    with Store.open(settings.home) as store:
        text = consolidated(place_named(args.doc, store).doc_id, store, args.on or today())
    data = FORMS[Form(args.form)].write(text)
    args.output.write_bytes(data)
    for note in text.notes:
        sys.stderr.write(f"Lưu ý: {note}\n")
    fields = {"file": str(args.output), "bytes": len(data), "on": text.on.isoformat(), "notes": list(text.notes)}
    words = json.dumps(fields, ensure_ascii=False) if args.json else f"Đã ghi {args.output}. {text.statement}"
    sys.stdout.write(words + "\n")
    return 0


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes, but for the day."""
    parser.add_argument("doc", metavar="VĂN_BẢN", help="ví dụ “Nghị định 45/2012/NĐ-CP”")
    parser.add_argument("--form", choices=[str(form) for form in Form], default="docx", help="dạng tệp (mặc định docx)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="TỆP", help="tệp sẽ ghi")
