"""Reads the rules of support (`corpus/rules/*.toml`) into a `RuleBook`; a mistake in a file is named where it stands.

The form is described at the top of the files. Every key must be known, every rule must carry the place where it stands
(`can_cu`, an address) and the fact from which it was written (`du_kien`); days not given are those of its document.
"""

import datetime
import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from corpus.condition import Basis, Condition, Group, Leaf
from corpus.errors import BadReference
from corpus.locator import Unit
from corpus.model import Interval
from corpus.reference import Ref
from corpus.rule_table import BadRules, Table
from corpus.support import NO, YES, Amount, Deadline, Field, FieldKind, Line, Option, Question, RuleBook, Support

MOST_QUESTIONS = 8

_T = TypeVar("_T")
_CHOICES = {FieldKind.CHON, FieldKind.CO_KHONG}


@functools.cache
def rule_book() -> RuleBook:
    """The rules that come with Căn Cứ."""
    folder = files("corpus").joinpath("rules")
    return read_rules([file for file in folder.iterdir() if file.name.endswith(".toml")])


def read_rules(sources: Iterable[Traversable]) -> RuleBook:
    """The rules of some files, in the order of their names.

    Raises:
        BadRules: a file is not TOML, or breaks the form.
    """
    tables = [(file.name, _toml(file)) for file in sorted(sources, key=lambda file: file.name)]
    reader = _Reader()
    for name, top in tables:
        reader.take(name, Table(top, name))
    return reader.book()


def _toml(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(f"Tệp quy tắc không phải TOML: {error}", file.name) from error


@dataclass(frozen=True, slots=True)
class _Law:
    """A document that rules stand in."""

    name: str
    valid: Interval
    doubtful_from: datetime.date | None
    doubt: str


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the condition of a support; several supports may share it."""

    papers: tuple[Line, ...]
    deadlines: tuple[Deadline, ...]
    offices: tuple[Line, ...]
    notes: tuple[Line, ...]


class _Reader:
    def __init__(self) -> None:
        self._laws: dict[str, _Law] = {}
        self._questions: list[Question] = []
        self._rows: dict[str, list[Table]] = {"dieu_kien": [], "kem": [], "ho_tro": []}
        self._named: dict[str, Table] = {}
        self._read: dict[str, Condition] = {}
        self._open: list[str] = []
        self._fields: dict[str, Field] = {}

    def take(self, name: str, top: Table) -> None:
        for row in top.tables("van_ban"):
            self._law(row)
        self._questions += [self._question(row) for row in top.tables("cau_hoi")]
        for key, rows in self._rows.items():
            rows += top.tables(key)
        top.done()

    def book(self) -> RuleBook:
        if not 0 < len(self._questions) <= MOST_QUESTIONS:
            raise BadRules(f"Phải có từ 1 đến {MOST_QUESTIONS} câu hỏi, đang có {len(self._questions)}", "cau_hoi")
        for row in self._rows["dieu_kien"]:
            self._keep(row, self._named, row)
        for code in self._named:
            self._condition_named(code, "dieu_kien")
        shared: dict[str, _Beside] = {}
        for row in self._rows["kem"]:
            code = row.take("ma", str)
            shared[code] = self._beside(row)
            row.done()
        supports: dict[str, Support] = {}
        for row in self._rows["ho_tro"]:
            support = self._support(row, shared)
            if support.code in supports:
                raise BadRules(f"Mã “{support.code}” dùng hai lần", row.where)
            supports[support.code] = support
        return RuleBook(tuple(self._questions), tuple(supports.values()))

    def _keep(self, row: Table, kept: dict[str, _T], value: _T) -> None:
        code = row.take("ma", str)
        if code in kept:
            raise BadRules(f"Mã “{code}” dùng hai lần", row.where)
        kept[code] = value

    def _law(self, row: Table) -> None:
        law = _Law(
            row.take("ten", str),
            Interval(row.take("tu", datetime.date), row.maybe("den", datetime.date)),
            row.maybe("co_the_sua_tu", datetime.date),
            row.take("luu_y", str, ""),
        )
        if bool(law.doubt) is not (law.doubtful_from is not None):
            raise BadRules("“co_the_sua_tu” và “luu_y” phải đi cùng nhau", row.where)
        self._keep(row, self._laws, law)
        row.done()

    # Questions

    def _question(self, row: Table) -> Question:
        question = Question(
            row.take("ma", str),
            row.take("ten", str),
            row.take("giai_thich", str, ""),
            tuple(self._field(field) for field in row.tables("o")),
        )
        row.done()
        return question

    def _field(self, row: Table) -> Field:
        code, kind = row.take("ma", str), row.take("kieu", str)
        if kind not in set(FieldKind):
            raise BadRules(f"Không có kiểu “{kind}”", row.where)
        options = tuple(self._option(option) for option in row.tables("lua_chon"))
        if (FieldKind(kind) is FieldKind.CHON) is not bool(options):
            raise BadRules("“lua_chon” chỉ đi với kiểu “chon”, và phải có", row.where)
        if kind == FieldKind.CO_KHONG:
            options = (YES, NO)
        field = Field(code, row.take("ten", str), FieldKind(kind), options, row.codes("cho_viec"))
        row.done()
        if code in self._fields:
            raise BadRules(f"Mã “{code}” dùng hai lần", row.where)
        self._fields[code] = field
        return field

    def _option(self, row: Table) -> Option:
        option = Option(row.take("ma", str), row.take("ten", str), row.take("nhom", str, ""))
        row.done()
        return option

    # Rules

    def _basis(self, row: Table) -> Basis:
        printed = row.take("can_cu", str)
        try:
            ref = Ref.parse(printed)
        except BadReference as error:
            raise BadRules(f"“can_cu” không phải địa chỉ: {printed}", row.where) from error
        law = self._laws.get(str(ref.doc_id))
        if law is None:
            raise BadRules(f"Văn bản “{ref.doc_id}” chưa khai trong van_ban", row.where)
        start = row.maybe("tu", datetime.date) or law.valid.start
        end = row.maybe("den", datetime.date) or law.valid.end
        if start is not None and end is not None and start >= end:
            raise BadRules(f"Khoảng ngày trống: {start} đến {end}", row.where)
        steps = ref.locator.steps
        unknown = bool(steps) and steps[-1].unit is Unit.GHI_CHU
        place = f"{ref.locator.parent.vi} {law.name}".strip() if unknown else f"{ref.locator.vi} {law.name}".strip()
        name = f"{place} (số điều, khoản chưa rõ)" if unknown else place
        fact, caution = row.take("du_kien", str), row.take("luu_y", str, "")
        return Basis(ref, name, fact, Interval(start, end), caution, law.doubtful_from, law.doubt)

    def _condition_named(self, code: str, where: str) -> Condition:
        if code not in self._named:
            raise BadRules(f"Không có điều kiện “{code}”", where)
        if code in self._open:
            raise BadRules(f"Điều kiện “{code}” dẫn về chính nó", where)
        if code not in self._read:
            self._open.append(code)
            row = self._named[code]
            self._read[code] = self._condition(row)
            self._open.pop()
        return self._read[code]

    def _condition(self, row: Table) -> Condition:
        if row.has("theo"):
            found = self._condition_named(row.take("theo", str), row.where)
        elif row.has("tat_ca") or row.has("mot_trong"):
            found = self._group(row)
        else:
            found = self._leaf(row)
        row.done()
        return found

    def _group(self, row: Table) -> Group:
        every = row.has("tat_ca")
        parts = tuple(self._condition(part) for part in row.tables("tat_ca" if every else "mot_trong"))
        if not parts:
            raise BadRules("Nhóm điều kiện trống", row.where)
        words = row.take("loi", str, "")
        return Group(every, parts, words, self._basis(row) if words else None)

    def _leaf(self, row: Table) -> Leaf:
        leaf = Leaf(
            words=row.take("loi", str),
            basis=self._basis(row),
            field=row.take("hoi", str, ""),
            meets=row.codes("la"),
            fails=row.codes("tru"),
            at_most=row.maybe("toi_da", int),
            unclear=row.codes("chua_ro"),
            why=row.take("vi", str, ""),
        )
        self._check_leaf(leaf, row.where)
        return leaf

    def _check_leaf(self, leaf: Leaf, where: str) -> None:
        ways = [bool(leaf.meets), bool(leaf.fails), leaf.at_most is not None]
        if (bool(leaf.unclear) or not leaf.field) is not bool(leaf.why):
            raise BadRules("“vi” đi với “chua_ro”, hoặc với điều kiện không có “hoi”", where)
        if not leaf.field:
            if any(ways):
                raise BadRules("Thiếu “hoi”", where)
            return
        field = self._fields.get(leaf.field)
        if field is None:
            raise BadRules(f"Không có câu hỏi “{leaf.field}”", where)
        if sum(ways) > 1 or not (any(ways) or leaf.unclear):
            raise BadRules("Cần đúng một trong “la”, “tru”, “toi_da”", where)
        if (field.kind in _CHOICES) is (leaf.at_most is not None):
            raise BadRules(f"“toi_da” đi với câu hỏi số, “{leaf.field}” là {field.kind}", where)
        known = {option.code for option in field.options}
        if strange := sorted((leaf.meets | leaf.fails | leaf.unclear) - known):
            raise BadRules(f"“{leaf.field}” không có lựa chọn “{strange[0]}”", where)

    # Supports

    def _support(
        self,
        row: Table,
        shared: Mapping[str, _Beside],
    ) -> Support:
        code, words, programme = row.take("ma", str), row.take("ten", str), row.take("chuong_trinh", str)
        plans, bundles = row.codes("viec"), row.take("kem", list, [])
        condition = self._group(row)
        amounts = tuple(self._amount(amount) for amount in row.tables("muc"))
        beside = [self._beside(row)]
        for bundle in bundles:
            if bundle not in shared:
                raise BadRules(f"Không có phần kèm “{bundle}”", row.where)
            beside.append(shared[bundle])
        row.done()
        return Support(
            code,
            words,
            programme,
            plans,
            condition,
            amounts,
            papers=tuple(line for part in beside for line in part.papers),
            deadlines=tuple(deadline for part in beside for deadline in part.deadlines),
            offices=tuple(line for part in beside for line in part.offices),
            notes=tuple(line for part in beside for line in part.notes),
        )

    def _beside(self, row: Table) -> _Beside:
        def lines(key: str) -> tuple[Line, ...]:
            return tuple(self._line(line) for line in row.tables(key))

        deadlines = tuple(self._deadline(deadline) for deadline in row.tables("thoi_han"))
        return _Beside(lines("ho_so"), deadlines, lines("noi_nop"), lines("luu_y"))

    def _line(self, row: Table) -> Line:
        line = Line(row.take("loi", str), self._basis(row), self._when(row))
        row.done()
        return line

    def _when(self, row: Table) -> Condition | None:
        when = row.maybe("khi", dict)
        return self._condition(Table(when, f"{row.where}, khi")) if when is not None else None

    def _amount(self, row: Table) -> Amount:
        amount = Amount(
            row.take("loi", str),
            self._basis(row),
            row.maybe("ty_le", int),
            row.maybe("tran", int),
            row.take("moi", str, ""),
            self._when(row),
            row.take("chua_ro", str, ""),
        )
        row.done()
        if bool(amount.unclear) is (amount.rate is not None or amount.cap is not None):
            raise BadRules("Mức cần “ty_le” hoặc “tran”, hoặc chỉ “chua_ro”", row.where)
        if not amount.unclear and not amount.per:
            raise BadRules("Thiếu “moi”", row.where)
        return amount

    def _deadline(self, row: Table) -> Deadline:
        before = row.take("truoc_ngay", str, "")
        deadline = Deadline(
            row.take("loi", str),
            self._basis(row),
            row.maybe("ngay_lam_viec", int),
            row.maybe("ngay", int),
            _day_and_month(before, row.where) if before else None,
            row.take("tinh_tu", str, ""),
        )
        row.done()
        counted = [deadline.working_days, deadline.days]
        if sum(value is not None for value in (*counted, deadline.before)) > 1:
            raise BadRules("Một hạn chỉ tính một cách", row.where)
        if any(value is not None for value in counted) is not bool(deadline.counted_from):
            raise BadRules("“tinh_tu” đi với “ngay” hoặc “ngay_lam_viec”", row.where)
        return deadline


def _day_and_month(text: str, where: str) -> tuple[int, int]:
    day, _, month = text.partition("/")
    try:
        datetime.date(2024, int(month), int(day))
    except ValueError as error:
        raise BadRules(f"“{text}” không phải ngày/tháng", where) from error
    return int(day), int(month)
