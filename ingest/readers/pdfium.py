"""pdfium's functions that a page is asked hundreds of times, without ctypes' look at each argument (half of a call).

Handles are passed as the numbers that `address` and the functions themselves give; what is written to is passed
`byref`. pypdfium2's objects must outlive the numbers taken from them.
"""

import ctypes
from collections.abc import Callable

import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]


def address(handle: object) -> int:
    """The number of a handle that pypdfium2 holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _bound(function: object, result: "type[ctypes._SimpleCData[int]]" = ctypes.c_int) -> Callable[..., int]:
    return ctypes.PYFUNCTYPE(result, ctypes.c_void_p)(address(function))


_HANDLE: "type[ctypes._SimpleCData[int]]" = ctypes.c_void_p  # type: ignore[assignment]

char_box = _bound(pdfium_c.FPDFText_GetCharBox)
loose_box = _bound(pdfium_c.FPDFText_GetLooseCharBox)
unicode = _bound(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint)
font_info = _bound(pdfium_c.FPDFText_GetFontInfo, ctypes.c_ulong)
text_object = _bound(pdfium_c.FPDFText_GetTextObject, _HANDLE)
count_rects = _bound(pdfium_c.FPDFText_CountRects)
rect = _bound(pdfium_c.FPDFText_GetRect)

page_objects = (
    _bound(pdfium_c.FPDFPage_CountObjects),
    _bound(pdfium_c.FPDFPage_GetObject, _HANDLE),
)
form_objects = (
    _bound(pdfium_c.FPDFFormObj_CountObjects),
    _bound(pdfium_c.FPDFFormObj_GetObject, _HANDLE),
)
object_type = _bound(pdfium_c.FPDFPageObj_GetType)
object_matrix = _bound(pdfium_c.FPDFPageObj_GetMatrix)
object_bounds = _bound(pdfium_c.FPDFPageObj_GetBounds)

draw_mode = _bound(pdfium_c.FPDFPath_GetDrawMode)
count_segments = _bound(pdfium_c.FPDFPath_CountSegments)
path_segment = _bound(pdfium_c.FPDFPath_GetPathSegment, _HANDLE)
segment_point = _bound(pdfium_c.FPDFPathSegment_GetPoint)
segment_type = _bound(pdfium_c.FPDFPathSegment_GetType)
segment_closes = _bound(pdfium_c.FPDFPathSegment_GetClose)
