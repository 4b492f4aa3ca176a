"""The slips of the pen in a draft, as findings."""

from collections.abc import Iterator

from search_api.draft import Draft
from search_api.finding import Finding, Severity
from search_api.spelling import Slip, of_lines


def spelling_findings(draft: Draft) -> Iterator[Finding]:
    """Misspelt words of the running text; tables and what was recognised from pictures are left out.

    What a recogniser misread is no slip of the drafter.
    """
    lines = [at for at, line in enumerate(draft.lines) if line.table is None and line.confidence is None]
    for at, slip in of_lines([draft.line_text(at) for at in lines]):
        start = draft.starts[lines[at]]
        yield _finding(slip, (start + slip.span[0], start + slip.span[1]))


def _finding(slip: Slip, span: tuple[int, int]) -> Finding:
    remedy = f"Có lẽ là “{slip.suggestion}”." if slip.suggestion else "Kiểm lại chính tả."
    if slip.is_capital:
        message = f"“{slip.words}” viết hoa giữa câu"
        return Finding("viet_hoa", Severity.CAN_XEM, message, span, f"Có lẽ viết thường: “{slip.suggestion}”.")
    if slip.exists:
        message = f"“{slip.words}” có thể sai chính tả ở chỗ này"
        return Finding("chinh_ta_trong_cau", Severity.CANH_BAO, message, span, remedy)
    return Finding("chinh_ta", Severity.CANH_BAO, f"Không có tiếng “{slip.words}”", span, remedy)
