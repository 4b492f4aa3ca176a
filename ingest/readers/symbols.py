"""What the symbol fonts draw: their codes are no letters, "q" in Wingdings is a box, U+F0B3 in Symbol is ≥."""

_GREEK = dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_GREEK |= dict(zip("DFGLPQSWXY", "ΔΦΓΛΠΘΣΩΞΨ", strict=True))
_SYMBOL = {ord(latin): greek for latin, greek in _GREEK.items()} | {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB6: "∂",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBE: "—", 0xC6: "∅", 0xCE: "∈", 0xD6: "√", 0xDB: "⇔", 0xDE: "⇒",
    0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x20: " ", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x76: "❖", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_UNKNOWN = "•"


def drawn(text: str, font: str) -> str:
    """The text as its font draws it; unchanged in fonts of letters. A sign that is not known here is "•"."""
    name = font.casefold()
    if name == "symbol":
        return "".join(_SYMBOL.get(code := _code(c), c if code == ord(c) else chr(code)) for c in text)
    if name.startswith(("wingdings", "webdings")):
        return "".join(_WINGDINGS.get(_code(c), _UNKNOWN) if _code(c) < 0x100 else c for c in text)
    return text


def _code(letter: str) -> int:
    """The code in the font's own table: Word keeps it at U+F000 and above."""
    return ord(letter) - 0xF000 if "\uf020" <= letter <= "\uf0ff" else ord(letter)
