# METADATA
# title: Public IP address facts
# description: |
#   Facts of public IP address resources, and what counts as "the internet" in
#   the address rules of other resources.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/publicipaddresses
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/public_ip
# - ref: https://www.iana.org/assignments/ipv6-unicast-address-assignments/ipv6-unicast-address-assignments.xhtml
# - ref: https://learn.microsoft.com/azure/virtual-network/service-tags-overview
package onus.lib.azure.public_ip

import data.onus.lib.fact

# The SKU. It stands beside `properties` in ARM. Basic is what ARM gives when
# none is named; azurerm 3 gives Basic too, azurerm 4 Standard, and both write
# the value into plan and state, so an absent one is read as Basic.
sku := found if {
	found := fact.at(input.raw.sku.name, "/raw/sku/name")
} else := found if {
	found := fact.at(input.properties.sku, "/properties/sku")
} else := fact.assumed("Basic", "/properties")

# What DDoS network protection does for the address. By default the address
# takes what its virtual network has.
ddos_protection := found if {
	found := fact.at(input.properties.ddosSettings.protectionMode, "/properties/ddosSettings/protectionMode")
} else := found if {
	found := fact.at(input.properties.ddos_protection_mode, "/properties/ddos_protection_mode")
} else := fact.assumed("VirtualNetworkInherited", "/properties")

# wide(source): whether an address rule with this source lets in the internet,
# or a large part of it. The widest private ranges are 10.0.0.0/8 and fc00::/7;
# every shorter prefix takes in public addresses, and cutting 0.0.0.0/0 into
# halves or quarters changes nothing. Of public IPv6 addresses, a prefix that is shorter
# than /16 is wide. A source that is not text is counted as
# the widest, and so is text with characters that no address, range or tag has, such
# as an expression that nobody has evaluated. Service tags and everything else are not
# wide.
#
# The spellings that nearly all rules use come first: of an address rule there
# can be many, and calls take the most of an evaluation's time.
wide(source) if {
	source in {"*", "Internet", "0.0.0.0/0"}
} else := false if {
	source in {"VirtualNetwork", "AzureLoadBalancer"}
} else if {
	not is_string(source)
} else if {
	wide_text(lower(trim_space(source)))
}

wide_text(text) if {
	text in {"*", "any", "internet", "0.0.0.0", "::"}
} else if {
	[address, bits] := split(text, "/")
	bits != ""
	short(address, trim_left(bits, "0"))
} else if {
	# A range written first-last, over more than one /8.
	contains(text, "-")
	regex.match(`^[0-9]+\.[0-9.]+ *- *[0-9]+\.[0-9.]+$`, text)
	ends := split(text, "-")
	split(trim_space(ends[0]), ".")[0] != split(trim_space(ends[1]), ".")[0]
} else if {
	text == ""
} else if {
	regex.match(`[^a-z0-9.:/ _-]`, text)
}

# short(address, bits): whether a prefix of so many bits, without its leading
# zeros, is shorter than that of any private range.
short(address, bits) if {
	bits in {"", "1", "2", "3", "4", "5", "6", "7"}
	address != ""
	trim(address, "0123456789.") == ""
} else if {
	bits in {"", "1", "2", "3", "4", "5", "6"}
	contains(address, ":")
	trim(address, "0123456789abcdef:.") == ""
} else if {
	# Public IPv6 addresses are 2000::/3, a regional registry hands out a few /12, and nobody
	# ever got more than a /16.
	bits in {"7", "8", "9", "10", "11", "12", "13", "14", "15"}
	regex.match(`^[23][0-9a-f]{3}:[0-9a-f:]*$`, address)
}

# open_to_others(source): the internet, a large part of it, or every address that Azure
# rents out: the tag AzureCloud, also of one region, holds the machines of all customers.
open_to_others(source) if {
	wide(source)
} else if {
	is_string(source)
	startswith(lower(trim_space(source)), "azurecloud")
}
