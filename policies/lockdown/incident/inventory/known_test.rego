package onus.lockdown.incident.inventory.known_test

import data.onus.lib.incident.sample_test as sample
import data.onus.lockdown.incident.inventory.known

hit := object.union(sample.entry, {"id": "/subscriptions/s/vm"})

document(types, found) := object.union(
	sample.seen(sample.well_run(sample.soc), hit, sample.customer_only),
	{"coverage": {"types": types}, "related": {"affected": found}, "unresolved": ["/subscriptions/s/vm"]},
)

machine := {"id": "/subscriptions/s/vm", "type": "microsoft.compute/virtualmachines"}

types := ["incident/affected", "microsoft.compute/virtualmachines"]

test_what_is_in_the_inventory_allows if {
	count(known.deny) == 0 with input as document(types, [machine])
}

test_what_no_inventory_holds_is_unknown if {
	known.deny == {{
		"message": "no inventory that was given holds what was hit",
		"pointer": "/raw/id",
		"unknown": true,
	}} with input as document(types, [])
}

test_nothing_attached_is_unknown_too if {
	count(known.deny) == 1 with input as object.remove(document(types, []), ["related"])
}

test_both_parties_are_asked_for_the_same if {
	count(known.deny) == 1 with input as object.union(document(types, []), {"responsibility": sample.provider_only})
}

test_another_inventory_counts_too if known.applies with input as document(["incident/affected", "aws_s3_bucket"], [])

test_without_an_inventory_or_an_id_nothing_is_decided if {
	known.applies with input as document(types, [])
	not known.applies with input as document(["incident/affected"], [])
	not known.applies with input as json.patch(document(types, []), [{"op": "remove", "path": "/raw/id"}])
	not known.applies with input as json.patch(document(types, []), [{"op": "replace", "path": "/raw/id", "value": ""}])
}
