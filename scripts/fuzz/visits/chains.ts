import type { CompareRequest, LayerRef } from "../../../workers/api/index.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import { ancestors } from "../../../workers/engine/image/lineage.ts";
import { forestOf } from "../../../workers/engine/chain/forest.ts";
import { ownerMap, ownerRuns } from "../../../workers/engine/chain/owners.ts";
import { checkRelink } from "../../../workers/engine/edits/relink.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { compare } from "../../../workers/engine/views/compare/compare.ts";
import { viewContext } from "../../../workers/engine/views/context.ts";
import { HOSTILE_TEXTS } from "../mutate/values.ts";
import { hold, type Subject, someContext, type Visit } from "./visit.ts";

/** More links than these are looked at together by the visits that say something of each. */
const MOST_LINKS = 8;
/** A larger disk is not fully compared with its parent's: that is a job of minutes, which a user can cancel. */
const SMALL_DISK = 64 * MIB;

const REPLAYED: LayerRef = { name: "replayed", upTo: null };
const ORIGINAL: LayerRef = { name: "original", upTo: null };

const isLinked = ({ file: { image } }: Subject): boolean => image.lineage.parent !== null;

/** Visits to a chain; they do nothing if the image has no open parent. */
export const CHAIN_VISITS: readonly Visit[] = [
  {
    name: "forest",
    refusals: [],
    run: (subject) => {
      const { links, file } = subject;
      if (links.length === 1 || links.length > MOST_LINKS) return;
      const { nodes, roots, missing } = forestOf(links);
      hold(nodes.length === links.length, "each file is in the forest");
      hold(roots.length > 0, "a forest has a root");
      const [own] = nodes;
      hold((own?.parent?.id ?? null) === (file.image.lineage.parent?.id ?? null), "the image's parent");
      hold(
        missing.every(({ child }) => nodes.some(({ id, parent }) => id === child && parent?.id === null)),
        "what is missing has a child",
      );
      hold(new Set(ancestors(file.image)).size < links.length, "no disk is its own ancestor");
    },
  },
  {
    name: "owners",
    refusals: ["not-available"],
    run: async (subject) => {
      if (!isLinked(subject)) return;
      const { image, layer } = someContext(subject);
      const { geometry } = layer.structures;
      const disk = image.disk(layer);
      const links = ancestors(image).length + 1;
      const at = subject.random.below(disk.size);
      const { runs, end } = ownerRuns(disk, at, 4 * MIB);
      let told = at;
      for (const { offset, length, link } of runs) {
        hold(offset === told && length > 0, `a run at ${offset} after ${told}`);
        hold(link < links, `link ${link} of ${links}`);
        told = offset + length;
      }
      hold(told === end, `the runs end at ${told}, not at ${end}`);
      if (geometry === null || disk.size > SMALL_DISK) return;
      const self = { id: "image-0", name: subject.file.name, image };
      const place = { firstBlock: 0, blocksPerCell: 2, cells: 40 };
      const { bytes } = await ownerMap(self, disk, geometry, place, UNATTENDED);
      const sum = bytes.reduce((total, each) => total + each, 0);
      hold(sum <= disk.size, `owners of ${sum} of ${disk.size} bytes`);
    },
  },
  {
    name: "compare with an ancestor",
    refusals: ["not-available"],
    // Where the child has content of its own, both disks are read.
    asked: 4 * SMALL_DISK,
    share: 0.1,
    run: (subject) => {
      if (!isLinked(subject)) return;
      const { file, random } = subject;
      const { image } = file;
      if (image.disk(image.best).size > SMALL_DISK) return;
      const link = 1 + random.below(Math.min(MOST_LINKS, ancestors(image).length));
      const layer = image.chainReplays && random.chance(0.7) ? REPLAYED : ORIGINAL;
      const request: CompareRequest = { kind: "ancestor", layer, link };
      const { differences } = compare((ref) => viewContext(image, image.layer(ref)), request);
      hold(
        differences.every(({ length }) => length > 0),
        "a difference has a length",
      );
    },
  },
  {
    name: "a link to be written anew",
    refusals: [],
    share: 0.5,
    run: (subject) => {
      const { file, random, links } = subject;
      const other = random.pick(links).image;
      const linkage = random.chance(0.5)
        ? (other.headers.active?.values.dataWriteGuid ?? null)
        : random.pick(HOSTILE_TEXTS);
      const paths = random.chance(0.5) ? { relative_path: random.pick(HOSTILE_TEXTS) } : {};
      const { refused, sentence } = checkRelink(file.image.best.structures, {
        linkage,
        paths,
        dropLinkage2: random.chance(0.5),
      });
      hold((refused === null) !== (sentence === null), "a link is refused or described");
    },
  },
];
