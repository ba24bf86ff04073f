package onus.lib.boundary.matrix_test

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

table := {
	"edition": "paper-2026",
	"provider": "Contoso Cloud",
	"source": "https://example.com/matrix",
	"rows": [
		{
			"row": "customer data",
			"layers": {"data": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "operating system",
			"layers": {"os.guest": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "P", "saas": "P"},
		},
	],
}

test_a_cell_keeps_its_row_column_and_confidence if {
	matrix.answers(table, projection.table, "paas")["os.guest"].basis == {
		"edition": "paper-2026",
		"cell": "operating system x paas",
		"confidence": "transcribed",
		"source": "https://example.com/matrix",
	}
}

test_a_projected_model_takes_the_column_and_becomes_inferred if {
	matrix.answers(table, projection.table, "faas")["os.guest"].basis == {
		"edition": "paper-2026",
		"cell": "operating system x paas",
		"confidence": "inferred",
		"source": "https://example.com/matrix",
	}
}

test_a_projection_leaves_layers_out if {
	object.keys(matrix.answers(table, projection.table, "caas")) == {"data"}
}

test_a_model_that_nobody_knows_has_no_answers if {
	matrix.answers(table, projection.table, "mainframe") == {}
}

test_the_projection_names_only_real_columns if {
	every columns in projection.table {
		every column in columns {
			column in {"onprem", "iaas", "paas"}
		}
	}
}

test_what_stands_with_the_customer_is_projected_to_the_customer if {
	every column in projection.table.hybrid {
		column == "onprem"
	}
}
