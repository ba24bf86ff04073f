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
}

found(image) := [[finding.message, object.get(finding, "unknown", false)] | some finding in base_image_supported.deny with input as shape(image) with time.now_ns as now]

test_terraform_denies if {
	pointers := {finding.pointer | some finding in base_image_supported.deny} with input as {"type": "aws_ecs_task_definition", "properties": {"container_definitions": `[{"name": "a", "image": "node:16"}]`}}
		with time.now_ns as now
	pointers == {"/id"}
}

test_terraform_denies_in_any_case if {
	every key in ["image", "Image", "IMAGE"] {
		count(base_image_supported.deny) == 1 with input as {"type": "aws_ecs_task_definition", "properties": {"container_definitions": sprintf(`[{"name": "a", "%s": "node:16"}]`, [key])}}
			with time.now_ns as now
	}
}

test_spelling_of_the_api_denies if {
	count(base_image_supported.deny) == 1 with input as {"type": "AWS::ECS::TaskDefinition", "properties": {"ContainerDefinitions": [{"image": "node:16"}]}}
		with time.now_ns as now
}

test_without_containers_is_unknown if {
	every properties in [{}, {"ContainerDefinitions": []}, {"containerDefinitions": [{"image": "node:16"}]}, {"container_definitions": "[]"}, {"container_definitions": [{"Image": "node:16"}]}] {
		{finding.unknown | some finding in base_image_supported.deny} == {true} with input as {"type": "AWS::ECS::TaskDefinition", "properties": properties}
	}
}
