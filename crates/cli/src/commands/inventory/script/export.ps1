# Exports what powerlint needs to know of one Power Platform environment. Written by `powerlint inventory script`.
#
# It only reads: every request is a GET. It keeps no secret: of connections neither parameters nor test links are written, of
# flows only which connection references they use.
#
# Needs: Windows PowerShell 5.1 or PowerShell 7, and the Azure CLI (az). Sign in first: az login --allow-no-subscriptions
#
# Who may run it:
#   connections, permissions   an administrator of the environment (Environment Admin, or System Administrator where it has
#                              Dataverse) or of the tenant (Power Platform Administrator); a service principal often may not
#   Dataverse tables           a user of the environment whose security role may read Connection Reference, Process, User and
#                              Solution in the whole organisation
#   applications               anybody in the directory, unless your directory restricts it
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

# --- What to export: fill in, or give as --environment-id and --url --------------------------------------------------------
$environment = '@ENVIRONMENT@'   # make.powerapps.com, Settings, Session details, Environment ID
$url = '@URL@'                   # the address of its Dataverse: https://contoso.crm4.dynamics.com
$folder = '@FOLDER@'             # where the files go
$deployers = @()                 # application ids of the service principals that deploy: their secrets' end dates
# ----------------------------------------------------------------------------------------------------------------------------

if (-not $environment) { throw 'fill in $environment at the top of this script' }
if (-not $url) { throw 'fill in $url at the top of this script' }
if (-not (Get-Command az -ErrorAction SilentlyContinue)) { throw 'the Azure CLI (az) is not installed' }
$url = $url.TrimEnd('/')
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
$null = New-Item -ItemType Directory -Force -Path $folder
$exported = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')

# The headers for one service.
function Get-Headers([string] $resource) {
  $token = az account get-access-token --resource $resource --query accessToken --output tsv
  if (-not $token) { throw "no token for $resource. Sign in first: az login --allow-no-subscriptions" }
  @{ Authorization = "Bearer $token"; Accept = 'application/json'; Prefer = 'odata.include-annotations="*"' }
}

# One member of an object, or $null where it has none: strict mode would stop at it.
function Get-Value($object, [string] $name) {
  if ($null -eq $object) { return $null }
  $member = $object.PSObject.Properties[$name]
  if ($null -eq $member) { return $null }
  $member.Value
}

# One answer. The service may ask to come again later.
function Get-Answer([string] $address, [hashtable] $headers) {
  for ($attempt = 1; ; $attempt++) {
    try {
      return Invoke-RestMethod -Method Get -Uri $address -Headers $headers
    } catch {
      $status = Get-Value (Get-Value $_.Exception 'Response') 'StatusCode'
      $later = $null -ne $status -and ([int] $status -eq 429 -or [int] $status -ge 500)
      if (-not $later -or $attempt -ge 5) { throw }
      Start-Sleep -Seconds (2 * $attempt)
    }
  }
}

# All rows, page after page.
function Get-Rows([string] $address, [hashtable] $headers, [string] $who) {
  $service = ([Uri] $address).GetLeftPart([UriPartial]::Authority)
  $next = $address
  while ($next) {
    # The token is for this service alone.
    if (-not $next.StartsWith("$service/")) { throw "the next page of $address is elsewhere: $next" }
    try {
      $page = Get-Answer $next $headers
    } catch {
      throw "$($address.Split('?')[0]): $($_.Exception.Message) $who"
    }
    foreach ($row in @(Get-Value $page 'value')) { if ($null -ne $row) { $row } }
    $next = Get-Value $page '@odata.nextLink'
    if (-not $next) { $next = Get-Value $page 'nextLink' }
  }
}

# The rows as one file, written beside and put into place; UTF-8 without a byte order mark, in every version of PowerShell.
function Save-Rows([string] $name, $rows, [string] $context, [bool] $partial) {
  $file = [ordered] @{ exported = $exported }
  if ($context) { $file['@odata.context'] = $context }
  if ($partial) { $file['partial'] = $true }
  # An empty list arrives as $null.
  $file['value'] = @($rows | Where-Object { $null -ne $_ })
  $path = Join-Path (Resolve-Path $folder) $name
  [IO.File]::WriteAllText("$path.new", (ConvertTo-Json -InputObject $file -Depth 20))
  Move-Item -Force -LiteralPath "$path.new" -Destination $path
  Write-Host "${path}: $($file['value'].Count) rows"
}

# The members of these names that an object has.
function Select-Members($object, [string[]] $names) {
  $kept = [ordered] @{}
  foreach ($name in $names) {
    $member = $object.PSObject.Properties[$name]
    if ($null -ne $member -and $null -ne $member.Value) { $kept[$name] = $member.Value }
  }
  $kept
}

# --- Connections, and who may use each of them: the Power Apps service ------------------------------------------------------
$base = "https://api.powerapps.com/providers/Microsoft.PowerApps/scopes/admin/environments/$environment"
$headers = Get-Headers 'https://service.powerapps.com/'
$administrator = 'Sign in as an administrator of the environment or as a Power Platform Administrator.'
$found = @(Get-Rows "$base/connections?api-version=2016-11-01" $headers $administrator)

$grant = 'token:grantType'
$connections = foreach ($one in $found) {
  $kept = Select-Members $one.properties @('apiId', 'displayName', 'statuses', 'createdBy', 'createdTime', 'lastModifiedTime', 'environment', 'accountName')
  # Of parameters only what tells a person from a service principal.
  $set = Get-Value $one.properties 'connectionParametersSet'
  if ($set) {
    $kept['connectionParametersSet'] = [ordered] @{ name = Get-Value $set 'name' }
    $type = Get-Value (Get-Value $set 'values') $grant
    if ($type) { $kept['connectionParametersSet']['values'] = @{ $grant = $type } }
  }
  $type = Get-Value (Get-Value $one.properties 'connectionParameters') $grant
  if ($type) { $kept['connectionParameters'] = @{ $grant = $type } }
  [ordered] @{ name = $one.name; id = $one.id; type = $one.type; properties = $kept }
}
Save-Rows 'connections.json' $connections '' $false

$partial = $false
$permissions = foreach ($one in $found) {
  $connector = ($one.properties.apiId -split '/apis/')[1]
  $address = "$base/apis/$connector/connections/$($one.name)/permissions?api-version=2017-06-01"
  try {
    $rows = @(Get-Rows $address $headers '')
  } catch {
    Write-Warning "who may use connection $($one.name) is not known: $($_.Exception.Message)"
    $partial = $true
    continue
  }
  foreach ($row in $rows) {
    [ordered] @{
      name = $row.name; id = $row.id; type = $row.type
      properties = Select-Members $row.properties @('roleName', 'principal')
    }
  }
}
Save-Rows 'permissions.json' $permissions '' $partial

# --- References, flows, users, solutions: Dataverse -------------------------------------------------------------------------
$headers = Get-Headers $url
$reader = 'Your security role in the environment must be able to read this table in the whole organisation.'

function Save-Table([string] $name, [string] $columns, [string] $filter, [scriptblock] $change) {
  $query = "`$select=$columns"
  if ($filter) { $query += '&$filter=' + [Uri]::EscapeDataString($filter) }
  $rows = @(Get-Rows "$url/api/data/v9.2/${name}?$query" $headers $reader)
  if ($change) { foreach ($row in $rows) { & $change $row } }
  Save-Rows "$name.json" $rows "$url/api/data/v9.2/`$metadata#$name($columns)" $false
}

Save-Table 'connectionreferences' 'connectionreferenceid,connectionreferencelogicalname,connectionreferencedisplayname,connectorid,connectionid,statecode,ismanaged,_ownerid_value,_modifiedby_value'
# Of a flow's definition only which connection references it names.
Save-Table 'workflows' 'workflowid,name,category,type,statecode,resourceid,_ownerid_value,_modifiedby_value,clientdata' 'category eq 5' {
  param($row)
  $references = $null
  if ($row.clientdata) {
    try { $references = (ConvertFrom-Json $row.clientdata).properties.connectionReferences } catch { $references = $null }
  }
  $row.clientdata = if ($null -eq $references) { $null } else {
    ConvertTo-Json -InputObject @{ properties = @{ connectionReferences = $references } } -Depth 20 -Compress
  }
}
Save-Table 'systemusers' 'systemuserid,fullname,domainname,internalemailaddress,applicationid,azureactivedirectoryobjectid,accessmode,isdisabled,azurestate'
Save-Table 'solutions' 'solutionid,uniquename,friendlyname,version,ismanaged'
# The number of the table of connection references differs from environment to environment.
try {
  $definition = Get-Rows "$url/api/data/v9.2/EntityDefinitions?`$select=ObjectTypeCode&`$filter=LogicalName%20eq%20'connectionreference'" $headers ''
  Save-Table 'solutioncomponents' 'solutioncomponentid,objectid,componenttype,_solutionid_value' "componenttype eq $($definition.ObjectTypeCode)"
} catch {
  Write-Warning "which solution holds which reference is not known: $($_.Exception.Message)"
}

# --- When the secrets of the deployers end: Microsoft Entra ---------------------------------------------------------------
# app or sp, of each deployer. Of a secret only its name and its end.
function Save-Principals([string] $kind, [string] $name, [string[]] $members) {
  $rows = foreach ($id in $deployers) {
    $text = az ad $kind show --id $id --output json
    if (-not $text) { Write-Warning "az ad $kind show --id ${id}: cannot be read"; continue }
    $found = ConvertFrom-Json ($text -join "`n")
    $kept = Select-Members $found $members
    $kept['passwordCredentials'] = @($found.passwordCredentials | ForEach-Object { Select-Members $_ @('keyId', 'displayName', 'endDateTime') })
    $kept['keyCredentials'] = @($found.keyCredentials | ForEach-Object { Select-Members $_ @('keyId', 'displayName', 'endDateTime', 'type', 'usage') })
    $kept
  }
  Save-Rows $name $rows '' $false
}
if ($deployers.Count -gt 0) {
  Save-Principals 'app' 'applications.json' @('appId', 'displayName')
  Save-Principals 'sp' 'serviceprincipals.json' @('id', 'appId', 'displayName', 'servicePrincipalType')
}

Write-Host "Done. Now: powerlint check <solutions> --inventory $folder"
Write-Host 'These files name people and connections: keep them out of public repositories.'
