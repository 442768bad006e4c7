import { contentBytes } from "../../../workers/engine/files/content-bytes.ts";
import { damagedFiles } from "../../../workers/engine/files/damage.ts";
import { damageRanges } from "../../../workers/engine/files/damage-ranges.ts";
import { folderRows } from "../../../workers/engine/files/folder-rows.ts";
import { OpenSystems } from "../../../workers/engine/files/open-systems.ts";
import { filePlaces } from "../../../workers/engine/files/places.ts";
import { structureList } from "../../../workers/engine/files/structure-list.ts";
import { volumeList } from "../../../workers/engine/files/volume-list.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { KIB, MIB } from "../../../workers/shared/numbers.ts";
import { holdFiles, holdFree, holdWalk } from "./file-invariants.ts";
import { hold, type Subject, someContext, type Visit } from "./visit.ts";

const ROWS = 200;

/** A file system of the disk; null where none is recognised. */
function someSystem(subject: Subject) {
  const of = someContext(subject);
  const systems = new OpenSystems();
  const { first, volumes } = volumeList(systems.volumes(of), systems.readers);
  hold(new Set(volumes.map(({ id }) => id)).size === volumes.length, "volumes have ids of their own");
  return first === null ? null : { of, system: systems.system(of, first, null) };
}

/** Visits to the files of a disk; they do nothing where no file system is recognised. */
export const FILE_VISITS: readonly Visit[] = [
  {
    name: "folders and files",
    refusals: ["not-available", "needs-parent"],
    asked: 64 * MIB,
    run: (subject) => {
      const found = someSystem(subject);
      if (found === null) return;
      const { fs, disk, place } = found.system;
      const page = folderRows(fs, null, null, ROWS);
      hold(page.rows.length <= ROWS, "a page has as many rows as were asked for");
      for (const { node, stat } of page.rows.slice(0, 20)) {
        structureList(found.system, node);
        if (stat?.kind === "directory") folderRows(fs, node, null, ROWS);
        const content = stat?.kind === "file" ? fs.open(node, null) : null;
        if (content === null) continue;
        const at = subject.random.below(Math.max(1, content.size));
        const { bytes } = contentBytes(content, at, 64 * KIB);
        hold(
          bytes.length === Math.max(0, Math.min(64 * KIB, content.size - at)),
          "as many bytes as there are",
        );
        const { runs } = filePlaces(content, { disk, volume: place.store, names: [] }, at, 64 * KIB);
        let end = at;
        for (const { offset, length } of runs) {
          hold(offset === end && length > 0, `a run of a file at ${offset} after ${end}`);
          end = offset + length;
        }
      }
    },
  },
  {
    name: "files by all ways to ask",
    refusals: ["not-available", "needs-parent"],
    asked: 256 * MIB,
    share: 0.3,
    run: async (subject) => {
      const found = someSystem(subject);
      if (found === null) return;
      const { fs, place } = found.system;
      const volume = fs.applied ?? place.store;
      const walked = holdWalk(fs);
      await holdFiles(fs, volume, walked, subject.random);
      // A damaged bitmap may call free what a file has.
      holdFree(fs, Math.max(volume.size, fs.facts.size), []);
    },
  },
  {
    name: "damaged files",
    refusals: ["not-available", "needs-parent"],
    asked: 256 * MIB,
    share: 0.2,
    run: async (subject) => {
      const found = someSystem(subject);
      if (found === null) return;
      const { of, system } = found;
      const damage = await damageRanges(of, system.disk, system.place, [], UNATTENDED);
      const report = await damagedFiles(system.fs, damage, UNATTENDED);
      hold(report.count <= report.looked, `${report.count} damaged files of ${report.looked}`);
    },
  },
];
