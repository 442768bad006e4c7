import type { ChainApi, ErrorFields, ImageId, ImageSource, ImageSummary } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../bytes/error.ts";
import { forestOf } from "../chain/forest.ts";
import { checkRelink } from "../edits/relink.ts";
import { ownerMap, ownerRuns } from "../chain/owners.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { summaryOf } from "../report/summary.ts";
import { errorFields } from "./throw-handler.ts";
import type { OpenFiles } from "./open-files.ts";

type ChainCalls = Omit<ChainApi, "childDefaults" | "checkChild" | "createChild" | "createWorkingChild">;

const nameOf = (source: ImageSource): string =>
  source.kind === "file" ? source.file.name : source.kind === "handle" ? source.handle.name : source.name;

/** Whether two sources are one file, as far as that can be told. */
async function isSameSource(a: ImageSource, b: ImageSource): Promise<boolean> {
  if (a.kind === "handle" && b.kind === "handle") return a.handle.isSameEntry(b.handle);
  if (a.kind === "working" && b.kind === "working") return a.name === b.name;
  if (a.kind !== "file" || b.kind !== "file") return false;
  const [one, other] = [a.file, b.file];
  return (
    one === other ||
    (one.name === other.name && one.size === other.size && one.lastModified === other.lastModified)
  );
}

export function chainCalls(files: OpenFiles): ChainCalls {
  const summary = (id: ImageId): ImageSummary => summaryOf(id, files.get(id));
  /** The open image of a source, null where there is none. */
  const openAs = async (source: ImageSource): Promise<ImageId | null> => {
    for (const id of files.ids) if (await isSameSource(files.get(id).source, source)) return id;
    return null;
  };
  /**
   * Opens files one after the other: each is linked with what came before.
   *
   * @param added takes the ids of those that were not open before
   */
  const openEach = async (sources: readonly ImageSource[], job: JobContext, added: ImageId[]) => {
    const ids: ImageId[] = [];
    const failed: { name: string; error: ErrorFields }[] = [];
    for (const [nth, source] of sources.entries()) {
      job.progress(nth, sources.length);
      try {
        let id = await openAs(source);
        if (id === null) {
          id = files.add(await files.openWithKept(source, job));
          added.push(id);
        }
        ids.push(id);
      } catch (thrown) {
        if (!(thrown instanceof VhdxError) || thrown.code === "cancelled") throw thrown;
        failed.push({ name: nameOf(source), error: errorFields(thrown) });
      }
    }
    return { ids, failed };
  };
  /** Images whose ancestors are others than before. */
  const changedSince = (before: ReadonlyMap<ImageId, string>): readonly ImageSummary[] =>
    [...lineages(files)]
      .filter(([id, now]) => before.has(id) && before.get(id) !== now)
      .map(([id]) => summary(id));
  const relinked = (before: ReadonlyMap<ImageId, string>) => ({
    forest: forestOf(files.links),
    changed: changedSince(before),
  });

  return {
    openAll: async (sources, job, onProgress) => {
      await loadCrc32c();
      const before = lineages(files);
      const added: ImageId[] = [];
      const options = { label: "Opening", unit: "entries" } as const;
      try {
        const { ids, failed } = await files.jobs.run(job, options, onProgress, (context) =>
          openEach(sources, context, added),
        );
        return { ...relinked(before), opened: [...new Set(ids)].map(summary), failed };
      } catch (thrown) {
        for (const id of added) files.close(id);
        throw thrown;
      }
    },
    forest: async () => forestOf(files.links),
    linkParent: async (child, parent) => {
      const before = lineages(files);
      files.get(parent);
      if (files.get(child).image.best.structures.facts.type !== "differencing")
        throw new VhdxError("misuse", "This disk has no parent: it is not a differencing disk.");
      files.decideParent(child, parent);
      return relinked(before);
    },
    unlinkParent: async (child) => {
      const before = lineages(files);
      files.get(child);
      files.decideParent(child, null);
      return relinked(before);
    },
    owners: async (id, ref, offset, length) => {
      const { image, layer } = files.context(id, ref);
      return ownerRuns(image.disk(layer), offset, length);
    },
    ownerMap: async (id, ref, firstBlock, blocksPerCell, cells, job, onProgress) => {
      const { image, layer } = files.context(id, ref);
      const { geometry } = layer.structures;
      const disk = image.disk(layer);
      if (geometry === null) throw new VhdxError("not-available", "The disk has no blocks.");
      const self = { id, name: files.get(id).name, image };
      const options = { label: "Looking whose the blocks are", unit: "entries" } as const;
      return files.jobs.run(job, options, onProgress, (context) =>
        ownerMap(self, disk, geometry, { firstBlock, blocksPerCell, cells }, context),
      );
    },
    checkRelink: async (id, change) => {
      const { edits, image } = files.get(id);
      return checkRelink(edits.isEmpty ? image.best : edits.edited.own, change);
    },
  };
}

/** Each open image's ancestors, as a text that is another when they are. */
function lineages(files: OpenFiles): ReadonlyMap<ImageId, string> {
  const { nodes } = forestOf(files.links);
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent?.id ?? null]));
  const line = (id: ImageId): string => {
    const parent = parents.get(id) ?? null;
    return parent === null ? id : `${id} ${line(parent)}`;
  };
  return new Map(nodes.map(({ id }) => [id, line(id)]));
}
