import { powerShellFile } from "../scripts/powershell-file.ts";
import { PROCEDURES, type GroupStep, type Operation, type Procedure } from "./operations.ts";
import {
  POWERSHELL_HELP,
  POWERSHELL_PARAMETERS,
  POWERSHELL_PRIMITIVES,
  POWERSHELL_WORK,
} from "./powershell-primitives.ts";

/** A sentence as a PowerShell string in which nothing is expanded. */
const quoted = (sentence: string) => `'${sentence.replaceAll("'", "''")}'`;

const NAMES: Readonly<Record<Procedure["name"], string>> = { apply: "Invoke-Apply", undo: "Invoke-Undo" };
const STEPS: Readonly<Record<GroupStep, string>> = {
  grow: "Step-Grow",
  "write-new": "Step-WriteNew",
  "write-old": "Step-WriteOld",
  cut: "Step-Cut",
  flush: "Step-Flush",
};

/** The option's name is spelled differently on this side. */
const inPowerShell = (sentence: string) => sentence.replaceAll("--undo", "-Undo");

function stop(condition: string, operation: { exit: number; sentence: string }): string {
  return `if (${condition}) { Stop-Script ${operation.exit} ${quoted(inPowerShell(operation.sentence))} }`;
}

function lines(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "examine":
      return ["$state = Get-ImageState"];
    case "stop-if":
      return [stop(`$state -eq '${operation.state}'`, operation)];
    case "say-difference":
      return [`if ($state -eq '${operation.state}') { Show-Difference }`];
    case "stop-if-dry-run":
      return [stop("$DryRun", { exit: 0, sentence: operation.sentence })];
    case "need-old-bytes":
      return [stop("-not (Test-Kept)", operation)];
    case "each-group": {
      const loop =
        operation.order === "forward"
          ? "for ($index = 0; $index -lt $script:Groups.Count; $index++) {"
          : "for ($index = $script:Groups.Count - 1; $index -ge 0; $index--) {";
      return [loop, ...operation.steps.map((step) => `    ${STEPS[step]} $index`), "}"];
    }
    case "verify":
      return [stop(`-not (Test-All '${operation.state}')`, operation)];
    case "keep-old-bytes":
      return ["Save-OldBytes"];
    case "forget-old-bytes":
      return ["Remove-OldBytes"];
    case "done":
      return [`Write-Host ${quoted(inPowerShell(operation.sentence))}`];
  }
}

function procedure({ name, why, operations }: Procedure): string {
  const body = [...why.map((line) => `# ${inPowerShell(line)}`), ...operations.flatMap(lines)];
  return [`\nfunction ${NAMES[name]} {`, ...body.map((line) => `    ${line}`), "}"].join("\n");
}

/** `apply.ps1`. The same for every patch: names and bytes are data that it reads. */
export function powerShellScript(): string {
  return powerShellFile({
    help: POWERSHELL_HELP,
    parameters: POWERSHELL_PARAMETERS,
    body: [POWERSHELL_PRIMITIVES, ...PROCEDURES.map(procedure)].join("\n"),
    work: POWERSHELL_WORK,
  });
}
