package onus.lockdown.aws.ecs.base_image_supported_test

import data.onus.lockdown.aws.ecs.base_image_supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

shape(image) := {"type": "AWS::ECS::TaskDefinition", "properties": {"ContainerDefinitions": [{"Image": image}]}}

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

test_terraform_denies if {
	pointers := {finding.pointer | some finding in base_image_supported.deny} with input as {"type": "aws_ecs_task_definition", "properties": {"container_definitions": `[{"name": "a", "image": "node:16"}]`}}
		with time.now_ns as now
	pointers == {"/id"}
}
