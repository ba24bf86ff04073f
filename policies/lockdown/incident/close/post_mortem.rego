# METADATA
# title: Each party that answered an incident looks back at it in time
# description: |
#   Each party with a part of the duty, and the one that is accountable, holds a post-mortem
#   after the incident, while everybody still remembers, and writes it down. A provider's
#   own one is confidential, so only when it was held is asked for; providers that only do
#   their part for an accountable customer are not asked. Without another word in
#   `params.incident.post_mortem_days`, it is held within 30 days after the incident was
#   stabilised: a number that this project chose.
# related_resources:
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-incident-response
# - ref: https://csrc.nist.gov/pubs/sp/800/61/r3/final
# custom:
#   id: INC-CLOSE-001
#   severity: medium
#   layer: configuration
#   resources: [incident/affected]
#   needs: []
#   remediation:
#     summary: Hold the post-mortem, write down what was learned and what will be mended, and record both. Of a provider, ask when it held its own.
#   frameworks: {mcsb: [IR-7], nist-800-53: [IR-4, IR-8]}
package onus.lockdown.incident.close.post_mortem

import data.onus.lib.incident.parties
import data.onus.lib.incident.record
import data.onus.lib.incident.stages

applies if {
	not record.false_positive
	over
}

over if stages.last_end("stabilise")

over if stages.closing

# A value that is no number above 0 does not loosen the requirement.
default days := 30

days := data.params.incident.post_mortem_days if {
	is_number(data.params.incident.post_mortem_days)
	data.params.incident.post_mortem_days > 0
}

stabilised := stages.last_end("stabilise")

deadline := stabilised + (days * record.day_ns)

# Who looks back: whoever has a part of the duty, but of providers only the accountable.
reviewers contains party if {
	some party in parties.performing
	party.kind != "provider"
}

reviewers contains parties.answer.accountable

# The post-mortems of a party.
of(party) := [{"index": index, "review": review} |
	some index, review in record.post_mortems
	parties.same(review.by, party)
]

# When a party held its first one, after the incident.
held(party) := min([at |
	some one in of(party)
	at := record.been(one.review.held)
	not premature(at)
])

premature(at) if at < stabilised

deny contains finding if {
	some party in reviewers
	not held(party)
	due
	finding := {
		"message": sprintf("%s has held no post-mortem, %s", [parties.label(party), since]),
		"pointer": "/properties/stages",
	}
}

# It had to be held by now.
due if record.now > deadline

due if stages.closed

since := sprintf("%s after it was stabilised: %v days are allowed", [record.span(record.now - stabilised), days]) if {
	record.now > deadline
} else := "and the incident was closed"

deny contains finding if {
	some party in reviewers
	at := held(party)
	at > deadline
	some one in of(party)
	record.at(one.review.held) == at
	finding := {
		"message": sprintf("the post-mortem of %s was held %s after it was stabilised: %v days are allowed", [parties.label(party), record.span(at - stabilised), days]),
		"pointer": sprintf("/properties/postMortems/%v/held", [one.index]),
	}
}

deny contains finding if {
	some party in reviewers
	party.kind != "provider"
	held(party)
	not documented(party)
	finding := {
		"message": sprintf("where the post-mortem of %s is written down is not recorded", [parties.label(party)]),
		"pointer": sprintf("/properties/postMortems/%v", [of(party)[0].index]),
	}
}

documented(party) if {
	some one in of(party)
	record.written(one.review.document)
	at := record.been(one.review.held)
	not premature(at)
}

deny contains finding if {
	stages.closing
	not stabilised
	finding := {
		"message": "when it was stabilised is not recorded, so whether a post-mortem was held in time is not known",
		"pointer": "/properties/stages",
		"unknown": true,
	}
}

deny contains finding if {
	count(reviewers) == 0
	finding := {
		"message": sprintf("nobody is named for the layer `%s`, so nobody can tell who has to look back", [input.raw.layer]),
		"pointer": "/raw/layer",
		"unknown": true,
	}
}
