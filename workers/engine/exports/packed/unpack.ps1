<#
.SYNOPSIS
Makes a raw disk of the packed data in this folder. Its zeros are holes.

.DESCRIPTION
    .\unpack.ps1 TARGET              make the file TARGET
    .\unpack.ps1 TARGET -Overwrite   replace the file TARGET, once the new one is whole

Exit codes: 0 done; 1 TARGET is there already, and nothing was written; 2 reading or writing failed, or the packed data
is damaged, and no TARGET was made.

Needs Windows PowerShell 5.1 or newer and nothing else.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0)][string]$Target,
    [switch]$Overwrite
)

Set-StrictMode -Version 2.0
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

# The value as a number of bytes.
function Get-Count($Value) {
    if (-not ($Value -is [long] -or $Value -is [int]) -or $Value -lt 0) { throw 'not a number of bytes' }
    return [long]$Value
}

# Whatever failed while a description was read: the description is at fault, unless a file could not be read.
function Stop-Damaged($Failure, [string]$Sentence) {
    if ($script:ExitCode -ge 0 -or $Failure.Exception.GetBaseException() -is [System.IO.IOException]) { throw $Failure }
    Stop-Script 2 $Sentence
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

# Bytes; the format allows no longer range.
$script:LargestRange = 4MB

function Open-Packed {
    $raw = [System.IO.File]::ReadAllBytes((Join-Path $PSScriptRoot 'packed.json'))
    $script:Bin = [System.IO.File]::OpenRead((Join-Path $PSScriptRoot 'packed.bin'))
    try { Read-Packed (ConvertFrom-LongJson ([System.Text.Encoding]::UTF8.GetString($raw))) }
    catch { Stop-Damaged $_ 'packed.json is damaged.' }
    if ($script:Bin.Length -ne $script:PackedSize) {
        Stop-Script 2 ('packed.bin is not whole: {0} of {1} bytes. Download the zip again.' -f $script:Bin.Length, $script:PackedSize)
    }
}

function Read-Packed($Description) {
    if ($Description['format'] -cne 'platter-packed-raw' -or (Get-Count $Description['version']) -ne 1) {
        Stop-Script 2 'packed.json is of a kind that this script does not know.'
    }
    $script:DiskSize = Get-Count $Description['diskSize']
    $script:PackedSize = Get-Count $Description['packedSize']
    $script:Unreadable = @($Description['unreadable'])
    $script:Ranges = @($Description['ranges'])
    $end = [long]0
    foreach ($range in $script:Ranges) {
        # Looked at here, as a call for each number of a million ranges takes a minute.
        $offset = $range['offset']
        $length = $range['length']
        $packedOffset = $range['packedOffset']
        foreach ($number in $offset, $length, $packedOffset) {
            if (-not ($number -is [long] -or $number -is [int])) { throw 'not a number of bytes' }
        }
        if ($offset -lt $end -or $length -lt 1 -or $length -gt $script:LargestRange) { throw 'a range makes no sense' }
        if ($packedOffset -lt 0 -or $packedOffset -gt $script:PackedSize - $length) { throw 'a range is beyond packed.bin' }
        $end = [long]$offset + $length
    }
    if ($end -gt $script:DiskSize) { throw 'a range is beyond the disk' }
}

# Whether something is there that is no file: a folder; where there is no Windows a device, a pipe or a link to nothing, too.
function Test-NoFile([string]$Path) {
    if ([System.IO.Directory]::Exists($Path)) { return $true }
    if (-not [System.IO.File]::Exists($Path)) { return $false }
    if ($PSVersionTable.PSVersion.Major -ge 6) {
        if (-not $IsWindows) {
            & /bin/sh -c 'test -f "$1"' sh $Path
            return ($LASTEXITCODE -ne 0)
        }
    }
    return $false
}

function Test-Target([string]$Path) {
    if (Test-NoFile $Path) { Stop-Script 1 ('{0} is there already and is no file. Nothing was written.' -f $Path) }
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
        if ((Get-Sha256 $bytes) -cne $range['sha256']) {
            Stop-Script 2 ('packed.bin is damaged at byte {0}. Download the zip again.' -f $range['packedOffset'])
        }
        $script:File.Position = $offset
        $script:File.Write($bytes, 0, $bytes.Length)
        [byte[]]$back = Read-Stream $script:File $offset ([int]$range['length'])
        if ((Get-Sha256 $back) -cne $range['sha256']) {
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
        # In one step where a file is replaced: an interruption leaves the old one or the new one, never none.
        if ([System.IO.File]::Exists($full)) { [System.IO.File]::Replace($part, $full, [System.Management.Automation.Language.NullString]::Value) }
        else { [System.IO.File]::Move($part, $full) }
    }
    finally {
        # Nothing is left of it once it has been moved. A "catch" would not see that the user pressed Ctrl+C.
        Remove-Part $part
    }
}

function Show-Done([string]$Path) {
    Write-Host ('Done and verified: {0} has {1} bytes, {2} of them data.' -f $Path, $script:DiskSize, $script:PackedSize)
    if ($script:Unreadable.Count -eq 0) { return }
    $lost = [long]0
    foreach ($range in $script:Unreadable) { $lost += [long]$range['length'] }
    Write-Host ('{0} bytes of it could not be read in the image and are zeros; packed.json says which.' -f $lost)
}


$script:Bin = $null
$script:File = $null
try {
    Open-Packed
    Expand-Packed $Target
    Show-Done $Target
    $script:ExitCode = 0
}
catch {
    if ($script:ExitCode -ge 0) { Write-Host $_.Exception.Message }
    else {
        $script:ExitCode = 2
        Write-Host ('Reading or writing failed: {0}' -f $_.Exception.GetBaseException().Message)
    }
}
finally {
    if ($null -ne $script:File) { $script:File.Dispose() }
    if ($null -ne $script:Bin) { $script:Bin.Dispose() }
}
exit $script:ExitCode
