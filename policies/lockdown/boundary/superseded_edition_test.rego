package onus.lockdown.boundary.superseded_edition_test

import data.onus.lockdown.boundary.superseded_edition

editions := [
	{"id": "acme-2026", "published": "2026-01"},
	{"id": "acme-2019", "published": "2019"},
	{"id": "acme-2016", "published": "2016-04"},
]

cites(edition) := {"answer": "assigned", "basis": {"edition": edition}}

test_an_older_edition_is_denied_and_the_newest_is_named if {
	superseded_edition.deny == {{
		"message": "data is taken from `acme-2016`, which `acme-2026` has superseded",
		"layer": "data",
	}} with input as {"editions": editions, "layers": {"data": cites("acme-2016"), "keys": cites("acme-2026")}}
}

test_the_newest_allows if {
	count(superseded_edition.deny) == 0 with input as {"editions": editions, "layers": {"data": cites("acme-2026")}}
}

test_other_documents_are_no_editions if {
	count(superseded_edition.deny) == 0 with input as {
		"editions": editions,
		"layers": {"data": cites("clusters-2015"), "keys": {"answer": "assigned", "basis": {}}},
	}
}
