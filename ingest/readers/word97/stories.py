"""Where notes and text boxes of a Word file hang in its body, and where their words lie."""

from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.word97.block import Torn, plc
from ingest.readers.word97.file import Story, WordFile

_SPA, _FTXBXS = 26, 22


@dataclass
class Stories:
    """Stories by the position in the body that they hang on; notes in the order of their marks."""

    notes: dict[int, Story] = field(default_factory=dict)
    boxes: dict[int, list[Story]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: WordFile) -> "Stories":
        """Those a file declares; a torn table of them counts as none."""
        stories = cls()
        notes: dict[int, Story] = {}
        for marks, texts, story in ((2, 3, file.footnotes), (46, 47, file.endnotes)):
            try:
                notes |= _notes(file, marks, texts, story)
            except Torn:
                continue
        stories.notes = dict(sorted(notes.items()))
        try:
            stories.boxes = _boxes(file)
        except Torn:
            stories.boxes = {}
        return stories


def _notes(file: WordFile, marks: int, texts: int, story: Story) -> dict[int, Story]:
    at, _ = plc(file.part(marks), 2)
    bounds, _ = plc(file.part(texts), 0)
    inside = [_within(story, start, end) for start, end in pairwise(bounds)]
    return dict(zip(at[:-1], inside, strict=False))


def _boxes(file: WordFile) -> dict[int, list[Story]]:
    bounds, boxes = plc(file.part(56), _FTXBXS)
    places, shapes = plc(file.part(40), _SPA)
    place_of = {shape.u32(0): place for place, shape in zip(places, shapes, strict=False)}
    used = {box.u32(14) for box in boxes if not box.u16(8)}
    found: dict[int, list[Story]] = {}
    for (start, end), box in zip(pairwise(bounds), boxes, strict=False):
        shape = box.u32(14)
        if not box.u16(8) and shape and place_of:
            place = place_of[shape] if shape in place_of else _group_of(shape, place_of, used)
            found.setdefault(place, []).append(_within(file.boxes, start, end))
    return found


def _group_of(shape: int, place_of: dict[int, int], used: set[int]) -> int:
    """Where the group hangs that a shape without a place of its own is in: it was numbered just before its members."""
    groups = [group for group in place_of if group < shape and group not in used]
    return place_of[max(groups)] if groups else max(place_of.values())


def _within(story: Story, start: int, end: int) -> Story:
    return Story(min(story.start + start, story.end), min(story.start + end, story.end))
