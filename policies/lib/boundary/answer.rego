# METADATA
# title: Responsibility answers
# description: |
#   The one place that knows the shape of an answer: who performs which duty,
#   who is accountable, and what that is based on.
#
#   In a shared cell both parties perform, each its own duty, and each is
#   accountable for its own part. What an inventory shows is the customer's
#   part, so the accountable party of a shared cell is the customer.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
package onus.lib.boundary.answer

# A customer never has a name here: ownership adds it later.
customer := {"kind": "customer"}

provider(name) := {"kind": "provider", "name": name}

third_party(name) := {"kind": "third_party", "name": name}

# basis(edition, cell, confidence, source) says where an answer comes from.
# `edition` is a dated id of the matrix or document, `cell` the row and column or
# the sentence in it, `confidence` one of stated, transcribed, inferred,
# unconfirmed.
basis(edition, cell, confidence, source) := {
	"edition": edition,
	"cell": cell,
	"confidence": confidence,
	"source": source,
}

# switched(base, pointer, value) is that basis, decided by the property at
# `pointer`. An absent property has the value null; its pointer is still named. A
# null pointer says that no property decided (the type did): the basis is then
# handed back as it is.
switched(base, pointer, value) := object.union(base, {"switch": {"pointer": pointer, "value": value}}) if {
	pointer != null
}

switched(base, null, _) := base

# cell(letter, name, layer, base) is the answer of a matrix cell: C (customer),
# P (provider `name`) or S (both), with the duties of the layer table. Any other
# letter has no answer: the layer stays unassigned.
#
# The table is named by its full path on purpose: regorus finds no value behind an
# import inside a function once another rule of this package has been read.
cell(letter, name, layer, base) := duty_cell(letter, name, data.onus.lib.boundary.duties.table[layer], base)

# duty_cell is the same with the answer's own duties: an object with the keys
# `customer`, `provider` and `shared` (the customer's part of a shared cell; without
# it `customer` stands there too), of which only those that the letter needs are
# read.
duty_cell(letter, _, duty, base) := found if {
	letter == "C"
	found := joint([performs(customer, duty.customer)], customer, base)
}

duty_cell(letter, name, duty, base) := found if {
	letter == "P"
	found := joint([performs(provider(name), duty.provider)], provider(name), base)
}

duty_cell(letter, name, duty, base) := found if {
	letter == "S"
	found := joint(
		[performs(provider(name), duty.provider), performs(customer, shared_part(duty))],
		customer,
		base,
	)
}

# Undefined when the duty names no part of the customer's: the answer is then
# missing, and the layer unassigned, rather than one-sided.
shared_part(duty) := duty.shared

shared_part(duty) := duty.customer if not duty.shared

# joint(performers, accountable, base) is an answer with any list of performers,
# for services that name a third party or split a duty in their own way.
joint(performers, accountable, base) := {
	"performs": performers,
	"accountable": accountable,
	"basis": base,
}

performs(party, duty) := {"party": party, "duty": duty}
