# METADATA
# title: Evidence of an incident is secured before it is closed, and kept
# description: |
#   Containing and restoring destroy what shows how somebody got in, so it is taken first,
#   and it is needed long afterwards. Without another word in
#   `params.incident.evidence_days`, it is kept for 365 days after closing: a number that
#   this project chose; a contract or the law may ask for more. Decided from the moment on
#   that stabilising begins.
# related_resources:
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# - ref: https://csrc.nist.gov/pubs/sp/800/86/final
# - ref: https://learn.microsoft.com/azure/storage/blobs/immutable-storage-overview
# custom:
#   id: INC-EVIDENCE-001
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Take snapshots and logs before anything is rebuilt, put them where nobody can change them, and record where, when and until when they are kept.
#     az: az snapshot create --resource-group GROUP --name NAME --source DISK && az storage container immutability-policy create --account-name ACCOUNT --container-name CONTAINER --period 365
#     aws: aws ec2 create-snapshot --volume-id VOLUME && aws s3api put-object-retention --bucket BUCKET --key KEY --retention Mode=COMPLIANCE,RetainUntilDate=DATE
#   frameworks: {mcsb: [IR-7], nist-800-53: [AU-11, IR-4]}
package onus.lockdown.incident.evidence.kept

import data.onus.lib.incident.record
import data.onus.lib.incident.stages

applies if {
	not record.false_positive
	stages.latest_step > 1
	past_diagnosis
}

past_diagnosis if count(stages.of("stabilise")) > 0

past_diagnosis if stages.closing

# A value that is no number above 0 does not loosen the requirement.
default days := 365

days := data.params.incident.evidence_days if {
	is_number(data.params.incident.evidence_days)
	data.params.incident.evidence_days > 0
}

# It was closed then, or not before now.
end := stages.closed

end := record.now if not stages.closed

# What is wrong with each item; one without a fault is enough.
faults(item) := [fault | some fault in [where(item), secured(item), kept(item)]; fault != ""]

where(item) := "" if {
	record.written(item.where)
} else := "where it is kept is not recorded"

secured(item) := "when it was secured is not recorded" if {
	not record.been(object.get(item, "secured", null))
} else := "it was secured only when the incident was being closed" if {
	record.been(item.secured) > stages.closing_began
} else := ""

kept(item) := "until when it is kept is not recorded" if {
	not record.through(object.get(item, "keptUntil", null))
} else := sprintf("it is kept until `%s`, less than %v days after closing", [item.keptUntil, days]) if {
	record.through(item.keptUntil) < end + (days * record.day_ns)
} else := ""

good if {
	some item in record.evidence
	count(faults(item)) == 0
}

deny contains finding if {
	count(record.evidence) == 0
	finding := {
		"message": "no evidence is recorded: how it happened can't be shown any more",
		"pointer": "/properties",
	}
}

deny contains finding if {
	not good
	some index, item in record.evidence
	some fault in faults(item)
	finding := {
		"message": sprintf("of `%s`, %s", [item.what, fault]),
		"pointer": sprintf("/properties/evidence/%v", [index]),
	}
}
