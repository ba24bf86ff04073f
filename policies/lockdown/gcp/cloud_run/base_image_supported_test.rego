package onus.lockdown.gcp.cloud_run.base_image_supported_test

import data.onus.lockdown.gcp.cloud_run.base_image_supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

shape(image) := {"type": "run.googleapis.com/Service", "properties": {"template": {"containers": [{"image": image}]}}}

test_ended_release_denies if found("python:3.8-slim") == [["support of Python 3.8 in `python:3.8-slim` ended on 2024-10-07", false]]

test_supported_release_allows if found("python:3.13-slim") == []

test_release_that_is_not_known_is_unknown if {
	[entry[1] | some entry in found("python:latest")] == [true]
	[entry[1] | some entry in found("node:99")] == [true]
}

test_old_table_is_unknown if {
	[finding.unknown | some finding in base_image_supported.deny with input as shape("debian:13") with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")] == [true]
}

test_other_images_are_not_asked if {
	base_image_supported.applies with input as shape("python:3.8")
	not base_image_supported.applies with input as shape("registry.example.com/shop/checkout:1.4")
	not base_image_supported.applies with input as shape(null)
	not base_image_supported.applies with input as {"type": "t", "properties": {}}
}

found(image) := [[finding.message, object.get(finding, "unknown", false)] | some finding in base_image_supported.deny with input as shape(image) with time.now_ns as now]

pointer(properties) := {finding.pointer | some finding in base_image_supported.deny with input as {"type": "google_cloud_run_service", "properties": properties} with time.now_ns as now}

test_every_source_denies if {
	pointer({"template": [{"containers": [{"image": "node:16"}]}]}) == {"/properties/template/0/containers/0/image"}
	pointer({"template": [{"spec": [{"containers": [{"image": "node:16"}]}]}]}) == {"/properties/template/0/spec/0/containers/0/image"}
	pointer({"spec": {"template": {"spec": {"containers": [{"image": "node:16"}]}}}}) == {"/properties/spec/template/spec/containers/0/image"}
}

test_an_object_in_place_of_blocks_is_unknown if {
	every template in [{}, {"spec": []}] {
		[finding.unknown | some finding in base_image_supported.deny] == [true] with input as {"type": "google_cloud_run_v2_service", "properties": {"template": template}}
	}
}

test_blocks_in_place_of_an_object_are_unknown if {
	every template in [[], "garbage"] {
		[finding.unknown | some finding in base_image_supported.deny] == [true] with input as {"type": "run.googleapis.com/Service", "properties": {"template": template}}
	}
}
