import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findPwsh } from "../../../e2e/support/needs.ts";

/** What a script is asked to do. */
export type Ask = "apply" | "dry-run" | "undo" | "unpack" | "overwrite";

/** A run of a script. `folder` is that of the unpacked archive, `target` the image or the raw file. */
export interface RunStep {
  readonly do: "run";
  readonly ask: Ask;
  readonly folder: string;
  readonly target: string;
  /** What happens at step `at`: to both scripts with `kill`; `snapshots` copies the target's folder at each step into a folder. */
  readonly mode?: "fail" | "kill" | "snapshots";
  readonly at?: number;
  readonly snapshots?: string;
  /** A file that the process holds open meanwhile, so that no other may open it; PowerShell only. */
  readonly hold?: string;
}

/** Runs, copies of folders, and looks at what a folder holds. All paths are absolute. */
export type Step =
  | RunStep
  | { readonly do: "copy"; readonly from: string; readonly to: string }
  | { readonly do: "look"; readonly folder: string };

/** How a run ended, or what a folder holds: "NAME SIZE SHA-256" of each file. */
export interface Came {
  readonly status?: number | "threw";
  readonly said?: string;
  /** Each write, change of size and flush, in order. */
  readonly trace?: readonly string[];
  readonly ms?: number;
  readonly look?: readonly string[];
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const OPTIONS = {
  apply: [],
  "dry-run": ["--dry-run"],
  undo: ["--undo"],
  unpack: [],
  overwrite: ["--overwrite"],
} as const;
const SWITCHES = { "dry-run": "DryRun", undo: "Undo", overwrite: "Overwrite" } as const;

const nameOf = (ask: Ask) => (ask === "unpack" || ask === "overwrite" ? "unpack" : "apply");

function forPython(step: Step) {
  if (step.do !== "run") return step;
  const { ask, folder, target, mode, at = 0 } = step;
  const script = path.join(folder, `${nameOf(ask)}.py`);
  return { do: "run", script, args: [...OPTIONS[ask], "--", target], kill_at: mode === "kill" ? at : 0 };
}

function forPowerShell(step: Step) {
  if (step.do === "look") return { ...step, looker: here("look.py") };
  if (step.do !== "run") return step;
  const { ask, folder, target, mode = "run", at = 0, snapshots = "", hold = "" } = step;
  const name = nameOf(ask);
  const parameters: Record<string, string | boolean> = { [name === "apply" ? "Image" : "Target"]: target };
  if (ask in SWITCHES) parameters[SWITCHES[ask as keyof typeof SWITCHES]] = true;
  return {
    do: "run",
    script: path.join(folder, `${name}.ps1`),
    ...{ parameters, mode, at, snapshots, hold },
  };
}

/** As root a file that is read-only can be written all the same, unless the process gave that up. */
const PLAIN =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] : [];

function play(command: readonly string[], steps: readonly unknown[], root: string): readonly Came[] | null {
  const own = mkdtempSync(path.join(root, "play-"));
  const task = path.join(own, "task.json");
  const result = path.join(own, "result.json");
  writeFileSync(task, JSON.stringify(steps));
  const [program, ...args] = [...PLAIN, ...command, task, result];
  const { stdout, stderr, signal, status } = spawnSync(program, args, { encoding: "utf8" });
  if (signal === "SIGKILL" || status === 137) return null;
  if (status !== 0) throw new Error(stdout + stderr);
  return JSON.parse(readFileSync(result, "utf8")) as readonly Came[];
}

/** Plays steps in one process of Python. Null if the process was killed, as a step with `mode: "kill"` does. */
export const playPython = (steps: readonly Step[], root: string): readonly Came[] | null =>
  play(["python3", here("play.py")], steps.map(forPython), root);

/** The same in one process of PowerShell. */
export const playPowerShell = (steps: readonly Step[], root: string): readonly Came[] | null =>
  play(
    [findPwsh() ?? "pwsh", "-NoLogo", "-NoProfile", "-File", here("play.ps1")],
    steps.map(forPowerShell),
    root,
  );

/** What both scripts say, but for how options, names and a system's errors are written. */
function plain(said: string, root: string): string {
  return said
    .replaceAll(root, "ROOT")
    .replaceAll("--dry-run", "-DryRun")
    .replaceAll("--undo", "-Undo")
    .replaceAll("--overwrite", "-Overwrite")
    .replace(/^Reading or writing failed: [^]*/m, "Reading or writing failed");
}

/** What is compared of a result. */
function compared({ status, said = "", trace, look }: Came, root: string) {
  if (look !== undefined) return { look };
  // Python's buffer hands a short write on with the next one, so that it fails later.
  return { status, said: plain(said, root), trace: said.includes("No space left") ? null : trace };
}

/** What came of steps in a folder. */
export interface Played {
  readonly root: string;
  readonly came: readonly Came[];
}

/**
 * A line for each step whose results differ, with both: exit codes, sentences, the order of writes, files.
 *
 * @param steps the steps, as they were played in either folder
 */
export function differences(steps: readonly Step[], python: Played, powershell: Played): readonly string[] {
  const told = steps.filter((step) => step.do !== "copy");
  return told.flatMap((step, nth) => {
    const one = JSON.stringify(compared(python.came[nth] ?? {}, python.root));
    const other = JSON.stringify(compared(powershell.came[nth] ?? {}, powershell.root));
    const what = step.do === "run" ? `${step.ask} ${step.target}` : `look at ${step.folder}`;
    const where = what.replaceAll(powershell.root, "").replaceAll(python.root, "");
    return one === other ? [] : [`${where}: Python ${one}, PowerShell ${other}`];
  });
}

interface Twins {
  /** How many runs each of both did. */
  readonly runs: number;
  /** From `differences`. */
  readonly differences: readonly string[];
  readonly powershell: readonly Came[];
}

/**
 * Plays the same steps with Python and with PowerShell, each in a folder of its own, and compares what came of each step.
 *
 * @param root a new folder in it is each one's own
 * @param stepsIn the steps, for a folder
 */
export function playTwins(root: string, stepsIn: (own: string) => readonly Step[]): Twins {
  const of = (name: string) => mkdtempSync(path.join(root, `${name}-`));
  const [one, other] = [of("python"), of("pwsh")];
  const steps = stepsIn(other);
  const python = { root: one, came: playPython(stepsIn(one), root) ?? [] };
  const powershell = { root: other, came: playPowerShell(steps, root) ?? [] };
  const runs = steps.filter((step) => step.do === "run").length;
  return { runs, differences: differences(steps, python, powershell), powershell: powershell.came };
}

/** Makes a folder with these files. */
export function fillFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

/** What a folder holds: "NAME SHA-256" of each file, a line each. */
export const contentOf = (folder: string): string =>
  readdirSync(folder)
    .toSorted()
    .map((name) => {
      const bytes = readFileSync(path.join(folder, name));
      return `${name} ${createHash("sha256").update(bytes).digest("hex")}`;
    })
    .join("\n");

/** The files of a zip, by name. */
export function unzip(root: string, zip: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const folder = mkdtempSync(path.join(root, "zip-"));
  writeFileSync(path.join(folder, "a.zip"), zip);
  const to = path.join(folder, "files");
  const { status, stderr } = spawnSync("python3", ["-m", "zipfile", "-e", path.join(folder, "a.zip"), to], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const files = readdirSync(to).map((name) => [name, readFileSync(path.join(to, name))] as const);
  rmSync(folder, { recursive: true });
  return Object.fromEntries(files);
}
