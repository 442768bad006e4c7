#!/usr/bin/env python3
"""Runs the reader over every image of a corpus and compares what it says with the corpus's EXPECTED.json.

Prints a line per difference and closes with `N agree, N differ`; exits with 1 where any image differs.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import sys
import tempfile
from typing import Dict, List

from vhdx_oracle import inspect

PIECE = 1 << 16
FACTS = (
    "type",
    "virtual_size",
    "block_size",
    "logical_sector_size",
    "physical_sector_size",
    "creator",
    "disk_id",
    "data_write_guid",
    "bat_states",
    "parent_locator",
    "present_sectors",
    "present_sectors_sha256",
)
LOG_FACTS = ("offset", "length", "stale_entries", "entries_before_tail", "size_after_replay", "post_replay_sha256")
DIGESTS = ("virtual_sparse_sha256", "virtual_sha256")


class Corpus:
    """The corpus's images, unpacked with holes as they are asked for."""

    def __init__(self, folder: str, work: str):
        self.folder = folder
        self.work = work
        with open(os.path.join(folder, "EXPECTED.json"), encoding="utf-8") as source:
            self.images: Dict[str, dict] = {each["file"]: each for each in json.load(source)["images"]}

    def unpacked(self, name: str) -> str:
        image, path = self.images[name], os.path.join(self.work, name)
        if os.path.exists(path) and os.path.getsize(path) == image["size"]:
            return path
        digest = hashlib.sha256()
        with gzip.open(os.path.join(self.folder, image["stored_as"])) as packed, open(path, "wb") as target:
            for piece in iter(lambda: packed.read(PIECE), b""):
                digest.update(piece)
                if piece.count(0) == len(piece):
                    target.seek(len(piece), os.SEEK_CUR)
                else:
                    target.write(piece)
            target.truncate(target.tell())
        if digest.hexdigest() != image["sha256"]:
            os.remove(path)
            raise ValueError(f"{name} does not unpack to what EXPECTED.json says")
        return path

    def parents(self, name: str) -> List[str]:
        """The parents of an image, the nearest first."""
        parent = self.images[name]["parent"]
        return [self.unpacked(parent)] + self.parents(parent) if parent else []


def differences(expected: dict, seen: dict) -> List[str]:
    """The differences between the reader and the corpus. A fact that either leaves open is not compared."""
    found = []

    def compare(name: str, want, got) -> None:
        if want != got:
            found.append(f"{name}: expected {json.dumps(want)}, read {json.dumps(got)}")

    def compare_if_known(name: str, want, got) -> None:
        if want is not None:
            compare(name, want, got)

    compare("outcome", expected["outcome"], seen["outcome"])
    compare("error", expected["error"], seen["error"])
    by_place = lambda finding: json.dumps(finding, sort_keys=True)  # noqa: E731
    compare("findings", sorted(expected["findings"], key=by_place), sorted(seen["findings"], key=by_place))
    for name in FACTS:
        # A refused image is not read to its end, so facts that the corpus knows from making it may be missing.
        if name in seen or expected["outcome"] != "refused":
            compare_if_known(name, expected.get(name), seen.get(name))
    if expected["outcome"] == "opens":
        for name in DIGESTS:
            if name == "virtual_sparse_sha256" or seen.get(name) is not None:
                compare_if_known(name, expected[name], seen.get(name))

    log = seen["log"]
    if log is None:
        compare("log", "refused", expected["outcome"])
        return found
    want = expected["log"]
    compare("log.guid", want["log_guid"], log["guid"])
    compare("log.active", want["active"], log["active"])
    got = dict(log, post_replay_sha256=seen.get("post_replay_sha256"))
    for name in LOG_FACTS:
        compare_if_known(f"log.{name}", want.get(name), got.get(name))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="the folder that holds EXPECTED.json")
    parser.add_argument("--work", help="where to unpack and keep the images; a temporary folder without it")
    parser.add_argument("--full", action="store_true", help="virtual_sha256 up to 16 GiB instead of 1 GiB")
    arguments = parser.parse_args()
    differing = 0
    with tempfile.TemporaryDirectory(prefix="vhdx-oracle-") as scratch:
        corpus = Corpus(arguments.corpus, arguments.work or scratch)
        for name, expected in corpus.images.items():
            seen = inspect(corpus.unpacked(name), corpus.parents(name), full=arguments.full)
            found = differences(expected, seen)
            differing += bool(found)
            for line in found:
                print(f"{name}: {line}")
    print(f"{len(corpus.images) - differing} agree, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
