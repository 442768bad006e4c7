import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { run, sparse } from "../../e2e/support/file-systems.ts";
import { FULL } from "../../e2e/support/full.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { withFolder } from "../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { applied, openJournal } from "../../workers/fs/ext/journal/journal.ts";
import { EXT_READER } from "../../workers/fs/ext/reader.ts";
import { findSuperblock } from "../../workers/fs/ext/superblocks.ts";
import { ExtVolume } from "../../workers/fs/ext/volume.ts";
import { ProblemList } from "../../workers/fs/common/problem-list.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { entriesIn, floorImage } from "../../workers/testing/fs/ext/floor.ts";

beforeAll(loadCrc32c);

/** The journal of an image, and where its blocks are. */
function journalOf(image: Uint8Array) {
  const store = new MemoryStore(image);
  const found = findSuperblock(store);
  if (found === null) throw new Error("no superblock");
  const volume = new ExtVolume(store, found.geometry, new ProblemList());
  const journal = openJournal(volume, found);
  if (journal?.log == null) throw new Error("no journal");
  return { volume, journal, log: journal.log };
}

const listed = (image: Uint8Array, transactions: number) => {
  const fs = EXT_READER.open(new MemoryStore(image), { transactions });
  return fs === null ? null : entriesIn(fs);
};

/** Lets e2fsck apply the journal of an image, and nothing else. */
function replayed(folder: string, image: Uint8Array): Uint8Array {
  const file = path.join(folder, "replayed.img");
  writeFileSync(file, image);
  run("e2fsck", ["-y", "-E", "journal_only", file]);
  return new Uint8Array(readFileSync(file));
}

describe("the journal beside e2fsck", () => {
  it("each prefix of it: what is shown is what e2fsck makes of a journal that ends there", async (test) => {
    requireTool(test, "mkfs.ext4");
    const image = floorImage("ext4-dirty");
    const { volume, log } = journalOf(image);
    const { transactions } = log.log;
    expect(transactions.length).toBeGreaterThan(5);
    const seen = new Set<string>();
    await withFolder(async (folder) => {
      for (const [index, { end }] of transactions.entries()) {
        if (!FULL && index % 4 !== 1) continue;
        const cut = image.slice();
        const place = (log.places.placeOf(end) ?? 0) * volume.blockSize;
        cut.fill(0, place, place + volume.blockSize);
        const shown = listed(image, index + 1);
        expect(shown, `${index + 1} transactions`).toEqual(listed(replayed(folder, cut), 0));
        seen.add(JSON.stringify(shown));
      }
    });
    // The prefixes differ, so that each was looked at.
    expect(seen.size).toBeGreaterThan(FULL ? 3 : 1);
  });

  const MARK = Buffer.from([0xc0, 0x3b, 0x39, 0x98]);
  const KINDS = [
    ["no checksums, 32 bits", "^64bit,^metadata_csum", [], "none"],
    ["no checksums, 64 bits", "64bit,^metadata_csum", [], "none"],
    ["checksums v2, 64 bits", "64bit,metadata_csum", ["-c", "-v", "2"], "v2"],
    ["checksums v2, 32 bits", "^64bit,metadata_csum", ["-c", "-v", "2"], "v2"],
    ["checksums v3, 64 bits", "64bit,metadata_csum", ["-c", "-v", "3"], "v3"],
    ["checksums v3, 32 bits", "^64bit,metadata_csum", ["-c", "-v", "3"], "v3"],
  ] as const;
  for (const [name, features, options, checksums] of KINDS)
    it(`${name}: every block, with revokes and escapes`, async (test) => {
      requireTool(test, "mkfs.ext4");
      await withFolder(async (folder) => {
        const file = sparse(path.join(folder, "a.img"), 16 * 2 ** 20);
        run("mkfs.ext4", ["-q", "-F", "-b", "1024", "-J", "size=1", "-O", features, file]);
        const content = (seed: number, blocks: number) => {
          const bytes = Buffer.alloc(blocks * 1024, `content ${seed} `);
          // Begins as the log's own blocks do, so it is escaped.
          MARK.copy(bytes, 0);
          const written = path.join(folder, `${seed}`);
          writeFileSync(written, bytes);
          return written;
        };
        const commands = [
          ["journal_open", ...options].join(" "),
          `journal_write -b 9000,9001,9002,9003 ${content(1, 4)}`,
          `journal_write -b 9002,9010 ${content(2, 2)}`,
          "journal_write -r 9001,9010",
          `journal_write -b 9010,9020 ${content(3, 2)}`,
          "journal_close",
        ];
        run("debugfs", ["-w", "-f", "-", file], `${commands.join("\n")}\n`);
        const image = new Uint8Array(readFileSync(file));
        const { volume, journal, log } = journalOf(image);
        expect(journal.pending).toBe(4);
        expect(log.head).toMatchObject({ checksums, isWide: name.endsWith("64 bits") });
        const store = applied(volume, journal, null);
        const judge = replayed(folder, image);
        let differing = 0;
        for (const block of [9000, 9001, 9002, 9003, 9010, 9020, 9030]) {
          const bytes = new Uint8Array(1024);
          store?.read(block * 1024, bytes);
          expect(Buffer.from(bytes).toString("latin1"), `block ${block}`).toBe(
            Buffer.from(judge.subarray(block * 1024, (block + 1) * 1024)).toString("latin1"),
          );
          if (Buffer.compare(bytes, image.subarray(block * 1024, (block + 1) * 1024)) !== 0) differing += 1;
        }
        expect(differing).toBeGreaterThan(3);
      });
    });
});
