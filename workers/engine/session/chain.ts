import type { ChainApi } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { forestOf } from "../chain/forest.ts";
import { ownerMap, ownerRuns } from "../chain/owners.ts";
import { checkRelink } from "../edits/relink.ts";
import { lineages, relinked } from "./lineages.ts";
import type { OpenFiles } from "./open-files.ts";

export function chainApi(files: OpenFiles): ChainApi {
  return {
    forest: async () => forestOf(files.links),
    link: async (child, parent) => {
      const before = lineages(files);
      files.get(parent);
      if (files.get(child).image.best.structures.facts.type !== "differencing")
        throw new VhdxError("misuse", "This disk has no parent: it is not a differencing disk.");
      files.decideParent(child, parent);
      return relinked(files, before);
    },
    unlink: async (child) => {
      const before = lineages(files);
      files.get(child);
      files.decideParent(child, null);
      return relinked(files, before);
    },
    owners: async (id, ref, offset, length) => {
      const { image, layer } = files.context(id, ref);
      return ownerRuns(image.disk(layer), offset, length);
    },
    ownerMap: async (id, ref, firstBlock, blocksPerCell, cells, job) => {
      const { image, layer } = files.context(id, ref);
      const { geometry } = layer.structures;
      const disk = image.disk(layer);
      if (geometry === null) throw new VhdxError("not-available", "The disk has no blocks.");
      const self = { id, name: files.get(id).name, image };
      const options = { label: "Finding which file owns each block", unit: "entries" } as const;
      return files.jobs.run(job, options, (context) =>
        ownerMap(self, disk, geometry, { firstBlock, blocksPerCell, cells }, context),
      );
    },
    checkRelink: async (id, change) => {
      const { edits, image } = files.get(id);
      return checkRelink((edits.isEmpty ? image.best : edits.edited.own).structures, change);
    },
  };
}
