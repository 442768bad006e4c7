import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { removeUnfinished, VhdxError } from "../../workers/node/index.ts";
import { addCheck } from "./commands/check.ts";
import { addExport, addReplay } from "./commands/export.ts";
import { addExtract } from "./commands/extract.ts";
import { addLs } from "./commands/ls.ts";
import { addReport } from "./commands/report.ts";
import { addVolumes } from "./commands/volumes.ts";
import type { Run } from "./each-image.ts";
import { EXIT, EXIT_HELP } from "./exit-codes.ts";
import { Terminal } from "./terminal.ts";

/** Exit code of a process that a signal ended: 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** Exit code when nobody reads the output any more, as if SIGPIPE had ended the process. */
const NOBODY_READS = 141;

function programOf(run: Run, ended: (code: number) => void): Command {
  const program = new Command("platter")
    .description(
      "Looks at VHDX files: what is wrong with them, what their logs hold, what can be taken away. Images are never written; results are new files.",
    )
    .version(packageJson.version)
    .showHelpAfterError("(platter COMMAND --help says more)")
    .addHelpText("after", EXIT_HELP)
    .exitOverride();
  for (const add of [addCheck, addReport, addReplay, addExport, addVolumes, addLs, addExtract])
    add(program, run, ended);
  return program;
}

/**
 * The command.
 *
 * @param args without Node and the script
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const controller = new AbortController();
  const terminal = new Terminal();
  let stoppedBy: number | null = null;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (stoppedBy !== null) {
        // A second signal: end without waiting for the reads in flight.
        removeUnfinished();
        process.exit(code);
      }
      stoppedBy = code;
      controller.abort();
    });
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    removeUnfinished();
    process.exit(error.code === "EPIPE" ? NOBODY_READS : EXIT.output);
  });
  let code: number = EXIT.clean;
  const run = { terminal, signal: controller.signal };
  const program = programOf(run, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.clean : EXIT.usage;
    if (thrown instanceof VhdxError && thrown.code === "cancelled") return stoppedBy ?? EXIT.internal;
    const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    process.stderr.write(`platter: this is a bug in Platter.\n${words}\n`);
    return EXIT.internal;
  }
}
