"""File type identifier and headers (MS-VHDX 2.2.1, 2.2.2)."""

from __future__ import annotations

import struct
import uuid
from typing import List, NamedTuple, Optional, Tuple

from crc32c import structure_crc32c
from image_file import MIB, Refusal

SLOTS = (64 << 10, 128 << 10)
HEADER_SIZE = 4096
NIL_GUID = bytes(16)


class Header(NamedTuple):
    sequence: int
    file_write_guid: bytes
    data_write_guid: bytes
    log_guid: bytes
    log_version: int
    version: int
    log_length: int
    log_offset: int


def guid_text(raw: bytes) -> str:
    """A GUID as lower-case text without braces."""
    return str(uuid.UUID(bytes_le=raw))


def guid_bytes(text: str) -> bytes:
    """The on-disk bytes of a GUID given as text."""
    return uuid.UUID(text).bytes_le


def read_creator(file) -> str:
    """The creator string up to its first NUL; anything that is not UTF-16 shows as replacement characters."""
    return file.read(8, 512).decode("utf-16-le", "replace").split("\0")[0]


def _parse(raw: bytes) -> Optional[Header]:
    if len(raw) != HEADER_SIZE or raw[:4] != b"head":
        return None
    if int.from_bytes(raw[4:8], "little") != structure_crc32c(raw):
        return None
    return Header(*struct.unpack_from("<Q16s16s16sHHIQ", raw, 8))


def read_header(file) -> Tuple[Header, List[dict]]:
    """The current header, and findings about it that are only information.

    Raises Refusal where the file is no VHDX or no header is current.
    """
    if file.read(0, 8) != b"vhdxfile":
        raise Refusal("bad-signature", "the file does not start with 'vhdxfile'")
    if file.size < MIB:
        raise Refusal("too-small", "the file ends inside the header section")
    raws = [file.read(slot, HEADER_SIZE) for slot in SLOTS]
    first, second = (_parse(raw) for raw in raws)
    findings = []
    if first is None and second is None:
        raise Refusal("no-valid-header", "neither header has its signature and checksum")
    if first is None or second is None:
        header = first or second
    elif first.sequence != second.sequence:
        header = max(first, second, key=lambda each: each.sequence)
    elif raws[0] == raws[1]:
        # By the letter no header is current, yet it makes no difference which one is taken, and Disk2vhd writes this.
        header = first
        findings.append({"code": "headers-identical"})
    else:
        raise Refusal("header-sequence-tie", "two different headers carry one sequence number")
    if header.version != 1:
        raise Refusal("unsupported-version", f"format version {header.version}")
    return header, findings
