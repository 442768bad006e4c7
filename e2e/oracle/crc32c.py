"""CRC-32C (Castagnoli) over whole 4 KiB sectors, as MS-VHDX section 2 asks for.

The register after some bytes is a linear function of the register before them, so a sector's own share (from a zero
register) can be kept and joined with any register before it. That is what makes a thousand damaged copies of one log
cheap: only the damaged sectors are worked through again.
"""

from __future__ import annotations

import functools
from typing import Iterable, List

SECTOR = 4096
ZERO_SECTOR = bytes(SECTOR)
POLYNOMIAL_REFLECTED = 0x82F63B78


def _byte_table() -> List[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (POLYNOMIAL_REFLECTED if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _byte_table()


def _advance(register: int, data: bytes) -> int:
    table = _TABLE
    for byte in data:
        register = table[(register ^ byte) & 0xFF] ^ (register >> 8)
    return register


def _sector_shift_tables() -> List[List[int]]:
    """Four tables that together give the register after 4096 zero bytes."""
    of_bit = [_advance(1 << bit, ZERO_SECTOR) for bit in range(32)]
    tables = []
    for byte_index in range(4):
        table = [0] * 256
        for value in range(1, 256):
            lowest = (value & -value).bit_length() - 1
            table[value] = table[value & (value - 1)] ^ of_bit[8 * byte_index + lowest]
        tables.append(table)
    return tables


_SHIFT = _sector_shift_tables()


@functools.lru_cache(maxsize=8192)
def _sector_share(sector: bytes) -> int:
    return _advance(0, sector)


def crc32c(sectors: Iterable[bytes]) -> int:
    """CRC-32C of sectors in order; each must be 4096 bytes long."""
    s0, s1, s2, s3 = _SHIFT
    register = 0xFFFFFFFF
    for sector in sectors:
        register = s0[register & 0xFF] ^ s1[(register >> 8) & 0xFF] ^ s2[(register >> 16) & 0xFF] ^ s3[register >> 24]
        if sector != ZERO_SECTOR:
            register ^= _sector_share(sector)
    return register ^ 0xFFFFFFFF


def structure_crc32c(data: bytes) -> int:
    """CRC-32C of a structure of whole sectors whose checksum field, bytes 4 to 7, counts as zero."""
    cleared = data[:4] + bytes(4) + data[8:]
    return crc32c(cleared[at : at + SECTOR] for at in range(0, len(cleared), SECTOR))
