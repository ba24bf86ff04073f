# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-106
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme["größe"]

deny contains "der Größe fehlt etwas" if input.tags["größe"] == input.properties.größe
