"""The virtual disk through its chain, and its digests (MS-VHDX 2.4, 2.5.1)."""

from __future__ import annotations

import hashlib
from typing import Optional, Set, Tuple

from bat import BITS_PER_BITMAP_BLOCK, FULLY_PRESENT, NOT_PRESENT, PARTIALLY_PRESENT, STATE_MASK, Bat
from image_file import MIB
from tables import Metadata

ZERO_MIB = bytes(MIB)


class Disk:
    """The guest's view of a file whose log is replayed and whose table keeps the rules."""

    def __init__(self, file, bat: Bat, metadata: Metadata, parent: Optional["Disk"]):
        self._file = file
        self._bat = bat
        self._metadata = metadata
        self._parent = parent
        self.size = metadata.virtual_size

    def read_mib(self, index: int) -> bytes:
        """One MiB of the disk; the last one may be short. No block is smaller, so it lies within one block."""
        offset = index * MIB
        length = max(0, min(MIB, self.size - offset))
        metadata = self._metadata
        block = offset // metadata.block_size
        entry = self._bat.entries[self._bat.payload_index(block)] if length else 0
        state = entry & STATE_MASK
        if state == NOT_PRESENT:
            return self._parent_mib(index, length)
        if state < FULLY_PRESENT:
            return bytes(length)
        at = (entry & ~(MIB - 1)) + offset % metadata.block_size
        own = self._file.read(at, length)
        own += bytes(length - len(own))
        if state == FULLY_PRESENT:
            return own
        return self._merge(index, own)

    def _parent_mib(self, index: int, length: int) -> bytes:
        below = self._parent.read_mib(index)[:length] if self._parent else b""
        return below + bytes(length - len(below))

    def _merge(self, index: int, own: bytes) -> bytes:
        """Of a partially present block: the sectors whose bit is set from this file, the others from the parent."""
        sector = self._metadata.logical_sector_size
        result = bytearray(self._parent_mib(index, len(own)))
        bits = self.present_bits(index, len(own) // sector)
        for number, present in enumerate(bits):
            if present:
                at = number * sector
                result[at : at + sector] = own[at : at + sector]
        return bytes(result)

    def present_bits(self, index: int, count: int):
        """The sector bitmap's bits for the first `count` sectors of one MiB of the disk."""
        first_sector = index * MIB // self._metadata.logical_sector_size
        chunk, bit = divmod(first_sector, BITS_PER_BITMAP_BLOCK)
        entry = self._bat.entries[self._bat.bitmap_index(chunk)]
        bitmap = self._file.read((entry & ~(MIB - 1)) + bit // 8, -(-count // 8))
        return [bitmap[number >> 3] >> (number & 7) & 1 for number in range(count)]

    def mibs_with_storage(self) -> Set[int]:
        """The MiBs of the disk that some file of the chain stores; every other one is zero."""
        per_block = self._metadata.block_size // MIB
        total = -(-self.size // MIB)
        below = self._parent.mibs_with_storage() if self._parent else set()
        stored = {index for index in below if index < total}
        for block, _ in self._bat.stored_blocks():
            stored.update(range(block * per_block, min(total, (block + 1) * per_block)))
        return stored

    def digests(self, full: bool) -> Tuple[str, Optional[str]]:
        """The corpus's sparse digest, and with `full` the SHA-256 of every byte."""
        sparse, whole = hashlib.sha256(), hashlib.sha256()
        stored = self.mibs_with_storage()
        for index in range(-(-self.size // MIB)) if full else sorted(stored):
            data = self.read_mib(index) if index in stored else ZERO_MIB[: self.size - index * MIB]
            if full:
                whole.update(data)
            if data != ZERO_MIB[: len(data)]:
                sparse.update((index * MIB).to_bytes(8, "little"))
                sparse.update(data)
        return sparse.hexdigest(), whole.hexdigest() if full else None

    def own_sectors(self) -> Tuple[int, str]:
        """How many sectors a differencing file itself stores, and a SHA-256 over each one's disk offset and bytes."""
        count, digest = 0, hashlib.sha256()
        size, sector = self._metadata.block_size, self._metadata.logical_sector_size
        for block, entry in self._bat.stored_blocks():
            for index in range(block * size // MIB, -(-min(self.size, (block + 1) * size) // MIB)):
                at = (entry & ~(MIB - 1)) + index * MIB % size
                own = self._file.read(at, min(MIB, self.size - index * MIB))
                sectors = len(own) // sector
                partial = entry & STATE_MASK == PARTIALLY_PRESENT
                bits = self.present_bits(index, sectors) if partial else [1] * sectors
                for number, present in enumerate(bits):
                    if present:
                        count += 1
                        digest.update((index * MIB + number * sector).to_bytes(8, "little"))
                        digest.update(own[number * sector : (number + 1) * sector])
        return count, digest.hexdigest()
