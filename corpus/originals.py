"""The original bytes of sources by hash under a store's folder (`sources/`), and pictures of their pages (`pages/`).

A file may hold several documents. Each is a source of its own, over the same bytes: the first is known by the hash of
the file, the second by "2-" and that hash.
"""

import os
import shutil
from pathlib import Path


def of_document(sha256: str, number: int) -> str:
    """How the source is known that is the first, second … document of a file."""
    return sha256 if number == 1 else f"{number}-{sha256}"


def file_of(sha256: str) -> str:
    """The hash of the file that a source was read from."""
    return sha256.rpartition("-")[2]


def bytes_path(folder: Path, sha256: str) -> Path:
    """Where the original bytes of a source lie."""
    file = file_of(sha256)
    return folder / "sources" / file[:2] / file


def images_path(folder: Path, sha256: str) -> Path:
    """Where the pictures of a source's pages are kept; they can be drawn again."""
    file = file_of(sha256)
    return folder / "pages" / file[:2] / file


def keep(folder: Path, sha256: str, data: bytes) -> None:
    """Write the bytes of a source, whole or not at all; bytes that are there stay."""
    path = bytes_path(folder, sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def forget(folder: Path, sha256: str) -> None:
    """Delete the bytes of a source and the pictures of its pages."""
    bytes_path(folder, sha256).unlink(missing_ok=True)
    shutil.rmtree(images_path(folder, sha256), ignore_errors=True)
