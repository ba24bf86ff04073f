# METADATA
# title: API versions of Azure resources
# description: |
#   A template writes resources out and states an `apiVersion` for each. A property
#   that it does not set takes the default of this version. An export lists resources
#   that exist already: its API version is the one of the query, and an absent property
#   can also be one that the query does not return.
#
#   Versions are ordered by date, and the preview of a date is before the stable
#   version of this date. A preview can keep an older default although its date is
#   later: where this is known, a library also asks for `stable`.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#resources
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/templates/deployment-modes
package onus.lib.azure.api_version

# The resource is written out in a template and is deployed as it is written, so an
# unset property takes the provider's default. A reference to an existing resource, and
# one that is patched, keep what was set before.
declared if {
	input.phase == "template"
	object.get(input, ["raw", "existing"], false) != true
	not patched
}

patched if upper(input.raw.method) == "PATCH"

# The API version that the resource states; undefined where there is none, or only an
# expression.
stated := version if {
	version := input.raw.apiVersion
	is_string(version)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[A-Za-z0-9.-]+)?$`, version)
}

# The stated version is no preview.
stable if regex.match(`^.{10}$`, stated)

# at_least(version): the stated version is this one or a later one. Undefined where no
# version is stated, as is before(version).
at_least(version) if order(stated) >= order(version)

# before(version): the stated version is earlier than this one.
before(version) if order(stated) < order(version)

# order(version): texts that sort as versions do. A preview has no mark behind its date,
# so it is before the stable version of its date.
order(version) := sprintf("%s~", [version]) if {
	regex.match(`^.{10}$`, version)
} else := substring(version, 0, 10)
