# METADATA
# title: Cloud Run base images
# description: |
#   A Cloud Run service runs the customer's image. Only where a base image is named,
#   or automatic updates are turned on for what Google builds, does Google patch the
#   operating system packages and the language runtime under the running application.
#   Otherwise they are as old as the last deployment. Jobs have no automatic updates.
# related_resources:
# - ref: https://cloud.google.com/run/docs/configuring/services/automatic-base-image-updates
# - ref: https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# custom:
#   id: ONUS-SERVICE-GCP-RUN
#   kind: boundary
#   tier: service
#   resources:
#   - run.googleapis.com/Service
#   - run.googleapis.com/Job
#   - google_cloud_run_service
#   - google_cloud_run_v2_service
#   - google_cloud_run_v2_job
#   - google_cloud_run_v2_worker_pool
package onus.boundary.services.gcp.cloud_run

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "runtime"
	base := answer.basis("cloud-run-2026", image.cell, image.confidence, source)
	switched := answer.switched(base, image.decided.pointer, image.decided.value)
	found := answer.duty_cell(image.letter, "Google", duties, switched)
}

source := "https://cloud.google.com/run/docs/configuring/services/automatic-base-image-updates"

# Compiled languages carry their runtime in the application's own binary.
duties := {
	"customer": "rebuild the image on a patched base image and redeploy it",
	"provider": "patch the base image under the running application",
}

automatic := {"letter": "P", "cell": "automatic updates", "confidence": "stated"}

on_deployment := {"letter": "S", "cell": "on deployment updates", "confidence": "stated"}

own := {"letter": "C", "cell": "own image", "confidence": "stated"}

image := object.union(automatic, {"decided": build}) if {
	build.value in {true, "true"}
	not sidecar
} else := object.union(on_deployment, {"decided": build}) if {
	build
	not sidecar
} else := object.union(own, {"decided": base_image(min(unmanaged))}) if {
	count(unmanaged) > 0
} else := object.union(automatic, {"decided": base_image(min(managed))}) if {
	count(managed) > 0
} else := object.union(automatic, {"decided": runtime_class}) if {
	runtime_class.value == "run.googleapis.com/linux-base-image-update"
	not sidecar
} else := object.union(own, {"decided": runtime_class}) if {
	runtime_class
} else := object.union(own, {"decided": fact.assumed(null, absent)})

# Google updates what it built: one container. A second one is an image of the
# customer's own, unless it names a base image too.
sidecar if {
	count(unmanaged) > 0
	count(unmanaged | managed) > 1
}

sidecar if {
	list := input.properties.spec.template.spec.containers
	is_array(list)
	count(input.properties.spec.template.spec.containers) > 1
}

# Whether Google updates what it built itself.
build := found if {
	found := fact.at(input.properties.buildConfig.enableAutomaticUpdates, "/properties/buildConfig/enableAutomaticUpdates")
} else := found if {
	found := fact.at(
		input.properties.build_config[0].enable_automatic_updates,
		"/properties/build_config/0/enable_automatic_updates",
	)
} else := found if {
	found := fact.at(
		input.properties.metadata.annotations["run.googleapis.com/build-enable-automatic-updates"],
		"/properties/metadata/annotations/run.googleapis.com~1build-enable-automatic-updates",
	)
}

# The older shape of the same record says it in the class of the runtime.
runtime_class := fact.at(
	input.properties.spec.template.spec.runtimeClassName,
	"/properties/spec/template/spec/runtimeClassName",
)

# The base image of the container at that position, or null.
base_image(position) := found if {
	found := fact.at(input.properties.template.containers[position].baseImageUri, base_pointer(position))
} else := found if {
	found := fact.at(input.properties.template[0].containers[position].base_image_uri, base_pointer(position))
} else := fact.assumed(null, base_pointer(position))

base_pointer(position) := sprintf("/properties/template/containers/%d/baseImageUri", [position]) if {
	input.type == "run.googleapis.com/Service"
} else := sprintf("/properties/template/0/containers/%d/base_image_uri", [position])

# Where one would stand in a record that lists no containers. The other types cannot
# have one, so no property decides there.
absent := "/properties/template/containers/0/baseImageUri" if {
	input.type == "run.googleapis.com/Service"
} else := "/properties/template/0/containers/0/base_image_uri" if {
	input.type == "google_cloud_run_v2_service"
} else := null

# The containers of a service, by position: those with a base image that Google
# keeps current, and those without.
managed contains position if {
	input.type == "run.googleapis.com/Service"
	is_array(input.properties.template.containers)
	some position, container in input.properties.template.containers
	has_text(container.baseImageUri)
}

managed contains position if {
	input.type == "google_cloud_run_v2_service"
	is_array(input.properties.template[0].containers)
	some position, container in input.properties.template[0].containers
	has_text(container.base_image_uri)
}

unmanaged contains position if {
	input.type == "run.googleapis.com/Service"
	is_array(input.properties.template.containers)
	some position, _ in input.properties.template.containers
	not position in managed
}

unmanaged contains position if {
	input.type == "google_cloud_run_v2_service"
	is_array(input.properties.template[0].containers)
	some position, _ in input.properties.template[0].containers
	not position in managed
}

has_text(value) if {
	is_string(value)
	value != ""
}
