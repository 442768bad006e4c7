import { MIB } from "../../../workers/shared/numbers.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { search } from "../../../workers/engine/views/bytes/search.ts";
import { diskSpace, storeSpace } from "../../../workers/engine/views/bytes/search-space.ts";
import { someContext, type Visit } from "./visit.ts";

/** Larger files and disks are not searched: that is a job of minutes, which a user can cancel. */
const SMALL = 24 * MIB;

export const SEARCH_VISITS: readonly Visit[] = [
  {
    name: "search",
    share: 0.005,
    refusals: ["not-available"],
    asked: 4 * SMALL,
    run: async (subject) => {
      const { image, layer } = someContext(subject);
      const request = {
        space: "file" as const,
        pattern: subject.random.bytes(3),
        ignoreCase: subject.random.chance(0.5),
        direction: subject.random.pick(["forward", "backward"] as const),
        limit: 10,
      };
      const { size } = layer.store;
      if (size <= SMALL)
        await search(storeSpace(layer.store), { ...request, from: subject.random.below(size) }, UNATTENDED);
      const disk = image.disk(layer);
      if (disk.size <= SMALL)
        await search(diskSpace(disk), { ...request, from: subject.random.below(disk.size) }, UNATTENDED);
    },
  },
];
