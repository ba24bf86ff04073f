# METADATA
# title: Container apps run images of supported releases
# description: Images of languages and systems whose release has ended get no security fixes any more. Only images whose name says what they hold are asked; what others are built on is for their scanner to say.
# related_resources:
# - ref: https://github.com/docker-library/official-images
# - ref: https://endoflife.date
# - ref: https://learn.microsoft.com/azure/container-apps/containers
# custom:
#   id: AZ-ACA-004
#   severity: high
#   layer: application
#   resources: [microsoft.app/containerapps, azurerm_container_app]
#   needs: []
#   remediation:
#     summary: Move to an image of a later release.
#     az: az containerapp update --ids {id} --image IMAGE
#     terraform: |-
#       template {
#         container { image = "IMAGE" }
#       }
#     arm: "properties: { template: { containers: [ { image: 'IMAGE' } ] } }"
#     variants:
#       init:
#         pointer: "{/properties/template/initContainers/**,/properties/template/*/init_container/**}"
#         arm: "properties: { template: { initContainers: [ { image: 'IMAGE' } ] } }"
#         az: az containerapp update --ids {id} --yaml APP_YAML
#         terraform: |-
#           template {
#             init_container { image = "IMAGE" }
#           }
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.azure.container_apps.base_image_supported

import data.onus.lib.application.image_findings
import data.onus.lib.azure.container_apps_images

default applies := false

applies if image_findings.known(container_apps_images.images)

deny contains finding if {
	some finding in image_findings.ended(container_apps_images.images)
}
