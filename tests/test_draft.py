"""A draft as text with places; limits, and files that cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from search_api import draft as drafts
from search_api.draft import DraftTooLarge, read_bytes, read_file, read_text

DECREE = """NGHỊ ĐỊNH
Về nuôi ong
Điều 1. Phạm vi
1. Nghị định này nói về ong.
2. Theo khoản 1 Điều này.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày ký.
"""


def test_a_place_and_a_line_of_each_character() -> None:
    draft = read_text("dự thảo", DECREE)
    at = draft.text.index("Theo khoản 1")
    assert (str(draft.place_at(at)), draft.line_at(at), draft.page_at(at)) == ("dieu-1/khoan-2", 4, None)
    assert str(draft.place_at(0)) == ""
    assert draft.line_at(len(draft.text)) == 6
    assert draft.has_dieu
    assert draft.text == DECREE.rstrip("\n")


def test_a_file_and_its_bytes_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "du-thao.txt"
    path.write_text(DECREE, encoding="utf-8")
    assert read_file(path).text == read_bytes("du-thao.txt", DECREE.encode()).text


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"%PDF-1.7 broken", b"PK\x03\x04rubbish"])
def test_what_cannot_be_read_says_why(data: bytes) -> None:
    with pytest.raises(UnreadableSource) as refused:
        read_bytes("du-thao.bin", data)
    assert refused.value.remedy


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        read_file(tmp_path / "khong-co.docx")


def test_two_drafts_in_one_container_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mot.txt", DECREE)
        archive.writestr("hai.txt", DECREE)
    with pytest.raises(UnreadableSource):
        read_bytes("hai-du-thao.zip", packed.getvalue())


def test_a_draft_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(drafts, "MAX_BYTES", 100)
    path = tmp_path / "du-thao.txt"
    path.write_text(DECREE, encoding="utf-8")
    with pytest.raises(DraftTooLarge):
        read_file(path)
    with pytest.raises(DraftTooLarge):
        read_bytes("du-thao.txt", DECREE.encode())
    monkeypatch.undo()
    monkeypatch.setattr(drafts, "MAX_TEXT", 100)
    with pytest.raises(DraftTooLarge, match="ký tự"):
        read_text("dự thảo", DECREE)
    with pytest.raises(DraftTooLarge):
        read_bytes("du-thao.txt", DECREE.encode())
    monkeypatch.undo()
    monkeypatch.setattr(drafts, "MAX_LINES", 6)
    with pytest.raises(DraftTooLarge, match="7 dòng"):
        read_text("dự thảo", DECREE)
