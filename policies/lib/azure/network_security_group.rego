# METADATA
# title: Network security group facts
# description: |
#   What the rules of a group let in from the internet, whether the rules stand in
#   the group or are resources of their own (ARM or azurerm). The default rules
#   are left out: they cannot be changed and let nothing in from the internet.
#
#   A rule that allows counts although another rule may deny the same traffic
#   before it: whether it bites then hangs on the order of the two alone.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_group
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule
package onus.lib.azure.network_security_group

import data.onus.lib.azure.public_ip

arm_names := {"source": "sourceAddressPrefix", "sources": "sourceAddressPrefixes"}

azurerm_names := {"source": "source_address_prefix", "sources": "source_address_prefixes"}

# Every rule that may let something in, as it is written. An argument is a list of
# its one value, or empty when it is absent, so that nothing below meets something
# undefined. In ARM a null is an absent property. azurerm writes null for an
# argument that is not used, so there it says as much as an empty text.

stated contains entry if {
	list := input.properties.securityRules
	is_array(list)
	some i, item in list
	is_object(item.properties)
	not closed(item.properties)
	entry := {
		"at": sprintf("/properties/securityRules/%d/properties", [i]),
		"names": arm_names,
		"protocol": [v | v := item.properties.protocol],
		"source": [v | v := item.properties.sourceAddressPrefix; v != null],
		"sources": [v | v := item.properties.sourceAddressPrefixes; v != null],
		"port": [v | v := item.properties.destinationPortRange],
		"ports": [v | v := item.properties.destinationPortRanges],
	}
}

stated contains entry if {
	input.type == "microsoft.network/networksecuritygroups/securityrules"
	not closed(input.properties)
	entry := {
		"at": "/properties",
		"names": arm_names,
		"protocol": [v | v := input.properties.protocol],
		"source": [v | v := input.properties.sourceAddressPrefix; v != null],
		"sources": [v | v := input.properties.sourceAddressPrefixes; v != null],
		"port": [v | v := input.properties.destinationPortRange],
		"ports": [v | v := input.properties.destinationPortRanges],
	}
}

stated contains entry if {
	list := input.properties.security_rule
	is_array(list)
	some i, item in list
	is_object(item)
	not closed(item)
	entry := {
		"at": sprintf("/properties/security_rule/%d", [i]),
		"names": azurerm_names,
		"protocol": [v | v := item.protocol],
		"source": [v | v := item.source_address_prefix],
		"sources": [v | v := item.source_address_prefixes],
		"port": [v | v := item.destination_port_range],
		"ports": [v | v := item.destination_port_ranges],
	}
}

stated contains entry if {
	input.type == "azurerm_network_security_rule"
	not closed(input.properties)
	entry := {
		"at": "/properties",
		"names": azurerm_names,
		"protocol": [v | v := input.properties.protocol],
		"source": [v | v := input.properties.source_address_prefix],
		"sources": [v | v := input.properties.source_address_prefixes],
		"port": [v | v := input.properties.destination_port_range],
		"ports": [v | v := input.properties.destination_port_ranges],
	}
}

# Where something stands in the place of rules that cannot be read as rules. A
# control that goes by the rules cannot pass such a group.
unreadable contains "/properties/securityRules" if {
	list := input.properties.securityRules
	not is_null(list)
	not is_array(list)
}

unreadable contains pointer if {
	list := input.properties.securityRules
	is_array(list)
	some i, item in list
	count([true | is_object(item.properties)]) == 0
	pointer := sprintf("/properties/securityRules/%d", [i])
}

unreadable contains "/properties/security_rule" if {
	list := input.properties.security_rule
	not is_null(list)
	not is_array(list)
}

unreadable contains pointer if {
	list := input.properties.security_rule
	is_array(list)
	some i, item in list
	not is_object(item)
	pointer := sprintf("/properties/security_rule/%d", [i])
}

# What is let in from the internet: for each rule and each of its sources that is
# the internet, the place of the source, the protocol and the ports, each range by
# its first and its last.
from_internet contains opening if {
	some entry in stated
	some pointer in internet_sources(entry)
	opening := {
		"pointer": pointer,
		"protocols": {lower(v) | some v in entry.protocol; is_string(v)},
		"ports": [span(port) | some port in destination_ports(entry)],
	}
}

# closed(rule): a rule counts unless it clearly denies, or clearly concerns
# outbound traffic. The spellings of Azure itself come first: groups have many
# rules, and calls take the most of an evaluation's time.
closed(rule) if {
	rule.access in {"Deny", "deny"}
} else if {
	rule.direction in {"Outbound", "outbound"}
} else if {
	access := rule.access
	not access in {"Allow", "allow"}
	is_string(access)
	lower(access) == "deny"
} else if {
	direction := rule.direction
	not direction in {"Inbound", "inbound"}
	is_string(direction)
	lower(direction) == "outbound"
}

# internet_sources(entry): the places of the sources that are the internet.
#
# A rule whose source arguments are there but empty names application security
# groups instead (Azure takes no rule without a source), and those hold network
# interfaces of the virtual network. A rule that has no source argument at all
# is an incomplete record: it counts as open.
internet_sources(entry) := [entry.at] if {
	entry.source == []
	entry.sources == []
} else := single if {
	entry.sources in {[], [[]]}
	single := [sprintf("%s/%s", [entry.at, entry.names.source]) |
		some v in entry.source
		not v in {null, ""}
		public_ip.wide(v)
	]
} else := array.concat(
	[sprintf("%s/%s", [entry.at, entry.names.source]) |
		some v in entry.source
		not v in {null, ""}
		public_ip.wide(v)
	],
	array.concat(
		[sprintf("%s/%s", [entry.at, entry.names.sources]) |
			some v in entry.sources
			v != null
			not is_array(v)
		],
		[sprintf("%s/%s/%d", [entry.at, entry.names.sources, i]) |
			some v in entry.sources
			is_array(v)
			some i, source in v
			public_ip.wide(source)
		],
	),
)

# destination_ports(entry): the ports and ranges, as written. None at all, or
# something that is not a list in the place of the list, is every port.
destination_ports(entry) := entry.port if {
	entry.ports in {[], [[]]}
	not entry.port in {[], [null], [""]}
} else := ports if {
	ports := array.concat(
		[v | some v in entry.port; not v in {null, ""}],
		[port | some v in entry.ports; v != null; some port in elements(v)],
	)
	count(ports) > 0
} else := ["*"]

elements(list) := list if is_array(list)

elements(list) := ["*"] if not is_array(list)

# span(port): the first and the last port of "22", "20-30" or "*". Text that is
# neither a port nor a range is every port.
span(port) := [0, 65535] if {
	port == "*"
} else := [port, port] if {
	is_number(port)
} else := [first, first] if {
	is_string(port)
	text := trim_space(port)
	text != ""
	count(text) <= 5
	trim(text, "0123456789") == ""
	text in {"0", trim_left(text, "0")}
	first := to_number(text)
} else := [first, last] if {
	is_string(port)
	contains(port, "-")
	regex.match(`^(0|[1-9][0-9]{0,4}) *- *(0|[1-9][0-9]{0,4})$`, trim_space(port))
	ends := split(trim_space(port), "-")
	first := to_number(trim_space(ends[0]))
	last := to_number(trim_space(ends[1]))
	first <= last
} else := [0, 65535]

# covers(ports, port): whether the port is among the ports of a rule.
covers(ports, port) if {
	some ends in ports
	ends[0] <= port
	port <= ends[1]
}

# covers_all(ports): whether the ports of a rule come to all there are (1 to
# 65535), in one range or in pieces.
covers_all(ports) if {
	sum([size |
		some ends in ports
		size := (ends[1] - ends[0]) + 1
	]) >= 65535
}
