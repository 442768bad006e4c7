import { runSteps } from "../../workers/bytes/steps.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { childDefaults, childProblem, createChild } from "../../workers/engine/chain/child.ts";
import { forestOf } from "../../workers/engine/chain/forest.ts";
import { ownerMap, ownerRuns } from "../../workers/engine/chain/owners.ts";
import { checkRelink } from "../../workers/engine/edits/relink.ts";
import { watchedJob } from "./watched-job.ts";
import { digestOf, storeDigest } from "./digest.ts";
import type { Lines } from "./lines.ts";
import { diskLine } from "./looks.ts";
import { open, type Opened } from "./opened.ts";

/** Options of a child that are no defaults: each is taken or refused. */
const CHILD_OPTIONS = [
  {},
  { blockSize: MIB, absolutePath: "C:\\a\\parent.vhdx", creator: "x" },
  { blockSize: 3 * MIB },
  { logSize: 512 },
  { relativePath: "" },
  { absolutePath: "a\0b" },
  { name: " " },
  { relativePath: "y".repeat(32_768) },
  { relativePath: "y".repeat(32_767) },
];

/** Changes of a link that are taken or refused. */
const RELINKS = [
  { linkage: null, paths: {}, dropLinkage2: false },
  { linkage: null, paths: {}, dropLinkage2: true },
  { linkage: "no guid", paths: {}, dropLinkage2: false },
  { linkage: "12345678-1234-4234-8234-123456789ABC", paths: {}, dropLinkage2: false },
  { linkage: null, paths: { relative_path: "a.vhdx", volume_path: "b.vhdx" }, dropLinkage2: false },
  {
    linkage: null,
    paths: { relative_path: null, volume_path: null, absolute_win32_path: null },
    dropLinkage2: false,
  },
  { linkage: null, paths: { other_path: "a" }, dropLinkage2: false },
  { linkage: null, paths: { relative_path: "" }, dropLinkage2: false },
] as const;

/** How an image is linked to others, and what a child of it is. */
export async function chainLines(lines: Lines, opened: Opened): Promise<void> {
  const { file, links } = opened;
  const { image } = file;
  const { nodes, roots, leaves, missing } = forestOf(links);
  for (const { id, parent } of nodes)
    lines.add(
      "link",
      id,
      parent?.id ?? "-",
      parent?.chosen ?? "-",
      String(parent?.readable ?? "-"),
      digestOf(parent),
    );
  lines.add("forest", roots.join(","), leaves.join(","), digestOf([nodes, missing]));
  const { geometry } = image.best.structures;
  await lines.attemptLater("owners", async () => {
    const disk = image.disk(image.best);
    const runs = [
      ownerRuns(disk, 0, disk.size),
      ownerRuns(disk, 1000, 3 * MIB),
      ownerRuns(disk, disk.size, 5),
    ];
    if (geometry === null || disk.size > 512 * MIB) return digestOf(runs);
    const place = { firstBlock: 1, blocksPerCell: 2, cells: 40 };
    const map = await ownerMap(
      { id: "image-0", name: file.name, image },
      disk,
      geometry,
      place,
      watchedJob(),
    );
    return `${digestOf(runs)} ${digestOf(map)}`;
  });
  if (image.best.structures.facts.type === "differencing")
    lines.add("relinks", digestOf(RELINKS.map((change) => checkRelink(image.best.structures, change))));
  for (const [nth, options] of CHILD_OPTIONS.entries()) {
    await lines.attemptLater(`child ${nth}`, async () => {
      const whole = { ...childDefaults(image, file.name), ...options };
      lines.say(childProblem(image, whole));
      const store = new MemoryStore();
      runSteps(createChild(store, image, whole));
      const others = links.map((each) => ({ name: each.name, store: each.file }));
      const child = open({ name: "child", files: [{ name: whole.name, store }, ...others] }).file.image;
      await child.scan(watchedJob());
      const codes = child.findings(child.best).map(({ code }) => code);
      const disk = lines.outcome(() => diskLine(child.disk(child.best)));
      return `${store.size} ${storeDigest(store)} ${child.outcome} ${codes.join(",")} ${disk}`;
    });
  }
}
