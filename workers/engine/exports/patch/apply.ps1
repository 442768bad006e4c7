<#
.SYNOPSIS
Applies the patch in this folder to a disk image, in place, or takes it back.

.DESCRIPTION
    .\apply.ps1 IMAGE            apply the patch
    .\apply.ps1 IMAGE -DryRun    look only, and say whether the patch fits
    .\apply.ps1 IMAGE -Undo      put the old bytes back

The image must not be in use: detach the disk, shut the virtual machine down.

Exit codes: 0 done, or nothing to do; 1 the image holds other bytes than the patch was made for, and nothing was
written; 2 reading or writing failed. An interrupted run is completed by running it again, or taken back with -Undo.

Needs Windows PowerShell 5.1 or newer and nothing else.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0)][string]$Image,
    [switch]$DryRun,
    [switch]$Undo
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
$OtherBytes = 'Nothing was written: this is not the image, or not the state of it, that the patch was made for.'

# The bytes with zeros behind them.
function Get-Padded([byte[]]$Bytes, [int]$Length) {
    $whole = New-Object byte[] $Length
    [System.Array]::Copy($Bytes, $whole, $Bytes.Length)
    return , $whole
}

function Open-Patch {
    $raw = [System.IO.File]::ReadAllBytes((Join-Path $PSScriptRoot 'patch.json'))
    $script:Bin = [System.IO.File]::OpenRead((Join-Path $PSScriptRoot 'patch.bin'))
    $script:PatchId = (Get-Sha256 $raw).Substring(0, 16)
    try { Read-Patch (ConvertFrom-LongJson ([System.Text.Encoding]::UTF8.GetString($raw))) }
    catch { Stop-Damaged $_ 'patch.json is damaged.' }
}

function Read-Patch($Description) {
    if ($Description['format'] -cne 'platter-patch' -or (Get-Count $Description['version']) -ne 1) {
        Stop-Script 2 'patch.json is of a kind that this script does not know.'
    }
    $script:OldSize = Get-Count $Description['source']['size']
    $script:NewSize = Get-Count $Description['result']['size']
    $script:Groups = @($Description['groups'])
    # All ranges at one place, in the order in which they are written: the first stands for the old bytes, the last for
    # the new ones. The order of the places is the order of the kept bytes.
    $script:Places = New-Object 'System.Collections.Generic.Dictionary[long,object]'
    $script:PlaceOrder = New-Object 'System.Collections.Generic.List[long]'
    $script:KeptAt = New-Object 'System.Collections.Generic.Dictionary[long,long]'
    $script:KeptSize = [long]0
    # What is written at the place of a range before it, by the range; missing where those are the old bytes.
    $script:Before = @{}
    for ($group = 0; $group -lt $script:Groups.Count; $group++) {
        $null = Get-Count $script:Groups[$group]['size']
        $ranges = @($script:Groups[$group]['ranges'])
        for ($number = 0; $number -lt $ranges.Count; $number++) {
            $range = $ranges[$number]
            $length = Get-Count $range['length']
            if ((Get-Count $range['oldLength']) -gt $length -or $length -gt $script:LargestRange -or -not $range['oldSha256']) { throw 'a range makes no sense' }
            if ((Get-Sha256 (Get-NewBytes $range)) -cne $range['newSha256']) { Stop-Script 2 'patch.bin is damaged.' }
            $offset = Get-Count $range['offset']
            if (-not $script:Places.ContainsKey($offset)) {
                $script:Places.Add($offset, (New-Object 'System.Collections.Generic.List[object]'))
                $script:PlaceOrder.Add($offset)
                $script:KeptAt.Add($offset, $script:KeptSize)
                $script:KeptSize += [long]$range['oldLength']
            }
            $place = $script:Places[$offset]
            if ($place.Count -gt 0) { $script:Before["$group/$number"] = $place[$place.Count - 1] }
            $place.Add($range)
        }
    }
}

function Get-NewBytes($Range) {
    if ($null -eq $Range['binOffset']) { return , (New-Object byte[] ([int]$Range['length'])) }
    return , (Read-Stream $script:Bin (Get-Count $Range['binOffset']) ([int]$Range['length']))
}

function Open-Image([string]$Path) {
    # A relative path counts from where PowerShell is, not from where its process was started.
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $script:KeptPath = '{0}.{1}.platter-undo' -f $full, $script:PatchId
    $access = [System.IO.FileAccess]::ReadWrite
    if ($DryRun) { $access = [System.IO.FileAccess]::Read }
    # Refused while another program has the image open, and no other can open it meanwhile.
    $script:File = New-Object System.IO.FileStream($full, [System.IO.FileMode]::Open, $access, [System.IO.FileShare]::None)
}

function Write-Image([long]$Offset, [byte[]]$Bytes) {
    [byte[]]$present = Read-Stream $script:File $Offset $Bytes.Length
    if ((Get-Sha256 $present) -eq (Get-Sha256 $Bytes)) { return }
    $script:File.Position = $Offset
    $script:File.Write($Bytes, 0, $Bytes.Length)
}

function Test-Old($Place) {
    $first = $Place[0]
    [byte[]]$bytes = Read-Stream $script:File ([long]$first['offset']) ([int]$first['oldLength'])
    return (Get-Sha256 $bytes) -ceq $first['oldSha256']
}

function Test-New($Place) {
    $last = $Place[$Place.Count - 1]
    [byte[]]$bytes = Read-Stream $script:File ([long]$last['offset']) ([int]$last['length'])
    return (Get-Sha256 $bytes) -ceq $last['newSha256']
}

function Test-All([string]$State) {
    $size = $script:OldSize
    if ($State -eq 'new') { $size = $script:NewSize }
    if ($script:File.Length -ne $size) { return $false }
    foreach ($offset in $script:PlaceOrder) {
        $place = $script:Places[$offset]
        if ($State -eq 'new') { $holds = Test-New $place } else { $holds = Test-Old $place }
        if (-not $holds) { return $false }
    }
    return $true
}

# PowerShell compares a few hundred thousand bytes a second one by one, and texts a thousand times as fast.
$script:Sector = 512

function Test-MixedSector([byte[]]$Current, $Versions, [int]$Start, [int]$End) {
    $found = [System.Convert]::ToBase64String($Current, $Start, $End - $Start)
    foreach ($version in $Versions) {
        if ([System.Convert]::ToBase64String($version, $Start, $End - $Start) -ceq $found) { return $true }
    }
    for ($at = $Start; $at -lt $End; $at++) {
        $known = $false
        foreach ($version in $Versions) { if ($version[$at] -eq $Current[$at]) { $known = $true; break } }
        if (-not $known) { return $false }
    }
    return $true
}

# Whether every byte is one that stood there before, between or after the writes.
function Test-Mixture($Place) {
    $first = $Place[0]
    $offset = [long]$first['offset']
    $length = [int]$first['length']
    [byte[]]$current = Get-Padded (Read-Stream $script:File $offset $length) $length
    $versions = New-Object 'System.Collections.Generic.List[byte[]]'
    $versions.Add((Get-Padded (Get-KeptBytes $Place) $length))
    foreach ($range in $Place) { $versions.Add((Get-NewBytes $range)) }
    $found = Get-Sha256 $current
    foreach ($version in $versions) { if ((Get-Sha256 $version) -eq $found) { return $true } }
    for ($at = 0; $at -lt $length; $at += $script:Sector) {
        if (-not (Test-MixedSector $current $versions $at ([System.Math]::Min($at + $script:Sector, $length)))) { return $false }
    }
    return $true
}

# The old bytes of a place as they were saved.
function Get-KeptBytes($Place) {
    $first = $Place[0]
    $kept = [System.IO.File]::OpenRead($script:KeptPath)
    try {
        return , (Read-Stream $kept ($script:KeptAt[[long]$first['offset']]) ([int]$first['oldLength']))
    }
    finally { $kept.Dispose() }
}

function Test-Kept {
    if (-not [System.IO.File]::Exists($script:KeptPath)) { return $false }
    $kept = [System.IO.File]::OpenRead($script:KeptPath)
    try {
        if ($kept.Length -ne $script:KeptSize) { return $false }
        foreach ($offset in $script:PlaceOrder) {
            $first = $script:Places[$offset][0]
            [byte[]]$bytes = Read-Stream $kept ($script:KeptAt[$offset]) ([int]$first['oldLength'])
            if ((Get-Sha256 $bytes) -cne $first['oldSha256']) { return $false }
        }
        return $true
    }
    finally { $kept.Dispose() }
}

function Get-ImageState {
    if (Test-All 'new') { return 'new' }
    if (Test-All 'old') { return 'old' }
    $size = $script:File.Length
    if ($size -lt $script:OldSize -or $size -gt $script:NewSize) { return 'other' }
    if (-not (Test-Kept)) { return 'other' }
    foreach ($offset in $script:PlaceOrder) {
        if (-not (Test-Mixture ($script:Places[$offset]))) { return 'other' }
    }
    return 'begun'
}

function Show-Difference {
    if ($script:File.Length -ne $script:OldSize) {
        Write-Host ('The image is {0} bytes long; the patch was made for {1}.' -f $script:File.Length, $script:OldSize)
    }
    foreach ($offset in $script:PlaceOrder) {
        $place = $script:Places[$offset]
        if (-not (Test-Old $place)) {
            Write-Host ('The {0} bytes at byte {1} differ.' -f $place[0]['oldLength'], $offset)
            break
        }
    }
}

function Save-OldBytes {
    if (Test-Kept) { return }
    try {
        $kept = New-Object System.IO.FileStream($script:KeptPath, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None)
        try {
            foreach ($offset in $script:PlaceOrder) {
                [byte[]]$bytes = Read-Stream $script:File $offset ([int]$script:Places[$offset][0]['oldLength'])
                $kept.Write($bytes, 0, $bytes.Length)
            }
            $kept.Flush($true)
        }
        finally { $kept.Dispose() }
    }
    catch {
        Remove-OldBytes
        throw
    }
    if (-not (Test-Kept)) { Stop-Script 2 'The saved old bytes read back differently. The image was not written.' }
}

function Remove-OldBytes {
    [System.IO.File]::Delete($script:KeptPath)
}

function Step-Grow([int]$Index) {
    $size = [long]$script:Groups[$Index]['size']
    if ($script:File.Length -lt $size) { $script:File.SetLength($size) }
}

function Step-Cut([int]$Index) {
    $size = $script:OldSize
    if ($Index -gt 0) { $size = [long]$script:Groups[$Index - 1]['size'] }
    if ($script:File.Length -gt $size) { $script:File.SetLength($size) }
}

function Step-WriteNew([int]$Index) {
    foreach ($range in @($script:Groups[$Index]['ranges'])) {
        Write-Image ([long]$range['offset']) (Get-NewBytes $range)
    }
}

function Step-WriteOld([int]$Index) {
    $ranges = @($script:Groups[$Index]['ranges'])
    for ($number = 0; $number -lt $ranges.Count; $number++) {
        $offset = [long]$ranges[$number]['offset']
        $before = $script:Before["$Index/$number"]
        if ($null -eq $before) { $bytes = Get-KeptBytes ($script:Places[$offset]) } else { $bytes = Get-NewBytes $before }
        Write-Image $offset $bytes
    }
}

function Step-Flush([int]$Index) {
    $script:File.Flush($true)
}


function Invoke-Apply {
    # The order decides whether an interrupted run can be completed; apply.py has the same one.
    # The old bytes are on stable storage before the first new byte is written. Every group is flushed before the
    # next one, so that the headers name the new state only once all of it is there. Whatever interrupts this, a
    # second run completes it and -Undo takes it back.
    $state = Get-ImageState
    if ($state -eq 'new') { Stop-Script 0 'Already applied: every range holds the new bytes.' }
    if ($state -eq 'other') {
        Show-Difference
        Stop-Script 1 $OtherBytes
    }
    if ($DryRun) { Stop-Script 0 'The patch fits. Dry run: nothing was written.' }
    Save-OldBytes
    for ($index = 0; $index -lt $script:Groups.Count; $index++) {
        Step-Grow $index
        Step-WriteNew $index
        Step-Flush $index
    }
    if (-not (Test-All 'new')) { Stop-Script 2 'What was written reads back differently. Run this again, or with -Undo.' }
    Write-Host 'Applied and verified. The old bytes are kept beside the image for -Undo.'
}

function Invoke-Undo {
    # The groups are taken back in the opposite order, so that the image passes through the same states as when the
    # patch was applied. Whatever interrupts this, a second run completes it.
    $state = Get-ImageState
    if ($state -eq 'old') { Stop-Script 0 'Nothing to undo: every range holds the old bytes.' }
    if ($state -eq 'other') {
        Show-Difference
        Stop-Script 1 $OtherBytes
    }
    if (-not (Test-Kept)) { Stop-Script 2 'The old bytes are not beside the image, or are damaged, so nothing can be undone.' }
    for ($index = $script:Groups.Count - 1; $index -ge 0; $index--) {
        Step-WriteOld $index
        Step-Cut $index
        Step-Flush $index
    }
    if (-not (Test-All 'old')) { Stop-Script 2 'What was written reads back differently. Run -Undo again.' }
    Remove-OldBytes
    Write-Host 'Undone and verified: the image is as it was.'
}

$script:Bin = $null
$script:File = $null
try {
    if ($DryRun -and $Undo) { Stop-Script 2 'Choose -DryRun or -Undo, not both.' }
    Open-Patch
    Open-Image $Image
    if ($Undo) { Invoke-Undo } else { Invoke-Apply }
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
