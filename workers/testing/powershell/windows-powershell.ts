import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findPwsh } from "../../../e2e/support/needs.ts";

const ABOUT = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_";
const COMMANDS = "https://learn.microsoft.com/powershell/module/?view=powershell-5.1";
/**
 * The members of .NET Framework 4.7.2 are those that the documentation in this package names (`mscorlib.xml`, `System.xml`,
 * `System.Web.Extensions.xml`); each one below was looked up there.
 */
const FRAMEWORK = "https://www.nuget.org/packages/Microsoft.NETFramework.ReferenceAssemblies.net472/1.0.3";

/** A rule of what a script may use. The kinds are those of `used.ps1`. */
interface Rule {
  readonly kind: string;
  /** What is refused, and since which version PowerShell has it. */
  readonly refuses: string;
  readonly source: string;
  /** All that is allowed; nothing of this kind where it is missing. */
  readonly allowed?: readonly string[];
  /** A line that breaks this rule. */
  readonly planted: string;
}

/** The types that scripts may name, with a shorter name of PowerShell or their own. */
const TYPES = [
  ...["byte", "int", "long", "string", "switch"],
  ...["System.Array", "System.BitConverter", "System.Convert", "System.Math"],
  ...["System.IO.Directory", "System.IO.File", "System.IO.IOException", "System.IO.Stream"],
  ...["System.IO.FileAccess", "System.IO.FileMode", "System.IO.FileShare"],
  ...["System.Security.Cryptography.SHA256", "System.Text.Encoding"],
  "System.Management.Automation.Language.NullString",
];

/** What Windows PowerShell 5.1 with .NET Framework 4.7.2 has, as far as our scripts use it, and what it lacks. */
export const RULES: readonly Rule[] = [
  {
    kind: "syntax",
    refuses: "what PowerShell can't read at all",
    source: `${ABOUT}language_keywords`,
    planted: "}",
  },
  {
    kind: "requires",
    refuses: "#requires of a version after 5.1",
    source: `${ABOUT}requires`,
    planted: "#requires -Version 7.0",
  },
  { kind: "ternary", refuses: "a ? b : c (7.0)", source: `${ABOUT}if`, planted: "$a = $true ? 1 : 2" },
  {
    kind: "chain",
    refuses: "&& and || between pipelines (7.0)",
    source: `${ABOUT}pipeline_chain_operators`,
    planted: "Write-Host a && Write-Host b",
  },
  {
    kind: "null-coalescing",
    refuses: "?? and ??= (7.0)",
    source: `${ABOUT}operators`,
    planted: "$a = $null ?? 1",
  },
  {
    kind: "null-conditional",
    refuses: "?. and ?[] (7.1; in 7.0 as an experiment)",
    source: `${ABOUT}operators`,
    planted: "$a = 'b'; ${a}?.Length",
  },
  {
    kind: "background",
    refuses: "& behind a pipeline (6.0)",
    source: `${ABOUT}operators`,
    planted: "Write-Host a &",
  },
  {
    kind: "clean",
    refuses: "the block clean (7.3)",
    source: `${ABOUT}functions_advanced_methods`,
    planted: "function Get-A { end { } clean { } }",
  },
  {
    kind: "using",
    refuses: "using: a script stands alone, in any folder",
    source: `${ABOUT}using`,
    planted: "using namespace System.IO",
  },
  {
    kind: "generic-call",
    refuses: "type arguments of a method (7.3)",
    source: `${ABOUT}calling_generic_methods`,
    planted: "$a = 'b'; $a.Replace[string]('b', 'c')",
  },
  {
    kind: "replace-block",
    refuses: "a script block behind -replace (6.1)",
    source: `${ABOUT}comparison_operators`,
    planted: "$a = 'b' -replace 'b', { 'c' }",
  },
  {
    kind: "number",
    refuses: "binary numbers (7.0) and the suffixes u, y, s and n (6.2, 7.0)",
    source: `${ABOUT}numeric_literals`,
    planted: "$a = 0b101",
  },
  {
    kind: "escape",
    refuses: "`e and `u{...} (6.0)",
    source: `${ABOUT}special_characters`,
    planted: 'Write-Host "`e[0m"',
  },
  {
    kind: "character",
    refuses:
      "other characters than ASCII: 5.1 reads a file without a byte order mark in the system's code page",
    source: `${ABOUT}character_encoding`,
    planted: "Write-Host '\u00FC'",
  },
  {
    kind: "encoding",
    refuses:
      "encodings that only one of both has (utf8NoBOM: 6.0, Byte: until 5.1), or that mean another one (utf8)",
    source: `${ABOUT}character_encoding`,
    allowed: ["ascii", "unicode", "bigendianunicode"],
    planted: "Set-Content 'a' 'b' -Encoding utf8NoBOM",
  },
  {
    kind: "variable",
    refuses: "variables that 5.1 doesn't set ($IsWindows: 6.0), and ones that nothing sets",
    source: `${ABOUT}automatic_variables`,
    allowed: [
      ...["_", "false", "null", "true", "env:OS"],
      ...["ExecutionContext", "LASTEXITCODE", "PSScriptRoot", "PSVersionTable"],
    ],
    planted: "if ($IsWindows) { }",
  },
  {
    kind: "attribute",
    refuses: "attributes and arguments of attributes that are not in this list",
    source: `${ABOUT}functions_advanced_parameters`,
    allowed: ["CmdletBinding", "Parameter", "Parameter Mandatory", "Parameter Position"],
    planted: "function Get-A { param([ValidateNotNullOrWhiteSpace()]$B) }",
  },
  {
    kind: "command",
    refuses: "commands that are not in this list; ConvertFrom-Json of 5.1 reads 2 MB at most",
    source: COMMANDS,
    allowed: [
      "Add-Type",
      "Join-Path",
      "New-Object",
      "Out-Null",
      "Set-StrictMode",
      "Write-Host",
      "fsutil.exe",
    ],
    planted: "Test-Json '{}'",
  },
  {
    kind: "parameter",
    refuses: "parameters that are not in this list",
    source: COMMANDS,
    allowed: ["Add-Type -AssemblyName", "Set-StrictMode -Version"],
    planted: "Join-Path 'a' 'b' -AdditionalChildPath 'c'",
  },
  {
    kind: "type",
    refuses: "types that are not in this list",
    source: FRAMEWORK,
    allowed: TYPES,
    planted: "$a = [semver]",
  },
  {
    kind: "constructor",
    refuses: "constructors that are not in this list, with so many arguments",
    source: FRAMEWORK,
    allowed: [
      "byte[](1)",
      "System.Collections.Generic.Dictionary[long,long](0)",
      "System.Collections.Generic.Dictionary[long,object](0)",
      "System.Collections.Generic.List[byte[]](0)",
      "System.Collections.Generic.List[long](0)",
      "System.Collections.Generic.List[object](0)",
      "System.IO.FileStream(4)",
      "System.Web.Script.Serialization.JavaScriptSerializer(0)",
    ],
    planted: "$a = New-Object System.IO.FileStream('b', 1)",
  },
  {
    kind: "static",
    refuses: "static members that are not in this list, with so many arguments",
    source: FRAMEWORK,
    allowed: [
      ...["int::MaxValue", "System.Array::Copy(3)", "System.BitConverter::ToString(1)"],
      ...["System.Convert::ToBase64String(3)", "System.Math::Min(2)"],
      "System.IO.Directory::Exists(1)",
      ...[
        "Create(1)",
        "Delete(1)",
        "Exists(1)",
        "Move(2)",
        "OpenRead(1)",
        "ReadAllBytes(1)",
        "Replace(3)",
      ].map((member) => `System.IO.File::${member}`),
      ...["Read", "ReadWrite", "Write"].map((member) => `System.IO.FileAccess::${member}`),
      ...["System.IO.FileMode::Create", "System.IO.FileMode::Open", "System.IO.FileShare::None"],
      "System.Management.Automation.Language.NullString::Value",
      ...["System.Security.Cryptography.SHA256::Create(0)", "System.Text.Encoding::UTF8"],
    ],
    planted: "[System.IO.File]::Move('a', 'b', $true)",
  },
  {
    kind: "member",
    refuses: "members that are not in this list, with so many arguments",
    source: FRAMEWORK,
    allowed: [
      // Of collections, strings and exceptions.
      ...["Add(1)", "Add(2)", "ContainsKey(1)", "Count", "Length"],
      ...["Replace(2)", "Substring(2)", "ToLowerInvariant(0)"],
      ...["Exception", "GetBaseException(0)", "Message"],
      // Of streams, hashes, encodings and the reader of JSON.
      ...["Dispose(0)", "Flush(1)", "Position", "Read(3)", "SetLength(1)", "Write(3)"],
      ...["ComputeHash(1)", "GetString(1)", "DeserializeObject(1)", "MaxJsonLength"],
      // Of PowerShell's own variables.
      ...["Major", "PSVersion", "Path", "SessionState", "GetUnresolvedProviderPathFromPSPath(1)"],
    ],
    planted: "$a = 'b'.Contains('b', 5)",
  },
];

/** A fact of a script, as used.ps1 lists it. */
interface Fact {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  /** It stands where only a newer PowerShell gets to. */
  readonly guarded: boolean;
}

/** What 5.1 reads without asking whether there is such a thing, where it never gets to it. */
const ASKED_LATE = new Set([
  "member",
  "static",
  "type",
  "constructor",
  "command",
  "parameter",
  "encoding",
  "variable",
]);

/**
 * What of some scripts Windows PowerShell 5.1 or .NET Framework 4.7.2 does not have, by the rules: a line for each.
 *
 * @returns for each script what is wrong with it; the kind of the rule stands first
 */
export function windowsProblems(scripts: readonly string[]): readonly (readonly string[])[] {
  const own = mkdtempSync(path.join(tmpdir(), "platter-used-"));
  try {
    const [task, result] = [path.join(own, "task.json"), path.join(own, "result.json")];
    writeFileSync(task, JSON.stringify(scripts));
    const lister = fileURLToPath(new URL("used.ps1", import.meta.url));
    const args = ["-NoLogo", "-NoProfile", "-File", lister, task, result];
    const { status, stdout, stderr } = spawnSync(findPwsh() ?? "pwsh", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stdout + stderr);
    const used = JSON.parse(readFileSync(result, "utf8")) as readonly (readonly Fact[])[];
    return used.map((facts) => facts.flatMap(problem));
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function problem({ kind, name, line, guarded }: Fact): readonly string[] {
  const rule = RULES.find((each) => each.kind === kind);
  if (rule === undefined) throw new Error(`There is no rule of ${kind}.`);
  if (guarded && ASKED_LATE.has(kind)) return [];
  return rule.allowed?.includes(name) === true ? [] : [`${kind}: ${name} in line ${line}`];
}
