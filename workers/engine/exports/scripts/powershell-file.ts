/** A script that one of our archives carries, but for what all of them share. */
export interface PowerShellParts {
  /** Comment-based help. */
  readonly help: string;
  /** The `param(...)` block. */
  readonly parameters: string;
  /** Functions. What they open they put into `$script:File` or `$script:Bin`, which are closed at the end. */
  readonly body: string;
  /** What is run: ends by itself, or with `Stop-Script`, or with an exception of .NET. */
  readonly work: string;
}

const COMMON = String.raw`Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$script:ExitCode = -1
$script:Hasher = [System.Security.Cryptography.SHA256]::Create()

# Ends the script with an exit code and a sentence.
function Stop-Script([int]$Code, [string]$Sentence) {
    $script:ExitCode = $Code
    throw $Sentence
}

function Get-Sha256([byte[]]$Bytes) {
    return [System.BitConverter]::ToString($script:Hasher.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
}

# ConvertFrom-Json of Windows PowerShell limits the length of its input.
function ConvertFrom-LongJson([string]$Text) {
    if ($PSVersionTable.PSVersion.Major -ge 6) {
        return ($Text | ConvertFrom-Json -AsHashtable)
    }
    Add-Type -AssemblyName System.Web.Extensions
    $reader = New-Object System.Web.Script.Serialization.JavaScriptSerializer
    $reader.MaxJsonLength = [int]::MaxValue
    return $reader.DeserializeObject($Text)
}

# Up to so many bytes; fewer at the end of the stream.
function Read-Stream([System.IO.Stream]$Stream, [long]$Offset, [int]$Length) {
    $buffer = New-Object byte[] $Length
    $Stream.Position = $Offset
    $done = 0
    while ($done -lt $Length) {
        $count = $Stream.Read($buffer, $done, $Length - $done)
        if ($count -eq 0) { break }
        $done += $count
    }
    if ($done -eq $Length) { return , $buffer }
    $part = New-Object byte[] $done
    [System.Array]::Copy($buffer, $part, $done)
    return , $part
}
`;

const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, "    ");

/** The only place that ends the script. */
const main = (work: string) => `
$script:Bin = $null
$script:File = $null
try {
${indented(work)}
    $script:ExitCode = 0
}
catch {
    if ($script:ExitCode -ge 0) { Write-Host $_.Exception.Message }
    else {
        $script:ExitCode = 2
        Write-Host ('Reading or writing failed: {0}' -f $_.Exception.Message)
    }
}
finally {
    if ($null -ne $script:File) { $script:File.Dispose() }
    if ($null -ne $script:Bin) { $script:Bin.Dispose() }
}
exit $script:ExitCode
`;

/** A whole script for Windows PowerShell 5.1, which PowerShell 7 reads as well. */
export function powerShellFile({ help, parameters, body, work }: PowerShellParts): string {
  const head = `<#\n${help}\n#>\n[CmdletBinding()]\n${parameters}\n`;
  return [head, COMMON, body, main(work)].join("\n").replaceAll("\n", "\r\n");
}
