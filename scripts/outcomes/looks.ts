import type { CompareRequest, Finding, LayerRef, TreeNode } from "../../workers/api/index.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { fullCheck } from "../../workers/engine/full-check/full-check.ts";
import { watchedJob } from "./watched-job.ts";
import { batPage } from "../../workers/engine/views/bat-page.ts";
import { compare } from "../../workers/engine/views/compare/compare.ts";
import { type ViewContext, viewContext } from "../../workers/engine/views/context.ts";
import { writtenBytes } from "../../workers/engine/views/log-descriptors.ts";
import { diskMap } from "../../workers/engine/views/maps/disk-map.ts";
import { fileMap } from "../../workers/engine/views/maps/file-map.ts";
import { overviewFacts } from "../../workers/engine/views/overview.ts";
import { locate, nodeFields, treePage } from "../../workers/engine/views/tree/tree.ts";
import { verdictOf } from "../../workers/engine/report/verdict.ts";
import type { FreeMib } from "../../workers/vhdx/bat/free-mib.ts";
import type { VirtualDisk } from "../../workers/vhdx/disk/disk.ts";
import { BytesDigest, digestOf, storeDigest } from "./digest.ts";
import type { Lines } from "./lines.ts";
import { contextsOf, type Opened, reportOf } from "./opened.ts";

const ORIGINAL: LayerRef = { name: "original", upTo: null };
const REPLAYED: LayerRef = { name: "replayed", upTo: null };

/** Rows of the BAT that are looked at, nodes of the tree, and children of one node. */
const ROWS = 400;
const NODES = 60;
const CHILDREN = 9;
/** Bytes of a disk that are read, and of a file. */
const MOST_READ = 80 * MIB;
/** Findings that have a line of their own; the rest are counted. */
const LISTED = 12;
/** Offsets of a file at which is asked what stands there. */
const PLACES = [0, 70_000, MIB + 5000, 2 * MIB, 3 * MIB + 9, 5 * MIB, 20 * MIB];
const placeOf = ({ node, offset, batIndex }: Finding): string =>
  [node ?? "-", offset ?? "-", batIndex ?? ""].join(" ");

function tree(context: ViewContext): readonly unknown[] {
  const found: unknown[] = [];
  const parents: (string | null)[] = [null];
  for (let seen = 0; seen < NODES;) {
    const parent = parents.shift();
    if (parent === undefined) break;
    const { total, nodes } = treePage(context, parent, 0, CHILDREN);
    const last: readonly TreeNode[] = total > CHILDREN ? treePage(context, parent, total - 1, 1).nodes : [];
    for (const node of [...nodes, ...last]) {
      found.push(node, nodeFields(context, node.id));
      if (node.childCount > 0) parents.push(node.id);
      seen += 1;
    }
  }
  return found;
}

/** What of the disk is read: by runs as they are stored, and by the bytes that a guest sees. */
export function diskLine(disk: VirtualDisk): string {
  const bytes = new BytesDigest();
  const runs: unknown[] = [];
  let left = MOST_READ;
  let loss = 0;
  for (const { offset, length, source, link } of disk.extents(0, disk.size)) {
    runs.push([offset, length, source, link]);
    if (source.kind === "parent" || source.kind === "unreadable") {
      bytes.note([source.kind, offset, length]);
      loss += length;
    }
    if (source.kind !== "file" || left <= 0) continue;
    const piece = new Uint8Array(Math.min(length, left));
    disk.read(offset, piece);
    bytes.take(offset, piece);
    left -= piece.length;
  }
  return `${disk.size} runs ${runs.length}:${digestOf(runs)} bytes ${bytes.text}${loss === 0 ? "" : ` lost ${loss}`}`;
}

/** The findings on a layer, a line for each. */
function findingLines(lines: Lines, findings: readonly Finding[]): void {
  for (const each of findings.slice(0, LISTED))
    lines.add("  finding", each.severity, each.code, placeOf(each));
  if (findings.length > LISTED) {
    const rest = findings.slice(LISTED).map((each) => [each.severity, each.code, placeOf(each)]);
    lines.add("  findings besides", rest.length, digestOf(rest));
  }
  lines.say(...findings.map(({ message }) => message));
}

/** Everything that screens show of one layer. */
function layerLines(lines: Lines, opened: Opened, context: ViewContext): void {
  const { image, layer } = context;
  const { store } = layer;
  lines.add("layer", layer.name, layer.upTo ?? "all", "size", store.size);
  const changed = [...store.changedRuns()];
  if (changed.length > 0) {
    const bytes = new BytesDigest();
    let left = MOST_READ;
    for (const { start, end } of changed) {
      bytes.note([start, end]);
      if (end - start <= left) bytes.note([storeDigest(store, start, end)]);
      left -= end - start;
    }
    lines.add("  changed by the replay", changed.length, bytes.text);
  }
  findingLines(lines, image.findings(layer));
  const { sentence, ...verdict } = verdictOf(image, layer);
  lines.say(sentence, image.warning, JSON.stringify(verdict));
  const report = reportOf(opened, context);
  const { facts } = layer.structures;
  lines.add(
    "  facts",
    facts.type ?? "-",
    facts.virtualSize ?? "-",
    facts.blockSize ?? "-",
    facts.logicalSectorSize ?? "-",
    facts.physicalSectorSize ?? "-",
  );
  const part = (...names: readonly (keyof typeof report)[]) => names.map((name) => report[name]);
  const { free } = layer;
  lines.fact("structures", part("image", "headers", "regionTables", "metadata"));
  lines.fact("blocks", [part("bat", "unreadable"), batPage(context, 0, ROWS), batPage(context, 4096, 2)]);
  lines.fact("log", part("log"));
  lines.fact("overview", [part("chain", "inside", "causes"), overviewFacts(context)]);
  lines.fact("tree", [
    tree(context),
    PLACES.filter((at) => at < store.size).map((at) => locate(context, at)),
  ]);
  lines.fact("maps", [
    fileMap(context, 0, store.size, 200),
    fileMap(context, MIB, 3 * MIB, 50),
    diskMap(context, 0, 3, 50),
    free === null ? null : freePlaces(free),
  ]);
  lines.close("  views");
  lines.attempt("  disk", () => diskLine(image.disk(layer)));
}

/** Where a search for free and for taken space ends, from each MiB of the file's first 32 on. */
const freePlaces = (free: FreeMib) => [
  free.length,
  Array.from({ length: 32 }, (_, mib) => [
    free.nextFree(mib, 40),
    free.nextTaken(mib, 40),
    free.hint(1 + (mib % 4)),
  ]),
];

/** What is told apart by a comparison. */
function comparisons(lines: Lines, { file: { image } }: Opened): void {
  const requests: CompareRequest[] = [
    { kind: "headers", layer: ORIGINAL },
    { kind: "region-tables", layer: ORIGINAL },
  ];
  if (image.canReplay) requests.push({ kind: "layers", a: ORIGINAL, b: REPLAYED });
  if (image.lineage.parent !== null) requests.push({ kind: "ancestor", layer: ORIGINAL, link: 1 });
  for (const request of requests)
    lines.fact(
      request.kind,
      lines.outcome(() => digestOf(compare((ref) => viewContext(image, image.layer(ref)), request))),
    );
  lines.close("compared");
}

/** All that is concluded of an image without a change. */
export async function lookLines(lines: Lines, opened: Opened): Promise<void> {
  const { image } = opened.file;
  image.look(image.best);
  // What a user sees at once, before any check goes further.
  lines.add("opened", image.outcome, digestOf(image.findings(image.best).map(({ code }) => code)));
  // The full check reads the whole file.
  if (image.store.size <= MOST_READ) await fullCheck(image, watchedJob(), () => {}, { blocks: true });
  else await image.scan(watchedJob());
  for (const { image: other } of opened.links) await other.scan(watchedJob());
  lines.add("checked", image.outcome, image.foreign === null ? "" : digestOf(image.foreign));
  lines.say(image.foreign, JSON.stringify(image.layerStates()));
  for (const context of contextsOf(opened)) layerLines(lines, opened, context);
  const { log } = image;
  if (log !== null && log.entries.length > 0) {
    const written = log.entries
      .slice(0, 30)
      .map(({ entry }) =>
        Array.from({ length: Math.min(4, entry.header.descriptorCount) }, (_, nth) =>
          lines.outcome(() => digestOf(writtenBytes({ log, entry }, nth))),
        ),
      );
    lines.add(
      "log",
      log.entries.length,
      log.active.length,
      log.replayable ? "replayable" : "not-replayable",
      digestOf(written),
    );
  }
  comparisons(lines, opened);
}
