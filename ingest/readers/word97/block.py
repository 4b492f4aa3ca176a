"""Little-endian numbers and slices out of bytes that may lie about their sizes."""

import struct


class Torn(ValueError):
    """A structure reaches past the end of its bytes, or counts more than they can hold."""


class Block:
    """Bytes whose every read is checked."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __len__(self) -> int:
        return len(self.data)

    def slice(self, at: int, size: int) -> bytes:
        """`size` bytes at an offset.

        Raises:
            Torn: they are not all there.
        """
        if at < 0 or size < 0 or at + size > len(self.data):
            raise Torn(f"{size} bytes at {at} of {len(self.data)}")
        return self.data[at : at + size]

    def part(self, at: int, size: int) -> "Block":
        """The same as `slice`, to read on in."""
        return Block(self.slice(at, size))

    def u8(self, at: int) -> int:
        """An unsigned byte."""
        return self.slice(at, 1)[0]

    def u16(self, at: int) -> int:
        """An unsigned number of two bytes."""
        return int.from_bytes(self.slice(at, 2), "little")

    def u32(self, at: int) -> int:
        """An unsigned number of four bytes."""
        return int.from_bytes(self.slice(at, 4), "little")

    def i16s(self, at: int, count: int) -> tuple[int, ...]:
        """Signed numbers of two bytes."""
        return struct.unpack(f"<{count}h", self.slice(at, 2 * count))

    def u32s(self, at: int, count: int) -> tuple[int, ...]:
        """Unsigned numbers of four bytes."""
        return struct.unpack(f"<{count}I", self.slice(at, 4 * count))

    def utf16(self, at: int, count: int) -> str:
        """Letters of two bytes each; lone surrogates become U+FFFD."""
        return self.slice(at, 2 * count).decode("utf-16-le", errors="replace")


def plc(block: Block, size: int) -> tuple[tuple[int, ...], list[Block]]:
    """A PLC ([MS-DOC] 2.2.2): n + 1 positions and n elements of `size` bytes each."""
    count = max((len(block) - 4) // (4 + size), 0)
    if len(block) < 4:
        return (), []
    start = 4 * (count + 1)
    return block.u32s(0, count + 1), [block.part(start + size * at, size) for at in range(count)]
