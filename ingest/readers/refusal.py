"""Why a file cannot be read, as sentences: what is wrong, where, what to do. One function for each reason."""

from corpus.errors import UnreadableSource

MAX_FILE = 100 * 2**20
"""Bytes of one file, and of one member of a container, above which it is not read."""

_SAVE_AGAIN = "Hãy mở tệp bằng chương trình gốc, lưu lại thành DOCX hoặc PDF rồi nạp lại."


def empty(name: str) -> UnreadableSource:
    """A file of no bytes, or of blanks only."""
    return UnreadableSource("Tệp rỗng, không có chữ nào", name, "Hãy tải lại tệp từ nơi công bố.")


def too_large(name: str, size: int, limit: int = MAX_FILE) -> UnreadableSource:
    """A file, or one part of it, above the limit."""
    return UnreadableSource(
        f"Tệp quá lớn: {size / 2**20:.0f} MB, giới hạn là {limit / 2**20:.0f} MB",
        name,
        "Hãy tách thành các tệp nhỏ hơn, mỗi tệp một văn bản.",
    )


def bomb(name: str, limit: int) -> UnreadableSource:
    """A small packed file that unpacks to an unreasonable size."""
    return UnreadableSource(
        f"Tệp nén bung ra quá lớn (trên {limit / 2**20:.0f} MB), giống tệp phá hoại",
        name,
        "Chỉ nạp tệp từ nguồn tin cậy; nếu tệp là thật, hãy giải nén và tách nhỏ trước khi nạp.",
    )


def empty_archive(name: str) -> UnreadableSource:
    """An archive without a file."""
    return UnreadableSource("Tệp nén không có tệp nào bên trong", name, "Hãy kiểm tra lại tệp nén.")


def too_many(name: str) -> UnreadableSource:
    """An archive with more files than are taken in at once."""
    return UnreadableSource(
        "Tệp nén có quá nhiều tệp, các tệp còn lại không được đọc", name, "Hãy giải nén và nạp từng thư mục."
    )


def nested(name: str) -> UnreadableSource:
    """An archive in an archive in an archive."""
    return UnreadableSource("Tệp nén lồng trong nhau quá sâu", name, "Hãy giải nén tệp bên trong rồi nạp lại.")


def truncated(name: str) -> UnreadableSource:
    """A file whose end is missing."""
    return UnreadableSource("Tệp bị cắt cụt, phần cuối không còn", name, "Hãy tải lại tệp từ nơi công bố rồi nạp lại.")


def damaged(name: str, detail: str = "") -> UnreadableSource:
    """A file of a known kind whose inside cannot be followed."""
    reason = f": {detail}" if detail else ""
    return UnreadableSource(f"Tệp bị hỏng{reason}", name, "Hãy tải lại tệp từ nơi công bố, hoặc lưu lại rồi nạp lại.")


def encrypted(name: str) -> UnreadableSource:
    """A file that asks for a password."""
    return UnreadableSource(
        "Tệp được bảo vệ bằng mật khẩu", name, "Hãy mở tệp bằng mật khẩu, lưu một bản không có mật khẩu rồi nạp lại."
    )


def without_recogniser(name: str, with_text: int, pages: int, install: str) -> UnreadableSource:
    """A scan on a machine that cannot recognise Vietnamese."""
    share = round(100 * with_text / pages) if pages else 0
    return UnreadableSource(
        f"Bản quét: chỉ {with_text}/{pages} trang ({share} %) có lớp chữ của nội dung, và máy này chưa nhận dạng được "
        "chữ tiếng Việt trong ảnh",
        name,
        f"Hãy cài bộ nhận dạng ({install}) rồi chạy cancu retry, hoặc nạp bản PDF có chữ hay bản DOCX.",
    )


def pictured(name: str, pictures: int) -> UnreadableSource:
    """A Word file that holds pictures of pages and no words."""
    return UnreadableSource(
        f"Tệp chỉ có {pictures} ảnh quét, không có chữ",
        name,
        "Hãy lưu thành PDF rồi nạp lại: ảnh trong PDF được nhận dạng.",
    )


def illegible(name: str) -> UnreadableSource:
    """A picture in which hardly a Vietnamese word was recognised."""
    return UnreadableSource(
        "Chữ nhận dạng được từ ảnh không phải tiếng Việt đọc được",
        name,
        "Hãy nạp bản quét rõ hơn, đúng chiều, hoặc bản có lớp chữ.",
    )


def without_text(name: str) -> UnreadableSource:
    """A file of a known kind that holds no words."""
    return UnreadableSource("Tệp không có chữ nào đọc được", name, "Hãy kiểm tra tệp, hoặc nạp bản khác của văn bản.")


def without_body(name: str, page_kind: str) -> UnreadableSource:
    """A web page about a document that does not hold the document."""
    return UnreadableSource(
        f"Trang này không có nội dung văn bản ({page_kind})",
        name,
        "Hãy lưu trang toàn văn, hoặc tải tệp DOCX hay PDF của văn bản rồi nạp lại.",
    )


def older_word(name: str) -> UnreadableSource:
    """A file of Word 2, 6 or 95, whose inside is laid out otherwise."""
    return UnreadableSource(
        "Tệp do Word đời trước năm 1997 ghi (Word 2, 6 hoặc 95), không đọc được",
        name,
        "Hãy mở bằng Word hoặc LibreOffice, lưu lại thành DOCX rồi nạp lại.",
    )


def data_file(name: str) -> UnreadableSource:
    """JSON that is not rows of the codification."""
    return UnreadableSource(
        "Tệp JSON là dữ liệu, không phải văn bản, nên được để riêng",
        name,
        "Hãy nạp tệp gốc (DOCX, PDF, HTML) của văn bản; tệp dòng JSON cần có id, article và text.",
    )


def unknown_kind(name: str, kind: str = "") -> UnreadableSource:
    """A file that is none of the kinds read."""
    shown = f" ({kind})" if kind else ""
    return UnreadableSource(
        f"Tệp không thuộc loại đọc được{shown}",
        name,
        f"Căn Cứ đọc PDF, DOCX, DOC, RTF, HTML, TXT, MD và ảnh. {_SAVE_AGAIN}",
    )


def too_slow(name: str, seconds: float) -> UnreadableSource:
    """A file whose reading did not end in time."""
    return UnreadableSource(
        f"Đọc tệp quá {seconds:.0f} giây nên đã dừng",
        name,
        "Tệp có thể bị hỏng hoặc quá lớn; hãy lưu lại hoặc tách nhỏ.",
    )


def crashed(name: str) -> UnreadableSource:
    """A file that ended the reading process."""
    return UnreadableSource(
        "Trình đọc bị dừng đột ngột hoặc hết bộ nhớ khi đọc tệp", name, f"Tệp có thể bị hỏng. {_SAVE_AGAIN}"
    )


def missing(name: str, detail: str) -> UnreadableSource:
    """A file that cannot be opened at all."""
    return UnreadableSource(f"Không mở được tệp: {detail}", name, "Hãy kiểm tra đường dẫn và quyền đọc của tệp.")
