"""Word's formulas as one line of text: (a+b)/2, x_i^2, √(x), ∑_(i=1)^n(x)."""

from collections.abc import Callable

from lxml import etree

from ingest.readers.wordml.names import M, W


def linear(element: etree._Element) -> str:
    """What a formula says, its letters in reading order."""
    tag = str(element.tag)
    if tag == f"{M}t":
        return element.text or ""
    if (write := _FORMS.get(tag)) is not None:
        return write(element)
    if tag.endswith("Pr") or tag == f"{W}del":
        return ""
    return _inside(element)


def _inside(element: etree._Element) -> str:
    return "".join(linear(child) for child in element.iterchildren(tag=etree.Element))


def _part(element: etree._Element, tag: str) -> str:
    child = element.find(f"{M}{tag}")
    return "" if child is None else _inside(child)


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _property(element: etree._Element, kind: str, tag: str, default: str) -> str:
    child = element.find(f"{M}{kind}Pr/{M}{tag}")
    return default if child is None else str(child.get(f"{M}val", default))


def _fraction(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: etree._Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    scripts = (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
    return f"{_grouped(_part(element, 'e'))}{scripts}"


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return f"{_grouped(degree) if degree else ''}√({_part(element, 'e')})"


def _nary(element: etree._Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    scripts = (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
    return f"{_property(element, 'nary', 'chr', '∫')}{scripts}({_part(element, 'e')})"


def _delimited(element: etree._Element) -> str:
    parts = _property(element, "d", "sepChr", "|").join(_inside(e) for e in element.iterchildren(f"{M}e"))
    return f"{_property(element, 'd', 'begChr', '(')}{parts}{_property(element, 'd', 'endChr', ')')}"


def _limit(element: etree._Element) -> str:
    return f"{_part(element, 'e')}_{_grouped(_part(element, 'lim'))}"


def _rows(element: etree._Element) -> str:
    rows = [*element.iterchildren(f"{M}mr")] or [element]
    return "; ".join(", ".join(_inside(e) for e in row.iterchildren(f"{M}e")) for row in rows)


_FORMS: dict[str, Callable[[etree._Element], str]] = {
    f"{M}f": _fraction,
    f"{M}sSub": _scripts,
    f"{M}sSup": _scripts,
    f"{M}sSubSup": _scripts,
    f"{M}rad": _root,
    f"{M}nary": _nary,
    f"{M}d": _delimited,
    f"{M}limLow": _limit,
    f"{M}limUpp": _limit,
    f"{M}m": _rows,
    f"{M}eqArr": _rows,
}
