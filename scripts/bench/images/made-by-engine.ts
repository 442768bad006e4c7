import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { timeCommand } from "../peers.ts";
import type { Images } from "./images.ts";

const MIB = 2 ** 20;
const script = fileURLToPath(new URL("./make.ts", import.meta.url));
const loader = new URL("../../loader/register.mjs", import.meta.url).href;

async function make(kind: "filled-bat" | "full-log", file: string, options: object): Promise<string> {
  const args = ["--import", loader, script, kind, file, JSON.stringify(options)];
  return (await timeCommand(process.execPath, args)).output;
}

/** The finding code of a fault that was planted in a table. */
interface Planted {
  readonly code: string;
  readonly batIndex: number;
}

export interface FilledDisk {
  readonly file: string;
  readonly planted: readonly Planted[];
}

/** A dynamic disk with blocks of 1 MiB, `present` of them stored in random order, and two faults in its BAT. */
export async function filledDisk(images: Images, size: number, present: number): Promise<FilledDisk> {
  const name = `filled-${size}-${present}`;
  const faults = path.join(images.folder, `${name}.json`);
  const file = await images.get(`${name}.vhdx`, async (unfinished) => {
    const options = { virtualSize: size, blockSize: MIB, present, seed: 1 };
    writeFileSync(faults, await make("filled-bat", unfinished, options));
  });
  const planted = JSON.parse(readFileSync(faults, "utf8")) as Readonly<Record<string, Planted>>;
  return { file, planted: Object.values(planted) };
}

/** The same disk without the faults. */
export function soundDisk(images: Images, size: number, present: number): Promise<string> {
  const options = { virtualSize: size, blockSize: MIB, present, seed: 1, sound: true };
  return images.get(`sound-${size}-${present}.vhdx`, (file) => make("filled-bat", file, options));
}

/** A dynamic disk whose log is full of entries that were never applied. */
export function diskWithFullLog(images: Images, logSize: number): Promise<string> {
  return images.get(`full-log-${logSize}.vhdx`, (file) => make("full-log", file, { logSize }));
}
