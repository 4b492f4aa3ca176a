"""An eligibility check in words, for a terminal; the written summary says the same lines."""

from collections.abc import Iterator

from corpus.support import dong
from search_api.eligibility_wire import BasisOut, EligibilityOut, LineOut, SupportOut

ABOUT = "Lập từ dữ kiện đã kiểm, lời tóm tắt chứ không phải nguyên văn; không phải quyết định của cơ quan nhà nước."


def lines(found: EligibilityOut) -> Iterator[str]:
    """The whole check, line by line."""
    yield found.message
    yield ABOUT
    for row in found.given:
        yield f"  {row.question}: {row.words}"
    for support in found.supports:
        yield from _support(support)
    if found.other:
        yield f"\nChưa xét {len(found.other)} hỗ trợ dành cho việc khác."
    yield f"\nĐịa chỉ: {found.page}"


def basis_words(basis: BasisOut) -> str:
    """A rule with its standing on the day, as sure as its source: "Khoản 4 Điều 8 …, còn hiệu lực theo nguồn đến …"."""
    words = basis.status.words if basis.status else "Không có trong kho"
    return f"{basis.name}, {words[:1].lower()}{words[1:]}"


def cautions(support: SupportOut) -> tuple[str, ...]:
    """What must be read with the support, each once."""
    rows: tuple[LineOut, ...] = (*support.deciding, *support.amounts, *support.papers, *support.deadlines)
    rows = (*rows, *support.offices, *support.notes)
    return tuple(dict.fromkeys(words for row in rows for words in row.basis.cautions))


def amount_name(support: SupportOut) -> str:
    """What stands before an amount: of several, only one will be given."""
    several = len(support.amounts)
    return f"Một trong {several} mức, chưa rõ mức nào" if several > 1 else "Mức"


def _support(support: SupportOut) -> Iterator[str]:
    yield f"\n{support.label.upper()}: {support.name} ({support.programme})"
    yield f"  {support.reason}"
    for condition in support.deciding:
        yield f"  [{condition.label}] {condition.words}  ({basis_words(condition.basis)})"
    for amount in support.amounts:
        most = f"nhiều nhất {dong(amount.highest)}" if amount.highest is not None else "chưa tính được"
        told = f"{amount.words}: {most}. {' '.join(amount.steps)}"
        yield f"  {amount_name(support)}: {told}  ({basis_words(amount.basis)})"
    for name, rows in (("Hồ sơ", support.papers), ("Nơi nộp", support.offices), ("Lưu ý", support.notes)):
        for row in rows:
            yield f"  {name}: {row.words}  ({basis_words(row.basis)})"
    for due in support.deadlines:
        yield f"  Hạn: {due.words}. {due.counting}  ({basis_words(due.basis)})"
    for words in cautions(support):
        yield f"  Cẩn trọng: {words}."
