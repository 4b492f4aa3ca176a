"""Shared fixtures: a tiny deterministic encoder and a small store in our own words."""

import datetime
import hashlib
import os
import shutil
import zlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.locator import Locator
from corpus.model import Document, Holding, Interval, Provision, Relation, RelationKind, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import fold, nfc
from ingest.readers import ocr
from ingest.readers.text import read
from search_api.draft import Draft, of_source

DAY = datetime.date
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine cannot run; with CANCU_NO_SKIP a skip is a failure (see below)."""
    missing = {
        "shared": None if SHARED.is_dir() else "không có dữ liệu đo ../shared",
        "ocr": None if ocr.is_available() else f"chưa có tesseract tiếng Việt ({ocr.INSTALL})",
        "browser": None if shutil.which("chromium") else "chưa cài chromium",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test fails where skipping is forbidden."""
    report = yield
    if report.skipped and os.environ.get("CANCU_NO_SKIP"):
        report.outcome = "failed"
    return report


class HashEncoder:
    """Vectors that count folded syllables in 64 buckets: no model, the same on every machine."""

    name = "hash-64"
    dim = 64
    segmented = False

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.encoded += texts
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.full((len(texts), self.dim), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for syllable in fold(text).split():
                row[zlib.crc32(syllable.encode()) % self.dim] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def place(doc_id: DocId, locator: str, text: str, heading: str = "", valid: Interval = Interval()) -> Provision:
    """A provision at an address such as "dieu-5/khoan-2"; no address is the document's head."""
    at = Locator.parse(locator)
    unit, number = (at.steps[-1].unit, at.steps[-1].number) if at.steps else (None, "")
    return Provision(Ref(doc_id, at), unit, number, heading, text, (), valid)


def keep(
    store: Store,
    document: Document,
    provisions: Sequence[Provision],
    *,
    official: bool = True,
    relations: Sequence[Relation] = (),
) -> None:
    """Put a document into the store as one source."""
    text = "\n".join(p.text for p in provisions)
    data = f"{document.id}\n{text}".encode()
    rank = SourceRank.SIGNED if official else SourceRank.SUMMARY
    source = Source(hashlib.sha256(data).hexdigest(), f"{document.id.number}.txt", "text/plain", text, rank, official)
    store.add(Holding(document, source, tuple(provisions), (), tuple(relations)), data)


def draft_of(text: str) -> Draft:
    """A draft as pasted, read without a process of its own."""
    data = nfc(text).encode()
    return of_source("dự thảo", hashlib.sha256(data).hexdigest(), read("dự thảo", data))


@pytest.fixture
def hash_encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def fresh_store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home") as store:
        yield store


SUPPORT = DocId("tt-xx", 2018, "28")
OLD = DocId("tt-xx", 2014, "26")
DECREE = DocId("nd-xx", 2012, "45")


@pytest.fixture
def sample_store(fresh_store: Store) -> Store:
    """Three invented documents: a decree, a circular, and the older circular that it replaced on 1/5/2018."""
    keep(
        fresh_store,
        Document(DECREE, "45/2012/NĐ-XX", "Nghị định", "Về nuôi ong lấy mật", ngay_hieu_luc=DAY(2012, 7, 1)),
        [
            place(DECREE, "", "NGHỊ ĐỊNH\nVề nuôi ong lấy mật"),
            place(DECREE, "chuong-1", "Chương I\nQUY ĐỊNH CHUNG", "QUY ĐỊNH CHUNG"),
            place(DECREE, "dieu-1", "Điều 1. Phạm vi điều chỉnh\nNghị định này nói về nuôi ong.", "Phạm vi điều chỉnh"),
            place(DECREE, "dieu-2", "Điều 2. Giải thích từ ngữ", "Giải thích từ ngữ"),
            place(DECREE, "dieu-2/khoan-1", "1. Đàn ong là một tập hợp ong thợ và ong chúa."),
            place(DECREE, "dieu-2/khoan-2", "2. Thùng ong là nơi đàn ong làm tổ."),
        ],
    )
    keep(
        fresh_store,
        Document(SUPPORT, "28/2018/TT-XX", "Thông tư", "Mức hỗ trợ người nuôi ong", ngay_hieu_luc=DAY(2018, 5, 1)),
        [
            place(SUPPORT, "", "THÔNG TƯ\nMức hỗ trợ người nuôi ong"),
            place(SUPPORT, "dieu-8", "Điều 8. Mức hỗ trợ", "Mức hỗ trợ"),
            place(SUPPORT, "dieu-8/khoan-1", "1. Hỗ trợ mua thùng ong mới:"),
            place(SUPPORT, "dieu-8/khoan-1/diem-a", "a) Vùng núi: 70% giá thùng;"),
            place(SUPPORT, "dieu-8/khoan-1/diem-b", "b) Hải đảo và biên giới: 90% giá thùng."),
            place(SUPPORT, "dieu-8/khoan-2", "2. Tập huấn kỹ thuật quay mật: tối đa 30 triệu đồng một lớp."),
        ],
        relations=[
            Relation(Ref(SUPPORT), RelationKind.THAY_THE, Ref(OLD), "28/2018/TT-XX", "26/2014/TT-XX", DAY(2018, 5, 1))
        ],
    )
    keep(
        fresh_store,
        Document(OLD, "26/2014/TT-XX", "Thông tư", "Kinh phí nuôi ong", ngay_hieu_luc=DAY(2014, 3, 1)),
        [
            place(OLD, "", "THÔNG TƯ\nKinh phí nuôi ong"),
            place(
                OLD, "dieu-3", "Điều 3. Mức chi\nTập huấn kỹ thuật quay mật: tối đa 10 triệu đồng một lớp.", "Mức chi"
            ),
        ],
        official=False,
    )
    return fresh_store
