import { qemuCheck, withFolder } from "../../e2e/support/qemu.ts";
import type { PlannedFault, PlannedFix } from "../../workers/vhdx/repair/fix.ts";
import { countText } from "../../workers/shared/text.ts";
import { toFile } from "../qemu/engine.ts";
import { CASE_IMAGES, type DamagedImage, IMAGES } from "./images.ts";
import { kindOf } from "./losses.ts";
import { judge, type Outcome } from "./outcome.ts";
import { admit, type Patient } from "./patient.ts";

/** What became of one fix on one image, with QEMU's word. */
export interface Judged extends Outcome {
  /** Output of `qemu-img check` where it disagrees; empty where it agrees, null where it was not asked. */
  readonly qemu: string | null;
}

/** Images of one kind of fix, for one set of findings, that are judged. */
const ENOUGH = 1;
/** QEMU reads no disk with a parent. */
const isAlone = ({ state }: Patient) => state.structures.facts.type !== "differencing";

/** Chooses fixes to be judged: every kind, for each set of findings that it repairs, and as many images as are enough. */
class Choice {
  readonly #judged = new Map<string, number>();
  readonly #crashed = new Set<string>();

  takes({ findings }: PlannedFault, fix: PlannedFix): boolean {
    const codes = [...new Set(findings.map(({ code }) => code))].toSorted();
    const key = `${kindOf(fix)} ${fix.loss === null} ${codes.join(" ")}`;
    const count = this.#judged.get(key) ?? 0;
    this.#judged.set(key, count + 1);
    return count < ENOUGH;
  }

  /** Whether the crash states of a fix of this kind have not been tried yet. */
  wantsCrashes(fix: PlannedFix): boolean {
    return !this.#crashed.has(kindOf(fix));
  }

  take({ fix, states }: Outcome): void {
    if (states > 0) this.#crashed.add(kindOf(fix));
  }
}

/** Judges the fixes of the damaged images. Needs the cases and qemu-img. */
export async function* judgeAll(): AsyncGenerator<Judged> {
  const choice = new Choice();
  const images: readonly (readonly [() => DamagedImage | Promise<DamagedImage>, boolean])[] = [
    ...IMAGES.map((make) => [make, false] as const),
    ...CASE_IMAGES.map((make) => [make, true] as const),
  ];
  // One after the other: each takes a processor, and some MiB.
  // oxlint-disable no-await-in-loop
  for (const [make, isCase] of images) {
    const patient = admit(await make());
    for (const fault of patient.faults) {
      for (const fix of fault.fixes) {
        if (!choice.takes(fault, fix) && !isCase) continue;
        const outcome = await judge(patient, fault, fix, choice.wantsCrashes(fix));
        choice.take(outcome);
        yield { ...outcome, qemu: outcome.clean && isAlone(patient) ? await complaint(outcome) : null };
      }
    }
  }
  // oxlint-enable no-await-in-loop
}

/** What `qemu-img check` has against the repaired file. */
function complaint({ after }: Outcome): Promise<string> {
  return withFolder(async (folder) => {
    const image = `${folder}/repaired.vhdx`;
    toFile(after, image);
    const { status, output } = await qemuCheck(image);
    return status === 0 ? "" : output;
  });
}

/** The page's file. */
export const FIXES_DOC = new URL("../../docs/fixes.md", import.meta.url);

const HEAD = `# Every fix, judged by its outcome

What becomes of a damaged disk by each fix of [repairs](repairs.md). \`npm run docs:fixes\` makes each fix on the smallest image of each
finding that the fix is for (\`scripts/fixes\`), and writes this page; a test of the full run checks that the page is right, and that
nothing is wrong in any column. A damaged image has two blocks of data besides, where the disk has room for them.

- **images**: how many images the fix was judged on: one for each set of findings that it repairs, and cases from the field.
- **blocks**: how many blocks with content were compared. Each block that could be read before reads the same, unless the fix names the
  block as lost. After a fix that loses nothing the disk reads as before the damage.
- **GUIDs**: \`FileWriteGuid\` is new before anything else changes; \`DataWriteGuid\` is new exactly where a guest sees a difference; both headers are
  valid and have the same GUIDs (MS-VHDX 2.2.2.1).
- **check**: a full check has none of the repaired findings left, and no new fatal or error. **QEMU**: \`qemu-img check\` finds no error on so many
  of these files. QEMU is not asked about disks with a parent, and where the image has other faults left.
- **crash states**: states that a crash during the fix can leave, with lost, reordered and torn writes, and with garbage in a sector that was
  being written. In each a header is active if one was before, the disk can be read if it could before, and each block reads as before
  the fix or as after. Of each kind of fix one image is tried, but none with more than 4,096 blocks.
`;

/** One row of the page. */
function row(kind: string, all: readonly Judged[]): readonly string[] {
  const sum = (of: (each: Judged) => number) => all.reduce((total, each) => total + of(each), 0);
  const wrong = (column: keyof Outcome["wrong"]) => sum((each) => each.wrong[column].length);
  const cell = (column: keyof Outcome["wrong"], good: string) =>
    wrong(column) === 0 ? good : `**${countText(wrong(column), "fault")}**`;
  const asked = all.filter(({ qemu }) => qemu !== null);
  const complaints = asked.filter(({ qemu }) => qemu !== "").length;
  const safe = all.filter(({ fix }) => fix.loss === null).length;
  const cells = [
    `\`${kind}\``,
    all.length,
    safe === all.length ? "nothing" : safe === 0 ? "named" : `named in ${all.length - safe}`,
    cell("blocks", String(sum(({ blocks }) => blocks))),
    cell("guids", "kept"),
    cell("check", "clean"),
    asked.length === 0
      ? "not asked"
      : complaints === 0
        ? `${asked.length} of ${asked.length}`
        : `**${asked.length - complaints} of ${asked.length}**`,
    cell("crash", sum(({ states }) => states) === 0 ? "not tried" : `${sum(({ states }) => states)} open`),
  ];
  return cells.map(String);
}

/** A table as the formatter writes it: columns of one width, numbers to the right. */
function table(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((cells) => (cells[at] ?? "").length), 3),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = rows.map((cells) =>
    line(
      widths.map((width, at) =>
        right.has(at) ? (cells[at] ?? "").padStart(width) : (cells[at] ?? "").padEnd(width),
      ),
    ),
  );
  const rule = line(
    widths.map((width, at) => (right.has(at) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))),
  );
  return [padded[0], rule, ...padded.slice(1)].join("\n");
}

const COLUMNS = ["fix", "images", "loses", "blocks", "GUIDs", "check", "QEMU", "crash states"];

/** The page: a row for each kind of fix. */
export function page(judged: readonly Judged[]): string {
  const byKind = new Map<string, Judged[]>();
  for (const each of judged) {
    const kind = kindOf(each.fix);
    byKind.set(kind, [...(byKind.get(kind) ?? []), each]);
  }
  const rows = [...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, all]) => row(kind, all));
  const states = judged.reduce((total, each) => total + each.states, 0);
  return `${HEAD}
${table([COLUMNS, ...rows], new Set([1]))}

${judged.length} fixes of ${byKind.size} kinds were judged, with ${states} crash states.
`;
}
