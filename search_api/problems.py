"""Errors as application/problem+json (RFC 9457): what, where, what to do, in Vietnamese."""

from collections.abc import Sequence
from typing import Any

from corpus.errors import BadPeriod, BadReference, CanCuError, SnapshotError
from search_api.wire import MAX_QUESTION, Problem

MEDIA_TYPE = "application/problem+json"


def of_error(error: CanCuError) -> Problem:
    """The problem that an error of ours is: 400 for a bad reference or period, 503 without a snapshot, else 500."""
    status = 400 if isinstance(error, (BadReference, BadPeriod)) else 503 if isinstance(error, SnapshotError) else 500
    return Problem(title=error.what, status=status, detail=str(error), where=error.where, remedy=error.remedy)


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
