# METADATA
# title: Parties of incidents
# description: |
#   Who has the duty of the layer that was hit is in `input.responsibility`, as for every
#   other resource. The customer has no name there, so any of its teams will do; a third
#   party has to be the one that is named.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
package onus.lib.incident.parties

# Undefined where nobody is named, or sources disagree.
answer := input.responsibility[input.raw.layer]

default performs := []

performs := answer.performs if is_array(answer.performs)

# Whoever acts has to be one of these.
performing := [duty.party | some duty in performs]

known if count(performing) > 0

has_duty(party) if {
	some one in performing
	same(party, one)
}

# The provider alone has the duty.
of_the_provider if {
	known
	every party in performing {
		party.kind == "provider"
	}
}

# Those that have to act themselves: everybody who has a part of the duty, but of
# providers only the accountable one. Where that leaves nobody, all of them.
needed contains duty if {
	some duty in performs
	duty.party.kind != "provider"
}

needed contains duty if {
	some duty in performs
	same(answer.accountable, duty.party)
}

needed contains duty if {
	some duty in performs
	not somebody_stands_out
}

somebody_stands_out if {
	some duty in performs
	duty.party.kind != "provider"
}

somebody_stands_out if {
	some duty in performs
	same(answer.accountable, duty.party)
}

# same(acting, party): whoever acted is this party of the boundary.
same(acting, party) if {
	acting.kind == party.kind
	party.kind != "third_party"
	name_of(party) == ""
}

same(acting, party) if {
	acting.kind == party.kind
	party.kind != "third_party"
	name_of(acting) == ""
}

same(acting, party) if {
	acting.kind == party.kind
	name_of(party) != ""
	name_of(acting) == name_of(party)
}

name_of(party) := object.get(also, given, given) if {
	is_string(party.name)
	given := lower(trim_space(party.name))
} else := ""

# Other names of providers, as the boundary has them.
also := {
	"amazon": "aws",
	"amazon web services": "aws",
	"azure": "microsoft",
	"microsoft azure": "microsoft",
	"gcp": "google",
	"google cloud": "google",
}

# label(party): the party, for people.
label(party) := sprintf("the customer's `%s`", [party.name]) if {
	party.kind == "customer"
	name_of(party) != ""
} else := party.name if {
	name_of(party) != ""
} else := "a third party without a name" if {
	party.kind == "third_party"
} else := sprintf("the %s", [party.kind])

# Whose it is, for people: `the customer to ..., and for Microsoft to ...`.
duties := concat(", and for ", [sprintf("%s to %s", [label(duty.party), duty.duty]) | some duty in performs])

# What those do that have to act themselves.
needed_duties := concat(", and for ", [sprintf("%s to %s", [label(duty.party), duty.duty]) | some duty in needed])
