"""Region table and metadata (MS-VHDX 2.2.3, 2.6)."""

from __future__ import annotations

import struct
from typing import Dict, List, NamedTuple, Optional, Tuple

from crc32c import structure_crc32c
from headers import NIL_GUID, Header, guid_bytes, guid_text
from image_file import KIB, MIB, TIB, Refusal

OFFSET_LIMIT = 1 << 53
MAX_TABLE_ENTRIES = 2047

BAT_REGION = guid_bytes("2DC27766-F623-4200-9D64-115E9BFD4A08")
METADATA_REGION = guid_bytes("8B7CA206-4790-4B9A-B8FE-575F050F886E")

FILE_PARAMETERS = guid_bytes("CAA16737-FA36-4D43-B3B6-33F0AA44E76B")
VIRTUAL_DISK_SIZE = guid_bytes("2FA54224-CD1B-4876-B211-5DBED83BF4B8")
VIRTUAL_DISK_ID = guid_bytes("BECA12AB-B2E6-4523-93EF-C309E000C746")
LOGICAL_SECTOR_SIZE = guid_bytes("8141BF1D-A96F-4709-BA47-F233A8FAAB5F")
PHYSICAL_SECTOR_SIZE = guid_bytes("CDA348C7-445D-4471-9CC9-E9885251C556")
PARENT_LOCATOR = guid_bytes("A8D35F2D-B30B-454D-ABF7-D3D84834AB0C")
CHS_PARAMETERS = guid_bytes("DA02D7BC-3D3A-423C-AC88-2A36AB21479B")
INCOMPLETE_FILE = guid_bytes("71CC85F0-1B69-4E28-9558-C3BF83AE75D3")
PMEM_LABEL_STORAGE = guid_bytes("10E1AE8A-4B7E-4169-A40F-CD70DE928393")
VHDX_PARENT = guid_bytes("B04AEFB7-D19E-4A81-B789-25B8E9445913")

LEAST_LENGTH = {
    FILE_PARAMETERS: 8,
    VIRTUAL_DISK_SIZE: 8,
    VIRTUAL_DISK_ID: 16,
    LOGICAL_SECTOR_SIZE: 4,
    PHYSICAL_SECTOR_SIZE: 4,
    PARENT_LOCATOR: 20,
    CHS_PARAMETERS: 0,
    INCOMPLETE_FILE: 0,
    PMEM_LABEL_STORAGE: 0,
}


class Region(NamedTuple):
    guid: bytes
    offset: int
    length: int
    required: bool


class Metadata(NamedTuple):
    block_size: int
    leave_blocks_allocated: bool
    has_parent: bool
    virtual_size: int
    disk_id: Optional[bytes]
    logical_sector_size: int
    physical_sector_size: Optional[int]
    parent_locator: Dict[str, str]
    findings: List[dict]

    @property
    def type(self) -> str:
        if self.has_parent:
            return "differencing"
        return "fixed" if self.leave_blocks_allocated else "dynamic"


def _region_table(raw: bytes) -> Optional[List[Region]]:
    if len(raw) != 64 * KIB or raw[:4] != b"regi":
        return None
    checksum, count = struct.unpack_from("<II", raw, 4)
    if count > MAX_TABLE_ENTRIES or checksum != structure_crc32c(raw):
        return None
    entries = struct.iter_unpack("<16sQII", raw[16 : 16 + 32 * count])
    return [Region(guid, offset, length, bool(required & 1)) for guid, offset, length, required in entries]


def read_regions(file, header: Header) -> Dict[bytes, Region]:
    """The regions of the first valid table, by GUID. Raises Refusal where they break a rule."""
    tables = (_region_table(file.read(at, 64 * KIB)) for at in (192 * KIB, 256 * KIB))
    table = next((each for each in tables if each is not None), None)
    if table is None:
        raise Refusal("no-valid-region-table", "neither region table has its signature and checksum")
    regions: Dict[bytes, Region] = {}
    for region in table:
        name = guid_text(region.guid)
        if region.offset % MIB or region.offset < MIB or region.length == 0:
            raise Refusal("region-misaligned", f"region {name} at {region.offset}, length {region.length}")
        if region.offset + region.length >= OFFSET_LIMIT:
            raise Refusal("offset-too-large", f"region {name} at {region.offset}")
        if region.guid in regions:
            raise Refusal("region-duplicate", f"region {name} stands twice in the table")
        regions[region.guid] = region
    for region in table:
        if region.required and region.guid not in (BAT_REGION, METADATA_REGION):
            raise Refusal("region-unknown-required", f"region {guid_text(region.guid)}")
    for guid in (BAT_REGION, METADATA_REGION):
        if guid not in regions:
            raise Refusal("region-missing", f"region {guid_text(guid)}")
        if regions[guid].offset + regions[guid].length > file.size:
            raise Refusal("region-beyond-file", f"region {guid_text(guid)}")
    placed = sorted(structures(header, regions))
    for (_, end), (start, _) in zip(placed, placed[1:]):
        if start < end:
            raise Refusal("region-overlap", f"two structures share file offset {start}")
    return regions


def structures(header: Header, regions: Dict[bytes, Region]) -> List[Tuple[int, int]]:
    """Start and end of the header section, the log and every region."""
    ranges = [(0, MIB)] + [(each.offset, each.offset + each.length) for each in regions.values()]
    if header.log_length:
        ranges.append((header.log_offset, header.log_offset + header.log_length))
    return ranges


def _items(file, region: Region) -> Dict[Tuple[bytes, bool], bytes]:
    """The content of every known system item. Raises Refusal where the table breaks a rule."""
    table = file.read(region.offset, min(64 * KIB, region.length))
    if len(table) < 64 * KIB or table[:8] != b"metadata":
        raise Refusal("bad-metadata", "the metadata region does not start with a metadata table")
    (count,) = struct.unpack_from("<H", table, 10)
    if count > MAX_TABLE_ENTRIES:
        raise Refusal("metadata-count", f"{count} metadata entries")
    entries = [
        (guid, bool(flags & 1), bool(flags & 4), offset, length)
        for guid, offset, length, flags, _ in struct.iter_unpack("<16sIIII", table[32 : 32 + 32 * count])
    ]
    keys = [(guid, is_user) for guid, is_user, *_ in entries]
    if len(set(keys)) != len(keys):
        raise Refusal("metadata-duplicate", "one item stands twice in the metadata table")
    contents = {}
    for guid, is_user, is_required, offset, length in entries:
        name = guid_text(guid)
        if is_user or guid not in LEAST_LENGTH:
            if is_required:
                raise Refusal("metadata-unknown-required", f"item {name}")
            continue
        if guid == INCOMPLETE_FILE:
            raise Refusal("incomplete-file", "the creation of this file was never finished")
        in_region = length == 0 or (offset >= 64 * KIB and offset + length <= region.length)
        if not in_region or length > MIB or length < LEAST_LENGTH[guid]:
            raise Refusal("metadata-item-range", f"item {name} at {offset}, length {length}")
        for other, other_user, _, other_offset, other_length in entries:
            apart = offset + length <= other_offset or other_offset + other_length <= offset
            if (other, other_user) != (guid, is_user) and other_length and length and not apart:
                raise Refusal("metadata-item-range", f"item {name} overlaps another")
        contents[guid] = file.read(region.offset + offset, length)
    return contents


def read_metadata(file, region: Region) -> Metadata:
    """The known metadata items. Raises Refusal where no virtual disk can be made of them."""
    contents = _items(file, region)
    for guid in (FILE_PARAMETERS, VIRTUAL_DISK_SIZE, LOGICAL_SECTOR_SIZE):
        if guid not in contents:
            raise Refusal("metadata-missing", f"item {guid_text(guid)}")
    missing = [guid for guid in (VIRTUAL_DISK_ID, PHYSICAL_SECTOR_SIZE) if guid not in contents]
    findings = [{"code": "metadata-missing", "item": guid_text(guid)} for guid in missing]

    block_size, flags = struct.unpack_from("<II", contents[FILE_PARAMETERS])
    if not MIB <= block_size <= 256 * MIB or block_size & (block_size - 1):
        raise Refusal("block-size", f"block size {block_size}")
    logical = int.from_bytes(contents[LOGICAL_SECTOR_SIZE][:4], "little")
    if logical not in (512, 4096):
        raise Refusal("sector-size", f"logical sector size {logical}")
    virtual_size = int.from_bytes(contents[VIRTUAL_DISK_SIZE][:8], "little")
    if not 0 < virtual_size <= 64 * TIB:
        raise Refusal("virtual-size", f"virtual size {virtual_size}")
    if virtual_size % logical:
        findings.append({"code": "virtual-size"})
        virtual_size -= virtual_size % logical
    has_parent = bool(flags & 2)
    locator = {}
    if has_parent:
        if PARENT_LOCATOR not in contents:
            raise Refusal("parent-locator-missing", "the disk has a parent and does not say which")
        locator = _parent_locator(contents[PARENT_LOCATOR])
    disk_id = contents.get(VIRTUAL_DISK_ID, NIL_GUID)[:16]
    physical = contents.get(PHYSICAL_SECTOR_SIZE)
    return Metadata(
        block_size,
        bool(flags & 1),
        has_parent,
        virtual_size,
        disk_id if VIRTUAL_DISK_ID in contents else None,
        logical,
        int.from_bytes(physical[:4], "little") if physical else None,
        locator,
        findings,
    )


def _parent_locator(item: bytes) -> Dict[str, str]:
    kind, _, count = struct.unpack_from("<16sHH", item)
    if kind != VHDX_PARENT:
        raise Refusal("unknown-parent-type", f"parent locator type {guid_text(kind)}")
    if 20 + 12 * count > len(item):
        raise Refusal("locator-range", "the locator's entries end beyond the item")
    pairs = {}
    for key_at, value_at, key_length, value_length in struct.iter_unpack("<IIHH", item[20 : 20 + 12 * count]):
        if key_at + key_length > len(item) or value_at + value_length > len(item):
            raise Refusal("locator-range", "a key or value ends beyond the item")
        key = item[key_at : key_at + key_length].decode("utf-16-le", "replace")
        pairs[key] = item[value_at : value_at + value_length].decode("utf-16-le", "replace")
    return pairs
