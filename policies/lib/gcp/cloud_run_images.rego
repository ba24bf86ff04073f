# METADATA
# title: Images of Cloud Run
# description: The images that a service runs, as Cloud Asset Inventory and the google provider of Terraform have them.
# related_resources:
# - ref: https://docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service
package onus.lib.gcp.cloud_run_images

images contains {"image": container.image, "pointer": sprintf("/properties/template/containers/%d/image", [i])} if {
	is_array(input.properties.template.containers)
	some i, container in input.properties.template.containers
}

images contains {"image": container.image, "pointer": sprintf("/properties/template/0/containers/%d/image", [i])} if {
	is_array(input.properties.template[0].containers)
	some i, container in input.properties.template[0].containers
}

# The v1 shape.
images contains {"image": container.image, "pointer": sprintf("/properties/spec/template/spec/containers/%d/image", [i])} if {
	is_array(input.properties.spec.template.spec.containers)
	some i, container in input.properties.spec.template.spec.containers
}

images contains {"image": container.image, "pointer": sprintf("/properties/template/0/spec/0/containers/%d/image", [i])} if {
	is_array(input.properties.template[0].spec[0].containers)
	some i, container in input.properties.template[0].spec[0].containers
}

# What is in the place of a list of containers is an image that can't be read.
images contains {"image": {}, "pointer": "/properties/template/containers"} if {
	given := input.properties.template.containers
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template/0/containers"} if {
	given := input.properties.template[0].containers
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/spec/template/spec/containers"} if {
	given := input.properties.spec.template.spec.containers
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template/0/spec/0/containers"} if {
	given := input.properties.template[0].spec[0].containers
	not is_null(given)
	not is_array(given)
}

# The provider of Terraform has lists of blocks where the API has objects.
images contains {"image": {}, "pointer": "/properties/template"} if {
	startswith(input.type, "google_")
	given := input.properties.template
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template"} if {
	not startswith(input.type, "google_")
	given := input.properties.template
	not is_null(given)
	not is_object(given)
}
