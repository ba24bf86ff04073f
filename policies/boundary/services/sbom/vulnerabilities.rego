# METADATA
# title: Vulnerabilities of software that somebody puts together
# description: |
#   NIST's framework for secure development asks whoever produces software to remedy the
#   vulnerabilities that are found in it, those of components included. That the customer
#   is the producer is inferred: of software that was bought, its contract says who is.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/218/final
# custom:
#   id: ONUS-SERVICE-SBOM-VULNERABILITIES
#   kind: boundary
#   tier: service
#   resources: [cyclonedx/vulnerability]
package onus.boundary.services.sbom.vulnerabilities

responsibility["application"] := {
	"performs": [{"party": {"kind": "customer"}, "duty": "update the component, or take it out"}],
	"accountable": {"kind": "customer"},
	"basis": {
		"edition": "nist-ssdf-1.1",
		"cell": "RV.2: assess, prioritize, and remediate vulnerabilities",
		"confidence": "inferred",
		"source": "https://csrc.nist.gov/pubs/sp/800/218/final",
	},
}
