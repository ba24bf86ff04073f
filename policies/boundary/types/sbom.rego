# METADATA
# title: Vulnerabilities in bills of materials
# description: |
#   What a bill of materials lists is part of software that somebody has put together.
#   It says nothing of where that runs, so only the application has an answer: see
#   services/sbom/vulnerabilities.rego.
# related_resources:
# - ref: https://cyclonedx.org/capabilities/vex/
# custom:
#   id: ONUS-TYPES-SBOM
#   kind: types
package onus.boundary.types.sbom

# type -> {service, model, confidence, source}
table := {"cyclonedx/vulnerability": {
	"service": "Software bill of materials",
	"model": "onprem",
	"confidence": "inferred",
	"source": "https://cyclonedx.org/capabilities/vex/",
}}
