package onus.lockdown.kubernetes.base_image_supported_test

import data.onus.lockdown.kubernetes.base_image_supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

pod(image) := {"type": "v1/Pod", "properties": {"containers": [{"name": "web", "image": image}]}, "related": {"parent": []}}

unknown(image) := [object.get(finding, "unknown", false) | some finding in base_image_supported.deny with input as pod(image) with time.now_ns as now]

test_ended_release_denies if {
	base_image_supported.deny == {{
		"message": "support of Python 3.8 in `python:3.8-slim` ended on 2024-10-07",
		"pointer": "/properties/containers/0/image",
	}} with input as pod("python:3.8-slim")
		with time.now_ns as now
}

test_ended_releases_deny if {
	every image in ["node:16", "debian:10", "ubuntu:18.04", "centos:7", "php:7.4-apache", "ruby:2.7", "alpine:3.18", "mcr.microsoft.com/dotnet/aspnet:6.0", "docker.io/library/python:2.7", "gcr.io/distroless/nodejs16-debian12"] {
		unknown(image) == [false]
	}
}

test_system_underneath_denies if unknown("python:3.13-slim-buster") == [false]

test_supported_release_allows if {
	every image in ["python:3.13-slim", "node:24-bookworm", "debian:trixie", "ubuntu:24.04", "alpine:3.23", "mcr.microsoft.com/dotnet/aspnet:10.0-noble"] {
		unknown(image) == []
	}
}

test_day_of_the_end if {
	count(base_image_supported.deny) == 1 with input as pod("alpine:3.22")
		with time.now_ns as time.parse_rfc3339_ns("2027-05-01T00:00:00Z")
	count(base_image_supported.deny) == 0 with input as pod("alpine:3.22")
		with time.now_ns as time.parse_rfc3339_ns("2027-04-30T23:59:59Z")
}

test_release_that_is_not_listed_is_unknown if {
	unknown("python:3.99") == [true]
	unknown("alpine:2.1") == [true]
}

test_tag_without_a_release_is_unknown if {
	unknown("python") == [true]
	unknown("node:lts") == [true]
	unknown("debian@sha256:0000000000000000000000000000000000000000000000000000000000000001") == [true]
}

test_old_table_is_unknown if {
	later := [finding.unknown | some finding in base_image_supported.deny with input as pod("debian:13") with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")]
	later == [true]
}

test_old_table_still_tells_what_has_ended if {
	later := [object.get(finding, "unknown", false) | some finding in base_image_supported.deny with input as pod("debian:10") with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")]
	later == [false]
}

test_every_container_is_looked_at if {
	pointers := {finding.pointer | some finding in base_image_supported.deny} with input as {"type": "apps/v1/Deployment", "properties": {"template": {"spec": {"initContainers": [{"image": "alpine:3.10"}], "containers": [{"image": "shop/a"}, {"image": "node:14"}]}}}}
		with time.now_ns as now
	pointers == {"/properties/template/spec/initContainers/0/image", "/properties/template/spec/containers/1/image"}
}

test_other_images_are_not_asked if {
	not base_image_supported.applies with input as pod("registry.example.com/shop/checkout:1.4")
	not base_image_supported.applies with input as pod(null)
	base_image_supported.applies with input as pod("python:3.8")
}

test_pod_of_a_workload_in_the_inventory_is_not_asked if {
	not base_image_supported.applies with input as object.union(pod("python:3.8"), {"related": {"parent": [{"type": "apps/v1/ReplicaSet"}]}})
}

test_what_is_no_image_is_unknown if {
	every image in [["python:3.8"], 7, {"name": "python:3.8"}, ""] {
		base_image_supported.applies with input as pod(image)
		[finding.unknown | some finding in base_image_supported.deny] == [true] with input as pod(image) with time.now_ns as now
	}
}
