"""What the benchmark on two formats of one document calls the same."""

from pathlib import Path

from tests.bench.trees import Pair, documents, pairs
from tests.docx_maker import make_docx, p


def rtf(*lines: str) -> str:
    return "{\\rtf1\\ansi " + "\\par\n".join("".join(map(_escaped, line)) for line in lines) + "\\par}"


def _escaped(letter: str) -> str:
    return letter if letter.isascii() else f"\\u{ord(letter)}?"


def test_two_formats_are_compared_place_by_place(tmp_path: Path) -> None:
    head = ["QUỐC HỘI", "Luật số: 1/2030/QH20", "LUẬT", "Thử nghiệm"]
    body = ["Điều 1. Một", "1. Được hòa giải;", "Điều 2. Hai", "Ba."]
    (tmp_path / "a.docx").write_bytes(make_docx("".join(map(p, [*head, *body, "Điều 3. Chỉ ở DOCX"]))))
    (tmp_path / "b.rtf").write_text(rtf(*head, "Điều 1. Một", "1. Được hoà giải ;", "Điều 2. Hai", "Bốn."))
    (tmp_path / "c.html").write_text("<html><body></body></html>")
    assert pairs(documents(sorted(tmp_path.iterdir()))) == [
        Pair("1/2030/QH20", ("DOCX", "RTF"), 3, ("dieu-3",), (), ("dieu-2",))
    ]
