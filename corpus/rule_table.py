"""A table of a rule file, taken key by key, so that a mistake is named where it stands."""

import datetime
from typing import Any, TypeVar

from corpus.errors import CanCuError

_T = TypeVar("_T")


class BadRules(CanCuError):
    """A file of rules that cannot be read."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(what, where, "Sửa tệp quy tắc ở đúng chỗ đó.")


class Table:
    """A table of a file whose keys are taken one by one; what is left over is a mistake."""

    def __init__(self, values: object, where: str) -> None:
        if not isinstance(values, dict):
            raise BadRules("Cần một bảng {…}", where)
        self._values: dict[str, Any] = dict(values)
        code = self._values.get("ma") or self._values.get("loi")
        self.where = f"{where}, “{code}”" if code else where

    def take(self, key: str, kind: type[_T], default: _T | None = None) -> _T:
        """The value of a key.

        Raises:
            BadRules: it is missing and has no default, or is of another kind.
        """
        value = self._values.pop(key, default)
        if value is None:
            raise BadRules(f"Thiếu “{key}”", self.where)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise BadRules(f"“{key}” phải là {_KINDS[kind]}", self.where)
        return value

    def maybe(self, key: str, kind: type[_T]) -> _T | None:
        """The value of a key, or None when it is not there."""
        return self.take(key, kind) if key in self._values else None

    def codes(self, key: str) -> frozenset[str]:
        """A list of codes; empty when it is not there."""
        found = self.take(key, list, [])
        if not all(isinstance(code, str) for code in found):
            raise BadRules(f"“{key}” phải là danh sách mã", self.where)
        return frozenset(found)

    def tables(self, key: str) -> list["Table"]:
        """The tables of a list; empty when it is not there."""
        return [Table(row, f"{self.where}, {key} {at}") for at, row in enumerate(self.take(key, list, []), start=1)]

    def has(self, key: str) -> bool:
        """Whether the key is still to be taken."""
        return key in self._values

    def done(self) -> None:
        """Refuse what nobody took."""
        if self._values:
            raise BadRules(f"Không hiểu “{next(iter(self._values))}”", self.where)


_KINDS: dict[type, str] = {str: "chữ", int: "số nguyên", list: "danh sách", dict: "bảng", datetime.date: "ngày"}
