"""Reading a file that was set aside again, at the wish of a person at the page: one at a time."""

import threading
from pathlib import Path

from corpus.errors import CanCuError
from corpus.store import Store
from ingest import pipeline
from ingest.pipeline import IngestReport
from search_api.library import NotHeld

_reading = threading.Lock()


class NotSameOrigin(CanCuError):
    """A form that another site sent."""

    def __init__(self) -> None:
        super().__init__("Yêu cầu này không gửi từ trang của Căn Cứ", "", "Mở trang Tệp để riêng rồi bấm lại.")


class RetryBusy(CanCuError):
    """Another file is being read again."""

    def __init__(self) -> None:
        super().__init__("Đang đọc lại một tệp khác", "", "Chờ tệp ấy đọc xong rồi bấm lại.")


def read_again(sha256: str, home: Path) -> list[IngestReport]:
    """What became of a file set aside that was read again; what can be read goes into the store.

    Raises:
        NotHeld: no such file is set aside.
        RetryBusy: another one is being read.
        StoreError: the store cannot be written.
    """
    entry = next((entry for entry in pipeline.set_aside(home) if entry.sha256 == sha256), None)
    if entry is None:
        raise NotHeld(f"tệp để riêng {sha256[:12]}")
    if not _reading.acquire(blocking=False):
        raise RetryBusy
    try:
        with Store.open(home) as store:
            return pipeline.retry(entry, store, home)
    finally:
        _reading.release()
