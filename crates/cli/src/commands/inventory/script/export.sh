#!/usr/bin/env bash
# Exports what powerlint needs to know of one Power Platform environment. Written by `powerlint inventory script`.
#
# It only reads: every request is a GET. It keeps no secret: of connections neither parameters nor test links are written, of
# flows only which connection references they use.
#
# Needs: the Azure CLI (az), curl, jq. Sign in first: az login --allow-no-subscriptions
#
# Who may run it:
#   connections, permissions   an administrator of the environment (Environment Admin, or System Administrator where it has
#                              Dataverse) or of the tenant (Power Platform Administrator); a service principal often may not
#   Dataverse tables           a user of the environment whose security role may read Connection Reference, Process, User and
#                              Solution in the whole organisation
#   applications               anybody in the directory, unless your directory restricts it
set -euo pipefail

# --- What to export: fill in, or give as --environment-id and --url --------------------------------------------------------
environment='@ENVIRONMENT@'   # make.powerapps.com, Settings, Session details, Environment ID
url='@URL@'                   # the address of its Dataverse: https://contoso.crm4.dynamics.com
folder='@FOLDER@'             # where the files go
deployers=''                  # application ids of the service principals that deploy, with blanks between: their secrets' end dates
# ----------------------------------------------------------------------------------------------------------------------------

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
warn() { printf 'warning: %s\n' "$*" >&2; }

[ -n "$environment" ] || fail 'fill in environment at the top of this script'
[ -n "$url" ] || fail 'fill in url at the top of this script'
for tool in az curl jq; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
az account show >/dev/null 2>&1 || fail 'not signed in: az login --allow-no-subscriptions'

url=${url%/}
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exported=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# token RESOURCE: for one service. It is given to curl through a file, so that no list of processes shows it.
token() {
  az account get-access-token --resource "$1" --query accessToken --output tsv > "$work/token" \
    || fail "no token for $1"
  # The Azure CLI of Windows ends lines with a carriage return.
  printf 'header = "Authorization: Bearer %s"\n' "$(tr -d '\r\n' < "$work/token")" > "$work/curl"
}

# get URL FILE: one answer. 0 if it came, 1 if it was refused; what it says of a refusal stands in $status.
get() {
  status=$(curl --silent --show-error --retry 5 --config "$work/curl" \
    --header 'Accept: application/json' --header 'Prefer: odata.include-annotations="*"' \
    --write-out '%{http_code}' --output "$2" "$1") || fail "no answer from ${1%%\?*}"
  case $status in
    2??) return 0 ;;
    *) return 1 ;;
  esac
}

# pages URL FILTER: all rows, page after page, one JSON object a line. The filter is jq's, for one row.
pages() {
  local next=$1 host
  host=$(printf '%s' "$1" | cut -d/ -f1-3)
  while [ -n "$next" ]; do
    # The token is for this service alone.
    case $next in "$host"/*) ;; *) fail "the next page of $1 is elsewhere: $next" ;; esac
    get "$next" "$work/page" || return 1
    jq --compact-output ".value[]? | $2" "$work/page" || fail "no JSON came from ${next%%\?*}"
    next=$(jq --raw-output '."@odata.nextLink" // .nextLink // ""' "$work/page" | tr -d '\r')
  done
}

# keep NAME CONTEXT PARTIAL: the rows from standard input as one file, written beside and put into place.
keep() {
  jq --slurp --arg exported "$exported" --arg context "$2" --argjson partial "$3" \
    '{exported: $exported}
     + (if $context == "" then {} else {"@odata.context": $context} end)
     + (if $partial then {partial: true} else {} end)
     + {value: .}' > "$folder/.$1.new"
  mv "$folder/.$1.new" "$folder/$1"
  printf '%s: %s rows\n' "$folder/$1" "$(jq '.value | length' "$folder/$1")"
}

refused() {
  case $status in
    401|403) fail "$1: not allowed ($status). $2" ;;
    404) fail "$1: not found ($status). Is the environment's id right? $2" ;;
    *) fail "$1: the service answered $status" ;;
  esac
}

# --- Connections, and who may use each of them: the Power Apps service ------------------------------------------------------
base="https://api.powerapps.com/providers/Microsoft.PowerApps/scopes/admin/environments/$environment"
token https://service.powerapps.com/

# Of parameters only what tells a person from a service principal.
connection='{name, id, type, properties: (.properties
  | {apiId, displayName, statuses, createdBy, createdTime, lastModifiedTime, environment}
  + (if .accountName then {accountName} else {} end)
  + (if .connectionParametersSet then {connectionParametersSet: ({name: .connectionParametersSet.name}
      + (.connectionParametersSet.values."token:grantType" as $grant
         | if $grant then {values: {"token:grantType": $grant}} else {} end))} else {} end)
  + (.connectionParameters."token:grantType"? as $grant
     | if $grant then {connectionParameters: {"token:grantType": $grant}} else {} end))}'
pages "$base/connections?api-version=2016-11-01" "$connection" > "$work/connections" \
  || refused connections 'Sign in as an administrator of the environment or as a Power Platform Administrator.'
keep connections.json '' false < "$work/connections"

partial=false
: > "$work/permissions"
while IFS=$'\t' read -r connector name; do
  if ! pages "$base/apis/$connector/connections/$name/permissions?api-version=2017-06-01" \
    '{name, id, type, properties: (.properties | {roleName, principal})}' > "$work/one"; then
    warn "who may use connection $name is not known: the service answered $status"
    partial=true
    continue
  fi
  cat "$work/one" >> "$work/permissions"
done < <(jq --raw-output '[(.properties.apiId | split("/apis/")[1]), .name] | @tsv' "$work/connections" | tr -d '\r')
keep permissions.json '' "$partial" < "$work/permissions"

# --- References, flows, users, solutions: Dataverse -------------------------------------------------------------------------
token "$url"

# table NAME COLUMNS [FILTER] [ROW]: a table of Dataverse, each row through a filter of jq.
table() {
  local query="\$select=$2"
  [ -z "${3:-}" ] || query="$query&\$filter=${3// /%20}"
  pages "$url/api/data/v9.2/$1?$query" "${4:-.}" > "$work/$1" \
    || refused "$1" 'Your security role in the environment must be able to read this table in the whole organisation.'
  keep "$1.json" "$url/api/data/v9.2/\$metadata#$1($2)" false < "$work/$1"
}

table connectionreferences 'connectionreferenceid,connectionreferencelogicalname,connectionreferencedisplayname,connectorid,connectionid,statecode,ismanaged,_ownerid_value,_modifiedby_value'
# Of a flow's definition only which connection references it names.
table workflows 'workflowid,name,category,type,statecode,resourceid,_ownerid_value,_modifiedby_value,clientdata' 'category eq 5' \
  '.clientdata |= (try (fromjson | {properties: {connectionReferences: .properties.connectionReferences}} | tojson) catch null)'
table systemusers 'systemuserid,fullname,domainname,internalemailaddress,applicationid,azureactivedirectoryobjectid,accessmode,isdisabled,azurestate'
table solutions 'solutionid,uniquename,friendlyname,version,ismanaged'
# The number of the table of connection references differs from environment to environment.
if get "$url/api/data/v9.2/EntityDefinitions?\$select=ObjectTypeCode&\$filter=LogicalName%20eq%20'connectionreference'" "$work/page"; then
  type=$(jq --raw-output '.value[0].ObjectTypeCode // empty' "$work/page" | tr -d '\r')
  [ -z "$type" ] || table solutioncomponents 'solutioncomponentid,objectid,componenttype,_solutionid_value' "componenttype eq $type"
else
  warn "which solution holds which reference is not known: the service answered $status"
fi

# --- When the secrets of the deployers end: Microsoft Entra ---------------------------------------------------------------
# show KIND MEMBERS: app or sp, of each deployer. Of a secret only its name and its end.
show() {
  local id
  for id in $deployers; do
    az ad "$1" show --id "$id" --output json > "$work/$1" || { warn "az ad $1 show --id $id: cannot be read"; continue; }
    jq --compact-output "{$2, passwordCredentials: [.passwordCredentials[]? | {keyId, displayName, endDateTime}],
      keyCredentials: [.keyCredentials[]? | {keyId, displayName, endDateTime, type, usage}]}" "$work/$1"
  done
}
if [ -n "$deployers" ]; then
  show app 'appId, displayName' | keep applications.json '' false
  show sp 'id, appId, displayName, servicePrincipalType' | keep serviceprincipals.json '' false
fi

printf 'Done. Now: powerlint check <solutions> --inventory %q\n' "$folder"
printf 'These files name people and connections: keep them out of public repositories.\n'
