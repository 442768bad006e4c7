import { powerShellFile } from "../scripts/powershell-file.ts";
import { LARGEST_RANGE } from "./limits.ts";

const HELP = String.raw`.SYNOPSIS
Makes a raw disk of the packed data in this folder. Its zeros are holes.

.DESCRIPTION
    .\unpack.ps1 TARGET              make the file TARGET
    .\unpack.ps1 TARGET -Overwrite   replace the file TARGET, once the new one is whole

Exit codes: 0 done; 1 TARGET is there already, and nothing was written; 2 reading or writing failed, or the packed data
is damaged, and no TARGET was made.

Needs Windows PowerShell 5.1 or newer and nothing else.`;

const PARAMETERS = String.raw`param(
    [Parameter(Mandatory = $true, Position = 0)][string]$Target,
    [switch]$Overwrite
)`;

const BODY = String.raw`$script:LargestRange = ${LARGEST_RANGE}

function Open-Packed {
    $raw = [System.IO.File]::ReadAllBytes((Join-Path $PSScriptRoot 'packed.json'))
    $script:Bin = [System.IO.File]::OpenRead((Join-Path $PSScriptRoot 'packed.bin'))
    $description = ConvertFrom-LongJson ([System.Text.Encoding]::UTF8.GetString($raw))
    if ($description['format'] -ne 'platter-packed-raw' -or $description['version'] -ne 1) {
        Stop-Script 2 'packed.json is of a kind that this script does not know.'
    }
    $script:DiskSize = [long]$description['diskSize']
    $script:PackedSize = [long]$description['packedSize']
    $script:Unreadable = @($description['unreadable'])
    $script:Ranges = @($description['ranges'])
    $end = [long]0
    foreach ($range in $script:Ranges) {
        $length = [long]$range['length']
        $packedOffset = [long]$range['packedOffset']
        if ([long]$range['offset'] -lt $end -or $length -lt 1 -or $length -gt $script:LargestRange) { Stop-Script 2 'packed.json is damaged.' }
        $end = [long]$range['offset'] + $length
        if ($packedOffset -lt 0 -or $packedOffset -gt $script:PackedSize - $length) { Stop-Script 2 'packed.json is damaged.' }
    }
    if ($end -gt $script:DiskSize) { Stop-Script 2 'packed.json is damaged.' }
    if ($script:Bin.Length -ne $script:PackedSize) {
        Stop-Script 2 ('packed.bin is not whole: {0} of {1} bytes. Download the zip again.' -f $script:Bin.Length, $script:PackedSize)
    }
}

function Test-Target([string]$Path) {
    if ([System.IO.Directory]::Exists($Path)) { Stop-Script 1 ('{0} is there already and is no file. Nothing was written.' -f $Path) }
    if ([System.IO.File]::Exists($Path) -and -not $Overwrite) {
        Stop-Script 1 ('{0} is there already. Nothing was written; -Overwrite replaces it.' -f $Path)
    }
}

# Windows keeps holes only in files that are marked.
function Set-Sparse([string]$Path) {
    if ($env:OS -ne 'Windows_NT') { return }
    & fsutil.exe sparse setflag $Path | Out-Null
    if ($LASTEXITCODE -ne 0) { Write-Host 'The file could not be marked as sparse: it takes its whole size on the disk.' }
}

# Writes each range to its place. What is between them is never written, so it stays a hole.
function Write-Ranges([string]$Path) {
    $script:File = New-Object System.IO.FileStream($Path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
    $script:File.SetLength($script:DiskSize)
    foreach ($range in $script:Ranges) {
        $offset = [long]$range['offset']
        [byte[]]$bytes = Read-Stream $script:Bin ([long]$range['packedOffset']) ([int]$range['length'])
        if ((Get-Sha256 $bytes) -ne $range['sha256']) {
            Stop-Script 2 ('packed.bin is damaged at byte {0}. Download the zip again.' -f $range['packedOffset'])
        }
        $script:File.Position = $offset
        $script:File.Write($bytes, 0, $bytes.Length)
        [byte[]]$back = Read-Stream $script:File $offset ([int]$range['length'])
        if ((Get-Sha256 $back) -ne $range['sha256']) {
            Stop-Script 2 ('What was written at byte {0} reads back differently.' -f $offset)
        }
    }
    $script:File.Dispose()
    $script:File = $null
}

function Remove-Part([string]$Path) {
    if ($null -ne $script:File) { $script:File.Dispose() }
    $script:File = $null
    [System.IO.File]::Delete($Path)
}

function Expand-Packed([string]$Path) {
    # A relative path counts from where PowerShell is, not from where its process was started.
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    Test-Target $full
    # Under another name until it is whole, so that nobody takes a part of the disk for all of it.
    $part = $full + '.platter-part'
    try {
        [System.IO.File]::Create($part).Dispose()
        Set-Sparse $part
        Write-Ranges $part
        Test-Target $full
        [System.IO.File]::Delete($full)
        [System.IO.File]::Move($part, $full)
    }
    catch {
        Remove-Part $part
        throw
    }
}

function Show-Done([string]$Path) {
    Write-Host ('Done and verified: {0} has {1} bytes, {2} of them data.' -f $Path, $script:DiskSize, $script:PackedSize)
    if ($script:Unreadable.Count -eq 0) { return }
    $lost = [long]0
    foreach ($range in $script:Unreadable) { $lost += [long]$range['length'] }
    Write-Host ('{0} bytes of it could not be read in the image and are zeros; packed.json says which.' -f $lost)
}
`;

/** `unpack.ps1`. The same for every disk: names and bytes are data that it reads. */
export function powerShellScript(): string {
  return powerShellFile({
    help: HELP,
    parameters: PARAMETERS,
    body: BODY,
    work: "Open-Packed\nExpand-Packed $Target\nShow-Done $Target",
  });
}
