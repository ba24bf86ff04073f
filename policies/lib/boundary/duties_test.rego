package onus.lib.boundary.duties_test

import data.onus.lib.boundary.duties

layers := {
	"data", "configuration", "keys", "identity.users", "identity.directory", "endpoint", "application",
	"runtime", "os.guest", "os.node", "network.controls", "host", "network.physical", "datacenter",
	"ai.usage", "ai.application", "ai.platform",
}

test_every_layer_has_duties_and_nothing_else_has if {
	object.keys(duties.table) == layers
}

test_every_side_of_every_layer_has_a_phrase if {
	every duty in duties.table {
		object.keys(duty) == {"customer", "provider", "shared"}
		every phrase in duty {
			regex.match(`^[a-z].*[^.]$`, phrase)
		}
	}
}
