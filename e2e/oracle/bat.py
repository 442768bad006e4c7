"""The block allocation table and the rules its entries keep (MS-VHDX 2.5)."""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from typing import Dict, List, NamedTuple, Tuple

from image_file import MIB, Refusal
from tables import Metadata, Region

BITS_PER_BITMAP_BLOCK = 1 << 23

NOT_PRESENT, UNDEFINED, UNMAPPED, FULLY_PRESENT, PARTIALLY_PRESENT = 0, 1, 3, 6, 7
STATE_MASK = 0x7
RESERVED_MASK = 0xFFFF8


class Bat:
    """The entries that the disk needs, as 64-bit values, and where each block's entry stands."""

    def __init__(self, file, region: Region, metadata: Metadata):
        chunk_size = BITS_PER_BITMAP_BLOCK * metadata.logical_sector_size
        self.ratio = chunk_size // metadata.block_size
        self.payload_count = -(-metadata.virtual_size // metadata.block_size)
        self.chunk_count = -(-self.payload_count // self.ratio)
        if metadata.has_parent:
            count = self.chunk_count * (self.ratio + 1)
        else:
            count = self.payload_count + (self.payload_count - 1) // self.ratio
        if count * 8 > region.length:
            raise Refusal("bat-too-small", f"{count} entries do not fit {region.length} bytes")
        self.entries = array("Q", file.read(region.offset, count * 8))
        if sys.byteorder == "big":
            self.entries.byteswap()

    def payload_index(self, block: int) -> int:
        return block + block // self.ratio

    def bitmap_index(self, chunk: int) -> int:
        return chunk * (self.ratio + 1) + self.ratio

    def payload_of_chunk(self, chunk: int) -> Tuple[int, array]:
        """The index of a chunk's first payload entry, and its payload entries."""
        first = chunk * (self.ratio + 1)
        blocks = min(self.ratio, self.payload_count - chunk * self.ratio)
        return first, self.entries[first : first + blocks]

    def states(self) -> Dict[str, int]:
        """How many payload and bitmap entries are in each state."""
        counts: Counter = Counter()
        for chunk in range(self.chunk_count):
            for value, times in Counter(self.payload_of_chunk(chunk)[1]).items():
                counts[f"payload-{value & STATE_MASK}"] += times
            if self.bitmap_index(chunk) < len(self.entries):
                counts[f"bitmap-{self.entries[self.bitmap_index(chunk)] & STATE_MASK}"] += 1
        return dict(counts)

    def stored_blocks(self) -> List[Tuple[int, int]]:
        """Block number and entry of every block that has bytes in this file."""
        stored = []
        for chunk in range(self.chunk_count):
            _, entries = self.payload_of_chunk(chunk)
            first_block = chunk * self.ratio
            stored += [(first_block + i, e) for i, e in enumerate(entries) if e & STATE_MASK >= FULLY_PRESENT]
        return stored


class _Extent(NamedTuple):
    start: int
    end: int
    index: int


def check_bat(bat: Bat, metadata: Metadata, file_size: int, occupied: List[Tuple[int, int]]) -> List[dict]:
    """Findings about the entries; `bat-last-block-short` alone is only information, every other one a fault.

    `occupied` are the ranges of the header section, the log and the regions.
    """
    findings: List[dict] = []
    extents: List[_Extent] = []

    def report(code: str, index: int, **more: int) -> None:
        findings.append({"code": code, "bat_index": index, **more})

    def place(index: int, size: int, needed: int) -> None:
        """`needed` is how much of the block's size the virtual disk reaches."""
        start = bat.entries[index] & ~(MIB - 1)
        if start == 0:
            report("bat-offset-zero", index)
            return
        extents.append(_Extent(start, start + size, index))
        if start + needed > file_size:
            report("bat-beyond-file", index)
        elif start + size > file_size:
            report("bat-last-block-short", index)
        if any(start < end and low < start + size for low, end in occupied):
            report("bat-overlaps-structure", index)

    for chunk in range(bat.chunk_count):
        first, entries = bat.payload_of_chunk(chunk)
        bitmap_index = bat.bitmap_index(chunk)
        bitmap = bat.entries[bitmap_index] if bitmap_index < len(bat.entries) else 0
        # Four values say all there is to say: a state without storage, no offset, no reserved bit.
        for offset in [i for i, entry in enumerate(entries) if entry > UNMAPPED]:
            entry, index = entries[offset], first + offset
            state = entry & STATE_MASK
            if entry & RESERVED_MASK:
                report("bat-reserved-bits", index)
            if state in (4, 5):
                report("bat-reserved-state", index)
            if state == PARTIALLY_PRESENT:
                if not metadata.has_parent:
                    report("bat-partial-without-parent", index)
                elif bitmap & STATE_MASK != FULLY_PRESENT:
                    report("bat-partial-without-bitmap", index)
            # An UNDEFINED or UNMAPPED block that still names its old place keeps it from being used again.
            anchored = state in (UNDEFINED, UNMAPPED) and entry >= MIB
            if state >= FULLY_PRESENT or anchored:
                block = chunk * bat.ratio + offset
                left = metadata.virtual_size - block * metadata.block_size
                place(index, metadata.block_size, min(left, metadata.block_size))
        if bitmap & RESERVED_MASK:
            report("bat-reserved-bits", bitmap_index)
        if bitmap & STATE_MASK == FULLY_PRESENT:
            if metadata.has_parent:
                place(bitmap_index, MIB, MIB)
            else:
                report("bat-bitmap-without-parent", bitmap_index)
        elif bitmap & STATE_MASK != NOT_PRESENT:
            report("bat-reserved-state", bitmap_index)

    extents.sort()
    for before, extent in zip(extents, extents[1:]):
        low, high = sorted((before.index, extent.index))
        if extent.start == before.start:
            report("bat-duplicate-offset", low, other=high)
        elif extent.start < before.end:
            report("bat-overlap", low, other=high)
    return findings
