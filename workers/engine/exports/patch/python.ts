import { pythonFile } from "../scripts/python-file.ts";
import { PROCEDURES, type Operation, type Procedure } from "./operations.ts";
import { PYTHON_MAIN, PYTHON_PRIMITIVES, PYTHON_USAGE } from "./python-primitives.ts";

/** A sentence as a Python string; all of them are plain ASCII. */
const quoted = (sentence: string) => JSON.stringify(sentence);
const ALL_GROUPS = "range(len(job.patch.groups))";
const method = (name: string) => name.replaceAll("-", "_");

function lines(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "examine":
      return ["state = job.examine()"];
    case "stop-if":
      return [
        `if state == "${operation.state}":`,
        `    raise Stop(${operation.exit}, ${quoted(operation.sentence)})`,
      ];
    case "say-difference":
      return [`if state == "${operation.state}":`, "    job.say_difference()"];
    case "stop-if-dry-run":
      return ["if job.dry_run:", `    raise Stop(0, ${quoted(operation.sentence)})`];
    case "need-old-bytes":
      return [
        "if not job.kept_is_whole():",
        `    raise Stop(${operation.exit}, ${quoted(operation.sentence)})`,
      ];
    case "each-group":
      return [
        `for index in ${operation.order === "forward" ? ALL_GROUPS : `reversed(${ALL_GROUPS})`}:`,
        ...operation.steps.map((step) => `    job.${method(step)}(index)`),
      ];
    case "verify":
      return [
        `if not job.holds_all("${operation.state}"):`,
        `    raise Stop(${operation.exit}, ${quoted(operation.sentence)})`,
      ];
    case "keep-old-bytes":
    case "forget-old-bytes":
      return [`job.${method(operation.kind)}()`];
    case "done":
      return [`say(${quoted(operation.sentence)})`];
  }
}

function procedure({ name, why, operations }: Procedure): string {
  const body = [...why.map((line) => `# ${line}`), ...operations.flatMap(lines)];
  return [`\n\ndef ${name}(job):`, ...body.map((line) => `    ${line}`)].join("\n");
}

/** `apply.py`. The same for every patch: names and bytes are data that it reads. */
export function pythonScript(): string {
  return pythonFile({
    usage: PYTHON_USAGE,
    body: [PYTHON_PRIMITIVES, ...PROCEDURES.map(procedure), `\n${PYTHON_MAIN}`].join("\n"),
    afterInterrupt: "Run this again to complete it, or with --undo to take it back.",
  });
}
