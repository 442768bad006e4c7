import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 as crc32Of } from "hash-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { GIB, KIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { type Piece, pieceLength, readPiece } from "../pieces/pieces.ts";
import { startCrc32, storeEntry, textEntry } from "./entries.ts";
import { EXECUTABLE, READABLE, type ZipEntry, zipPieces } from "./zip.ts";

const NOON = new Date(2024, 4, 6, 12, 34, 56);
/** What Python makes of an archive: of each file its facts, and the bytes of all but those above 1 MiB. */
const LIST = `
import base64, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    print(json.dumps([{
        "name": each.filename, "size": each.file_size, "mode": each.external_attr >> 16,
        "time": list(each.date_time), "crc32": each.CRC, "compressed": each.compress_type,
        "bytes": base64.b64encode(archive.read(each)).decode() if each.file_size < 1 << 20 else None,
    } for each in archive.infolist()]))
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-zip-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes pieces to a file, long zeros as holes. */
async function write(pieces: Iterable<Piece>): Promise<string> {
  const file = path.join(folder, "a.zip");
  const fd = openSync(file, "w");
  let at = 0;
  for (const piece of pieces) {
    const length = pieceLength(piece);
    if (piece.kind !== "zeros") writeSync(fd, await readPiece(piece, 0, length), 0, length, at);
    at += length;
  }
  ftruncateSync(fd, at);
  closeSync(fd);
  return file;
}

async function listed(entries: readonly ZipEntry[]): Promise<readonly unknown[]> {
  const { status, stdout, stderr } = spawnSync("python3", [
    "-c",
    LIST,
    await write(zipPieces(entries, NOON)),
  ]);
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as readonly unknown[];
}

const file = (name: string, mode: number, content: Buffer, crc32: number) => ({
  name,
  mode: 0o100000 | mode,
  size: content.length,
  time: [2024, 5, 6, 12, 34, 56],
  crc32,
  compressed: 0,
  bytes: content.toString("base64"),
});

describe("an archive", () => {
  it("holds its files, read by another program", async (test) => {
    requireTool(test, "python3");
    const bytes = Uint8Array.from({ length: 300 * KIB }, (_, at) => at % 251);
    const entries = [
      await textEntry("Grüße.txt", "Zeile\r\n", READABLE),
      await textEntry("run.py", "pass\n", EXECUTABLE),
      await storeEntry("data.bin", new MemoryStore(bytes), READABLE, UNATTENDED),
      await storeEntry("empty", new MemoryStore(), READABLE, UNATTENDED),
    ];
    expect(await listed(entries)).toEqual([
      file("Grüße.txt", 0o644, Buffer.from("Zeile\r\n"), Number.parseInt(await crc32Of("Zeile\r\n"), 16)),
      file("run.py", 0o755, Buffer.from("pass\n"), Number.parseInt(await crc32Of("pass\n"), 16)),
      file("data.bin", 0o644, Buffer.from(bytes), Number.parseInt(await crc32Of(bytes), 16)),
      file("empty", 0o644, Buffer.alloc(0), 0),
    ]);
  });

  it("holds files above 4 GiB, and files behind them", async (test) => {
    requireTool(test, "python3");
    const large: ZipEntry = {
      name: "large",
      mode: READABLE,
      crc32: 0x12345678,
      content: [{ kind: "zeros", length: 5 * GIB }],
    };
    const last = await textEntry("last", "behind it", READABLE);
    expect(await listed([large, last])).toMatchObject([
      { name: "large", size: 5 * GIB, crc32: 0x12345678 },
      { name: "last", bytes: Buffer.from("behind it").toString("base64") },
    ]);
  });
});

it("a checksum is the same whatever the parts it is taken of", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7) % 256);
  const crc32 = await startCrc32();
  for (let at = 0; at < bytes.length; at += 33) crc32.update(bytes.subarray(at, at + 33));
  expect(crc32.value()).toBe(Number.parseInt(await crc32Of(bytes), 16));
});
