"""The pages about files: how a source was read, one page of it, the quarantine. Nothing but values to HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.pipeline import IngestReport, Outcome, SetAside
from search_api.leaf import Leaf
from search_api.pages import SearchForm, render
from search_api.report import percent
from search_api.report_wire import PartOut, ReportOut

_MOST_SHOWN = 200
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class TakenOutGroup:
    """Lines left out for one reason: how many, some of them, and whether there are others."""

    why: str
    count: int
    examples: tuple[str, ...]
    has_more: bool


def render_report(report: ReportOut) -> str:
    """The report: what to look at, page by page; the clean ones in one line; what was left out, by reason."""
    told = [part for part in report.parts if not part.is_clean and (part.number or part.characters)]
    return render(
        "source.html",
        form=SearchForm(),
        report=report,
        told_parts=told[:_MOST_SHOWN],
        more=max(0, len(told) - _MOST_SHOWN),
        clean=[part for part in report.parts if part.is_clean and part.number],
        clean_parts=sum(1 for part in report.parts if part.is_clean and not part.number),
        left_out=left_out(report.parts),
        percent=percent,
    )


def render_leaf(leaf: Leaf) -> str:
    """One page of the file, the quote marked, beside what the report says of the page."""
    return render("leaf.html", form=SearchForm(), leaf=leaf, report=leaf.report, percent=percent)


def render_quarantine(files: Sequence[SetAside], reports: Sequence[IngestReport] = ()) -> str:
    """Every file set aside, why and what to do; above it, what became of one that was read again."""
    return render(
        "quarantine.html",
        form=SearchForm(),
        files=files,
        read=[report for report in reports if report.outcome is not Outcome.SET_ASIDE],
        still=[report for report in reports if report.outcome is Outcome.SET_ASIDE],
    )


def left_out(parts: Sequence[PartOut]) -> list[TakenOutGroup]:
    """What is no part of the text, by reason, the commonest first; three different examples of each."""
    lines = sorted((line for part in parts for line in part.taken_out), key=lambda line: line.why)
    groups = []
    for why, members in groupby(lines, key=lambda line: line.why):
        texts = [line.text for line in members]
        examples = tuple(dict.fromkeys(texts))
        groups.append(TakenOutGroup(why, len(texts), examples[:_EXAMPLES], len(examples) > _EXAMPLES))
    return sorted(groups, key=lambda group: -group.count)
