"""The original bytes of sources by hash under a store's folder (`sources/`), and pictures of their pages (`pages/`)."""

import os
import shutil
from pathlib import Path


def bytes_path(folder: Path, sha256: str) -> Path:
    """Where the original bytes of a source lie."""
    return folder / "sources" / sha256[:2] / sha256


def images_path(folder: Path, sha256: str) -> Path:
    """Where the pictures of a source's pages are kept; they can be drawn again."""
    return folder / "pages" / sha256[:2] / sha256


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
