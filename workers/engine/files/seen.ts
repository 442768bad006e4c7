import type { DamageReport, FilesCount, FilesSystem, ReportFiles } from "../../api/index.ts";
import type { VolumePlace } from "../../volume/volumes.ts";
import type { Layer } from "../image/layer.ts";
import { pathText } from "./walk.ts";

/** Problems and damaged files of a report. */
const MOST_PROBLEMS = 100;
const MOST_FILES = 1000;

/** What was seen of one file system. */
interface Seen {
  readonly place: VolumePlace;
  readonly system: FilesSystem;
  readonly counts: FilesCount | null;
  readonly damage: DamageReport | null;
}

function reportOf({ place, system, counts, damage }: Seen): ReportFiles {
  const { name, label, uuid, size, used, words, state, pendingTransactions, appliedTransactions } = system;
  return {
    volume: place.title,
    offset: place.offset,
    length: place.length,
    name,
    label,
    uuid,
    size,
    used,
    words,
    state,
    pendingTransactions,
    appliedTransactions,
    problems: system.problems
      .slice(0, MOST_PROBLEMS)
      .map(({ code, severity, message }) => ({ code, severity, message })),
    counts,
    damage:
      damage === null
        ? null
        : {
            looked: damage.looked,
            count: damage.count,
            words: damage.words,
            files: damage.files
              .slice(0, MOST_FILES)
              .map(({ path, damaged, kinds }) => ({ path: pathText(path), damaged, kinds })),
          },
  };
}

/** What was seen of the file systems of each layer, for its reports. */
export class SeenFiles {
  readonly #seen = new WeakMap<Layer, Map<string, Seen>>();

  /** Takes what was seen of a file system; what was counted before stays. */
  add(
    layer: Layer,
    place: VolumePlace,
    system: FilesSystem,
    more: { readonly counts?: FilesCount; readonly damage?: DamageReport } = {},
  ): void {
    const all = this.#seen.get(layer) ?? new Map<string, Seen>();
    this.#seen.set(layer, all);
    const before = all.get(place.id);
    // Another position of the journal is another state of the files.
    const same = before?.system.appliedTransactions === system.appliedTransactions ? before : undefined;
    const { counts = same?.counts ?? null, damage = same?.damage ?? null } = more;
    all.set(place.id, { place, system, counts, damage });
  }

  /** In the order in which they were opened. */
  of(layer: Layer): readonly ReportFiles[] {
    return [...(this.#seen.get(layer)?.values() ?? [])].map(reportOf);
  }
}
