# METADATA
# title: Cloud Run services run images of supported releases
# description: Images of languages and systems whose release has ended get no security fixes any more. Only images whose name says what they hold are asked; what others are built on is for their scanner to say.
# related_resources:
# - ref: https://github.com/docker-library/official-images
# - ref: https://endoflife.date
# - ref: https://docs.cloud.google.com/run/docs/deploying
# custom:
#   id: GCP-RUN-003
#   severity: high
#   layer: application
#   resources: [run.googleapis.com/Service, google_cloud_run_service, google_cloud_run_v2_service]
#   needs: []
#   remediation:
#     summary: Move to an image of a later release.
#     gcloud: gcloud run deploy {name} --region {location} --image IMAGE
#     terraform: |-
#       template {
#         containers { image = "IMAGE" }
#       }
#     variants:
#       v1:
#         resources: google_cloud_run_service
#         terraform: |-
#           template {
#             spec {
#               containers { image = "IMAGE" }
#             }
#           }
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.gcp.cloud_run.base_image_supported

import data.onus.lib.application.image_findings
import data.onus.lib.gcp.cloud_run_images

default applies := false

applies if image_findings.known(cloud_run_images.images)

deny contains finding if {
	some finding in image_findings.ended(cloud_run_images.images)
}
