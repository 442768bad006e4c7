#!/usr/bin/env python3
"""Log rules that no image of the corpus tests, each on a ring forged for it. Run as a unittest.

The reader's own author made these rings, so they show that a rule is applied, not that it is the right rule.
"""

from __future__ import annotations

import struct
import unittest

from crc32c import SECTOR, crc32c, structure_crc32c
from headers import Header
from image_file import MIB, Refusal, Write
from log import examine, find_active, judge_log

LOG_LENGTH = MIB
GUID = bytes(range(16))
TARGET = 3 * MIB


def forge(sequence, tail, writes=((TARGET, None),), **fields) -> bytes:
    """A valid entry; `writes` are (file offset, zeroed length or None for data). `fields` override what is stored."""
    data_count = sum(length is None for _, length in writes)
    descriptor_bytes = -(-(64 + 32 * len(writes)) // SECTOR) * SECTOR
    own = {"data_signature": b"data", "guid": GUID, "flushed": 0, "last": 4 * MIB, **fields}
    body = bytearray(descriptor_bytes)
    for number, (offset, length) in enumerate(writes):
        its_sequence = own.get("descriptor_sequence", sequence)
        signature, middle = (b"desc", bytes(8)) if length is None else (b"zero", struct.pack("<Q", length))
        packed = struct.pack("<4s4s8sQQ", signature, bytes(4), middle, offset, its_sequence)
        body[64 + 32 * number : 96 + 32 * number] = packed
    high, low = struct.pack("<I", sequence >> 32), struct.pack("<I", sequence & 0xFFFFFFFF)
    body += (own["data_signature"] + high + bytes([sequence & 0xFF]) * 4084 + low) * data_count
    length, count = own.get("length", len(body)), own.get("count", len(writes))
    head = (b"loge", 0, length, tail, sequence, count, 0, own["guid"], own["flushed"], own["last"])
    struct.pack_into("<4sIIIQII16sQQ", body, 0, *head)
    # Over the length it claims, so that a wrong length is not caught by its checksum alone.
    covered = bytes(body[:length].ljust(min(length, LOG_LENGTH), b"\0"))
    if len(covered) % SECTOR == 0:
        struct.pack_into("<I", body, 4, structure_crc32c(covered))
    return bytes(body)


class ForgedRing:
    """A ring with entries at given offsets; what passes its end goes on at its start."""

    def __init__(self, *placed):
        self.count = LOG_LENGTH // SECTOR
        self._sectors = {}
        for offset, entry in placed:
            for at in range(0, len(entry), SECTOR):
                self._sectors[(offset + at) % LOG_LENGTH // SECTOR] = entry[at : at + SECTOR]

    def sector(self, index: int) -> bytes:
        return self._sectors.get(index, bytes(SECTOR))


def judge(*placed, file_size=8 * MIB):
    ring = ForgedRing(*placed)
    header = Header(1, GUID, GUID, GUID, 0, 1, LOG_LENGTH, MIB)
    return judge_log(header, file_size, lambda at: examine(ring, at, LOG_LENGTH, GUID.__eq__))


def replayed(*placed):
    """Sequence numbers to replay, or the error code."""
    verdict = judge(*placed)
    return verdict.error.code if verdict.error else [entry.sequence for entry in verdict.active]


class Checksum(unittest.TestCase):
    def test_published_values(self):
        self.assertEqual(crc32c([bytes(SECTOR)]), 0x98F94189)
        self.assertEqual(crc32c([bytes(SECTOR)] * 16), 0x72C0C4A4)


class ActiveSequence(unittest.TestCase):
    def test_an_older_entry_after_the_head_is_not_part_of_it(self):
        self.assertEqual(replayed((0, forge(100, 0)), (8192, forge(50, 8192))), [100])

    def test_a_gap_parts_two_runs_and_the_higher_head_wins(self):
        self.assertEqual(replayed((0, forge(5, 0)), (8192, forge(7, 8192))), [7])
        self.assertEqual(replayed((0, forge(5, 0)), (8192, forge(7, 0))), [5])

    def test_runs_are_compared_by_their_heads(self):
        lower = [(0, forge(10, 0))]
        long_run = [(16384 + 8192 * i, forge(7 + i, 16384)) for i in range(5)]
        self.assertEqual(replayed(*lower, *long_run), [7, 8, 9, 10, 11])

    def test_a_tail_that_no_entry_of_the_run_starts_at(self):
        self.assertEqual(replayed((0, forge(5, 0)), (8192, forge(6, 65536))), "log-no-valid-sequence")
        self.assertEqual(replayed((0, forge(5, 0)), (8192, forge(6, 4096))), "log-no-valid-sequence")

    def test_the_replay_starts_at_the_tail(self):
        entries = [(8192 * i, forge(5 + i, 8192 * max(0, i - 1))) for i in range(4)]
        self.assertEqual(replayed(*entries), [7, 8])

    def test_a_run_through_the_end_of_the_ring(self):
        tail = LOG_LENGTH - 16384
        entries = [(tail, forge(10, tail)), (tail + 8192, forge(11, tail)), (0, forge(12, tail))]
        self.assertEqual(replayed(*entries), [10, 11, 12])

    def test_an_entry_through_the_end_of_the_ring(self):
        at = LOG_LENGTH - SECTOR
        self.assertEqual(replayed((at, forge(9, at))), [9])

    def test_a_ring_filled_by_one_run(self):
        entries = [(8192 * i, forge(1 + i, 0)) for i in range(LOG_LENGTH // 8192)]
        self.assertEqual(replayed(*entries), list(range(1, 129)))

    def test_entries_of_other_logs_are_not_seen(self):
        entries = [(8192 * i, forge(1 + i, 8192 * i, guid=bytes([i]) * 16)) for i in range(6)]
        self.assertEqual(replayed(*entries, (49152, forge(7, 49152))), [7])

    def test_all_64_bits_of_a_sequence_number_count(self):
        low, high = (1 << 53) + 1, (1 << 64) - 1
        self.assertEqual(replayed((0, forge(low, 0)), (8192, forge(low + 1, 0))), [low, low + 1])
        self.assertEqual(replayed((0, forge(high - 1, 0)), (65536, forge(high, 65536))), [high])

    def test_overlapping_giants_are_given_up(self):
        # Zero descriptors alone, as many entries as there are sectors, each but the last sector of the log long.
        giant = forge(1, 0, [])
        claim = giant[:8] + struct.pack("<I", LOG_LENGTH - SECTOR) + giant[12:]
        ring = ForgedRing(*((at, claim) for at in range(0, LOG_LENGTH, SECTOR)))
        with self.assertRaisesRegex(Refusal, "log-too-complex"):
            find_active(lambda at: examine(ring, at, LOG_LENGTH, GUID.__eq__), LOG_LENGTH)


class EntryValidity(unittest.TestCase):
    def refuses(self, entry: bytes):
        self.assertEqual(replayed((0, entry)), "log-no-valid-sequence")

    def test_the_forged_entry_is_valid(self):
        self.assertEqual(replayed((0, forge(5, 0))), [5])

    def test_a_descriptor_of_another_sequence_ends_the_run(self):
        self.assertEqual(replayed((0, forge(5, 0)), (8192, forge(6, 0, descriptor_sequence=0))), [5])

    def test_data_signature(self):
        self.refuses(forge(5, 0, data_signature=b"atad"))

    def test_sequence_zero(self):
        self.refuses(forge(0, 0))

    def test_length(self):
        self.refuses(forge(5, 0, length=LOG_LENGTH))
        self.refuses(forge(5, 0, length=0))
        self.refuses(forge(5, 0, length=8200))

    def test_more_data_descriptors_than_sectors(self):
        self.refuses(forge(5, 0, [(TARGET, None)] * 3, length=8192))

    def test_descriptor_count_that_no_entry_holds(self):
        self.refuses(forge(5, 0, count=0xFFFFFFFF))

    def test_padding_after_the_last_data_sector(self):
        self.assertEqual(replayed((0, forge(5, 0, length=12288))), [5])

    def test_unaligned_fields(self):
        self.refuses(forge(5, 512))
        self.refuses(forge(5, LOG_LENGTH))
        self.refuses(forge(5, 0, [(TARGET + 512, None)]))
        self.refuses(forge(5, 0, [(TARGET, 512)]))

    def test_128_descriptors_in_each_further_sector(self):
        writes = [(TARGET + SECTOR * i, SECTOR) for i in range(126 + 128)]
        self.assertEqual(len(forge(5, 0, writes)), 2 * SECTOR)
        self.assertEqual(replayed((0, forge(5, 0, writes))), [5])


class Replay(unittest.TestCase):
    def test_places_that_never_go_through_the_log(self):
        for offset in (0, 64 << 10, 188 << 10, MIB, 2 * MIB - SECTOR):
            self.assertEqual(replayed((0, forge(5, 0, [(offset, None)]))), "log-illegal-target")
        self.assertEqual(replayed((0, forge(5, 0, [(192 << 10, None)]))), [5])
        self.assertEqual(replayed((0, forge(5, 0, [(2 * MIB, None)]))), [5])

    def test_zeros_beyond_the_files_growth(self):
        self.assertEqual(replayed((0, forge(5, 0, [(TARGET, 1 << 50)]))), "log-illegal-target")

    def test_a_file_shorter_than_it_was(self):
        self.assertEqual(replayed((0, forge(5, 0, flushed=80 * MIB))), "log-file-truncated")
        # Only the head counts: the file may have been shrunk since the older entries.
        entries = ((0, forge(5, 0, flushed=80 * MIB)), (8192, forge(6, 0, flushed=8 * MIB)))
        self.assertEqual(replayed(*entries), [5, 6])

    def test_leading_and_trailing_bytes_come_back_in_place(self):
        (entry,) = judge((0, forge(5, 0))).active
        self.assertEqual(entry.writes, [Write(TARGET, SECTOR, bytes(8) + b"\x05" * 4084 + bytes(4))])


if __name__ == "__main__":
    unittest.main()
