import { MIB } from "../../shared/numbers.ts";
import type { Disk } from "../../volume/disk.ts";
import { probeFindings } from "../../volume/findings.ts";
import { probeDisk, searchedProbe } from "../../volume/probe.ts";
import { probeWords } from "../../volume/words.ts";

/** What a look at a readable disk may take: partition table, its copy, a few starts, and copies where a start says nothing. */
export const MOST_OF_A_LOOK = { reads: 24, bytes: 2 * MIB };

/** What a look at a disk shows, where partitions usually begin too. */
export function lookAt(disk: Disk) {
  const probe = searchedProbe(disk, probeDisk(disk));
  return { probe, words: probeWords(probe), codes: probeFindings(probe).map(({ code }) => code) };
}
