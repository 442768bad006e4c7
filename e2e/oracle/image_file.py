"""Random access to an image file, to one with a log applied, and to one damaged on purpose."""

from __future__ import annotations

import os
from typing import List, NamedTuple, Optional

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30
TIB = 1 << 40

INVERT = bytes(value ^ 0xFF for value in range(256))


class Refusal(Exception):
    """The image must not be opened; `code` is a corpus error code, or a kebab-case one where the corpus has none."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class ImageFile:
    """The bytes as they are on disk. A read past the end comes back short."""

    def __init__(self, path: str):
        self.path = path
        self._file = open(path, "rb", buffering=0)
        self.size = self._file.seek(0, os.SEEK_END)

    def read(self, offset: int, length: int) -> bytes:
        # Clipped first: a hostile offset does not fit the system call's signed 64 bits.
        end = min(offset + length, self.size)
        if offset >= end:
            return b""
        self._file.seek(offset)
        parts = []
        while offset < end:
            part = self._file.read(end - offset)
            if not part:
                break
            parts.append(part)
            offset += len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


class Write(NamedTuple):
    """Bytes that replace those at `offset`; None stands for zeros."""

    offset: int
    length: int
    data: Optional[bytes]


class ReplayedFile:
    """A file with ordered writes on top, grown to `size`; what no write and no file byte covers is zero."""

    def __init__(self, base, writes: List[Write], size: int):
        self.base = base
        self.writes = writes
        self.size = size

    def read(self, offset: int, length: int) -> bytes:
        end = min(offset + length, self.size)
        if offset >= end:
            return b""
        raw = self.base.read(offset, end - offset)
        hits = [w for w in self.writes if w.offset < end and offset < w.offset + w.length]
        if not hits and len(raw) == end - offset:
            return raw
        result = bytearray(raw)
        result.extend(bytes(end - offset - len(raw)))
        for write in hits:
            low, high = max(offset, write.offset), min(end, write.offset + write.length)
            if write.data is None:
                result[low - offset : high - offset] = bytes(high - low)
            else:
                result[low - offset : high - offset] = write.data[low - write.offset : high - write.offset]
        return bytes(result)


class DamagedFile:
    """A file cut to a size, or with one range of bytes inverted; the file underneath stays as it is."""

    def __init__(self, base, truncate: Optional[int] = None, flip: Optional[int] = None, length: int = 0):
        self.base = base
        self.size = base.size if truncate is None else min(base.size, truncate)
        self.flip_start = 0 if flip is None else flip
        self.flip_end = self.flip_start + (0 if flip is None else length)

    def touches(self, offset: int, length: int) -> bool:
        """Whether any byte of the range differs from the file underneath or is gone."""
        if offset + length > self.size:
            return True
        return offset < self.flip_end and self.flip_start < offset + length

    def read(self, offset: int, length: int) -> bytes:
        end = min(offset + length, self.size)
        if offset >= end:
            return b""
        raw = self.base.read(offset, end - offset)
        low, high = max(offset, self.flip_start), min(end, self.flip_end)
        if low >= high:
            return raw
        low, high = low - offset, high - offset
        return raw[:low] + raw[low:high].translate(INVERT) + raw[high:]
