import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { corpusImages, type CorpusImage, unpack } from "../../../e2e/support/corpus.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import type { ExportKind } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { concatenated } from "../../testing/engine/read-pieces.ts";
import { IMAGE, runOn } from "../../testing/powershell/apply-cases.ts";
import { fillFolder, playTwins, type Step, unzip } from "../../testing/powershell/play.ts";
import { TARGET, unpackIn } from "../../testing/powershell/unpack-cases.ts";
import { Edits } from "../edits/edits.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { makeReport } from "../report/report.ts";
import { Exporter } from "./exporter.ts";

const SLOW = 600_000;
/** Larger images are held in memory by nobody. */
const HELD = 120 * MIB;
/** Files up to this size are hashed byte for byte by look.py; the corpus has the digest of such disks. */
const WHOLE = 64 * MIB;
/** ext4 has no longer files; larger disks are refused by the system. */
const LONGEST_FILE = 2 ** 44;

const images = corpusImages().filter(({ outcome, size }) => outcome === "opens" && size <= HELD);

let root = "";
beforeAll(async () => {
  await loadCrc32c();
  root = mkdtempSync(path.join(tmpdir(), "platter-corpus-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function exporterOf({ file }: CorpusImage, bytes: Uint8Array<ArrayBuffer>): Promise<Exporter> {
  const store = new MemoryStore(bytes);
  const image = new OpenedImage(new CachedStore(store));
  await image.scan(UNATTENDED);
  const layer = image.best;
  const about = { name: file, size: bytes.length, lastModified: null };
  const run = {
    io: { reads: 0, bytesRead: 0 },
    files: [],
    zeroed: [],
    changes: null,
    version: "0",
    now: new Date(),
  };
  return new Exporter(
    { name: file, file: store, image, edits: new Edits(image), working: null, source: null },
    { image, layer },
    (options) => makeReport(image, layer, { ...about, ...run }, options),
  );
}

/** What the archive of an export holds; null where the image has no such export. */
async function archiveOf(exporter: Exporter, kind: ExportKind): Promise<string | null> {
  if (!(await exporter.plan(kind, UNATTENDED)).available) return null;
  const pieces = await exporter.pieces(kind, { digests: null, bookmarks: [] }, UNATTENDED);
  const files = unzip(root, await concatenated(pieces));
  return fillFolder(mkdtempSync(path.join(root, "archive-")), files);
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

interface Made {
  readonly expected: CorpusImage;
  readonly bytes: Uint8Array;
  readonly patch: string | null;
  readonly packed: string | null;
}

async function make(expected: CorpusImage): Promise<Made> {
  const bytes = new Uint8Array(readFileSync(await unpack(expected.file)));
  const exporter = await exporterOf(expected, bytes);
  const patch = await archiveOf(exporter, "patch");
  const packed = await archiveOf(exporter, "raw-packed");
  return { expected, patch, packed, bytes: patch === null ? new Uint8Array(0) : bytes };
}

it(
  "every patch and packed disk of the corpus ends the same with PowerShell and Python",
  async (test) => {
    requireTool(test, "corpus", "python3", "pwsh");
    const made: Made[] = [];
    for (const expected of images) made.push(await make(expected));

    const patches = made.flatMap(({ patch, ...more }) => (patch === null ? [] : [{ patch, ...more }]));
    const applied = playTwins(root, (own) =>
      patches.flatMap(({ expected, patch, bytes }): readonly Step[] => {
        const folder = fillFolder(path.join(own, expected.file), { [IMAGE]: bytes });
        const look: Step = { do: "look", folder };
        return (["dry-run", "apply", "undo"] as const).flatMap((ask) => [runOn(ask, folder, patch), look]);
      }),
    );
    expect(applied.differences).toEqual([]);
    expect(patches.length).toBeGreaterThan(15);
    for (const [nth, { expected, bytes }] of patches.entries()) {
      const [dryRun, before, apply, after, undo, restored] = applied.powershell.slice(nth * 6);
      expect([expected.file, dryRun?.status, apply?.status, undo?.status]).toEqual([expected.file, 0, 0, 0]);
      const whole = `${IMAGE} ${bytes.length} ${sha256(bytes)}`;
      expect([before?.look, restored?.look]).toEqual([[whole], [whole]]);
      expect(after?.look?.[0]).toMatch(new RegExp(`^${IMAGE} ${expected.log.size_after_replay} `));
      expect(after?.look?.[0]).not.toBe(whole);
    }

    const disks = made.flatMap(({ packed, ...more }) => (packed === null ? [] : [{ packed, ...more }]));
    const unpacked = playTwins(root, (own) =>
      disks.flatMap(({ expected, packed }): readonly Step[] => {
        const folder = fillFolder(path.join(own, expected.file), {});
        return [unpackIn("unpack", folder, packed), { do: "look", folder }];
      }),
    );
    expect(unpacked.differences).toEqual([]);
    let compared = 0;
    for (const [nth, { expected }] of disks.entries()) {
      const [run, { look } = {}] = unpacked.powershell.slice(nth * 2);
      expect([expected.file, run?.status]).toEqual([
        expected.file,
        expected.virtual_size < LONGEST_FILE ? 0 : 2,
      ]);
      if (expected.virtual_size > WHOLE || typeof expected.virtual_sha256 !== "string") continue;
      expect(look).toEqual([`${TARGET} ${expected.virtual_size} ${expected.virtual_sha256}`]);
      compared++;
    }
    expect(compared).toBeGreaterThan(25);
  },
  SLOW,
);
