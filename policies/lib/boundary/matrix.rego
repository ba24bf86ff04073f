# METADATA
# title: Reading a responsibility matrix
# description: |
#   An edition writes its matrix down as a table; these functions look a cell up.
#
#   A matrix is an object:
#     edition   the dated id, "msft-2026"
#     provider  the name that stands for P, "Microsoft"
#     source    where the matrix is published
#     rows      a list of {row, layers, cells}: the row's name in lower case, the
#               layers that it fills with how sure that is, and a letter (C, P or
#               S) for each column
#
#   Several rows may carry one name, when a row answers differently for two
#   layers or with different confidence for two columns. No two rows may answer
#   for the same layer and model: the rule that collects the answers then fails.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
package onus.lib.boundary.matrix

import data.onus.lib.boundary.answer

# answers(m, columns, model) is the object layer -> answer. `columns` is a table
# model -> layer -> column for the models that the matrix has no column for.
answers(m, columns, model) := {layer: found |
	some entry in m.rows
	some layer, confidence in entry.layers
	place := column(columns, model, layer)
	letter := entry.cells[place.name]
	base := answer.basis(
		m.edition,
		sprintf("%s x %s", [entry.row, place.name]),
		confidence_of(confidence, place.projected),
		m.source,
	)
	found := answer.cell(letter, m.provider, layer, base)
}

# column(columns, model, layer) is the column that the projection names, or else
# the model's own. A projected model has no column of its own for a layer that
# the projection leaves out.
column(columns, model, layer) := {"name": columns[model][layer], "projected": true}

column(columns, model, _) := {"name": model, "projected": false} if not columns[model]

confidence_of(confidence, projected) := confidence if not projected

confidence_of(_, projected) := "inferred" if projected
