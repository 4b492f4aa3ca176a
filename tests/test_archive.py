"""ZIP files of documents: each member stands for itself, whatever happens to the others."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.errors import UnreadableSource
from corpus.store import Store
from ingest import isolate
from ingest.isolate import IsolatedReader
from ingest.pipeline import Outcome, ingest_file
from ingest.readers import archive, media, sniff, unwrap
from ingest.readers.archive import Allowance
from tests.docx_maker import make_docx, p

_TEXT = "Điều 1. Phạm vi".encode()


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def shown(found: list[tuple[str, bytes | UnreadableSource]]) -> list[tuple[str, object]]:
    return [(name, data.what if isinstance(data, UnreadableSource) else data) for name, data in found]


def test_members_come_by_their_path_and_clutter_is_left() -> None:
    docx = make_docx(p("Điều 1."))
    data = zipped(
        ("văn bản/luật.docx", docx),
        ("văn bản/", b""),
        ("__MACOSX/văn bản/._luật.docx", b"x"),
        ("văn bản/Thumbs.db", b"x"),
        ("a.txt.gz", gzip.compress(_TEXT)),
        ("trong.zip", zipped(("b.txt", b"b"))),
    )
    assert list(unwrap("gói.zip", data)) == [
        ("gói.zip!văn bản/luật.docx", docx),
        ("gói.zip!a.txt", _TEXT),
        ("gói.zip!trong.zip!b.txt", b"b"),
    ]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        # documents put in without packing: their own bytes do not decide
        ([("luật.docx", make_docx(p("Điều 1.")))], media.ZIP),
        ([("a.pdf", b"%PDF-1.7")], media.ZIP),
        ([("word/a.txt", b"x")], media.ZIP),
        ([("[Content_Types].xml", b"x"), ("word/document.xml", b"x")], media.DOCX),
        ([("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")], media.SHEET),
        ([("[Content_Types].xml", b"x"), ("ppt/presentation.xml", b"x")], media.SLIDES),
        ([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"x")], media.OPEN_DOCUMENT),
    ],
)
def test_a_package_is_told_from_a_zip_of_files(files: list[tuple[str, bytes]], kind: str) -> None:
    assert sniff(zipped(*files, method=zipfile.ZIP_STORED)) == kind


def test_names_that_old_programs_wrote_in_utf8() -> None:
    data = zipped(("lu\u1eadt.txt", _TEXT)).replace(b"\x00\x08", b"\x00\x00")
    # the flag of UTF-8 is gone from both headers of the member
    assert zipfile.ZipFile(BytesIO(data)).namelist() != ["luật.txt"]
    assert [name for name, _ in unwrap("gói.zip", data)] == ["gói.zip!luật.txt"]


def test_a_member_that_cannot_be_unpacked_costs_only_itself() -> None:
    data = zipped(("hỏng.txt", b"abcdef" * 100), ("tốt.txt", _TEXT), method=zipfile.ZIP_STORED)
    broken = data.replace(b"abcdef", b"abcdeg", 1)
    assert shown(list(unwrap("gói.zip", broken))) == [
        ("gói.zip!hỏng.txt", "Tệp bị hỏng: không giải nén được"),
        ("gói.zip!tốt.txt", _TEXT),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_stream_is_one_whatever_packed_it(method: int) -> None:
    data = bytearray(zipped(("hỏng.txt", bytes(range(256)) * 9), method=method))
    start = data.index(b"PK\x01\x02") // 2
    data[start : start + 20] = b"\xff" * 20
    ((_, why),) = shown(list(unwrap("gói.zip", bytes(data))))
    assert why == "Tệp bị hỏng: không giải nén được"


def test_a_member_without_a_name_is_left() -> None:
    # found by tests/bench/fuzz.py: zipfile asks the last letter of a name for being a slash
    data = zipped(("tốt.txt", _TEXT), ("@", b"bo"))
    nameless = data.replace(b"@", b"\x00")
    assert zipfile.ZipFile(BytesIO(nameless)).infolist()[1].filename == ""
    assert shown(list(unwrap("gói.zip", nameless))) == [("gói.zip!tốt.txt", _TEXT)]


def test_a_member_with_a_password_says_so() -> None:
    data = bytearray(zipped(("mật.txt", _TEXT)))
    data[6] |= 1  # local header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # central directory
    assert shown(list(unwrap("gói.zip", bytes(data)))) == [("gói.zip!mật.txt", "Tệp được bảo vệ bằng mật khẩu")]


def test_a_bomb_inside_is_refused() -> None:
    # 90 MB of zeros in 90 KB, beside a good file
    data = zipped(("bom.txt", bytes(90 * 2**20)), ("tốt.txt", _TEXT))
    (bomb, why), (good, text) = unwrap("gói.zip", data)
    assert isinstance(why, UnreadableSource)
    assert (bomb, why.what) == ("gói.zip!bom.txt", "Tệp nén bung ra quá lớn (trên 64 MB), giống tệp phá hoại")
    assert (good, text) == ("gói.zip!tốt.txt", _TEXT)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(), "Tệp nén không có tệp nào bên trong"),
        (zipped(("a.txt", _TEXT))[:40], "Tệp bị cắt cụt, phần cuối không còn"),
    ],
)
def test_a_zip_that_gives_nothing(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        list(unwrap("gói.zip", data))
    assert refused.value.what == what


def test_zips_inside_zips_end() -> None:
    data = _TEXT
    for _ in range(4):
        data = zipped(("a.zip", data))
    assert [what for _, what in shown(list(unwrap("gói.zip", data)))] == ["Tệp nén lồng trong nhau quá sâu"]


def test_the_allowance_ends_a_zip_of_too_many_files() -> None:
    data = zipped(*((f"{n}.txt", b"x") for n in range(4)))
    found: list[object] = []
    with pytest.raises(UnreadableSource, match="quá nhiều tệp"):
        found += archive.members("gói.zip", data, Allowance(members=3))
    with pytest.raises(UnreadableSource, match="bung ra quá lớn"):
        list(archive.members("gói.zip", data, Allowance(size=3)))


def test_each_document_of_a_zip_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "gói.zip"
    docx = make_docx(p("QUỐC HỘI") + p("Luật số: 1/2030/QH20") + p("LUẬT") + p("Điều 1. Một") + p("Điều 2. Hai"))
    path.write_bytes(zipped(("luật.docx", docx), ("ảnh.png", b"\x89PNG\r\n\x1a\n")))
    with Store.open(tmp_path / "home") as store:
        reports = ingest_file(path, store, tmp_path / "home")
    assert [(r.name, r.outcome == Outcome.SET_ASIDE, dict(r.counts).get("dieu")) for r in reports] == [
        ("gói.zip!luật.docx", False, 2),
        ("gói.zip!ảnh.png", True, None),
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"hang", "Đọc tệp quá 1 giây nên đã dừng"), (b"die", "Trình đọc bị dừng đột ngột hoặc hết bộ nhớ khi đọc tệp")],
)
def test_a_member_that_ends_the_child_is_passed_over(
    data: bytes, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.zip"
    path.write_bytes(zipped(("1.txt", _TEXT), ("2.txt", data), ("3.txt", _TEXT)))
    reader = IsolatedReader(seconds=1)
    children: list[_Child] = []

    def started() -> "_Child":
        children.append(_Child())
        return children[-1]

    monkeypatch.setattr(reader, "_started", started)
    found = reader.read(path)
    assert [(m.name, m.text.what if isinstance(m.text, UnreadableSource) else "") for m in found] == [
        ("c.zip!1.txt", ""),
        ("c.zip!2.txt", what),
        ("c.zip!3.txt", ""),
    ]
    assert [child.first for child in children] == [0, 2]
    assert found[1].data == data


class _Child:
    """A pipe that answers as the child would: silent at a member that says "hang", broken at one that says "die"."""

    def __init__(self) -> None:
        self.first = 0
        self.answers: list[object] = []
        self.ends = False

    def send(self, request: tuple[str, bytes, int]) -> None:
        name, data, self.first = request
        for inner_name, inner in [*isolate._files(name, data)][self.first :]:
            assert isinstance(inner, bytes)
            self.answers.append(isolate._Opened(inner_name, inner))
            if inner in (b"hang", b"die"):
                self.ends = inner == b"die"
                return
            self.answers.append(isolate._text(inner_name, inner))
        self.answers.append(None)

    def poll(self, seconds: float) -> bool:
        return bool(self.answers) or self.ends

    def recv(self) -> object:
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)
