"""Encrypted PDFs, as qpdf (through pikepdf) writes them: RC4 of 128 bits and AES of 256."""

import io
from typing import Literal

import pikepdf
import pytest

from corpus.errors import UnreadableSource
from ingest.readers import read
from tests.pdf_maker import PageMaker, make_pdf

_LINES = ["Điều 1. Phạm vi điều chỉnh", "Nghị định này quy định về mật khẩu."]
_CIPHERS = [pytest.param(False, id="RC4-128"), pytest.param(True, id="AES-256")]


def locked(user: str, aes: bool) -> bytes:
    """Two lines under an owner's password, and a user's unless that is empty; the owner forbids to copy text."""
    page = PageMaker().text(90, 100, _LINES[0]).text(90, 130, _LINES[1])
    out = io.BytesIO()
    forbidding = pikepdf.Permissions(extract=False)
    revision: Literal[3, 6] = 6 if aes else 3
    encryption = pikepdf.Encryption(owner="owner", user=user, R=revision, aes=aes, metadata=aes, allow=forbidding)
    with pikepdf.open(io.BytesIO(make_pdf([page]))) as document:
        document.save(out, encryption=encryption)
    return out.getvalue()


@pytest.mark.parametrize("aes", _CIPHERS)
def test_a_file_that_asks_for_a_password_is_refused(aes: bool) -> None:
    with pytest.raises(UnreadableSource) as refused:
        read("khóa.pdf", locked("user", aes))
    assert refused.value.what == "Tệp được bảo vệ bằng mật khẩu"
    assert refused.value.remedy == "Hãy mở tệp bằng mật khẩu, lưu một bản không có mật khẩu rồi nạp lại."


@pytest.mark.parametrize("aes", _CIPHERS)
def test_a_file_under_an_owner_s_password_alone_is_read(aes: bool) -> None:
    data = locked("", aes)
    assert b"/Encrypt" in data
    assert [line.text for line in read("khóa.pdf", data).lines] == _LINES
