#!/usr/bin/env bash
# Evaluates a made-up inventory of some gigabytes and says how long it took and how
# much memory was in use at most.
#
#   benches/large_inventory.sh [MEBIBYTES] [FILE]
#
# 2048 MiB of onus records, one a line, unless told otherwise; storage accounts, key
# vaults, web apps, databases and addresses that differ in their settings, and that no
# relation joins. Needs bash, awk and GNU time.
set -euo pipefail
mebibytes=${1:-2048}
file=${2:-$(mktemp --suffix .ndjson)}
here=$(cd "$(dirname "$0")/.." && pwd)

if [ ! -s "$file" ]; then
	awk -v want="$((mebibytes * 1024 * 1024))" '
	function roll(sides) { return int(rand() * sides) }
	function coin() { return rand() < 0.5 ? "true" : "false" }
	function of(words,   parts, count) { count = split(words, parts, " "); return parts[1 + roll(count)] }
	BEGIN {
		srand(20261122)
		for (note = ""; length(note) < 700; ) note = note "built by the release pipeline; "
		while (written < want) {
			number++
			kind = of("microsoft.storage/storageaccounts microsoft.keyvault/vaults microsoft.web/sites microsoft.servicebus/namespaces microsoft.network/publicipaddresses microsoft.network/routetables")
			if (kind ~ /storage/)
				settings = "\"supportsHttpsTrafficOnly\": " coin() ", \"minimumTlsVersion\": \"" of("TLS1_0 TLS1_2") "\", \"allowBlobPublicAccess\": " coin() ", \"networkAcls\": {\"defaultAction\": \"" of("Allow Deny") "\"}"
			else if (kind ~ /keyvault/)
				settings = "\"enableSoftDelete\": true, \"enablePurgeProtection\": " coin() ", \"enableRbacAuthorization\": " coin()
			else if (kind ~ /web/)
				settings = "\"httpsOnly\": " coin() ", \"siteConfig\": {\"minTlsVersion\": \"" of("1.0 1.2") "\", \"ftpsState\": \"" of("AllAllowed Disabled") "\"}"
			else if (kind ~ /servicebus/)
				settings = "\"disableLocalAuth\": " coin() ", \"minimumTlsVersion\": \"" of("1.0 1.2") "\""
			else
				settings = "\"disableBgpRoutePropagation\": " coin()
			line = "{\"id\": \"/subscriptions/00000000-0000-4000-8000-00000000000" roll(9) "/resourceGroups/rg-" roll(500) "/providers/" kind "/r" number "\", \"type\": \"" kind "\", \"provider\": \"azure\", \"tags\": {\"owner\": \"" of("payments platform retail web data") "\", \"note\": \"" note "\"}, \"properties\": {" settings ", \"created\": \"" number "\"}}"
			print line
			written += length(line) + 1
		}
	}' > "$file"
fi

cargo build --quiet --release --manifest-path "$here/Cargo.toml"
onus=${CARGO_TARGET_DIR:-$here/target}/release/onus
ls -l "$file"
measured=$(mktemp)
# Denials are what is expected: exit code 1.
/usr/bin/time --format '%e s, %M KiB at most' --output "$measured" "$onus" eval "$file" -q || [ $? -eq 1 ]
tail -n 1 "$measured"
