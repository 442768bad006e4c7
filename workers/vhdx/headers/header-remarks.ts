import { NIL_GUID } from "../../shared/guid.ts";
import { isZero } from "../../bytes/zero.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import type { FindingList, FindingPlace } from "../findings/index.ts";
import { HEADER_OFFSETS, SLOT } from "./header-section.ts";
import { header, type HeaderValues } from "../structs/header.ts";
import { nodeId } from "../../shared/node-id.ts";

/** What is odd about the active header and does no harm, MS-VHDX 2.2.2. */
export function checkActiveHeader(active: HeaderValues, place: FindingPlace, findings: FindingList): void {
  if (active.reserved.some((byte) => byte !== 0)) {
    findings.add("header-reserved", "Reserved bytes of the active header are not zero.", place);
  }
  if (active.fileWriteGuid === NIL_GUID) {
    findings.add("header-file-write-guid-nil", "The FileWriteGuid is all zeros.", place);
  }
  if (active.dataWriteGuid === NIL_GUID) {
    findings.add("header-data-write-guid-nil", "The DataWriteGuid is all zeros.", place);
  }
}

/** Compares the valid header that is not active with the active one: an update writes both, one after the other. */
export function checkSpareHeader(
  active: HeaderValues,
  spare: HeaderValues,
  place: FindingPlace,
  findings: FindingList,
): void {
  const [newer, older] = [active.sequenceNumber, spare.sequenceNumber];
  if (newer - older > 1n) {
    const message = `Its sequence number ${older} is more than one update behind ${newer}, that of the other header.`;
    findings.add("header-sequence-gap", message, place);
  }
  if (spare.version !== 1 && active.version === 1) {
    findings.add("header-copy-version", `It says format version ${spare.version}.`, place);
  }
  if (spare.dataWriteGuid !== active.dataWriteGuid) {
    const message = `Its DataWriteGuid ${spare.dataWriteGuid} is not the active header's.`;
    findings.add("header-guids-differ", message, place);
  }
  if (spare.logOffset !== active.logOffset || spare.logLength !== active.logLength) {
    findings.add(
      "header-copy-log-place",
      "It names another place for the log than the active header.",
      place,
    );
  }
}

/** Looks behind both headers: each has 64 KiB for its 4 KiB. */
export function checkHeaderSlots(store: ReadableStore, findings: FindingList): void {
  for (const [index, offset] of HEADER_OFFSETS.entries()) {
    const behind = offset + header.size;
    if (isZero(readUpTo(store, behind, SLOT - header.size))) continue;
    findings.add("header-slot-data", `Bytes behind header ${index + 1} are not zero.`, {
      structure: `Header ${index + 1}`,
      offset: behind,
      node: nodeId("header", index + 1),
    });
  }
}
