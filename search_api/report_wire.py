"""The report on the reading of one source, as it goes over the wire. Texts are as stored, words are Vietnamese."""

from pydantic import Field

from search_api.wire import Wire


class RepairOut(Wire):
    """A line that was repaired."""

    read: str = Field(description="Như đọc được")
    became: str = Field(description="Như được giữ")


class DoubtOut(Wire):
    """A line that was not read with confidence."""

    text: str
    why: str


class TakenOutOut(Wire):
    """A line of the file that is no part of the text."""

    text: str
    why: str


class PartOut(Wire):
    """One page, or one part of a text without pages."""

    label: str = Field(examples=["Trang 3", "Điều 5"])
    number: int | None = Field(description="Số trang; null khi tệp không có trang")
    page: str | None = Field(description="Địa chỉ xem phần này")
    image: str | None = Field(description="Địa chỉ ảnh trang gốc; dòng chưa chắc hoặc đã sửa được tô")
    quality: float | None = Field(description="Phần ký tự nằm trong dòng đọc chắc, 0 đến 1; null khi không có chữ")
    characters: int
    repaired: tuple[RepairOut, ...]
    doubts: tuple[DoubtOut, ...]
    remarks: tuple[str, ...] = Field(description="Điều trình đọc hoặc trình nhận cấu trúc chưa hiểu")
    taken_out: tuple[TakenOutOut, ...]

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to look at; lines taken out by rule are not."""
        return bool(self.characters) and not (self.repaired or self.doubts or self.remarks)


class ReportOut(Wire):
    """How one source was read."""

    sha256: str
    name: str
    media_type: str
    doc_id: str
    document: str
    page: str = Field(description="Địa chỉ trang văn bản")
    report: str = Field(description="Địa chỉ trang báo cáo này")
    pages: int | None
    characters: int
    quality: float | None
    recognised: float = Field(description="Phần chữ nhận dạng từ ảnh, 0 đến 1")
    is_placed: bool = Field(description="false: đọc trước khi kho giữ vị trí chữ; nạp lại để có")
    remarks: tuple[str, ...] = Field(description="Lưu ý về cả tệp")
    parts: tuple[PartOut, ...]
    words: str = Field(description="Một câu cho người đọc")


class ReportRow(Wire):
    """One line of the list of sources."""

    sha256: str
    name: str
    doc_id: str
    document: str
    quality: float | None
    report: str
