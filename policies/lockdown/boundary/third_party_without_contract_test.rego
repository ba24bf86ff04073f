package onus.lockdown.boundary.third_party_without_contract_test

import data.onus.lockdown.boundary.third_party_without_contract

fabrikam := {"kind": "third_party", "name": "Fabrikam"}

guest(party, basis) := {"layers": {"os.guest": {
	"answer": "assigned",
	"performs": [{"party": party, "duty": "patch the guests"}],
	"basis": basis,
}}}

test_a_duty_without_a_contract_is_denied if {
	third_party_without_contract.deny == {{
		"message": "it is for Fabrikam to patch the guests, and no contract is named",
		"layer": "os.guest",
	}} with input as guest(fabrikam, {"source": "handbook"})
}

test_an_empty_contract_is_none if {
	count(third_party_without_contract.deny) == 1 with input as guest(fabrikam, {"contract": " "})
}

test_a_third_party_without_a_name_is_one if {
	some finding in third_party_without_contract.deny with input as guest({"kind": "third_party"}, {})
	finding.message == "it is for a third party to patch the guests, and no contract is named"
}

test_a_contract_allows if {
	said := guest(fabrikam, {"contract": "FAB-2025-17"})
	third_party_without_contract.applies with input as said
	count(third_party_without_contract.deny) == 0 with input as said
}

test_where_no_third_party_has_a_duty_it_does_not_apply if {
	not third_party_without_contract.applies with input as guest({"kind": "customer"}, {})
	not third_party_without_contract.applies with input as {"layers": {"keys": {"answer": "unassigned"}}}
}
