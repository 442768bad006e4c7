"""The log: validity of entries, the active sequence, its replay (MS-VHDX 2.3)."""

from __future__ import annotations

import struct
from typing import Callable, Dict, List, NamedTuple, Optional

from crc32c import SECTOR, crc32c
from headers import NIL_GUID, Header
from image_file import GIB, MIB, Refusal, ReplayedFile, Write

FIRST_LOGGABLE_BYTE = 192 << 10
OFFSET_LIMIT = 1 << 53
CHECKSUM_BUDGET_IN_LOGS = 8


class Entry(NamedTuple):
    """A valid log entry; offset and tail count from the start of the log."""

    offset: int
    length: int
    tail: int
    sequence: int
    guid: bytes
    flushed_file_offset: int
    last_file_offset: int
    writes: List[Write]


class Examined(NamedTuple):
    """What stands at one log offset: an entry or none, found by looking at `span` bytes, `summed` of them checksummed."""

    entry: Optional[Entry]
    span: int
    summed: int


class Ring:
    """The log's sectors by index; a sector that the file does not hold whole is None."""

    def __init__(self, file, offset: int, length: int):
        self._file = file
        self._offset = offset
        self._length = length
        self._chunks: Dict[int, bytes] = {}
        self._sectors: Dict[int, Optional[bytes]] = {}
        self.count = length // SECTOR

    def sector(self, index: int) -> Optional[bytes]:
        if index not in self._sectors:
            at = index * SECTOR
            chunk_start = at - at % MIB
            if chunk_start not in self._chunks:
                # One chunk is enough: the search walks forward, and sectors that were looked at are kept.
                length = min(MIB, self._length - chunk_start)
                self._chunks = {chunk_start: self._file.read(self._offset + chunk_start, length)}
            sector = self._chunks[chunk_start][at - chunk_start : at - chunk_start + SECTOR]
            self._sectors[index] = sector if len(sector) == SECTOR else None
        return self._sectors[index]


def examine(ring, offset: int, log_length: int, wanted: Callable[[bytes], bool]) -> Examined:
    """The entry that starts at a log offset, if a valid one with a wanted log GUID does.

    The checks V1 to V10 in order; the first six need no more than the first sector.
    """
    first = offset // SECTOR
    head = ring.sector(first)
    if head is None or head[:4] != b"loge":
        return Examined(None, SECTOR, 0)
    (_, checksum, length, tail, sequence, count, _, guid, flushed, last) = struct.unpack_from("<4sIIIQII16sQQ", head)
    if (
        not wanted(guid)
        or length % SECTOR
        or not SECTOR <= length < log_length
        or tail % SECTOR
        or tail >= log_length
        or sequence == 0
        or 64 + 32 * count > length
    ):
        return Examined(None, SECTOR, 0)

    sectors = [ring.sector((first + step) % ring.count) for step in range(length // SECTOR)]
    invalid = Examined(None, length, 0)
    if None in sectors:
        return invalid
    descriptor_sectors = -(-(64 + 32 * count) // SECTOR)
    descriptors = b"".join(sectors[:descriptor_sectors])[64 : 64 + 32 * count]
    data_sectors = iter(sectors[descriptor_sectors:])
    high, low = struct.pack("<I", sequence >> 32), struct.pack("<I", sequence & 0xFFFFFFFF)
    writes = []
    for signature, trailing, leading, target, its_sequence in struct.iter_unpack("<4s4s8sQQ", descriptors):
        if its_sequence != sequence or target % SECTOR:
            return invalid
        if signature == b"zero":
            zero_length = int.from_bytes(leading, "little")
            if zero_length % SECTOR:
                return invalid
            writes.append(Write(target, zero_length, None))
        elif signature == b"desc":
            data = next(data_sectors, None)
            if data is None or data[:4] != b"data" or data[4:8] != high or data[4092:] != low:
                return invalid
            writes.append(Write(target, SECTOR, leading + data[8:4092] + trailing))
        else:
            return invalid

    cleared = head[:4] + bytes(4) + head[8:]
    if crc32c([cleared] + sectors[1:]) != checksum:
        return Examined(None, length, length)
    return Examined(Entry(offset, length, tail, sequence, guid, flushed, last, writes), length, length)


class Sequence(NamedTuple):
    """A valid sequence: the entries to replay from tail to head, and how many of its run lie before the tail."""

    entries: List[Entry]
    before_tail: int


def find_active(examined_at: Callable[[int], Examined], log_length: int) -> Optional[Sequence]:
    """The valid sequence with the highest head (MS-VHDX 2.3.3), or None.

    Raises Refusal `log-too-complex` where overlapping entries would have more than eight logs' worth checksummed.
    """
    seen: Dict[int, Optional[Entry]] = {}
    summed = 0

    def entry_at(offset: int) -> Optional[Entry]:
        nonlocal summed
        if offset not in seen:
            examined = examined_at(offset)
            seen[offset] = examined.entry
            summed += examined.summed
            if summed > CHECKSUM_BUDGET_IN_LOGS * log_length:
                raise Refusal("log-too-complex", "entries overlap so much that checking them all is out of proportion")
        return seen[offset]

    best: Optional[Sequence] = None
    start = 0
    while True:
        run: List[Entry] = []
        used = 0
        position = start
        while True:
            entry = entry_at(position)
            if entry is None or used + entry.length > log_length:
                break
            if run and entry.sequence != run[-1].sequence + 1:
                break
            run.append(entry)
            used += entry.length
            position = (position + entry.length) % log_length
        tail_index = None
        if run:
            tail_index = next((i for i, each in enumerate(run) if each.offset == run[-1].tail), None)
        if tail_index is None:
            following = (start + SECTOR) % log_length
        else:
            if best is None or run[-1].sequence > best.entries[-1].sequence:
                best = Sequence(run[tail_index:], tail_index)
            following = position
        if following <= start:
            return best
        start = following


class LogVerdict(NamedTuple):
    """`error` is None where the log may be replayed or is clean; `found` is the sequence that the search gives even so."""

    found: Optional[Sequence]
    error: Optional[Refusal]

    @property
    def active(self) -> List[Entry]:
        """The entries that a replay applies; none where it is forbidden."""
        return [] if self.error or not self.found else self.found.entries


def geometry_fault(header: Header, file_size: int) -> Optional[str]:
    """What is wrong with the log's place in the file, or None."""
    if header.log_offset % MIB or header.log_length % MIB:
        return "the log is not aligned to 1 MiB"
    if header.log_length == 0:
        return "the log has no length"
    if header.log_offset < MIB:
        return "the log lies in the header section"
    if header.log_length > GIB:
        return "the log is longer than 1 GiB"
    if header.log_offset + header.log_length > file_size:
        return "the log ends beyond the end of the file"
    return None


def judge_log(header: Header, file_size: int, examined_at: Callable[[int], Examined]) -> LogVerdict:
    """Whether there is anything to replay, and whether it may be."""
    fault = geometry_fault(header, file_size)
    if header.log_guid == NIL_GUID:
        # A clean log is never read; only a place that cannot be right spoils the rest of the file.
        impossible = header.log_length > GIB or (header.log_length and header.log_offset < MIB)
        return LogVerdict(None, Refusal("log-geometry", fault or "") if impossible else None)
    if header.log_version != 0:
        return LogVerdict(None, Refusal("log-version", f"log version {header.log_version} with a log to replay"))
    searchable = header.log_length and header.log_length % SECTOR == 0 and header.log_length <= GIB
    found = None
    try:
        if searchable:
            found = find_active(examined_at, header.log_length)
    except Refusal as refusal:
        return LogVerdict(None, refusal)
    if fault:
        return LogVerdict(found, Refusal("log-geometry", fault))
    if found is None:
        return LogVerdict(None, Refusal("log-no-valid-sequence", "the log GUID is set and no sequence is valid"))
    head = found.entries[-1]
    if file_size < head.flushed_file_offset:
        return LogVerdict(found, Refusal("log-file-truncated", f"the file was {head.flushed_file_offset} bytes long"))
    if _grown_size(head) >= OFFSET_LIMIT:
        return LogVerdict(found, Refusal("offset-too-large", f"LastFileOffset {head.last_file_offset}"))
    zero_limit = max(file_size, _grown_size(head))
    for entry in found.entries:
        for write in entry.writes:
            if not _may_write(write, header, zero_limit):
                text = f"an entry writes {write.length} bytes at {write.offset}"
                return LogVerdict(found, Refusal("log-illegal-target", text))
    return LogVerdict(found, None)


def _grown_size(head: Entry) -> int:
    return -(-head.last_file_offset // MIB) * MIB


def _may_write(write: Write, header: Header, zero_limit: int) -> bool:
    """Identifier, headers and the log itself never go through the log; zeros never reach past the file's growth."""
    end = write.offset + write.length
    if end >= OFFSET_LIMIT or (write.data is None and end > zero_limit):
        return False
    log_end = header.log_offset + header.log_length
    in_log = write.offset < log_end and header.log_offset < end
    return write.length == 0 or not (write.offset < FIRST_LOGGABLE_BYTE or in_log)


def replay(file, active: List[Entry]) -> ReplayedFile:
    """The file with the active sequence applied in memory and grown to its head's LastFileOffset."""
    writes = [write for entry in active for write in entry.writes]
    size = max([file.size] + [write.offset + write.length for write in writes])
    if active:
        size = max(size, _grown_size(active[-1]))
    return ReplayedFile(file, writes, size)


def count_stale(ring: Ring, log_length: int, current_guid: bytes) -> int:
    """How many sectors start a whole entry that carries another log GUID."""
    offsets = range(0, log_length, SECTOR)
    return sum(examine(ring, at, log_length, lambda guid: guid != current_guid).entry is not None for at in offsets)
