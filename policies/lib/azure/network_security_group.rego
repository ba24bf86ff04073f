# METADATA
# title: Network security group facts
# description: |
#   What the rules of a group let in from the internet. Azure goes through the rules
#   in the order of their priority and stops at the first that fits, so that a rule
#   that allows counts as far as no rule with a smaller number denies the same traffic:
#   for these sources, ports, protocol and destination.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# - ref: https://learn.microsoft.com/azure/virtual-network/service-tags-overview
package onus.lib.azure.network_security_group

import data.onus.lib.azure.address_range
import data.onus.lib.azure.public_ip
import data.onus.lib.azure.security_rules

# What the rules would let in from the internet if none of them denied anything: for
# each rule and each of its sources that is the internet, the place of the source, the
# source itself, the protocol and the ports, each range by its first and its last.
from_internet contains opening if {
	some entry in security_rules.allows
	some source in internet_sources(entry)
	opening := {
		"pointer": source.pointer,
		"source": source.value,
		"priority": rank(entry.priority),
		"targets": strings(entry.target, entry.targets),
		"protocols": {lower(v) | some v in entry.protocol; is_string(v)},
		"ports": [span(port) | some port in destination_ports(entry)],
	}
}

# Many ranges, none of which is wide, can be a large part of the internet together.
from_internet contains opening if {
	some entry in security_rules.allows
	some list in entry.sources
	is_array(list)
	address_range.wide_together(list)
	opening := {
		"pointer": sprintf("%s/%s", [entry.at, entry.names.sources]),
		"source": "*",
		"priority": rank(entry.priority),
		"targets": strings(entry.target, entry.targets),
		"protocols": {lower(v) | some v in entry.protocol; is_string(v)},
		"ports": [span(port) | some port in destination_ports(entry)],
	}
}

# internet_sources(entry): the sources that are the internet, and their places.
#
# A rule whose source arguments are there but empty names application security
# groups instead (Azure takes no rule without a source), and those hold network
# interfaces of the virtual network. So does one that names groups and has no source
# argument. A rule that has neither is an incomplete record: it counts as open.
internet_sources(entry) := [] if {
	entry.source == []
	entry.sources == []
	count(entry.source_groups) > 0
} else := [{"pointer": entry.at, "value": "*"}] if {
	entry.source == []
	entry.sources == []
} else := single if {
	entry.sources in {[], [[]]}
	single := [{"pointer": sprintf("%s/%s", [entry.at, entry.names.source]), "value": v} |
		some v in entry.source
		not v in {null, ""}
		public_ip.open_to_others(v)
	]
} else := array.concat(
	[{"pointer": sprintf("%s/%s", [entry.at, entry.names.source]), "value": v} |
		some v in entry.source
		not v in {null, ""}
		public_ip.open_to_others(v)
	],
	array.concat(
		[{"pointer": sprintf("%s/%s", [entry.at, entry.names.sources]), "value": "*"} |
			some v in entry.sources
			v != null
			not is_array(v)
		],
		[{"pointer": sprintf("%s/%s/%d", [entry.at, entry.names.sources, i]), "value": source} |
			some v in entry.sources
			is_array(v)
			some i, source in v
			public_ip.open_to_others(source)
		],
	),
)

# destination_ports(entry): the ports and ranges, as written. None at all, or
# something that is not a list in the place of the list, is every port.
destination_ports(entry) := listed_ports(entry.port, entry.ports)

listed_ports(one, several) := one if {
	several in {[], [[]]}
	not one in {[], [null], [""]}
} else := ports if {
	ports := array.concat(
		[v | some v in one; not v in {null, ""}],
		[port | some v in several; v != null; some port in elements(v)],
	)
	count(ports) > 0
} else := ["*"]

elements(list) := list if is_array(list)

elements(list) := ["*"] if not is_array(list)

# strings(one, several): addresses as they are compared.
strings(one, several) := {address |
	some list in array.concat([one], several)
	is_array(list)
	some given in list
	is_string(given)
	address := lower(trim_space(given))
}

# rank(priority): the place in the order of evaluation.
rank(priority) := priority[0] if {
	is_number(priority[0])
} else := to_number(priority[0]) if {
	is_string(priority[0])
	regex.match(`^[1-9][0-9]{0,4}$`, priority[0])
} else := null

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

# certain_ports(entry): the ports that a rule surely keeps out: one that is no port is
# none here.
certain_ports(entry) := [certain_span(port) | some port in destination_ports(entry)]

certain_span(port) := [0, 65535] if {
	port == "*"
} else := ends if {
	ends := span(port)
	ends != [0, 65535]
} else := [0, 65535] if {
	port in {"0-65535", "1-65535"}
} else := [-1, -1]

# refused_targets(entry): the destinations; `*` where the rule is about all of them. What
# comes in is for the virtual network.
refused_targets(entry) := {"*"} if {
	targets := strings(entry.target, entry.targets)
	count(targets & {"*", "any", "virtualnetwork"}) > 0
} else := {"*"} if {
	entry.target in {[], [""]}
	entry.targets in {[], [[]]}
	entry.target_groups == []
} else := strings(entry.target, entry.targets)

# ahead_of(opening, protocol): what rules with smaller numbers deny of what the opening
# would let in over this protocol: from whom, and to which ports. A rule that is about
# some source ports or some destinations only is omitted. What is mostly known comes
# first, so that a rule that does not matter may have unknown addresses.
ahead_of(opening, protocol) := [refusal |
	opening.priority != null
	some entry in security_rules.denies
	position := rank(entry.priority)
	position != null
	position < opening.priority
	count({lower(v) | some v in entry.protocol; is_string(v)} & {"*", protocol}) > 0
	address_range.size([certain_span(v) | some v in listed_ports(entry.source_port, entry.source_ports)]) >= 65535
	of_targets(refused_targets(entry), opening.targets)
	sources := strings(entry.source, entry.sources)
	refusal := {
		"ports": certain_ports(entry),
		"everybody": count(sources & {"*", "any", "internet"}) > 0,
		"sources": sources,
	}
]

# kept_out(ahead, source, port): these rules deny the port to all that the source means
# for.
kept_out(ahead, source, port) if {
	here := [refusal | some refusal in ahead; covers(refusal.ports, port)]
	count(here) > 0
	shuts(here, source)
}

of_targets(refused, targets) if "*" in refused

of_targets(refused, targets) if {
	count(targets) > 0
	count(targets - refused) == 0
}

# shuts(ahead, source): these rules deny everything in a source: everybody, the
# complete tag, or every address, so that at most a small part of the range is left.
shuts(ahead, source) if {
	some refusal in ahead
	refusal.everybody
} else if {
	is_string(source)
	tag := lower(trim_space(source))
	startswith(tag, "azurecloud")
	some refusal in ahead
	some refused in refusal.sources
	refused in {tag, "azurecloud"}
} else if {
	is_string(source)
	given := address_range.span(trim_space(source))
	source != "0.0.0.0"
	not address_range.wide(address_range.rest(given, refused_spans(ahead)))
} else if {
	is_string(source)
	contains(source, ":")
	given := lower(trim_space(source))
	some refusal in ahead
	some refused in refusal.sources
	refused in {given, "::/0"}
} else if {
	# Everybody: IPv4 and IPv6.
	is_string(source)
	lower(trim_space(source)) in {"*", "any", "internet", "0.0.0.0"}
	some refusal in ahead
	some refused in refusal.sources
	refused == "::/0"
	not address_range.wide(address_range.rest([0, 4294967295], refused_spans(ahead)))
}

refused_spans(ahead) := [given |
	some refusal in ahead
	some refused in refusal.sources
	refused != "0.0.0.0"
	given := address_range.span(refused)
]

# open_at(protocol, port): the openings that let the internet reach the port: where, and
# for whom.
open_at(protocol, port) := {{"pointer": opening.pointer, "audience": audience(opening.source)} |
	some opening in from_internet
	lets_in(opening, protocol)
	covers(opening.ports, port)
	not kept_out(ahead_of(opening, protocol), opening.source, port)
}

# audience(source): what a message calls those that are let in.
audience(source) := "all addresses of Azure" if {
	is_string(source)
	startswith(lower(trim_space(source)), "azurecloud")
} else := "the internet"

# lets_in(opening, protocol): a rule without a protocol, or with one that is unheard of,
# counts as one for all.
lets_in(opening, protocol) if count(opening.protocols & other_protocols[protocol]) == 0

other_protocols := {
	"tcp": {"udp", "icmp", "esp", "ah"},
	"udp": {"tcp", "icmp", "esp", "ah"},
}

# covers_all(ports): whether the ranges together hold nearly all ports there are (1 to
# 65535): fewer than 1000 are missing.
covers_all(ports) if {
	sum([size |
		some ends in ports
		size := (ends[1] - ends[0]) + 1
	]) > 64535
	address_range.size(ports) > 64535
}

# every_port[protocol]: the openings that together let the internet reach nearly every
# port, each with what it lets in.
every_port[protocol] := open if {
	some protocol in ["tcp", "udp"]
	candidates := [opening | some opening in from_internet; lets_in(opening, protocol)]
	covers_all([ends | some opening in candidates; some ends in opening.ports])
	open := [{"pointer": opening.pointer, "audience": audience(opening.source), "ports": ports} |
		some opening in candidates
		ports := let_in(opening, protocol)
	]
	covers_all([ends | some opening in open; some ends in opening.ports])
}

# let_in(opening, protocol): its ports without those that other rules keep out. Between
# two ends of a rule that denies, all ports are treated alike. Rules for single ports are
# omitted: a group has at most 1000 rules, so that they cannot make a difference.
let_in(opening, protocol) := opening.ports if {
	count(security_rules.denies) == 0
} else := pieces if {
	ahead := [object.union(refusal, {"ports": ranges}) |
		some refusal in ahead_of(opening, protocol)
		ranges := [ends | some ends in refusal.ports; ends[0] < ends[1]]
	]
	borders := {first | some refusal in ahead; some [first, _] in refusal.ports} | {after | some refusal in ahead; some [_, last] in refusal.ports; after := last + 1}
	pieces := [[first, last] |
		some ends in opening.ports
		some first in ({ends[0]} | borders)
		ends[0] <= first
		first <= ends[1]
		not kept_out(ahead, opening.source, first)
		last := min({ends[1]} | {before | some border in borders; border > first; before := border - 1})
	]
}
