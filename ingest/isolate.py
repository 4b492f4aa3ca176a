"""Readers in a process of their own: a file that hangs, crashes or eats memory costs only itself."""

import contextlib
import hashlib
import itertools
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from corpus.errors import UnreadableSource
from corpus.model import Diagnostic
from ingest.layout import Dropped, clean
from ingest.readers import read, refusal, unwrap
from ingest.readers.ocr import TurnPage, silently
from ingest.repair import mended
from ingest.source_text import SourceText

MEMORY = 3 * 2**30
SECONDS = 120.0
_STARTUP = 60.0
_GRACE = 5.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside the file given: its bytes, their hash, and its text or why there is none."""

    name: str
    sha256: str
    data: bytes
    text: SourceText | UnreadableSource

    @classmethod
    def of(cls, name: str, data: bytes, text: SourceText | UnreadableSource) -> "Member":
        """A member with the hash of its bytes."""
        return cls(name, hashlib.sha256(data).hexdigest(), data, text)


@dataclass(frozen=True, slots=True)
class _PageDone:
    """A page that had to be recognised is done: the time for the next one starts."""


class IsolatedReader:
    """Reads files in one child process, which is started again after it was lost.

    Args:
        seconds: Longest wait for each member of a file, and for each page of it that has to be recognised; then the
            child is killed, and with it the recognisers it started. A child whose parent died ends soon after it.
        memory: Bytes of address space the child may have; None for no limit.
    """

    def __init__(self, seconds: float = SECONDS, memory: int | None = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "IsolatedReader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, path: Path) -> tuple[Member, ...]:
        """All members of a file. Never raises `UnreadableSource`: what cannot be read is a member that says so."""
        return tuple(self.members(path))

    def read_bytes(self, name: str, data: bytes) -> tuple[Member, ...]:
        """All members of a file that is in memory only, as `read` gives them."""
        if len(data) > refusal.MAX_FILE:
            return (Member.of(name, b"", refusal.too_large(name, len(data))),)
        return tuple(self._ask(name, data))

    def members(self, path: Path, name: str = "") -> Iterator[Member]:
        """The members of a file one by one, so that a container of many documents needs the memory of one.

        Args:
            path: Where the bytes lie.
            name: What the file is called, when it lies under another name.
        """
        name = name or path.name
        try:
            size = path.stat().st_size
        except OSError as error:
            yield Member.of(name, b"", refusal.missing(name, error.strerror or ""))
            return
        if size > refusal.MAX_FILE:
            yield Member.of(name, b"", refusal.too_large(name, size))
            return
        yield from self._ask(name, path.read_bytes())

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            # The child leads a group of its own, once it has come so far as to found it.
            if self._process.pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _ask(self, name: str, data: bytes) -> Iterator[Member]:
        """Members one by one. After one that ended the child, a new child goes on with the next one."""
        lost: int | None = -1
        while lost is not None:
            lost = yield from self._members_after(lost, name, data)

    def _members_after(self, last: int, name: str, data: bytes) -> Generator[Member, None, int | None]:
        """The members after one; returns which was lost, None when there is no next one to go on with."""
        pipe = self._started()
        at, opened, done = last + 1, None, False
        try:
            pipe.send((name, data, at))
            while pipe.poll(self._seconds):
                message: _Opened | _PageDone | SourceText | UnreadableSource | None = pipe.recv()
                if message is None:
                    done = True
                    return None
                if isinstance(message, _Opened):
                    opened = message
                elif not isinstance(message, _PageDone) and opened is not None:
                    yield Member.of(opened.name, opened.data, message)
                    at, opened = at + 1, None
            why = refusal.too_slow((opened or _Opened(name, data)).name, self._seconds)
        except (EOFError, OSError):
            why = refusal.crashed((opened or _Opened(name, data)).name)
        finally:
            # Also when the caller stopped in the middle: what is left in the pipe belongs to no one.
            if not done:
                self.close()
        yield Member.of(*((opened.name, opened.data) if opened else (name, data)), why)
        return at if opened is not None and opened.name != name else None

    def _started(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._memory, self._seconds), daemon=True)
        self._process.start()
        theirs.close()
        if self._pipe.poll(_STARTUP):
            self._pipe.recv()
        return self._pipe


@dataclass(frozen=True, slots=True)
class _Opened:
    """A member that the child is about to read."""

    name: str
    data: bytes


def _serve(pipe: Connection, memory: int | None, seconds: float) -> None:
    """The child's loop: a name, bytes, the first member wanted in; members, pages done, texts out, None at the end."""
    os.setpgrp()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    pipe.send(None)
    while True:
        try:
            name, data, first = pipe.recv()
        except (EOFError, OSError):
            return
        files = itertools.islice(_files(name, data), first, None)
        while (file := _within(seconds, partial(next, files, None))) is not None:
            inner_name, inner = file
            if isinstance(inner, UnreadableSource):
                pipe.send(_Opened(inner_name, data if inner_name == name else b""))
                pipe.send(inner)
            else:
                pipe.send(_Opened(inner_name, inner))
                turn_page = partial(_turn_page, pipe, seconds)
                pipe.send(_within(seconds, partial(_text, inner_name, inner, turn_page)))
        pipe.send(None)


def _within(seconds: float, work: Callable[[], _T]) -> _T:
    """The outcome of work; this process ends a while after its parent should have ended it.

    A parent that was killed cannot, and a loop in C hears no Python: the kernel does it.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    done = work()
    signal.setitimer(signal.ITIMER_REAL, 0)
    return done


def _turn_page(pipe: Connection, seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    pipe.send(_PageDone())


def _files(name: str, data: bytes) -> Iterator[tuple[str, bytes | UnreadableSource]]:
    try:
        yield from unwrap(name, data)
    except UnreadableSource as error:
        yield name, error
    except MemoryError:
        yield name, refusal.crashed(name)
    except Exception as error:
        yield name, refusal.damaged(name, f"lỗi {type(error).__name__} khi mở")


def reading(name: str, data: bytes, turn_page: TurnPage = silently) -> SourceText:
    """The text of one unwrapped file as it goes into the store: read, mended, its layout undone; in this process.

    Raises:
        UnreadableSource: with the reason and what to do, whatever the bytes are.
    """
    cleaned = clean(mended(read(name, data, turn_page)))
    return replace(cleaned.source, diagnostics=(*cleaned.source.diagnostics, *map(_remark, cleaned.dropped)))


def _text(name: str, data: bytes, turn_page: TurnPage = silently) -> SourceText | UnreadableSource:
    try:
        return reading(name, data, turn_page)
    except UnreadableSource as error:
        return error
    except MemoryError:
        return refusal.crashed(name)
    except Exception as error:
        # The border of the process: whatever a library did not foresee is said of this one file.
        return refusal.damaged(name, f"lỗi {type(error).__name__} khi đọc")


def _remark(dropped: Dropped) -> Diagnostic:
    """A line taken out of the text stays in the store as a remark, so that no character is lost."""
    return Diagnostic(dropped.reason, dropped.line.text, page=dropped.line.page)
