import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadCrc32c } from "../workers/bytes/crc32c.ts";
import { MIB } from "../workers/shared/numbers.ts";
import { MemoryStore } from "../workers/store/memory-store.ts";
import { samplePatch } from "../workers/testing/engine/sample-patch.ts";
import { IMAGE, patchFiles, runOn } from "../workers/testing/powershell/apply-cases.ts";
import {
  type Came,
  fillFolder,
  playPowerShell,
  playPython,
  type Step,
} from "../workers/testing/powershell/play.ts";
import { packedFiles, unpackIn } from "../workers/testing/powershell/unpack-cases.ts";

/*
 * Times the scripts of patches and packed disks: PowerShell and Python in turn, without the start of either program.
 *
 *     node --import ./scripts/loader/register.mjs scripts/powershell-speed.ts
 */
const ROUNDS = 5;
/** Bytes that are unpacked, and bytes that a patch writes. */
const SIZE = 64 * MIB;

const noise = (seed: number) =>
  Uint8Array.from({ length: SIZE }, (_, at) => Math.imul(at + seed, 0x9e3779b1) >>> 24);

const median = (times: readonly number[]) =>
  times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;

await loadCrc32c();
const root = mkdtempSync(path.join(tmpdir(), "platter-speed-"));
try {
  const [old, now] = [noise(1), noise(3)];
  const { about } = samplePatch().input;
  const patch = await patchFiles({
    original: new MemoryStore(old),
    steps: [{ label: "all", size: SIZE, writes: [{ offset: 0, content: { kind: "bytes", bytes: now } }] }],
    about: { ...about, source: { ...about.source, size: SIZE } },
    resultSha256: null,
  });
  const [from, archive] = [
    fillFolder(path.join(root, "patch"), patch),
    fillFolder(path.join(root, "archive"), await packedFiles(root, 4 * SIZE + 512, old)),
  ];
  const asked = ["unpack", "apply", "undo"] as const;
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, play] of [["Python", playPython] as const, ["PowerShell", playPowerShell] as const]) {
      const folder = fillFolder(mkdtempSync(path.join(root, "round-")), { [IMAGE]: old });
      const steps: readonly Step[] = [
        unpackIn("unpack", folder, archive),
        runOn("apply", folder, from),
        runOn("undo", folder, from),
      ];
      const came: readonly Came[] = play(steps, root) ?? [];
      for (const [nth, { status, said, ms = 0 }] of came.entries()) {
        if (status !== 0) throw new Error(said);
        const key = `${asked[nth]} ${name}`;
        times.set(key, [...(times.get(key) ?? []), ms]);
      }
      rmSync(folder, { recursive: true });
    }
  }
  for (const ask of asked) {
    const [python, powershell] = ["Python", "PowerShell"].map((name) =>
      median(times.get(`${ask} ${name}`) ?? []),
    );
    const ratio = ((powershell ?? 0) / (python ?? 1)).toFixed(1);
    process.stdout.write(
      `${ask}, ${SIZE / MIB} MiB: Python ${python} ms, PowerShell ${powershell} ms, ratio ${ratio}\n`,
    );
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
