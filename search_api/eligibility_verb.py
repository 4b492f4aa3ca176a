"""The verb `cancu eligible`: which supports a business may get, in a terminal or as a written summary."""

import argparse
import json
import sys
from pathlib import Path

from corpus.rule_files import rule_book
from corpus.store import Store
from corpus.support import FieldKind
from search_api.clock import today
from search_api.eligibility import eligibility_out, questions_out
from search_api.eligibility_answers import read
from search_api.eligibility_text import lines
from search_api.export.eligibility import written
from search_api.settings import Settings

MET, NONE_MET = 0, 1


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Judge the answers; 1 when no support is met."""
    book = rule_book()
    if args.questions:
        found_questions = questions_out(book).model_dump(mode="json")
        sys.stdout.write(json.dumps(found_questions, ensure_ascii=False, indent=1) + "\n")
        return MET
    typed = {code: value for code in book.fields if (value := getattr(args, code)) is not None}
    given = read(typed, book, today())
    with Store.open(settings.home) as store:
        found = eligibility_out(given, book, store)
    if args.docx:
        args.docx.write_bytes(written(found))
    if args.json:
        sys.stdout.write(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(lines(found)) + "\n")
    return MET if any(support.verdict == "dat" for support in found.supports) else NONE_MET


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes: one option a question, and the files."""
    parser.add_argument("--questions", action="store_true", help="in các câu hỏi và mã lựa chọn dạng JSON")
    parser.add_argument("--docx", type=Path, default=None, metavar="TỆP", help="ghi bản tóm tắt mang theo")
    for field in rule_book().fields.values():
        codes = "|".join(option.code for option in field.options if field.kind is FieldKind.CO_KHONG)
        words = f"{field.words}{': ' + codes if codes else ''}".replace("%", "%%")
        parser.add_argument(f"--{field.code.replace('_', '-')}", dest=field.code, default=None, help=words)
