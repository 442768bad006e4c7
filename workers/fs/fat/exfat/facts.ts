import type { FsFacts } from "../../file-system.ts";
import { hexText } from "../../../shared/text.ts";
import { bootChecksum, CHECKSUM_SECTOR } from "./boot-region.ts";
import { REGION_SECTORS } from "./geometry.ts";
import type { ExfatNodes } from "./nodes.ts";

/** What boot regions and flags say of their state, as clauses; what is wrong with them is a problem. */
function marksOf({ geometry, reader, problems }: ExfatNodes): readonly string[] {
  const { boot, values, sectorSize } = geometry;
  const length = REGION_SECTORS * sectorSize;
  const marks: string[] = [];
  if (boot !== 0) {
    marks.push("found by the backup boot region");
    problems.add("exfat-boot-lost", "error", "The boot sector is damaged or gone; its copy is used.", {
      run: { offset: 0, length },
    });
  }
  for (const [offset, name] of [
    [0, "boot region"],
    [length, "backup boot region"],
  ] as const) {
    const region = reader.read(offset, length);
    const stored = reader.u32(offset + CHECKSUM_SECTOR * sectorSize);
    if (region === null || bootChecksum(region, sectorSize) !== stored)
      problems.add("exfat-boot-checksum", "warning", `The checksum of the ${name} does not fit.`, {
        run: { offset, length },
      });
  }
  if ((values.flags & 4) !== 0) marks.push("marked as having errors");
  if ((values.flags & 2) !== 0) marks.push("not unmounted");
  return marks;
}

/** What an exFAT volume says of itself. @param label of the root folder */
export function readFacts(nodes: ExfatNodes, label: string | null): FsFacts {
  const { values, layout, size } = nodes.geometry;
  const { serial, percent } = values;
  const digits = hexText(serial, 8).slice(2).toUpperCase();
  return {
    name: "exFAT",
    label,
    uuid: `${digits.slice(0, 4)}-${digits.slice(4)}`,
    blockSize: layout.clusterSize,
    size,
    // A percentage, rounded down: all that exFAT keeps.
    used: percent > 100 ? null : Math.floor((layout.clusters * percent) / 100) * layout.clusterSize,
    files: null,
    state: marksOf(nodes),
    pendingTransactions: null,
    isCurrent: true,
  };
}
