# METADATA
# title: References to container images
# description: |
#   A reference is `registry/path/name:tag@digest`, of which all but the name may be
#   left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/images/
# - ref: https://github.com/distribution/reference
package onus.lib.application.images

# parse(text): its parts. `registry`, `tag` and `digest` are empty where they are left
# out; `path` is a list that ends in the name.
parse(text) := {
	"registry": registry(parts),
	"path": array.concat(array.slice(parts, registries(parts), count(parts) - 1), [name]),
	"tag": tag,
	"digest": digest,
} if {
	is_string(text)
	halves := split(trim_space(text), "@")
	digest := concat("@", array.slice(halves, 1, count(halves)))
	parts := split(halves[0], "/")
	last := split(parts[count(parts) - 1], ":")
	name := last[0]
	name != ""
	tag := concat(":", array.slice(last, 1, count(last)))
}

registries(parts) := 1 if {
	count(parts) > 1
	regex.match(`[.:]|^localhost$`, parts[0])
} else := 0

registry(parts) := parts[0] if {
	registries(parts) == 1
} else := ""
