package onus.lockdown.azure.container_apps.base_image_supported_test

import data.onus.lockdown.azure.container_apps.base_image_supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

shape(image) := {"type": "microsoft.app/containerapps", "properties": {"template": {"containers": [{"image": image}]}}}

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

test_azurerm_and_init_containers_deny if {
	pointers := {finding.pointer | some finding in base_image_supported.deny} with input as {"type": "azurerm_container_app", "properties": {"template": [{"container": [{"image": "node:16"}], "init_container": [{"image": "alpine:3.10"}]}]}}
		with time.now_ns as now
	pointers == {"/properties/template/0/container/0/image", "/properties/template/0/init_container/0/image"}
}

test_an_object_in_place_of_blocks_is_unknown if {
	every template in [{}, {"container": []}] {
		[finding.unknown | some finding in base_image_supported.deny] == [true] with input as {"type": "azurerm_container_app", "properties": {"template": template}}
	}
}

test_blocks_in_place_of_an_object_are_unknown if {
	every template in [[], "garbage"] {
		[finding.unknown | some finding in base_image_supported.deny] == [true] with input as {"type": "microsoft.app/containerapps", "properties": {"template": template}}
	}
}
