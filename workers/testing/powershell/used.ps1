# Lists what PowerShell scripts use, by their syntax trees: a fact for each operator, command, parameter, type and member.
# The list of what Windows PowerShell 5.1 has is in windows-powershell.ts.
param(
    [Parameter(Mandatory = $true)][string]$Task,
    [Parameter(Mandatory = $true)][string]$Result
)

# What stands in "if ($PSVersionTable.PSVersion.Major -ge 6) { ... }" is never run by 5.1, although 5.1 reads it.
function Test-Guarded($Node) {
    for ($parent = $Node.Parent; $null -ne $parent; $parent = $parent.Parent) {
        if ($parent -isnot [System.Management.Automation.Language.IfStatementAst]) { continue }
        foreach ($clause in $parent.Clauses) {
            if ($clause.Item1.Extent.Text -ne '$PSVersionTable.PSVersion.Major -ge 6') { continue }
            $body = $clause.Item2.Extent
            if ($Node.Extent.StartOffset -ge $body.StartOffset -and $Node.Extent.EndOffset -le $body.EndOffset) { return $true }
        }
    }
    return $false
}

function Get-TypeNames($Name) {
    if ($Name -is [System.Management.Automation.Language.ArrayTypeName]) { return Get-TypeNames $Name.ElementType }
    if ($Name -is [System.Management.Automation.Language.GenericTypeName]) {
        Get-TypeNames $Name.TypeName
        foreach ($argument in $Name.GenericArguments) { Get-TypeNames $argument }
        return
    }
    return $Name.FullName
}

function Get-Used([string]$Text) {
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
    $facts = [System.Collections.Generic.List[object]]::new()
    $add = {
        param($Kind, $Name, $Node)
        $facts.Add(@{ kind = $Kind; name = "$Name"; line = $Node.Extent.StartLineNumber; guarded = (Test-Guarded $Node) })
    }
    foreach ($problem in $errors) { $facts.Add(@{ kind = 'syntax'; name = $problem.Message; line = $problem.Extent.StartLineNumber; guarded = $false }) }
    if ($tree.ScriptRequirements.RequiredPSVersion -gt [version]'5.1') { & $add 'requires' $tree.ScriptRequirements.RequiredPSVersion $tree }

    $nodes = $tree.FindAll({ $true }, $true)
    $defined = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] } | ForEach-Object { $_.Name })
    $assigned = @($nodes | ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.AssignmentStatementAst]) { $_.Left.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] }, $true) }
            elseif ($_ -is [System.Management.Automation.Language.ForEachStatementAst]) { $_.Variable }
            elseif ($_ -is [System.Management.Automation.Language.ParameterAst]) { $_.Name }
        } | ForEach-Object { $_.VariablePath.UserPath -replace '^script:', '' })

    foreach ($node in $nodes) {
        $kind = $node.GetType().Name
        if ($kind -eq 'TernaryExpressionAst') { & $add 'ternary' '? :' $node }
        elseif ($kind -eq 'PipelineChainAst') { & $add 'chain' $node.Operator $node }
        elseif ($kind -eq 'PipelineAst' -and $node.Background) { & $add 'background' '&' $node }
        elseif ($kind -eq 'ScriptBlockAst' -and $null -ne $node.CleanBlock) { & $add 'clean' 'clean' $node.CleanBlock }
        elseif ($kind -eq 'UsingStatementAst') { & $add 'using' $node.UsingStatementKind $node }
        elseif ($kind -eq 'BinaryExpressionAst' -or $kind -eq 'AssignmentStatementAst') {
            if ("$($node.Operator)" -like 'QuestionQuestion*') { & $add 'null-coalescing' $node.Operator $node }
            if ("$($node.Operator)" -match 'replace$' -and $node.Right.FindAll({ $args[0] -is [System.Management.Automation.Language.ScriptBlockExpressionAst] }, $false).Count -gt 0) {
                & $add 'replace-block' $node.Operator $node
            }
        }
        elseif ($kind -eq 'IndexExpressionAst' -and $node.NullConditional) { & $add 'null-conditional' '?[]' $node }
        elseif ($kind -eq 'ConstantExpressionAst') {
            if ($node.Extent.Text -notmatch '^-?(0x[0-9a-f]+|\d*\.?\d+(e[+-]?\d+)?)[dl]?([kmgtp]b)?$') { & $add 'number' $node.Extent.Text $node }
        }
        elseif ($kind -eq 'VariableExpressionAst') {
            $name = $node.VariablePath.UserPath -replace '^script:', ''
            if ($assigned -notcontains $name) { & $add 'variable' $name $node }
        }
        elseif ($kind -eq 'TypeExpressionAst' -or $kind -eq 'TypeConstraintAst') {
            foreach ($name in (Get-TypeNames $node.TypeName)) { & $add 'type' $name $node }
        }
        elseif ($kind -eq 'AttributeAst') {
            & $add 'attribute' $node.TypeName.FullName $node
            foreach ($argument in $node.NamedArguments) { & $add 'attribute' "$($node.TypeName.FullName) $($argument.ArgumentName)" $node }
        }
        elseif ($kind -eq 'MemberExpressionAst' -or $kind -eq 'InvokeMemberExpressionAst') {
            if ($node.NullConditional) { & $add 'null-conditional' '?.' $node }
            if ($node.GenericTypeArguments.Count -gt 0) { & $add 'generic-call' $node.Member $node }
            $name = "$($node.Member)"
            if ($kind -eq 'InvokeMemberExpressionAst') { $name += "($(@($node.Arguments).Where({ $null -ne $_ }).Count))" }
            if ($node.Static -and $node.Expression -is [System.Management.Automation.Language.TypeExpressionAst]) {
                & $add 'static' "$($node.Expression.TypeName.FullName)::$name" $node
            }
            else { & $add 'member' $name $node }
        }
        elseif ($kind -eq 'CommandAst') {
            $command = $node.GetCommandName()
            if ($null -eq $command) { $command = '(computed)' }
            if ($defined -contains $command) { continue }
            & $add 'command' $command $node
            $elements = $node.CommandElements
            for ($index = 1; $index -lt $elements.Count; $index++) {
                $element = $elements[$index]
                if ($element -isnot [System.Management.Automation.Language.CommandParameterAst]) { continue }
                & $add 'parameter' "$command -$($element.ParameterName)" $element
                if ($element.ParameterName -ne 'Encoding') { continue }
                $value = $element.Argument
                if ($null -eq $value -and $index + 1 -lt $elements.Count) { $value = $elements[$index + 1] }
                & $add 'encoding' "$value".Trim("'", '"') $element
            }
            if ($command -eq 'New-Object' -and $elements.Count -gt 1) {
                $type = "$($elements[1].Value)"
                $count = 0
                if ($elements.Count -gt 2) {
                    $count = 1
                    $list = $elements[2].Find({ $args[0] -is [System.Management.Automation.Language.ArrayLiteralAst] }, $false)
                    if ($null -ne $list) { $count = $list.Elements.Count }
                }
                & $add 'constructor' "$type($count)" $node
            }
        }
    }
    foreach ($token in $tokens) {
        if ($token -isnot [System.Management.Automation.Language.StringExpandableToken] -and "$($token.Kind)" -ne 'Generic') { continue }
        foreach ($found in [regex]::Matches($token.Text, '(?<!`)(``)*(`e|`u\{)')) { & $add 'escape' $found.Groups[2].Value $token }
    }
    foreach ($found in [regex]::Matches($Text, '[^\x00-\x7F]')) {
        $line = $Text.Substring(0, $found.Index).Split("`n").Count
        $facts.Add(@{ kind = 'character'; name = $found.Value; line = $line; guarded = $false })
    }
    return , $facts
}

$used = foreach ($text in (Get-Content -LiteralPath $Task -Raw | ConvertFrom-Json)) { , (Get-Used $text) }
[System.IO.File]::WriteAllText($Result, (ConvertTo-Json @($used) -Depth 5 -Compress))
