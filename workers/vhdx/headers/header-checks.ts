import { NIL_GUID } from "../../shared/guid.ts";
import { isZero } from "../../bytes/zero.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { type FindingList, type FindingPlace, traceText } from "../findings/index.ts";
import { HEADER_OFFSETS, SLOT } from "./header-section.ts";
import { header, type HeaderValues } from "../structs/header.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Checks the active header for what is unusual but does no harm, MS-VHDX 2.2.2. */
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

/** Compares the inactive header, which must be valid, with the active one: an update writes both, one after the other. */
export function checkSpareHeader(
  active: HeaderValues,
  spare: HeaderValues,
  place: FindingPlace,
  findings: FindingList,
): void {
  const [newer, older] = [active.sequenceNumber, spare.sequenceNumber];
  if (newer - older > 1n) {
    const message = `The inactive header's sequence number ${older} is more than one update behind ${newer}, that of the active header.`;
    findings.add("header-sequence-gap", message, place);
  }
  if (spare.version !== 1 && active.version === 1) {
    findings.add("header-copy-version", `The inactive header says format version ${spare.version}.`, place);
  }
  if (spare.dataWriteGuid !== active.dataWriteGuid) {
    const message = `The inactive header has a different DataWriteGuid, ${spare.dataWriteGuid}. ${traceText("qemu-guids")}`;
    findings.add("header-guids-differ", message, place);
  }
  if (spare.logOffset !== active.logOffset || spare.logLength !== active.logLength) {
    findings.add(
      "header-copy-log-place",
      "The inactive header gives another offset or length for the log than the active one.",
      place,
    );
  }
}

/** Checks the bytes behind both headers: each has 4 KiB in a slot of 64 KiB. */
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
