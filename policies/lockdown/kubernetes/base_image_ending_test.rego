package onus.lockdown.kubernetes.base_image_ending_test

import data.onus.lockdown.kubernetes.base_image_ending

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

pod(image) := {"type": "v1/Pod", "properties": {"containers": [{"name": "web", "image": image}]}, "related": {"parent": []}}

unknown(image) := [object.get(finding, "unknown", false) | some finding in base_image_ending.deny with input as pod(image) with time.now_ns as now]

test_release_that_ends_soon_denies if {
	base_image_ending.deny == {{
		"message": "support of Node.js 22 in `node:22` ends on 2027-04-30",
		"pointer": "/properties/containers/0/image",
	}} with input as pod("node:22")
		with time.now_ns as now
}

test_system_that_ends_soon_denies if unknown("python:3.13-alpine3.22") == [false]

# K8S-IMAGE-001 denies those, so this control does not apply.
test_ended_releases_are_not_asked if {
	every image in ["node:16", "python:2.7", "debian:9", "ubuntu:16.04", "node:14-alpine3.12"] {
		unknown(image) == []
		not applies_to(image)
	}
	applies_to("node:22")
	applies_to("node:99")
	applies_to("node:24-bookworm")
}

applies_to(image) if {
	base_image_ending.applies with input as pod(image)
		with time.now_ns as now
}

test_release_that_ends_late_allows if unknown("node:24-bookworm") == []

test_what_is_not_known_is_unknown if {
	unknown("node:99") == [true]
	unknown("node:current") == [true]
}

test_old_table_is_unknown if {
	later := [finding.unknown | some finding in base_image_ending.deny with input as pod("debian:13") with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")]
	later == [true]
}

test_other_images_are_not_asked if {
	not base_image_ending.applies with input as pod("registry.example.com/shop/checkout:1.4")
	base_image_ending.applies with input as pod("node:22")
}
