import type { FileStat } from "../../../../workers/api/index.ts";
import { bytesToHex, hexText, numberText } from "../../../../workers/shared/text.ts";
import { formatBytesExactly } from "../../parts/format.ts";
import { modeText, timeText } from "./file-text.ts";
import { WORDS } from "./words.ts";

export interface Detail {
  readonly title: string;
  readonly value: string;
}

/** Bytes of an attribute that are shown. */
const MOST_VALUE = 256;

const PRINTABLE = /^[\t\n\r -~]*\0?$/;

/** The value of an extended attribute: as text where it is plain, else in hexadecimal. */
function valueText(value: Uint8Array): string {
  const shown = value.subarray(0, MOST_VALUE);
  const more = value.length > MOST_VALUE ? "…" : "";
  const text = String.fromCharCode(...shown);
  return (PRINTABLE.test(text) ? text.replace(/\0$/, "") : bytesToHex(shown)) + more;
}

/**
 * What the file system keeps about a file, as lines. What it does not keep is left out.
 *
 * @param system name of the file system
 */
export function detailsOf(stat: FileStat, system: string): readonly Detail[] {
  const { kind, size, allocated, times, mode, owner, links, target, device, flags, attributes, node } = stat;
  const lines: Detail[] = [];
  const put = (title: string, value: string | null) => {
    if (value !== null && value !== "") lines.push({ title, value });
  };
  put(WORDS.details.kind, WORDS.grid.kind[kind]);
  put(WORDS.details.size, kind === "directory" ? null : formatBytesExactly(size));
  put(WORDS.details.allocated, formatBytesExactly(allocated));
  put(WORDS.details.target, target?.text ?? null);
  put(WORDS.details.device, device === null ? null : WORDS.details.deviceText(device.major, device.minor));
  for (const which of ["modified", "accessed", "changed", "created"] as const) {
    const time = times[which];
    put(WORDS.details[which], time === null ? null : timeText(time, true));
  }
  put(
    WORDS.details.mode,
    mode === null ? null : `${modeText(kind, mode)} (${mode.toString(8).padStart(4, "0")})`,
  );
  put(WORDS.details.owner, owner === null ? null : WORDS.details.ownerText(owner.user, owner.group));
  put(WORDS.details.links, numberText(links));
  put(WORDS.details.flags, flags.join(", "));
  for (const { name, value } of attributes) put(name, valueText(value));
  // On FAT, a node is the offset of its entry, and 0 the root folder, which has none.
  const place = node === 0 ? null : hexText(node);
  put(WORDS.details.node(system), system.includes("FAT") ? place : numberText(node));
  return lines;
}
