#!/usr/bin/env python3
"""An independent reader of VHDX images that prints what it finds as JSON. See README.md."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from typing import List, Optional

from bat import Bat, check_bat
from disk import Disk
from headers import Header, guid_bytes, guid_text, read_creator, read_header
from image_file import GIB, KIB, MIB, ImageFile, Refusal, ReplayedFile, Write
from log import LogVerdict, Ring, count_stale, examine, geometry_fault, judge_log, replay
from mutations import judge_mutations
from tables import BAT_REGION, METADATA_REGION, read_metadata, read_regions, structures

INFORMATION = {"headers-identical", "bat-last-block-short"}
WHOLE_DISK_LIMIT = GIB
WHOLE_DISK_LIMIT_FULL = 16 * GIB
# A log entry may ask for a file of petabytes; hashing the zeros would never end.
GROWTH_LIMIT = GIB


class Opened:
    """An image under examination: `result` is what is known of it so far, also where it ends in a refusal."""

    def __init__(self, path: str):
        self.file = ImageFile(path)
        self.header: Optional[Header] = None
        self.view: Optional[ReplayedFile] = None
        self.disk: Optional[Disk] = None
        self.result = {"outcome": None, "error": None, "message": None, "findings": [], "log": None}

    def refuse(self, refusal: Refusal) -> None:
        self.result.update(outcome="refused", error=refusal.code, message=refusal.message)


def _entry_json(entry) -> dict:
    return {
        "offset": entry.offset,
        "length": entry.length,
        "tail": entry.tail,
        "sequence": str(entry.sequence),
        "flushed_file_offset": entry.flushed_file_offset,
        "last_file_offset": entry.last_file_offset,
        "descriptors": [
            {"kind": "zero" if w.data is None else "data", "file_offset": w.offset, "length": w.length}
            for w in entry.writes
        ],
    }


def _read_log(opened: Opened) -> LogVerdict:
    header, file = opened.header, opened.file
    ring = Ring(file, header.log_offset, header.log_length)
    verdict = judge_log(header, file.size, lambda at: examine(ring, at, header.log_length, header.log_guid.__eq__))
    opened.result["log"] = {
        "guid": guid_text(header.log_guid),
        "offset": header.log_offset,
        "length": header.log_length,
        "active": [_entry_json(entry) for entry in verdict.active],
        "found": [str(entry.sequence) for entry in verdict.found.entries] if verdict.found else [],
        "entries_before_tail": verdict.found.before_tail if verdict.found else 0,
        "size_after_replay": None,
    }
    return verdict


def _open_log(opened: Opened) -> None:
    result = opened.result
    opened.header, findings = read_header(opened.file)
    result["findings"] += findings
    result["creator"] = read_creator(opened.file)
    result["data_write_guid"] = guid_text(opened.header.data_write_guid)
    verdict = _read_log(opened)
    if verdict.error:
        raise verdict.error
    if geometry_fault(opened.header, opened.file.size):
        result["findings"].append({"code": "log-geometry"})
    opened.view = replay(opened.file, verdict.active)
    result["log"]["size_after_replay"] = opened.view.size


def _count_stale(opened: Opened) -> None:
    header = opened.header
    if geometry_fault(header, opened.file.size) is None:
        ring = Ring(opened.file, header.log_offset, header.log_length)
        opened.result["log"]["stale_entries"] = count_stale(ring, header.log_length, header.log_guid)


def _open_disk(opened: Opened, parents: List[str]) -> None:
    result, view = opened.result, opened.view
    regions = read_regions(view, opened.header)
    metadata = read_metadata(view, regions[METADATA_REGION])
    bat = Bat(view, regions[BAT_REGION], metadata)
    result["findings"] += metadata.findings
    result["findings"] += check_bat(bat, metadata, view.size, structures(opened.header, regions))
    result.update(
        type=metadata.type,
        virtual_size=metadata.virtual_size,
        block_size=metadata.block_size,
        logical_sector_size=metadata.logical_sector_size,
        physical_sector_size=metadata.physical_sector_size,
        disk_id=guid_text(metadata.disk_id) if metadata.disk_id else None,
        bat_states=bat.states(),
    )
    faults = [finding["code"] for finding in result["findings"] if finding["code"] not in INFORMATION]
    if faults:
        in_bat = any(code.startswith("bat-") for code in faults)
        result.update(outcome="invalid", error="bat" if in_bat else faults[0])
        return
    opened.disk = Disk(view, bat, metadata, None)
    if metadata.has_parent:
        result["parent_locator"] = metadata.parent_locator
        result["present_sectors"], result["present_sectors_sha256"] = opened.disk.own_sectors()
        parent = _open_parent(metadata, parents)
        opened.disk = Disk(view, bat, metadata, parent)
    result["outcome"] = "opens"


def _open_parent(metadata, parents: List[str]) -> Disk:
    linkages = set()
    for key in ("parent_linkage", "parent_linkage2"):
        try:
            linkages.add(guid_bytes(metadata.parent_locator[key]))
        except (KeyError, ValueError):
            continue
    if not parents:
        raise Refusal("parent-not-found", "the disk has a parent and none was given")
    parent = Opened(parents[0])
    _open_log(parent)
    if parent.header.data_write_guid not in linkages:
        raise Refusal("parent-linkage-mismatch", "the parent given is not the one this disk was made from")
    _open_disk(parent, parents[1:])
    if parent.result["outcome"] != "opens":
        raise Refusal("parent-invalid", f"the parent's outcome is {parent.result['outcome']}")
    if parent.result["logical_sector_size"] != metadata.logical_sector_size:
        raise Refusal("parent-sector-size", "parent and child differ in their logical sector size")
    return parent.disk


def _post_replay_sha256(opened: Opened) -> Optional[str]:
    if opened.view.size > opened.file.size + GROWTH_LIMIT:
        return None
    header = opened.header
    blanks = [Write(64 * KIB, 128 * KIB, None), Write(header.log_offset, header.log_length, None)]
    blanked = ReplayedFile(opened.view, blanks, opened.view.size)
    digest = hashlib.sha256()
    for at in range(0, blanked.size, MIB):
        digest.update(blanked.read(at, MIB))
    return digest.hexdigest()


def inspect(path: str, parents: List[str] = (), log_only: bool = False, full: bool = False) -> dict:
    """All that the command line prints for one image. `parents` go from the nearest to the farthest.

    With `log_only` the outcome speaks of headers and log alone. Raises OSError where a file cannot be read.
    """
    opened = Opened(path)
    result = opened.result
    try:
        _open_log(opened)
        if log_only:
            result["outcome"] = "opens"
        else:
            _count_stale(opened)
            _open_disk(opened, list(parents))
    except Refusal as refusal:
        opened.refuse(refusal)
    if log_only or opened.view is None:
        return result
    if result["outcome"] != "refused":
        result["post_replay_sha256"] = _post_replay_sha256(opened)
    if result["outcome"] == "opens":
        limit = WHOLE_DISK_LIMIT_FULL if full else WHOLE_DISK_LIMIT
        sparse, whole = opened.disk.digests(opened.disk.size <= limit)
        result.update(virtual_sparse_sha256=sparse, virtual_sha256=whole)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("image")
    parser.add_argument("mutations", nargs="?", help="with --log-mutations: a JSON file, or - for standard input")
    parser.add_argument("--log-only", action="store_true", help="headers and log alone")
    parser.add_argument("--log-mutations", action="store_true", help="judge the log under each mutation")
    parser.add_argument("--parent", action="append", default=[], help="a parent, the nearest first")
    parser.add_argument("--full", action="store_true", help="virtual_sha256 up to 16 GiB instead of 1 GiB")
    arguments = parser.parse_args()
    if arguments.log_mutations != (arguments.mutations is not None):
        parser.error("--log-mutations takes IMAGE and MUTATIONS.json")
    try:
        if arguments.log_mutations:
            if arguments.mutations == "-":
                mutations = json.load(sys.stdin)
            else:
                with open(arguments.mutations, encoding="utf-8") as source:
                    mutations = json.load(source)
            answer = judge_mutations(ImageFile(arguments.image), mutations)
        else:
            answer = inspect(arguments.image, arguments.parent, arguments.log_only, arguments.full)
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    json.dump(answer, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
