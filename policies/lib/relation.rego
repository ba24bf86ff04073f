# METADATA
# title: Relations
# description: |
#   What belongs to a resource, as far as the control's `needs` attach it. The
#   names are the same whatever the inventory's format: `firewall_rules` of a
#   server are its child resources in Resource Graph and resources that refer to
#   it in Terraform.
#
#   Nothing attached can mean two things: there is none, or none was collected.
#   `collected` tells them apart.
package onus.lib.relation

# named(name): what belongs to the resource under this name.
named(name) := found if {
	found := input.related[name]
} else := []

# children(kind): what stands below the resource, or refers to it, and is of this
# type.
children(kind) := found if {
	found := input.related.children[kind]
} else := []

# collected(kinds): the inventory holds resources of one of these types at all, so
# that one that is not there does not exist.
collected(kinds) if {
	some kind in kinds
	kind in input.coverage.types
}
