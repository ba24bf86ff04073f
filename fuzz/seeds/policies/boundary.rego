# METADATA
# title: What was agreed
# custom:
#   id: FUZZ-12
#   kind: boundary
#   tier: organisation
#   resources: [microsoft.storage/*]
package acme.boundary

responsibility["network.controls"] := {
	"performs": [{"party": {"kind": "third_party", "name": "Fabrikam"}, "duty": "network"}],
	"accountable": {"kind": "customer"},
} if input.properties.flag

model := "paas" if input.properties.supportsHttpsTrafficOnly
