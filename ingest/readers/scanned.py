"""What is told of recognised pages: how many, how sure, which lines hardly, what was taken for no words."""

from collections.abc import Sequence

from corpus.model import Diagnostic
from ingest.readers import refusal
from ingest.readers.legibility import is_legible
from ingest.readers.ocr import LOW, Recognised

NO_WORDS = "ocr_no_words"
_SHOWN = 60


def remarks(
    name: str, recognised: Sequence[Recognised], pages: int, garbled: Sequence[int] = ()
) -> tuple[Diagnostic, ...]:
    """Remarks on the recognised pages of a file.

    Args:
        name: The file's name, for the refusal.
        recognised: The pages that were pictures.
        pages: How many pages the file has.
        garbled: Numbers of the pages whose own text layer was no Vietnamese.

    Raises:
        UnreadableSource: half of the pages are pictures and none has words, or what was recognised is no Vietnamese:
            the gate for a recogniser without its letters.
    """
    read = [page for page in recognised if page.in_time]
    lines = [line for page in read for line in page.lines]
    if not lines and 2 * len(recognised) >= pages:
        raise refusal.without_text(name)
    if not is_legible("\n".join(line.text for line in lines)):
        raise refusal.illegible(name)
    return (
        *_summary(read, pages),
        *(Diagnostic("bad_text_layer", f"Trang {page}: lớp chữ có sẵn không phải tiếng Việt đọc được, đã nhận dạng lại "
                     "từ ảnh", page=page) for page in garbled),
        *(remark for page in read for remark in _of_page(page)),
        *(Diagnostic("ocr_failed", f"Trang {p.page}: nhận dạng quá lâu hoặc bị lỗi, chữ của trang này không có trong "
                     "kho", page=p.page) for p in recognised if not p.in_time),
    )  # fmt: skip


def _summary(read: Sequence[Recognised], pages: int) -> tuple[Diagnostic, ...]:
    lines = [line for page in read for line in page.lines]
    if not lines:
        return ()
    letters = sum(len(line.text) for line in lines)
    sure = sum((line.confidence or 0.0) * len(line.text) for line in lines) / letters
    message = (
        f"Chữ nhận dạng từ ảnh quét ở {len(read)}/{pages} trang, độ tin cậy trung bình {100 * sure:.0f} %; "
        "có thể sai, xem bản gốc"
    )
    return (Diagnostic("ocr", message),)


def _of_page(page: Recognised) -> list[Diagnostic]:
    low = sum(1 for line in page.lines if (line.confidence or 0.0) < LOW)
    share = round(100 * low / len(page.lines)) if page.lines else 0
    message = f"Trang {page.page}: {low}/{len(page.lines)} dòng ({share} %) nhận dạng kém tin cậy"
    told = [Diagnostic("ocr_low_confidence", message, page=page.page)] if low else []
    dropped = (
        f"Trang {page.page}: dấu, chữ ký hoặc vết bẩn, không đọc thành chữ: “{line.text[:_SHOWN]}”"
        for line in page.dropped
    )
    return [*told, *(Diagnostic(NO_WORDS, text, page=page.page) for text in dropped)]
