"""Every error Căn Cứ raises on purpose.

CanCuError
├── BadReference       words that should name a document or a provision do not
├── BadPeriod          two days that make no period, or a day that is missing
├── UnreadableSource   a file that cannot become text (damaged, encrypted, a scan, too large, of another kind)
├── BadStructure       text that cannot become a document (no identity, contradictory declarations)
├── BadCorrection      an editor's correction that cannot be made
├── FetchError         an official text that could not be brought (off the list, not public, refused, cut off)
├── StoreError         the store refuses: locked, damaged, of another schema
└── SnapshotError      no usable snapshot: missing, damaged, made by another encoder

Each holds three sentences in Vietnamese: what is wrong, where, and what to do.
"""


class CanCuError(Exception):
    """A failure that a person can understand and mend."""

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}.{remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the three sentences, so that an error crosses a process border whole."""
        return (_rebuild, (type(self), self.what, self.where, self.remedy))


def _rebuild(kind: type[CanCuError], what: str, where: str, remedy: str) -> CanCuError:
    error = kind.__new__(kind)
    CanCuError.__init__(error, what, where, remedy)
    return error


class BadReference(CanCuError):
    """Words that should name a document or a provision do not."""

    def __init__(self, text: str, reason: str = "") -> None:
        super().__init__(
            what=f"Không đọc được viện dẫn “{text}”",
            where=reason,
            remedy="Viết theo mẫu: khoản 2 Điều 5 Nghị định 45/2012/NĐ-CP.",
        )


class BadPeriod(CanCuError):
    """Two days that make no period, or a day that is missing."""


class UnreadableSource(CanCuError):
    """A file that cannot become text."""


class BadStructure(CanCuError):
    """Text that cannot become a document."""


class BadCorrection(CanCuError):
    """An editor's correction that cannot be made."""


class FetchError(CanCuError):
    """An official text that could not be brought from where it is published."""


class StoreError(CanCuError):
    """The store refuses to read or write."""


class SnapshotError(CanCuError):
    """No usable snapshot to search."""
