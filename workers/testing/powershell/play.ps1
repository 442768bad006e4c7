# Plays a list of runs of PowerShell scripts in one process, and writes down how each ended. See play.ts.
param(
    [Parameter(Mandatory = $true)][string]$Task,
    [Parameter(Mandatory = $true)][string]$Result
)

# Compiled once for all runs of a test file.
$library = Join-Path (Split-Path -Parent (Split-Path -Parent $Task)) 'watched-stream.dll'
if (-not (Test-Path -LiteralPath $library)) {
    Add-Type -TypeDefinition ([System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'watched-stream.cs'))) -OutputAssembly $library
}
Add-Type -LiteralPath $library

# The scripts find this one before PowerShell's own: their streams for writing are watched.
function New-Object {
    param([Parameter(Position = 0)][string]$TypeName, [Parameter(Position = 1)][object[]]$ArgumentList)
    if ($TypeName -eq 'System.IO.FileStream') {
        $stream = [Platter.WatchedStream]::Open($ArgumentList[0], $ArgumentList[1], $ArgumentList[2], $ArgumentList[3])
        return , $stream
    }
    if ($null -eq $ArgumentList) { return , (Microsoft.PowerShell.Utility\New-Object -TypeName $TypeName) }
    return , (Microsoft.PowerShell.Utility\New-Object -TypeName $TypeName -ArgumentList $ArgumentList)
}

function Invoke-Run($Step) {
    $parameters = $Step['parameters']
    [Platter.WatchedStream]::Begin($Step['mode'], [int]$Step['at'], $Step['snapshots'])
    $holder = $null
    if ($Step['hold']) { $holder = [System.IO.FileStream]::new($Step['hold'], 'Open', 'ReadWrite', 'None') }
    $global:LASTEXITCODE = $null
    $status = 'threw'
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        $said = @(& $Step['script'] @parameters 6>&1) -join "`n"
        $status = $global:LASTEXITCODE
    }
    catch { $said = "$_" }
    finally { if ($null -ne $holder) { $holder.Dispose() } }
    return @{ status = $status; said = $said; trace = [Platter.WatchedStream]::Trace; ms = $clock.ElapsedMilliseconds }
}

function Get-Look($Step) {
    $small = [Platter.WatchedStream]::Look($Step['folder'])
    if ($null -ne $small) { return $small }
    return (& python3 $Step['looker'] $Step['folder'] | ConvertFrom-Json -AsHashtable)
}

$results = foreach ($step in (Get-Content -LiteralPath $Task -Raw | ConvertFrom-Json -AsHashtable)) {
    if ($step['do'] -eq 'run') { Invoke-Run $step }
    elseif ($step['do'] -eq 'copy') { [Platter.WatchedStream]::CopyFolder($step['from'], $step['to']) }
    elseif ($step['do'] -eq 'look') { @{ look = @(Get-Look $step) } }
}
[System.IO.File]::WriteAllText($Result, (ConvertTo-Json @($results) -Depth 6 -Compress))
