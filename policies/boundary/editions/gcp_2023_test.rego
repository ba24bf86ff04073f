package onus.boundary.editions.gcp_2023_test

import data.onus.boundary.editions.gcp_2023

sides(answers) := {layer: answer.performs[0].party.kind | some layer, answer in answers}

test_chart_has_sixteen_rows if {
	count([entry | some entry in gcp_2023.rows; entry.cells.iaas]) == 16
}

test_every_cell_of_the_chart_is_one_sided if {
	letters := {letter | some entry in gcp_2023.rows; some letter in entry.cells}
	letters == {"C", "P"}
}

test_confirming_rows_agree_with_the_row_that_answers if {
	confirming := [entry | some entry in gcp_2023.rows; entry.confirms]
	count(confirming) == 6
	every entry in confirming {
		some answering in gcp_2023.rows
		answering.layers[entry.confirms]
		answering.cells.iaas == entry.cells.iaas
		answering.cells.paas == entry.cells.paas
		answering.cells.saas == entry.cells.saas
	}
}

test_infrastructure if {
	answers := gcp_2023.responsibility with input as {"model": "iaas", "provider": "gcp"}
	sides(answers) == {
		"data": "customer",
		"identity.users": "customer",
		"keys": "customer",
		"configuration": "customer",
		"application": "customer",
		"identity.directory": "customer",
		"runtime": "customer",
		"network.controls": "customer",
		"os.guest": "customer",
		"network.physical": "provider",
		"host": "provider",
		"datacenter": "provider",
	}
}

test_platform if {
	answers := gcp_2023.responsibility with input as {"model": "paas", "provider": "gcp"}
	sides(answers) == {
		"data": "customer",
		"identity.users": "customer",
		"keys": "customer",
		"configuration": "customer",
		"endpoint": "customer",
		"application": "customer",
		"identity.directory": "provider",
		"runtime": "provider",
		"network.controls": "provider",
		"os.guest": "provider",
		"network.physical": "provider",
		"host": "provider",
		"datacenter": "provider",
	}
}

test_application if {
	answers := gcp_2023.responsibility with input as {"model": "saas", "provider": "gcp"}
	sides(answers) == {
		"data": "customer",
		"identity.users": "customer",
		"keys": "customer",
		"configuration": "customer",
		"application": "provider",
		"identity.directory": "provider",
		"runtime": "provider",
		"network.controls": "provider",
		"os.guest": "provider",
		"network.physical": "provider",
		"host": "provider",
		"datacenter": "provider",
	}
}

test_note_where_the_prose_differs if {
	platform := gcp_2023.responsibility with input as {"model": "paas", "provider": "gcp"}
	platform.application.basis.note == "the prose calls application-level controls shared here"
	platform.application.basis.cell == "web application security x paas"
	not platform.data.basis.note
	infrastructure := gcp_2023.responsibility with input as {"model": "iaas", "provider": "gcp"}
	infrastructure["network.controls"].basis.note
	not infrastructure.application.basis.note
}

test_whole_answer if {
	answer := gcp_2023.responsibility["os.guest"] with input as {"model": "paas", "provider": "gcp"}
	answer == {
		"performs": [{
			"party": {"kind": "provider", "name": "Google"},
			"duty": "patch and harden the operating system",
		}],
		"accountable": {"kind": "provider", "name": "Google"},
		"basis": {
			"edition": "gcp-2023",
			"cell": "guest os, data & content x paas",
			"confidence": "transcribed",
			"source": "https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate",
		},
	}
}

test_everything_outside_is_the_customers if {
	every kind in ["onprem", "hybrid"] {
		answers := gcp_2023.responsibility with input as {"model": kind, "provider": "gcp"}
		count(answers) > 10
		{answer.accountable.kind | some answer in answers} == {"customer"}
	}
}

test_nodes_are_never_answered if {
	every kind in ["iaas", "caas", "caas-managed", "paas", "faas", "saas", "hybrid", "partner"] {
		answers := gcp_2023.responsibility with input as {"model": kind, "provider": "gcp"}
		not answers["os.node"]
	}
}
