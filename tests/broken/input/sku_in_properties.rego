# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-033
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.sku_in_properties

deny contains "there is one copy of the data" if input.properties.sku.name == "Standard_LRS"
