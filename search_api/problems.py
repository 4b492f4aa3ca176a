"""Errors as application/problem+json (RFC 9457): what, where, what to do, in Vietnamese."""

from collections.abc import Sequence
from typing import Any

from corpus.errors import BadPeriod, BadReference, CanCuError, SnapshotError, UnreadableSource
from search_api.draft import Busy, DraftTooLarge
from search_api.eligibility_answers import BadAnswer
from search_api.export.consolidated import NotLawText
from search_api.leaf import DrawingBusy
from search_api.quarantine import NotSameOrigin, RetryBusy
from search_api.wire import MAX_QUESTION, Problem

MEDIA_TYPE = "application/problem+json"


def of_error(error: CanCuError) -> Problem:
    """The problem that an error of ours is."""
    status = status_of(error)
    return Problem(title=error.what, status=status, detail=str(error), where=error.where, remedy=error.remedy)


def status_of(error: CanCuError) -> int:
    """What HTTP calls an error; 500 for one that no asker can mend.

    400: a bad reference or period. 403: a form of another site. 413, 422: a file. 503: no snapshot, or no turn yet.
    """
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


_STATUS: tuple[tuple[type[CanCuError], int], ...] = (
    (BadReference, 400),
    (BadPeriod, 400),
    (DraftTooLarge, 413),
    (NotSameOrigin, 403),
    (Busy, 503),
    (DrawingBusy, 503),
    (RetryBusy, 503),
    (NotLawText, 422),
    (UnreadableSource, 422),
    (BadAnswer, 422),
    (SnapshotError, 503),
)


def not_held(what: str) -> Problem:
    """404: the collection does not hold it."""
    title = f"Không có trong kho: {what}"
    remedy = "Kiểm tra lại số hiệu, hoặc xem danh sách văn bản ở trang Kho văn bản."
    return Problem(title=title, status=404, detail=f"{title}. {remedy}", where=what, remedy=remedy)


def of_validation(errors: Sequence[Any]) -> Problem:
    """422: the request's first fault in words, with the field it is in."""
    first = errors[0] if errors else {}
    field = str((first.get("loc") or ("yêu cầu",))[-1])
    title = _WORDS.get(str(first.get("type")), "Yêu cầu có trường không hợp lệ")
    remedy = f"Sửa trường “{field}” rồi gửi lại."
    return Problem(title=title, status=422, detail=f"{title} ({field}). {remedy}", where=field, remedy=remedy)


_WORDS = {
    "string_too_short": "Câu hỏi trống",
    "string_too_long": f"Câu hỏi dài quá {MAX_QUESTION} ký tự",
    "date_from_datetime_parsing": "Ngày không có thật hoặc sai mẫu năm-tháng-ngày",
    "date_parsing": "Ngày không có thật hoặc sai mẫu năm-tháng-ngày",
    "date_type": "Ngày không có thật hoặc sai mẫu năm-tháng-ngày",
    "missing": "Thiếu trường bắt buộc",
    "extra_forbidden": "Có trường lạ",
    "json_invalid": "Nội dung gửi lên không phải JSON",
}
