import gzip
import json

import pytest

from corpus.errors import UnreadableSource
from corpus.model import SourceRank
from ingest.readers import read, refusal, sniff, unwrap, wrapping


def row(**fields: str | None) -> dict[str, str | None]:
    return {"id": "7.5.NĐ.1", "doc_number": "45/2030/NĐ-CP", "article": "1", "title": "", "text": "Câu.", **fields}


def json_lines(*rows: dict[str, str | None]) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in rows).encode()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"", "application/x-empty"),
        (b"\xef\xbb\xbf \r\n\x00", "application/x-empty"),
        (b"%PDF-1.4 ...", "application/pdf"),
        (b"PK\x03\x04....word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04....xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"Rar!\x1a\x07\x01", "application/vnd.rar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "application/msword"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "application/x-encrypted-office",
        ),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\xdb\xa5\x2d\x00\x00", "application/x-word-2"),
        (b"\xffWPC\x10\x00", "application/vnd.wordperfect"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n", "multipart/related"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "application/x-word-2003+xml"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("\ufeff<link href='x'/><h3>Đề mục</h3>".encode(), "text/html"),
        ("<!DOCTYPE html><html>".encode("utf-16"), "text/html"),
        (b'{"title": "Nghi dinh"}', "application/json"),
        (b'[\n  {"a": 1}\n]', "application/json"),
        # brackets begin many a plain text
        ("[Dự thảo] Nghị định".encode(), "text/plain"),
        (json_lines(row()), "application/x-codified+jsonl"),
        ("# Chương I\n".encode(), "text/markdown"),
        ("Điều 1. Phạm vi".encode(), "text/plain"),
        (bytes(range(256)) * 4, "application/octet-stream"),
    ],
)
def test_sniff_goes_by_the_bytes(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "Tệp rỗng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Tệp bị hỏng"),
        (b"{\\rtf1\\ansi", "cắt cụt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"\xdb\xa5\x2d\x00\x00", "Word 2, 6 hoặc 95"),
        (b"\xffWPC\x10\x00", "WordPerfect"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\nchu\n--x--", "không có chữ nào"),
        (b'{"title": "Nghi dinh"}', "JSON"),
        (b"\x89PNG\r\n\x1a\n", "không mở được ảnh"),
        (b"PK\x03\x04....xl/workbook.xml", "không thuộc loại đọc được"),
        (bytes(range(256)) * 4, "không thuộc loại đọc được"),
    ],
)
def test_what_is_not_read_says_why_where_and_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        read("tệp.docx", data)
    assert what in refused.value.what
    assert refused.value.where == "tệp.docx"
    assert refused.value.remedy.endswith(".")


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "MAX_FILE", 10)
    with pytest.raises(UnreadableSource, match="quá lớn"):
        read("to.txt", b"x" * 11)


def test_gzip_is_taken_off_with_its_name() -> None:
    assert list(unwrap("luật.txt.gz", gzip.compress(b"abc") + gzip.compress(b"def"))) == [("luật.txt", b"abcdef")]


def test_a_gzip_bomb_is_refused() -> None:
    # 100 MB of zeros in 100 KB
    with pytest.raises(UnreadableSource, match="bung ra quá lớn"):
        list(unwrap("bom.gz", gzip.compress(bytes(100 * 2**20))))


@pytest.mark.parametrize(("cut", "what"), [(20, "cắt cụt"), (None, "bị hỏng")])
def test_damaged_gzip_is_refused(cut: int | None, what: str) -> None:
    data = gzip.compress(bytes(range(200)))
    bad = data[:cut] if cut else data[:12] + b"\xff" * 30
    with pytest.raises(UnreadableSource, match=what):
        list(unwrap("hỏng.gz", bad))


def test_rows_are_gathered_by_document() -> None:
    page = "http://vbpl.vn/x.aspx?ItemID=9#Dieu_1"
    rows = [
        row(id="a"),
        row(id="b", doc_number=None, source_url=page),
        row(id="c"),
        row(id="d", doc_number=None, law_name="Luật Thử"),
        row(id="e", doc_number=None, source_url=page),
        row(id="27.1.TT.13.3", doc_number=None),
        # no số hiệu but a word: two documents may share it
        row(id="f", doc_number="Bảo", source_url=page),
    ]
    lines = json_lines(*rows).splitlines(keepends=True)
    assert list(unwrap("c.jsonl", b"".join(lines))) == [
        ("c.jsonl#45/2030/NĐ-CP", lines[0] + lines[2]),
        ("c.jsonl#ItemID=9", lines[1] + lines[4]),
        ("c.jsonl#Luật Thử", lines[3]),
        ("c.jsonl#27.1.TT.13", lines[5]),
        ("c.jsonl#Bảo ItemID=9", lines[6]),
    ]


def test_the_rows_of_one_document_are_the_file_itself() -> None:
    data = json_lines(row(id="a"), row(id="b"))
    assert list(wrapping.unwrap("c.jsonl", data)) == [("c.jsonl", data)]


def test_codified_rows_become_headings_and_text() -> None:
    note = "(Điều 5 Nghị định số 45/2030/NĐ-CP, có hiệu lực thi hành từ ngày 05/07/2030, được sửa đổi, bổ sung bởi …)"
    data = json_lines(
        row(id="x.1", article="5", title="Chính sách", text="1. Một.\nĐiều 9 là lời trích.", issued="21/05/2030"),
        row(id="x.2", article="5", text="Khác.", source_note=note, effective="05/07/2030"),
        row(id="x.3", article="12a", source_note="(Điều 12a Nghị định số 45/2030/NĐ-CP, có hiệu lực từ 05/07/2030)"),
        row(id="x.4", article=None, source_url="http://vbpl.vn/x.aspx?ItemID=9#Chuong_II_Dieu_14"),
    )
    source = read("c.jsonl", data)
    assert [(line.text, line.heading) for line in source.lines] == [
        ("Điều 5. Chính sách", True),
        ("1. Một.", False),
        ("Điều 9 là lời trích.", False),
        ("Điều 5.", True),
        ("Khác.", False),
        ("Điều 12a.", True),
        ("Câu.", False),
        ("Điều 14.", True),
        ("Câu.", False),
    ]
    assert [(str(n.ref), n.kind, n.text) for n in source.declared.notes] == [
        ("nd-cp/2030/45#dieu-5", "ma_nguon", "x.1"),
        ("nd-cp/2030/45#dieu-5~2", "ma_nguon", "x.2"),
        ("nd-cp/2030/45#dieu-5~2", "ghi_chu", note),
        ("nd-cp/2030/45#dieu-12a", "ma_nguon", "x.3"),
        ("nd-cp/2030/45#dieu-14", "ma_nguon", "x.4"),
    ]
    assert source.rank is SourceRank.CODIFIED
    assert (str(source.declared.ngay_ban_hanh), str(source.declared.ngay_hieu_luc)) == ("2030-05-21", "2030-07-05")
    assert source.declared.url == "http://vbpl.vn/x.aspx?ItemID=9"


def test_a_codified_document_without_so_hieu_has_an_identity_of_its_source() -> None:
    def identity(url: str) -> str:
        data = json_lines(row(doc_number="Bảo", source_url=url, issued="03/06/1994"))
        return str(read("c.jsonl", data).declared.notes[0].ref.doc_id)

    first = identity("http://vbpl.vn/x.aspx?ItemID=9#Dieu_1")
    assert first.startswith("khong-so/1994/")
    assert identity("http://vbpl.vn/x.aspx?ItemID=9#Dieu_2") == first
    assert identity("http://vbpl.vn/x.aspx?ItemID=8#Dieu_1") != first


def test_a_consolidated_row_says_up_to_when_it_is_consolidated() -> None:
    note = (
        "(Điều 5 Nghị định số 45/2030/NĐ-CP, có hiệu lực thi hành kể từ ngày 05/07/2030, có nội dung được sửa đổi bởi "
        "Điều 1 Nghị định số 7/2032/NĐ-CP có hiệu lực kể từ ngày 01/03/2032, Điều 2 Nghị định số 9/2031/NĐ-CP có hiệu "
        "lực kể từ ngày 15/10/2031)"
    )
    source = read("c.jsonl", json_lines(row(id="x", article="5", source_note=note, effective="05/07/2030")))
    assert [(str(n.ref), n.text) for n in source.declared.notes if n.kind == "hop_nhat_den"] == [
        ("nd-cp/2030/45#dieu-5", "2032-03-01")
    ]


@pytest.mark.parametrize(
    ("amended_from", "merged"),
    [
        # put off together with its amendment, as Bộ luật 100/2015/QH13 was with Luật 12/2017/QH14
        ("05/07/2030", ["2030-07-05"]),
        ("01/03/2030", []),
    ],
)
def test_an_amendment_of_the_day_of_effect_is_merged_on_it(amended_from: str, merged: list[str]) -> None:
    note = (
        "(Điều 5 Nghị định số 45/2030/NĐ-CP, có hiệu lực thi hành kể từ ngày 05/07/2030, có nội dung được sửa đổi bởi "
        f"Điều 1 Nghị định số 7/2030/NĐ-CP có hiệu lực thi hành kể từ ngày {amended_from})"
    )
    source = read("c.jsonl", json_lines(row(id="x", article="5", source_note=note, effective="05/07/2030")))
    assert [n.text for n in source.declared.notes if n.kind == "hop_nhat_den"] == merged
