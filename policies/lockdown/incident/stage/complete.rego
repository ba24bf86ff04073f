# METADATA
# title: Each stage of an incident was gone through, with its times and who acted
# description: An incident is detected, assessed, diagnosed, stabilised and closed. A stage that the record leaves out was either not done or cannot be shown, and without times and parties nobody can tell who was late. An open incident may lack the stages that are still ahead; of a false positive only detecting, assessing and closing are asked for.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# custom:
#   id: INC-STAGE-001
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Go through the stage that is missing, and record when it began, when it ended and who acted. If it was done, write down what is known of it.
#   frameworks: {mcsb: [IR-1, IR-4], nist-800-53: [IR-4, IR-5]}
package onus.lockdown.incident.stage.complete

import data.onus.lib.incident.record
import data.onus.lib.incident.stages

deny contains finding if {
	count(stages.parts) == 0
	finding := {
		"message": "no stage is recorded: nobody can tell who noticed it, or who acted",
		"pointer": "/properties/stages",
	}
}

deny contains finding if {
	some name in stages.reached
	count(stages.of(name)) == 0
	finding := {
		"message": sprintf("`%s` is missing, although `%s` is recorded", [name, latest]),
		"pointer": "/properties/stages",
	}
}

latest := stages.names[max([part.rank | some part in stages.parts])]

deny contains finding if {
	some part in stages.parts
	not record.at(part.began)
	finding := {
		"message": sprintf("when `%s` began is not recorded", [part.stage]),
		"pointer": part.pointer,
	}
}

deny contains finding if {
	some part in stages.parts
	part.step < stages.latest_step
	not record.at(part.ended)
	finding := {
		"message": sprintf("`%s` has no end, although `%s` has begun", [part.stage, latest]),
		"pointer": part.pointer,
	}
}

deny contains finding if {
	some part in stages.parts
	count(part.by) == 0
	finding := {
		"message": sprintf("who acted in `%s` is not recorded", [part.stage]),
		"pointer": part.pointer,
	}
}
