"""Documents in citations: by whole số hiệu, by number and year, by name, "this one"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.citation_forms import (
    AFORESAID,
    BARE_NUMBER_YEAR,
    BEFORE_NUMBER,
    CODE_LETTERS,
    CODE_NAMES,
    ENACTING,
    ISSUED,
    KIND_LAST,
    KIND_OF_WORD,
    KIND_WORD,
    MONTH_BEFORE,
    NAME_YEAR,
    NAMED_KINDS,
    NUMBER_ONLY,
    NUMBER_YEAR,
    OFFICE,
    OLD_OFFICE,
    RUN_TOGETHER,
    SO_HIEU,
    SPACED_SO_HIEU,
    THIS,
    TITLE_KIND,
    YEAR_BEHIND,
    KindForm,
)
from corpus.citation_names import read_law_name
from corpus.reference import DocId, ky_hieu_slug
from corpus.text import canonical, fold


class CitationForm(StrEnum):
    """How completely the words name their target."""

    FULL = "full"  # a whole số hiệu
    SHORT = "short"  # a number, or a name: "NĐ 45", "45/2012", "Luật Đất đai năm 2024"
    SELF = "self"  # "Nghị định này", "khoản 1 Điều này"
    RELATIVE = "relative"  # a place without a document, or "Nghị định nói trên"


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document as words name it. What they leave out is None or empty.

    Attributes:
        written: The words, as printed.
        loai: "Nghị định", where the words say it.
        number: Without leading zeros, lower case, as in `DocId`.
        year: From the số hiệu, else from the date of issue beside it.
        ky_hieu: As a slug, as in `DocId.kind`; misread Quốc hội terms mended (QHI15 is qh15).
        name: For laws cited by name, the words after "Luật"; where no year ends them, a few too many are possible.
        issued: The date beside the số hiệu as printed, possible or not ("29 tháng 02 năm 2021").
    """

    written: str
    loai: str | None = None
    number: str | None = None
    year: int | None = None
    ky_hieu: str | None = None
    name: str = ""
    issued: str = ""

    @property
    def doc_id(self) -> DocId | None:
        """The identity a whole số hiệu gives, held or not; a local document's province stays open."""
        if self.ky_hieu is None or self.number is None:
            return None
        return DocId(self.ky_hieu, self.year, self.number)


Numbered = tuple[NamedDocument, int, CitationForm]
NamedRead = Numbered | tuple[None, int, CitationForm]


def read_document(shown: str, folded: str, at: int, after_place: bool) -> NamedRead | None:
    """The document that words name from a position on, where they end, and how they name it.

    Args:
        shown: NFC text.
        folded: The same text folded, of the same length.
        at: Where the kind or the number begins.
        after_place: Whether a place stands before it, so that a document must be meant.
    """
    kind = KIND_WORD.match(folded, at)
    if kind is None:
        return (
            _read_code(shown, folded, at)
            or _read_kind_last(shown, folded, at)
            or _read_number(shown, folded, at, at, None)
        )
    if not _is_kind(shown, kind):
        return None
    if this := THIS.match(folded, kind.end()):
        return None, this.end(), CitationForm.SELF
    if (aforesaid := AFORESAID.match(shown, kind.end())) and shown[at].isupper():
        return None, aforesaid.end(), CitationForm.RELATIVE
    form = KIND_OF_WORD[" ".join(kind["kind"].split())]
    before = BEFORE_NUMBER.match(folded, kind.end())
    begin = before.end() if before else kind.end()
    numbered = _read_number(shown, folded, at, begin, form) if folded[begin : begin + 1].isdigit() else None
    if numbered is None and form.loai in NAMED_KINDS and not _names_itself(shown, folded, kind):
        return _read_named_law(shown, folded, (at, kind.end()), form, after_place)
    return numbered


def _names_itself(shown: str, folded: str, kind: re.Match[str]) -> bool:
    """Whether a law's own name follows: its title under "LUẬT" on a line of its own, or its enacting formula."""
    at, end = kind.span()
    alone = shown[at:end].isupper() and TITLE_KIND.match(shown, shown.rfind("\n", 0, at) + 1)
    return bool(alone) or ENACTING.search(folded, max(0, at - 40), at) is not None


def _read_code(shown: str, folded: str, at: int) -> Numbered | None:
    """A code by its letters: "BLTTDS", "BLDS 2015"."""
    code = CODE_LETTERS.match(folded, at)
    if code is None or not shown[at : code.end()].isupper():
        return None
    year = NAME_YEAR.match(folded, code.end())
    end = year.end() if year else code.end()
    name = CODE_NAMES[code["code"]]
    doc = NamedDocument(shown[at:end], "Bộ luật", year=int(year["year"]) if year else None, name=name)
    return doc, end, CitationForm.SHORT


def _read_kind_last(shown: str, folded: str, at: int) -> Numbered | None:
    """A number whose kind is said last, as people type it: "so 45 nam 2012 nghi dinh"."""
    match = KIND_LAST.match(folded, at)
    if match is None or not _is_kind(shown, match):
        return None
    form = KIND_OF_WORD[" ".join(match["kind"].split())]
    return _named(shown, folded, at, match.end(), form, match["number"], match["year"], None)


def _is_kind(shown: str, kind: re.Match[str]) -> bool:
    """Whether the marks fit too: "tt" and "nđ" name kinds, "từ" does not; "thông từ 03 công trình" is no thông tư."""
    word = " ".join(kind["kind"].split())
    printed = " ".join(shown[kind.start("kind") : kind.end("kind")].lower().split())
    form = KIND_OF_WORD[word]
    return printed.replace("đ", "d") == word or (word == form.words[0] and canonical(printed) == form.loai.lower())


def _read_number(shown: str, folded: str, start: int, at: int, kind: KindForm | None) -> Numbered | None:
    """A document by its number: whole số hiệu, the same with spaces, number and year, number alone after its kind."""
    if full := SO_HIEU.match(shown, at):
        number = next(value for name in ("number", "number_2", "number_3", "number_4") if (value := full[name]))
        ky_hieu = next(value for name in ("ky_hieu", "ky_hieu_2", "ky_hieu_3", "ky_hieu_4") if (value := full[name]))
        return _named(shown, folded, start, full.end(), kind, number, full["year"], ky_hieu)
    if spaced := SPACED_SO_HIEU.match(folded, at):
        return _named(shown, folded, start, spaced.end(), kind, spaced["number"], spaced["year"], spaced["ky_hieu"])
    if kind and (old := OLD_OFFICE.match(shown, at)):
        return _named(shown, folded, start, old.end(), kind, old["number"], None, old["ky_hieu"])
    pattern = NUMBER_YEAR if kind else BARE_NUMBER_YEAR
    if pair := pattern.match(folded, at):
        if kind is None and int(re.sub(r"\D", "", pair["number"])) <= 12 and _follows_month_word(folded, at):
            return None
        return _named(shown, folded, start, pair.end(), kind, pair["number"], pair["year"], None)
    if kind and kind.bare and (alone := NUMBER_ONLY.match(folded, at)):
        return _named(shown, folded, start, alone.end(), kind, alone["number"], None, None)
    return None


def _follows_month_word(folded: str, at: int) -> bool:
    return MONTH_BEFORE.search(folded[max(0, at - 8) : at]) is not None


def _named(
    shown: str,
    folded: str,
    start: int,
    end: int,
    kind: KindForm | None,
    number: str,
    year: str | None,
    ky_hieu: str | None,
) -> Numbered:
    issued = ISSUED.match(folded, end)
    printed = shown[issued.start("day") : issued.end("day")] if issued else ""
    end = issued.end() if issued else end
    if year is None:
        since = YEAR_BEHIND.match(folded, end) if ky_hieu and not issued else None
        end = since.end() if since else end
        year = since["year"] if since else _year_of(printed)
    doc = NamedDocument(
        shown[start:end],
        kind.loai if kind else None,
        fold(number).lstrip("0") or "0",
        int(year) if year else None,
        _parted(ky_hieu_slug(ky_hieu)) if ky_hieu else None,
        issued=printed,
    )
    return doc, end, CitationForm.FULL if ky_hieu else CitationForm.SHORT


def _parted(ky_hieu: str) -> str:
    """A slug whose hyphens were left out, with them: ndcp → nd-cp, ttltbtcbct → ttlt-btc-bct."""
    match = RUN_TOGETHER.fullmatch(ky_hieu)
    return "-".join((match["kind"], *OFFICE.findall(match["offices"]))) if match else ky_hieu


def _year_of(printed: str) -> str | None:
    """The year of a date that may not exist: "29/02/2021"; None where it has five digits or none."""
    match = re.search(r"(?<!\d)(?:19|20)\d\d$", printed)
    return match.group() if match else None


def _read_named_law(shown: str, folded: str, span: tuple[int, int], kind: KindForm, meant: bool) -> NamedRead | None:
    start = span[0]
    law = read_law_name(shown, folded, span, meant, kind.loai)
    if law is None:
        return None
    if law.number_at is not None:
        numbered = _read_number(shown, folded, start, law.number_at, kind)
        return numbered if numbered and re.match(r"(?:ubtv)?qh|l|pl|$", numbered[0].ky_hieu or "") else None
    doc = NamedDocument(shown[start : law.end], kind.loai, year=law.year, name=law.name, issued=law.issued)
    return doc, law.end, CitationForm.SHORT
