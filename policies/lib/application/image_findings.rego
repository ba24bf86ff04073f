# METADATA
# title: What is to be said about images
# description: |
#   Findings about images of languages and systems, for the controls of all services
#   that run containers. Images are {image, pointer}; those whose name does not say what
#   they hold are passed over.
# related_resources:
# - ref: https://github.com/docker-library/official-images
package onus.lib.application.image_findings

import data.onus.lib.application.base_images
import data.onus.lib.application.lifecycle

# ended(images): releases whose support has ended, or may have.
ended(images) := (((over(images) | unlisted(images)) | old(images)) | nameless(images)) | unreadable(images)

over(images) := {finding |
	some given in images
	some release in base_images.held(given.image)
	end := base_images.end(release)
	lifecycle.ended(end)
	finding := {
		"message": sprintf("support of %s in `%s` ended on %s", [base_images.words(release), given.image, end]),
		"pointer": given.pointer,
	}
}

unlisted(images) := {finding |
	some given in images
	some release in base_images.held(given.image)
	not base_images.end(release)
	finding := {
		"message": sprintf("the end of support of %s in `%s` is not known here", [base_images.words(release), given.image]),
		"pointer": given.pointer,
		"unknown": true,
	}
}

# Days that were read long ago vouch for nothing.
old(images) := {finding |
	some given in images
	some release in base_images.held(given.image)
	not lifecycle.ended(base_images.end(release))
	lifecycle.stale(base_images.checked(release))
	finding := {
		"message": sprintf("the end of support of %s was checked on %s, more than a year ago", [base_images.words(release), base_images.checked(release)]),
		"pointer": given.pointer,
		"unknown": true,
	}
}

nameless(images) := {finding |
	some given in images
	base_images.nameless(given.image)
	finding := {
		"message": sprintf("the tag of `%s` names no release", [given.image]),
		"pointer": given.pointer,
		"unknown": true,
	}
}

unreadable(images) := {finding |
	some given in images
	base_images.unreadable(given.image)
	finding := {
		"message": "the image is not a reference to one, so what it holds is not known",
		"pointer": given.pointer,
		"unknown": true,
	}
}

# known(images): one of them says what it holds, or can't be read.
known(images) if {
	some given in images
	base_images.known(given.image)
}

known(images) if {
	some given in images
	base_images.unreadable(given.image)
}
