package onus.lib.application.base_images_test

import data.onus.lib.application.base_images
import data.onus.lib.application.images

test_every_end_is_a_day_and_has_a_source if {
	every system in base_images.systems {
		startswith(system.source, "https://")
		regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, system.checked)
		every end in system.ends { regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, end) }
	}
}

test_references_are_taken_apart if {
	images.parse("python") == {"registry": "", "path": ["python"], "tag": "", "digest": ""}
	images.parse("library/python:3.8") == {"registry": "", "path": ["library", "python"], "tag": "3.8", "digest": ""}
	images.parse("localhost:5000/python:3.8@sha256:0f") == {"registry": "localhost:5000", "path": ["python"], "tag": "3.8", "digest": "sha256:0f"}
	images.parse("registry.example.com/shop/checkout@sha256:0f") == {"registry": "registry.example.com", "path": ["shop", "checkout"], "tag": "", "digest": "sha256:0f"}
	images.parse("shop/checkout:1.4") == {"registry": "", "path": ["shop", "checkout"], "tag": "1.4", "digest": ""}
	not images.parse("")
	not images.parse(null)
	not images.parse(7)
}

test_releases_are_read_from_tags if {
	base_images.held("python:3.8") == {["python", "3.8"]}
	base_images.held("python:3.12.1-slim-buster") == {["python", "3.12"], ["debian", "10"]}
	base_images.held("python:2-slim") == {["python", "2.7"]}
	base_images.held("docker.io/library/node:16.20-alpine3.17") == {["node", "16"], ["alpine", "3.17"]}
	base_images.held("node:gallium-bullseye") == {["node", "16"], ["debian", "11"]}
	base_images.held("php:7.4-fpm@sha256:0f") == {["php", "7.4"]}
	base_images.held("public.ecr.aws/docker/library/ruby:2.7") == {["ruby", "2.7"]}
	base_images.held("debian:10.13-slim") == {["debian", "10"]}
	base_images.held("debian:buster-20240612-slim") == {["debian", "10"]}
	base_images.held("ubuntu:bionic") == {["ubuntu", "18.04"]}
	base_images.held("ubuntu:18.04") == {["ubuntu", "18.04"]}
	base_images.held("centos:centos7.9.2009") == {["centos", "7"]}
	base_images.held("alpine:3.18.4") == {["alpine", "3.18"]}
	base_images.held("mcr.microsoft.com/dotnet/aspnet:6.0-jammy") == {["dotnet", "6.0"], ["ubuntu", "22.04"]}
	base_images.held("mcr.microsoft.com/dotnet/core/runtime:3.1.32") == {["dotnet", "3.1"]}
	base_images.held("gcr.io/distroless/nodejs16-debian11:nonroot") == {["node", "16"], ["debian", "11"]}
	base_images.held("gcr.io/distroless/static-debian12") == {["debian", "12"]}
}

test_names_that_tell_nothing if {
	not base_images.known("registry.example.com/shop/python:3.8")
	not base_images.known("shop/checkout:3.8")
	not base_images.known("registry.example.com/dotnet:6.0")
	not base_images.known("gcr.io/distroless/static")
	not base_images.known("")
	not base_images.known(null)
	base_images.known("registry.example.com/python:3.8")
}

test_tags_that_tell_no_release if {
	every text in ["python", "python:latest", "python:slim", "python:3", "node:lts-alpine", "alpine:edge", "debian:stable", "ubuntu:rolling", "python@sha256:0f", "php:fpm"] {
		base_images.nameless(text)
	}
	not base_images.nameless("python:3.8")
	not base_images.nameless("shop/checkout")
}
