"""What the log of one image says under many kinds of damage, each alone, without reading the image again for each."""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from crc32c import SECTOR
from headers import Header, read_header
from image_file import DamagedFile, ImageFile, Refusal
from log import Examined, LogVerdict, Ring, examine, judge_log


class _DamagedRing:
    """A ring that takes every untouched sector from the undamaged one."""

    def __init__(self, ring: Ring, file: DamagedFile, log_offset: int):
        self._ring = ring
        self._file = file
        self._offset = log_offset
        self.count = ring.count

    def sector(self, index: int) -> Optional[bytes]:
        at = self._offset + index * SECTOR
        if not self._file.touches(at, SECTOR):
            return self._ring.sector(index)
        sector = self._file.read(at, SECTOR)
        return sector if len(sector) == SECTOR else None


class _Log:
    """One place and GUID of a log, with what the undamaged image holds at each of its offsets."""

    def __init__(self, image: ImageFile, header: Header):
        self._header = header
        self._ring = Ring(image, header.log_offset, header.log_length)
        self._known: Dict[int, Examined] = {}

    def _pristine(self, offset: int) -> Examined:
        if offset not in self._known:
            guid, length = self._header.log_guid, self._header.log_length
            self._known[offset] = examine(self._ring, offset, length, guid.__eq__)
        return self._known[offset]

    def judge(self, file: DamagedFile) -> LogVerdict:
        header = self._header
        length = header.log_length
        damaged = _DamagedRing(self._ring, file, header.log_offset)

        def examined_at(offset: int) -> Examined:
            known = self._pristine(offset)
            before_wrap = min(known.span, length - offset)
            untouched = not file.touches(header.log_offset + offset, before_wrap) and (
                before_wrap == known.span or not file.touches(header.log_offset, known.span - before_wrap)
            )
            return known if untouched else examine(damaged, offset, length, header.log_guid.__eq__)

        return judge_log(header, file.size, examined_at)


def _count(value, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} must be a whole number, zero or more")
    return value


def _damage(image: ImageFile, mutation: dict) -> DamagedFile:
    if set(mutation) == {"truncate"}:
        return DamagedFile(image, truncate=_count(mutation["truncate"], "truncate"))
    if set(mutation) == {"flip", "length"}:
        return DamagedFile(
            image, flip=_count(mutation["flip"], "flip"), length=_count(mutation["length"], "length")
        )
    raise ValueError(f"a mutation is {{truncate}} or {{flip, length}}, not {sorted(mutation)}")


def judge_mutations(image: ImageFile, mutations: List[dict]) -> List[dict]:
    """For each mutation, applied alone: `active` and `found` sequence numbers as decimal strings, and `error` or None.

    `active` is what a replay applies and is empty where one is forbidden; `found` is what the search gives even then.
    Raises ValueError for a mutation of another shape.
    """
    logs: Dict[Tuple[bytes, int, int], _Log] = {}
    results = []
    for mutation in mutations:
        file = _damage(image, mutation)
        try:
            header, _ = read_header(file)
        except Refusal as refusal:
            results.append({"active": [], "found": [], "error": refusal.code})
            continue
        key = (header.log_guid, header.log_offset, header.log_length)
        if key not in logs:
            logs[key] = _Log(image, header)
        verdict = logs[key].judge(file)
        found = verdict.found.entries if verdict.found else []
        results.append(
            {
                "active": [str(entry.sequence) for entry in verdict.active],
                "found": [str(entry.sequence) for entry in found],
                "error": verdict.error.code if verdict.error else None,
            }
        )
    return results
