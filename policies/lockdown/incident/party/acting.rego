# METADATA
# title: Whoever acts in an incident has the duty of the layer that was hit
# description: |
#   Who answers an incident follows from who has the layer. What happened in the customer's
#   own part is not an incident of the provider's, which will not work on it; and no
#   customer can mend a host. When either waits for the other, nobody acts. Anybody may
#   detect and report, and anybody may look back at it in the end.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://aws.amazon.com/compliance/shared-responsibility-model/
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# custom:
#   id: INC-PARTY-001
#   severity: critical
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Hand it to whom the boundary names, and say so to whoever works on it now. Where a contract gives the duty to somebody else, such as a firm that answers incidents, write that down in a boundary policy of your own.
#   frameworks: {mcsb: [IR-1, GS-1], nist-800-53: [IR-4, IR-8]}
package onus.lockdown.incident.party.acting

import data.onus.lib.incident.parties
import data.onus.lib.incident.record
import data.onus.lib.incident.stages

# Stages in which nobody else acts.
theirs := {"assess", "diagnose", "stabilise"}

# Parts in which somebody acts who does not have the duty, with who that is. In closing
# others may be there too.
strays contains found if {
	parties.known
	some part in stages.parts
	part.stage in theirs
	some party in part.by
	not parties.has_duty(party)
	found := {"party": party, "part": part}
}

strays contains found if {
	parties.known
	some part in stages.of("close")
	alone(part)
	some party in part.by
	found := {"party": party, "part": part}
}

# Nobody who has the duty acts.
alone(part) if {
	count([party | some party in part.by; parties.has_duty(party)]) == 0
}

left contains stray if {
	some stray in strays
	alone(stray.part)
}

deny contains finding if {
	some party in {stray.party | some stray in left}
	mine := [stray.part | some stray in left; stray.party == party]
	finding := {
		"message": sprintf(blame(party), [parties.label(party), stages_of(mine), parties.duties]),
		"pointer": sprintf("%s/by", [first(mine)]),
	}
}

# Somebody acts beside those that have the duty.
deny contains finding if {
	some party in {stray.party | some stray in (strays - left)}
	mine := [stray.part | some stray in (strays - left); stray.party == party]
	finding := {
		"message": sprintf("%s acted in %s too: it is for %s", [parties.label(party), stages_of(mine), parties.duties]),
		"pointer": sprintf("%s/by", [first(mine)]),
	}
}

deny contains finding if {
	parties.known
	some part in stages.parts
	part.stage != "detect"
	count(part.by) == 0
	finding := {
		"message": sprintf("who acted in `%s` is not recorded; it is for %s", [part.stage, parties.duties]),
		"pointer": part.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	not parties.known
	finding := {
		"message": sprintf("nobody is named for the layer `%s`, so nobody can tell whether the right party acts", [input.raw.layer]),
		"pointer": "/raw/layer",
		"unknown": true,
	}
}

blame(party) := "%s was asked to act in %s: it is for %s" if {
	party.kind == "customer"
} else := "left to %s in %s: it is for %s"

# The stages that these parts are of, each once and in their order.
stages_of(parts) := record.list([sprintf("`%s`", [name]) |
	some name in stages.names
	name in {part.stage | some part in parts}
])

first(parts) := [part.pointer |
	some part in parts
	part.rank == min([other.rank | some other in parts])
][0]
