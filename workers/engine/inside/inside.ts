import type { Steps } from "../../bytes/steps.ts";
import type { Finding, Inside, InsideVolume } from "../../api/index.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { probeFindings } from "../../volume/findings.ts";
import { probeDisk, searchedProbe } from "../../volume/probe.ts";
import type { Volume } from "../../volume/recognise.ts";
import { probeWords, volumeWords } from "../../volume/words.ts";
import type { Layer } from "../image/layer.ts";

/** A look at a virtual disk: for people and reports, and what is worth a finding. */
export interface Look {
  readonly inside: Inside;
  readonly findings: readonly Finding[];
}

/** What a job says while it looks. */
export const LOOKING = "Looking for file systems";

const EMPTY: Look = {
  inside: { words: "nothing, as no block of the disk is stored", table: null, volumes: [] },
  findings: [],
};

function volumeOf(volume: Volume, size: number): InsideVolume {
  const { partition, content } = volume;
  return {
    partition: partition?.number ?? null,
    purpose: partition?.purpose ?? null,
    offset: partition?.offset ?? 0,
    length: partition?.size ?? size,
    content: content?.name ?? null,
    label: content?.label ?? null,
    size: content?.size ?? null,
    words: volumeWords(volume),
  };
}

/** Entries of blocks that read as zeros, and of sector bitmaps. */
const UNSTORED = /^payload-[0-3]$|^bitmap-/;

/** Whether a layer's file, which has no parent, holds no block of its disk. Not known before its BAT was checked. */
function isEmpty({ structures, bat, batChecked }: Layer): boolean {
  if (structures.facts.type === "differencing" || bat === null || !batChecked) return false;
  return Object.keys(bat.byState).every((state) => UNSTORED.test(state));
}

/**
 * Looks at a layer's virtual disk.
 *
 * @param isFurther whether to look where partitions usually begin, if the start of the disk says nothing
 * @throws VhdxError where the file can't be read for another reason than a failing drive.
 */
export function* lookInside(layer: Layer, disk: VirtualDisk, isFurther: boolean): Steps<Look> {
  if (isEmpty(layer)) return EMPTY;
  // A place far behind costs a read of a large BAT, which is known once it was checked; then this look is taken again.
  const first = probeDisk(disk, layer.batChecked);
  yield { done: 0, total: null };
  const probe = isFurther ? searchedProbe(disk, first) : first;
  const { table, volumes } = probe;
  return {
    inside: {
      words: probeWords(probe),
      table: table?.kind ?? null,
      volumes: volumes.map((volume) => volumeOf(volume, disk.size)),
    },
    findings: probeFindings(probe),
  };
}
