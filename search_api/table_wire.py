"""Tables over the wire: rows of cells with the characters that they are, and the headings over them."""

from pydantic import BaseModel, ConfigDict, Field


class CellOut(BaseModel):
    """One cell, at the characters [start, end) of the text that holds the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    start: int
    end: int
    rows: int = Field(default=1, description="Số hàng mà ô này phủ")
    columns: int = Field(default=1, description="Số cột mà ô này phủ")


class RowOut(BaseModel):
    """One row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: bool = Field(description="Hàng tiêu đề cột")
    group: tuple[str, ...] = Field(description="Tên nhóm chứa hàng này, từ nhóm lớn")
    cells: tuple[CellOut, ...]


class TableOut(BaseModel):
    """A table, or those of its rows that answer, under their headings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(description="Bảng chiếm các ký tự [start, end) của lời dẫn")
    end: int
    headings: tuple[str, ...] = Field(description="Tiêu đề từng cột; rỗng khi nguồn không cho biết")
    rows: tuple[RowOut, ...]
    left_out: int = Field(default=0, description="Số hàng không dẫn ra vì không khớp câu hỏi")
