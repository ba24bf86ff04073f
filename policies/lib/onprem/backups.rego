# METADATA
# title: Backups of hosts
# description: |
#   The copies that `backup.copies` lists, each with the site that it is kept at and the
#   day of the last one that succeeded. A copy is away when its site is another than the
#   host's own; case and spaces around names make no other site.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
package onus.lib.onprem.backups

listed if {
	is_array(input.properties.backup.copies)
	count(input.properties.backup.copies) > 0
}

plain(name) := lower(trim_space(name))

home := plain(input.properties.site) if {
	is_string(input.properties.site)
	plain(input.properties.site) != ""
}

# The places in the list of copies that are kept at another site.
away contains i if {
	listed
	some i, copy in input.properties.backup.copies
	is_string(copy.site)
	plain(copy.site) != ""
	plain(copy.site) != home
}

# Those that are kept at the host's own site.
at_home contains i if {
	listed
	some i, copy in input.properties.backup.copies
	is_string(copy.site)
	plain(copy.site) == home
}

# The last success of each copy that is away, as it is written.
succeeded[i] := value if {
	some i in away
	value := input.properties.backup.copies[i].lastSuccess
	value != null
}
