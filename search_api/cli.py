"""The command `cancu`: verbs over the state folder. Data on stdout, messages in Vietnamese on stderr.

Exit codes: 0 done, 1 nothing found or findings, 2 usage, 3 some files set aside, 4 no usable snapshot.
"""

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from corpus.errors import BadCorrection, BadPeriod, BadReference, CanCuError, SnapshotError
from corpus.reference import DocId
from search_api import (
    changes_verb,
    check_verb,
    commands,
    comparison_command,
    editing,
    eligibility_verb,
    fetching,
    report_verb,
)
from search_api.eligibility_answers import BadAnswer
from search_api.export import verb as export_verb
from search_api.settings import from_environment
from search_api.wire import MAX_QUESTION

DONE, NOTHING, USAGE, NO_SNAPSHOT, INTERRUPTED = 0, 1, 2, 4, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code.
    """
    parser = _parser()
    args = parser.parse_args(arguments)
    settings = from_environment()
    try:
        return int(args.run(args, settings))
    except SnapshotError as error:
        _fail(error, as_json=args.json)
        return NO_SNAPSHOT
    except (BadReference, BadCorrection, BadPeriod, BadAnswer) as error:
        _fail(error, as_json=args.json)
        return USAGE
    except CanCuError as error:
        _fail(error, as_json=args.json)
        return NOTHING
    except KeyboardInterrupt:
        sys.stderr.write("\nĐã dừng. Phần đã ghi vẫn còn; chạy lại lệnh để làm tiếp.\n")
        return INTERRUPTED
    except BrokenPipeError:
        return DONE
    except OSError as error:
        if error.filename is None:
            raise
        where, remedy = str(error.filename), "Kiểm tra thư mục có sẵn và được phép ghi hay không."
        _fail(CanCuError("Không đọc hoặc ghi được tệp", where, remedy), as_json=args.json)
        return USAGE


def _fail(error: CanCuError, *, as_json: bool) -> None:
    if as_json:
        fields = {"what": error.what, "where": error.where, "remedy": error.remedy}
        sys.stdout.write(json.dumps({"error": fields}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{error}\n")


class _Parser(argparse.ArgumentParser):
    """argparse with its own words in Vietnamese."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"Sai cách dùng: {message}\n{self.format_usage()}")
        raise SystemExit(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="cancu", description="Căn Cứ: kho văn bản pháp luật Việt Nam, tra cứu theo nghĩa.")
    parser.add_argument("--version", action="version", version=f"cancu {version('cancu')}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="LỆNH", parser_class=_Parser)

    ingest = _verb(verbs, "ingest", "nạp tệp hoặc thư mục văn bản vào kho", commands.ingest)
    ingest.add_argument("paths", nargs="+", type=Path, metavar="TỆP")
    ingest.add_argument("--so-hieu", default="", help="số hiệu, khi tệp không nói rõ")
    ingest.add_argument("--ngay", type=_day, default=None, help="ngày ban hành (năm-tháng-ngày)")
    ingest.add_argument("--url", default=None, help="địa chỉ công bố")
    ingest.add_argument("--report", type=Path, default=None, metavar="TỆP", help="ghi báo cáo JSON từng tệp")
    ingest.add_argument("--quiet-if-held", action="store_true", help="im lặng về những tệp đã có trong kho")

    fetch = _verb(verbs, "fetch", "lấy văn bản từ nơi công bố chính thức và nạp vào kho", fetching.fetch)
    fetch.add_argument("what", nargs="*", metavar="VĂN_BẢN", help="số hiệu hoặc địa chỉ; bỏ trống: kho khởi đầu")
    fetch.add_argument("--list", action="store_true", help="chỉ in những gì sẽ lấy, không hỏi nơi nào")
    fetch.add_argument("--refresh", action="store_true", help="hỏi lại nơi công bố xem văn bản đã có có đổi không")

    _verb(verbs, "index", "dựng chỉ mục tìm kiếm từ kho và công bố", commands.index)

    ask = _verb(verbs, "ask", "hỏi: quy định nào áp dụng", commands.ask)
    ask.add_argument("question", type=_question, metavar="CÂU_HỎI")
    ask.add_argument("--on", type=_day, default=None, help="ngày áp dụng (mặc định hôm nay)")
    ask.add_argument("--moi-thoi-diem", action="store_true", dest="every_time", help="cả quy định không còn hiệu lực")
    ask.add_argument("-k", type=int, default=5, choices=range(1, 51), metavar="SỐ", help="số kết quả nhiều nhất")
    ask.add_argument("--explain", action="store_true", help="in kế hoạch tìm kiếm và điểm")

    show = _verb(verbs, "show", "in một văn bản hoặc một điều khoản", commands.show)
    show.add_argument("ref", metavar="NƠI", help="ví dụ “khoản 4 Điều 8 Thông tư 28/2018/TT-BTC”")
    show.add_argument("--on", type=_day, default=None, help="ngày áp dụng (mặc định hôm nay)")
    show.add_argument("--history", action="store_true", help="mọi lời văn kho có của nơi này, từng khoảng ngày")

    diff = _verb(
        verbs, "diff", "so sánh lời văn giữa hai ngày, hoặc giữa hai nơi hay hai văn bản", comparison_command.diff
    )
    diff.add_argument("ref", metavar="NƠI", help="ví dụ “Điều 5 Nghị định 45/2012/NĐ-CP”")
    diff.add_argument("ref2", nargs="?", default="", metavar="NƠI_KHÁC", help="nơi hoặc văn bản đặt bên cạnh")
    diff.add_argument("--from", type=_day, default=None, dest="start", metavar="NGÀY", help="ngày của lời văn thứ nhất")
    diff.add_argument("--to", type=_day, default=None, dest="end", metavar="NGÀY", help="ngày của lời văn thứ hai")

    changes_verb.arguments(
        _verb(verbs, "changes", "những gì thay đổi giữa hai ngày, theo lĩnh vực", changes_verb.changes), _day
    )

    export = _verb(verbs, "export", "xuất văn bản hợp nhất của một ngày ra tệp", export_verb.export)
    export_verb.arguments(export)
    export.add_argument("--on", type=_day, default=None, help="ngày của lời văn (mặc định hôm nay)")

    check = _verb(verbs, "check", "kiểm viện dẫn của một dự thảo, xem quy định nào bị tác động", check_verb.run)
    check.add_argument("draft", type=Path, metavar="DỰ_THẢO", help="tệp DOCX, PDF, HTML, TXT; “-” là đầu vào chuẩn")
    check.add_argument("--on", type=_day, default=None, help="ngày dự kiến ký (mặc định hôm nay)")
    check_verb.arguments(check)

    eligible = _verb(verbs, "eligible", "xét cơ sở được hỗ trợ gì, bao nhiêu, theo quy định nào", eligibility_verb.run)
    eligibility_verb.arguments(eligible)

    remove = _verb(verbs, "remove", "bỏ một văn bản khỏi kho", commands.remove)
    remove.add_argument("doc_id", type=_doc_id, metavar="MÃ", help="ví dụ nd-cp/2012/45")

    editing.arguments(_verb(verbs, "correct", "sửa điều đọc sai, kèm lý do, bên cạnh điều đã đọc", editing.correct))

    report_verb.arguments(
        _verb(verbs, "report", "cho biết tệp đã được đọc thế nào: chất lượng từng trang, đã sửa gì", report_verb.report)
    )
    _verb(verbs, "retry", "đọc lại các tệp đã để riêng", commands.retry)
    _verb(verbs, "doctor", "kiểm tra kho và chỉ mục", commands.doctor)

    serve = _verb(verbs, "serve", "mở trang tra cứu và API", commands.serve)
    serve.add_argument("--host", default=None)
    serve.add_argument("--port", type=int, default=None)
    return parser


def _verb(
    verbs: "argparse._SubParsersAction[_Parser]", name: str, words: str, run: commands.Command
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=run)
    return parser


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày có thật, viết theo mẫu 2026-11-25") from None


def _doc_id(text: str) -> DocId:
    try:
        return DocId.parse(text)
    except BadReference as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _question(text: str) -> str:
    stripped = text.strip()
    if not 0 < len(stripped) <= MAX_QUESTION:
        raise argparse.ArgumentTypeError(f"câu hỏi phải có từ 1 đến {MAX_QUESTION} ký tự")
    return stripped


if __name__ == "__main__":
    sys.exit(main())
