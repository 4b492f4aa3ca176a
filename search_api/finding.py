"""What a check has to say about one place of a draft."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.reference import Ref


class Severity(StrEnum):
    """How sure it is that something must be mended."""

    LOI = "loi"
    CANH_BAO = "canh_bao"
    CAN_XEM = "can_xem"

    @property
    def vi(self) -> str:
        """The severity in the words of the page."""
        return _WORDS[self]


_WORDS = {Severity.LOI: "Lỗi", Severity.CANH_BAO: "Cảnh báo", Severity.CAN_XEM: "Cần xem"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a draft.

    Attributes:
        code: Stable, for programs ("sai_ngay", "het_hieu_luc").
        message: What is wrong, in Vietnamese; with who says so where it rests on the collection.
        remedy: What to write or to look at, "" when nothing is known.
        span: Characters of the draft's text.
        refs: What a person should open.
    """

    code: str
    severity: Severity
    message: str
    span: tuple[int, int]
    remedy: str = ""
    refs: tuple[Ref, ...] = ()
