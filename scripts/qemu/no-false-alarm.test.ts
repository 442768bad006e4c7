import { beforeAll, describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { qemuImg, qemuIo, withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { fullCheck } from "../../workers/engine/full-check/full-check.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";

beforeAll(loadCrc32c);

/** True of disks that nothing is wrong with. */
const EXPECTED = new Set(["parent-not-found", "log-needs-replay"]);

/** Codes above info that a full check finds on any layer. */
async function alarms(file: string): Promise<readonly string[]> {
  const store = new NodeFileStore(file);
  try {
    const image = new OpenedImage(new CachedStore(store));
    await fullCheck(image, UNATTENDED, () => {});
    return [image.best, image.own]
      .flatMap((layer) => image.findings(layer))
      .filter(({ severity, code }) => severity !== "info" && !EXPECTED.has(code))
      .map(({ code, message }) => `${code}: ${message}`);
  } finally {
    store.close();
  }
}

const ON_OFF = ["on", "off"] as const;
/** Sizes on both sides of those at which qemu-img changes its block size, and some that are not a multiple of a block. */
const TABLE = [
  ...["512", "1M", "64M", "65M", "1G", "1025M", "101G"].flatMap((size) =>
    ON_OFF.map((zero) => ({ size, options: `subformat=dynamic,block_state_zero=${zero}` })),
  ),
  ...["1M", "2M", "32M", "256M"].map((block) => ({ size: "300M", options: `block_size=${block}` })),
  ...["2M", "64M"].map((log) => ({ size: "64M", options: `log_size=${log}` })),
  ...ON_OFF.flatMap((zero) => [
    { size: "33M", options: `subformat=fixed,block_state_zero=${zero},block_size=16M` },
    { size: "64M", options: `subformat=fixed,block_state_zero=${zero},log_size=3M` },
  ]),
  { size: "8T", options: "block_size=64M" },
  { size: "64T", options: "block_size=256M" },
] as const;

describe("no false alarm", () => {
  it.for(TABLE.map((each) => [`${each.size}, ${each.options}`, each] as const))(
    "on a disk of qemu-img: %s",
    async ([, { size, options }], test) => {
      requireTool(test, "qemu-img", "qemu-io");
      await withFolder(async (folder) => {
        const file = `${folder}/disk.vhdx`;
        await qemuImg("create", "-q", "-f", "vhdx", "-o", options, file, size);
        expect(await alarms(file)).toEqual([]);
        if (size === "512") return;
        const writes = [
          "write -P 0x5a 0 64k",
          "write -P 0xa5 700k 100k",
          "write -z 0 4k",
          "discard 512k 128k",
        ];
        await qemuIo(file, writes, false);
        expect(await alarms(file)).toEqual([]);
      });
    },
  );

  const clean = corpusImages().filter(({ origin, outcome }) => origin !== "forge" && outcome !== "invalid");
  it.for(clean.map((image) => [image.file] as const))("on %s", async ([file], test) => {
    requireTool(test, "corpus");
    expect(await alarms(await unpack(file))).toEqual([]);
  });
});
