"""The forms a consolidated text is written in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from search_api.export import akn, word
from search_api.export.consolidated import Consolidated


class Form(StrEnum):
    """How the API and the command name a form."""

    AKN = "akn"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Written:
    """How one form is written: the writer, its media type, the ending of its file."""

    write: Callable[[Consolidated], bytes]
    media_type: str
    suffix: str


FORMS = {
    Form.AKN: Written(akn.akn, akn.MEDIA_TYPE, "xml"),
    Form.DOCX: Written(word.word, word.MEDIA_TYPE, "docx"),
}
