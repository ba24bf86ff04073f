# METADATA
# title: Ranges of addresses and ports
# description: |
#   Ranges of numbers, each by its first and its last: ports, and IPv4 addresses as
#   numbers. Ranges of several rules are merged, so that what overlaps counts once.
# related_resources:
# - ref: https://www.rfc-editor.org/rfc/rfc4632
# - ref: https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
package onus.lib.azure.address_range

# span(text): the addresses of "10.0.0.0/8", "10.0.0.1" or "10.0.0.1-10.0.0.9".
# Undefined for everything else.
span(text) := [first, last] if {
	[address, prefix] := split(text, "/")
	regex.match(`^[0-9]{1,2}$`, prefix)
	length := to_number(format_prefix(prefix))
	length <= 32
	addresses := bits.lsh(1, 32 - length)
	given := number(address)
	first := given - (given % addresses)
	last := (first + addresses) - 1
} else := [address, address] if {
	address := number(text)
} else := [first, last] if {
	[from, to] := split(text, "-")
	first := number(trim_space(from))
	last := number(trim_space(to))
	first <= last
}

# "08" is no number.
format_prefix(prefix) := trim_left(prefix, "0") if {
	trim_left(prefix, "0") != ""
} else := "0"

# number(address): an IPv4 address as a number.
number(address) := (((parts[0] * 16777216) + (parts[1] * 65536)) + (parts[2] * 256)) + parts[3] if {
	regex.match(`^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}$`, address)
	parts := [to_number(part) | some part in split(address, ".")]
	max(parts) <= 255
}

# size(spans): how many numbers are in the ranges; those in several count once.
# A merged range begins where no other range covers the number before it, and ends
# where none covers the number after it.
size(spans) := (sum(ends) - sum(starts)) + count(ends) if {
	starts := {first |
		some [first, _] in spans
		before := first - 1
		not around(spans, before, first)
	}
	ends := {last |
		some [_, last] in spans
		after := last + 1
		not around(spans, last, after)
	}
}

# around(spans, one, next): a range has both numbers.
around(spans, one, next) if {
	some [first, last] in spans
	first <= one
	next <= last
}

# within(spans, one): a range has the number.
within(spans, one) if {
	some [first, last] in spans
	first <= one
	one <= last
}

# rest(given, cuts): what the other ranges leave of the range; a piece may come twice.
rest(given, cuts) := [[first, last] |
	some first in array.concat([given[0]], [after | some cut in cuts; after := cut[1] + 1])
	given[0] <= first
	first <= given[1]
	not within(cuts, first)
	last := min(array.concat([given[1]], [before | some cut in cuts; cut[0] > first; before := cut[0] - 1]))
]

# IPv4 addresses that are nobody's on the internet: private and shared ones, loopback,
# link-local, multicast and reserved.
not_public := [
	[0, 16777215],
	[167772160, 184549375],
	[1681915904, 1686110207],
	[2130706432, 2147483647],
	[2851995648, 2852061183],
	[2886729728, 2887778303],
	[3232235520, 3232301055],
	[3758096384, 4294967295],
]

# public_size(spans): how many public addresses are in the ranges.
public_size(spans) := size([piece | some given in spans; some piece in rest(given, not_public)])

# wide(spans): more public addresses than a /9 has.
wide(spans) if public_size(spans) > 8388608

# wide_together(texts): many ranges, none of which has to be wide, that add up to a
# sixteenth of the internet or more. That takes at least 16 of them, and longer prefixes than
# /12 hardly add to it. What is no range of IPv4 counts for nothing.
wide_together(texts) if {
	count(texts) >= 16
	spans := [given |
		some text in texts
		is_string(text)
		regex.match(`/0*([0-9]|1[0-2])$|-`, text)
		given := span(trim_space(text))
	]
	public_size(spans) >= 268435456
}
