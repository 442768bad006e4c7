import { transfer } from "comlink";
import type { FilesApi, FilesAt, ImageId, ZeroedRun } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { KnownReader } from "../../fs/readers.ts";
import { contentBytes, contentOf } from "../files/content-bytes.ts";
import { countFiles } from "../files/count.ts";
import { filesChanges } from "../files/changes.ts";
import { damagedFiles } from "../files/damage.ts";
import { damageRanges } from "../files/damage-ranges.ts";
import { deletedFiles } from "../files/deleted.ts";
import { type DiskOf, diskChanges } from "../files/disk-changes.ts";
import { findFiles } from "../files/find.ts";
import { folderRows } from "../files/folder-rows.ts";
import { lookupPath } from "../files/lookup.ts";
import { type OpenSystem, OpenSystems } from "../files/open-systems.ts";
import { OWNING } from "../files/owner-index.ts";
import { Owners } from "../files/owners.ts";
import { filePlaces, type PlacedOn } from "../files/places.ts";
import { filesOverview } from "../files/overview.ts";
import type { SeenFiles } from "../files/seen.ts";
import { MEASURING, spaceOf } from "../files/space.ts";
import { structureList } from "../files/structure-list.ts";
import { problemOf, systemFacts } from "../files/system-facts.ts";
import { volumeList } from "../files/volume-list.ts";
import { deliverFiles } from "../exports/files/deliver-files.ts";
import type { Subject } from "../exports/files/extraction-run.ts";
import { extractPlan } from "../exports/files/extract-plan.ts";
import { slicesOf } from "../exports/files/file-pieces.ts";
import { chainFiles } from "../exports/chain/parent-files.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import type { ZeroedRuns } from "../exports/deliver/zeroed-runs.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { ancestors } from "../image/lineage.ts";
import type { OpenFiles } from "./open-files.ts";
import { viewer } from "./view.ts";

/** What is remembered of open images for their reports. */
export interface FilesMemory {
  /** What exports could not read. */
  readonly zeroedRuns: ZeroedRuns;
  readonly seen: SeenFiles;
}

/**
 * @param version of the tool, for manifests
 * @param memory what reports have to say of exports and files
 * @param startHashWorker for digests of extracted files; null where there are none
 * @param readers of file systems; left out: all that there are
 */
export function filesApi(
  files: OpenFiles,
  version: string,
  { zeroedRuns, seen }: FilesMemory,
  startHashWorker: StartHashWorker | null,
  readers?: readonly KnownReader[],
): FilesApi {
  const systems = new OpenSystems(readers);
  const owners = new Owners(systems);
  const view = viewer(files);
  const systemAt = ({ image, layer, volume, transactions }: FilesAt): OpenSystem =>
    systems.system(files.context(image, layer), volume, transactions);
  /** Answers a question about a file system. */
  const ask = <T>(at: FilesAt, look: (system: OpenSystem) => T): Promise<T> =>
    view(at.image, () => look(systemAt(at)));
  const placedOn = (id: ImageId, { disk, place }: OpenSystem): PlacedOn => {
    const { name, image } = files.get(id);
    return { disk, volume: place.store, names: [name, ...ancestors(image).map((each) => each.name)] };
  };
  const subjectOf = (at: FilesAt): Subject => {
    const { fs, disk, place } = systemAt(at);
    const { name, file } = files.get(at.image);
    const { image, layer } = files.context(at.image, at.layer);
    const { facts } = fs;
    const on = { disk, volume: place.store, files: chainFiles(file, image, layer) };
    return {
      fs,
      head: { image: name, layer: layer.name, volume: place.title, system: facts.name, version },
      // What the journal holds may be in place of what is on the volume.
      piecesOf:
        facts.pendingTransactions === null || facts.pendingTransactions === 0
          ? (content, offset, length) => slicesOf(on, content, offset, length)
          : null,
      startHashWorker,
    };
  };
  const diskOf = (at: FilesAt): DiskOf => {
    const { image, layer } = files.context(at.image, at.layer);
    return { disk: systemAt(at).disk, files: chainFiles(files.get(at.image).file, image, layer) };
  };
  return {
    volumes: (id, layer) =>
      view(id, () => volumeList(systems.volumes(files.context(id, layer)), systems.readers)),
    system: (at) =>
      ask(at, ({ fs, place }) => {
        const facts = systemFacts(fs, at.transactions);
        seen.add(files.context(at.image, at.layer).layer, place, facts);
        return facts;
      }),
    overview: (id, layer) =>
      view(id, () => {
        const of = files.context(id, layer);
        return filesOverview(systems, of, (place, facts) => seen.add(of.layer, place, facts));
      }),
    problems: (at) => ask(at, ({ fs }) => fs.problems().map(problemOf)),
    list: (at, folder, cursor, limit) => ask(at, ({ fs }) => folderRows(fs, folder, cursor, limit)),
    stat: (at, node) => ask(at, ({ fs }) => fs.stat(node)),
    lookup: (at, path) => ask(at, ({ fs }) => lookupPath(fs, path)),
    read: (at, node, stream, offset, length) =>
      ask(at, ({ fs }) => {
        const answer = contentBytes(contentOf(fs, node, stream), offset, length);
        return transfer(answer, [answer.bytes.buffer]);
      }),
    places: (at, node, stream, offset, length) =>
      ask(at, (system) =>
        filePlaces(contentOf(system.fs, node, stream), placedOn(at.image, system), offset, length),
      ),
    structures: (at, node) => ask(at, (system) => structureList(system, node)),
    find: async (at, request, job) =>
      files.jobs.run(job, { label: "Searching names", unit: "entries" }, (context) =>
        findFiles(systemAt(at).fs, request, context),
      ),
    count: async (at, job) =>
      files.jobs.run(job, { label: "Counting files", unit: "entries" }, async (context) => {
        const { layer } = files.context(at.image, at.layer);
        const { fs, place } = systemAt(at);
        const counts = await countFiles(fs, context);
        seen.add(layer, place, systemFacts(fs, at.transactions), { counts });
        return counts;
      }),
    deleted: async (at, job) =>
      files.jobs.run(job, { label: "Looking for deleted files", unit: "entries" }, (context) =>
        deletedFiles(systemAt(at).fs, context),
      ),
    ownerOf: async (id, layer, diskOffset, transactions, job) =>
      files.jobs.run(job, { label: OWNING, unit: "entries" }, (context) =>
        owners.at(files.context(id, layer), diskOffset, transactions, context),
      ),
    extractPlan: (at, request) => ask(at, ({ fs }) => extractPlan(fs, request, files.get(at.image).name)),
    extract: async (at, request, to, job) => {
      if (to.kind === "handle") await files.checkDestination(to);
      return files.jobs.run(job, { label: "Extracting", unit: "bytes" }, (context) =>
        deliverFiles(subjectOf(at), request, to, job.unread, context),
      );
    },
    damage: async (at, job) =>
      files.jobs.run(job, { label: "Looking for damaged files", unit: "entries" }, async (context) => {
        const of = files.context(at.image, at.layer);
        const { fs, disk, place } = systemAt(at);
        const zeroed = [...zeroedOf(zeroedRuns.of(files.get(at.image).image)), ...lostByEdits(of.image)];
        const damage = await damagedFiles(fs, await damageRanges(of, disk, place, zeroed, context), context);
        seen.add(of.layer, place, systemFacts(fs, at.transactions), { damage });
        return damage;
      }),
    changes: async (before, after, job) =>
      files.jobs.run(job, { label: "Comparing files", unit: "entries" }, async (context) => {
        const [one, other] = [systemAt(before), systemAt(after)];
        const same =
          files.context(before.image, before.layer).layer === files.context(after.image, after.layer).layer;
        const changed = same ? new IntervalSet() : await diskChanges(diskOf(before), diskOf(after), context);
        return filesChanges(one, other, changed, context);
      }),
    space: async (id, layer, job) =>
      files.jobs.run(job, { label: MEASURING, unit: "entries" }, (context) =>
        spaceOf(systems, files.context(id, layer), context),
      ),
  };
}

/** Runs of the virtual disk that exports could not read. */
function* zeroedOf(runs: readonly ZeroedRun[]): Generator<{ start: number; end: number }> {
  for (const { diskOffset, length } of runs)
    if (diskOffset !== null) yield { start: diskOffset, end: diskOffset + length };
}

/** Runs of the virtual disk that read as zeros since a change of the user. */
const lostByEdits = ({ lostByEdits: lost }: OpenedImage) =>
  (lost?.ranges ?? []).map(({ offset, length }) => ({ start: offset, end: offset + length }));
