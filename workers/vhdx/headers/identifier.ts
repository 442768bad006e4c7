import type { Finding } from "../../api/index.ts";
import { decode } from "../../bytes/struct.ts";
import { listText, sizeText } from "../../shared/text.ts";
import { isZero } from "../../bytes/zero.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { FindingList } from "../findings/index.ts";
import { HEADER_SECTION, SLOT } from "./header-section.ts";
import { partsOf } from "../recognise/parts.ts";
import { FILE_SIGNATURE, fileIdentifier } from "../structs/file-identifier.ts";
import { nodeId } from "../../shared/node-id.ts";

/** The file type identifier as read. */
export interface Identifier {
  /** Whether the file is a VHDX: by its signature, or by other parts that it holds in their places. */
  readonly isVhdx: boolean;
  /** Whether the signature stands. Without it, this object depends on parts all over the file. */
  readonly signed: boolean;
  /** Up to the first NUL; unpaired surrogates as U+FFFD. */
  readonly creator: string;
  readonly findings: readonly Finding[];
}

/** Characters that a tool's name does not have: controls, and U+FFFD, which stands for bytes that are not text. */
const NO_TEXT = /[\p{Cc}\ufffd]/u;

/** Parts named in a finding at most. */
const MOST_NAMED = 6;

/** Reads the file type identifier, MS-VHDX 2.2.1. Also reports a file that is too short for the header section. */
export function readIdentifier(store: ReadableStore): Identifier {
  const slot = new Uint8Array(SLOT);
  slot.set(readUpTo(store, 0, slot.length));
  const { signature, creator } = decode(fileIdentifier, slot);
  const findings = new FindingList();
  const structure = "File type identifier";
  const place = { structure, offset: 0, node: nodeId("identifier") };
  const intact = signature === FILE_SIGNATURE;
  const parts = intact ? [] : partsOf(store);
  if (!intact && parts.length === 0) {
    findings.add("not-vhdx", "The file does not start with the VHDX signature.", place);
    return { isVhdx: false, signed: false, creator, findings: findings.items };
  }
  if (!intact) {
    const held = listText(parts.slice(0, MOST_NAMED).map(({ name }) => name));
    const message = `The file does not start with the VHDX signature, but it holds ${held}: it is a VHDX.`;
    findings.add("identifier-damaged", message, place);
  }
  if (store.size < HEADER_SECTION.end) {
    findings.add(
      "too-small",
      `The file has ${sizeText(store.size)}, less than the header section alone: it was cut off.`,
      place,
    );
  }
  const { offset, length } = fileIdentifier.fields.creator;
  // What overwrote the signature may have overwritten the rest of the slot too.
  if (!intact && NO_TEXT.test(creator))
    return { isVhdx: true, signed: false, creator: "", findings: findings.items };
  if (NO_TEXT.test(creator)) findings.add("creator-not-text", "The creator is not all text.", place);
  const textEnd = offset + creator.length * 2;
  if (!isZero(slot.subarray(textEnd, offset + length))) {
    const message = "Bytes behind the end of the creator's text are not zero.";
    findings.add("creator-hidden-text", message, { ...place, offset: textEnd });
  }
  if (!isZero(slot.subarray(fileIdentifier.size))) {
    const message = "Bytes behind the file type identifier are not zero.";
    findings.add("identifier-reserved", message, { ...place, offset: fileIdentifier.size });
  }
  return { isVhdx: true, signed: intact, creator, findings: findings.items };
}
