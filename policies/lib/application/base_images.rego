# METADATA
# title: Images of languages and systems
# description: |
#   Which release of a language or of a system an image holds, as far as its name and
#   tag say so, and until when the release gets security fixes: official images of
#   Docker Hub, also from mirrors that keep their names, .NET's and distroless ones.
#   What other images are built on, their names do not tell. Languages are those of the
#   table for App Service, Debian and Ubuntu those of the table for own data centres.
# related_resources:
# - ref: https://github.com/docker-library/official-images
# - ref: https://learn.microsoft.com/dotnet/architecture/microservices/net-core-net-framework-containers/official-net-docker-images
# - ref: https://github.com/GoogleContainerTools/distroless
# - ref: https://alpinelinux.org/releases/
# - ref: https://www.ruby-lang.org/en/downloads/branches/
# - ref: https://www.centos.org/centos-linux-eol/
package onus.lib.application.base_images

import data.onus.lib.application.images
import data.onus.lib.azure.app_service_runtimes
import data.onus.lib.onprem.lifecycle as distributions

# `checked` is the day on which the days were read at `source`; those to come are
# announced, and may be moved.
systems := {
	"alpine": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/alpine-linux",
		"ends": {
			"3.10": "2021-05-01",
			"3.11": "2021-11-01",
			"3.12": "2022-05-01",
			"3.13": "2022-11-01",
			"3.14": "2023-05-01",
			"3.15": "2023-11-01",
			"3.16": "2024-05-23",
			"3.17": "2024-11-22",
			"3.18": "2025-05-09",
			"3.19": "2025-11-01",
			"3.20": "2026-04-01",
			"3.21": "2026-11-01",
			"3.22": "2027-05-01",
			"3.23": "2027-11-01",
		},
	},
	"centos": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/centos",
		"ends": {
			"5": "2017-03-31",
			"6": "2020-11-30",
			"7": "2024-06-30",
			"8": "2021-12-31",
		},
	},
	"ruby": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/ruby",
		"ends": {
			"2.4": "2020-03-31",
			"2.5": "2021-03-31",
			"2.6": "2022-03-31",
			"2.7": "2023-03-31",
			"3.0": "2024-04-23",
			"3.1": "2025-03-31",
			"3.2": "2026-03-31",
			"3.3": "2027-03-31",
			"3.4": "2028-03-31",
			"4.0": "2029-03-31",
		},
	},
}

codenames := {
	"stretch": ["debian", "9"],
	"buster": ["debian", "10"],
	"bullseye": ["debian", "11"],
	"bookworm": ["debian", "12"],
	"trixie": ["debian", "13"],
	"xenial": ["ubuntu", "16.04"],
	"bionic": ["ubuntu", "18.04"],
	"focal": ["ubuntu", "20.04"],
	"jammy": ["ubuntu", "22.04"],
	"noble": ["ubuntu", "24.04"],
	"oracular": ["ubuntu", "24.10"],
	"plucky": ["ubuntu", "25.04"],
	"questing": ["ubuntu", "25.10"],
}

# Long term releases of Node.js have names, too.
node_names := {"erbium": "12", "fermium": "14", "gallium": "16", "hydrogen": "18", "iron": "20", "jod": "22", "krypton": "24"}

# How a tag begins that names a release. In a language, `2` of Python is its last one.
tags := {
	"alpine": `^v?([0-9]+\.[0-9]+)([.-].*)?$`,
	"centos": `^(?:centos)?([0-9]+)([.-].*)?$`,
	"debian": `^([0-9]+)([.-].*)?$`,
	"dotnet": `^([0-9]+\.[0-9]+)([.-].*)?$`,
	"node": `^([0-9]+)([.-].*)?$`,
	"php": `^([0-9]+\.[0-9]+)([.-].*)?$`,
	"python": `^([0-9]+\.[0-9]+)([.-].*)?$`,
	"ruby": `^([0-9]+\.[0-9]+)([.-].*)?$`,
	"ubuntu": `^([0-9]+\.[0-9]+)([.-].*)?$`,
}

# product(image): what an image, in its parts, is the official one of.
product(image) := name if {
	name := image.path[count(image.path) - 1]
	tags[name]
	name != "dotnet"
	official(image.path)
} else := "dotnet" if {
	image.registry == "mcr.microsoft.com"
	image.path[0] == "dotnet"
	image.path[count(image.path) - 1] in {"aspnet", "runtime", "runtime-deps", "sdk"}
}

official(path) if count(path) == 1

official(path) if path[count(path) - 2] == "library"

# unreadable(image): it is there, and no reference to an image.
unreadable(image) if {
	not is_null(image)
	not is_string(image)
}

unreadable(image) if {
	is_string(image)
	trim_space(image) == ""
}

# known(text): the name says what the image is of.
known(text) if product(images.parse(text))

known(text) if distroless(images.parse(text))

distroless(image) if {
	count(image.path) > 1
	image.path[count(image.path) - 2] == "distroless"
	regex.match(`-debian[0-9]+$`, image.path[count(image.path) - 1])
}

# held(text): the [product, release] that the image holds, as far as it says so.
held(text) := (main(image) | underneath(image)) | inside(image) if image := images.parse(text)

main(image) := (({[name, found[0][1]] |
	name := product(image)
	found := regex.find_all_string_submatch_n(tags[name], lower(image.tag), 1)
} | {[name, release] |
	name := product(image)
	name in {"debian", "ubuntu"}
	[system, release] := codenames[split(lower(image.tag), "-")[0]]
	system == name
}) | {["node", release] |
	product(image) == "node"
	release := node_names[split(lower(image.tag), "-")[0]]
}) | {["python", "2.7"] |
	product(image) == "python"
	regex.match(`^2(-.*)?$`, image.tag)
}

# What the tag says about the system underneath a language.
underneath(image) := {codenames[word] |
	not product(image) in {"debian", "ubuntu"}
	product(image)
	some word in split(lower(image.tag), "-")
} | {["alpine", found[0][1]] |
	product(image)
	some word in split(lower(image.tag), "-")
	found := regex.find_all_string_submatch_n(`^alpine([0-9]+\.[0-9]+)`, word, 1)
}

# What the name of a distroless image says.
inside(image) := {["debian", found[0][1]] |
	distroless(image)
	found := regex.find_all_string_submatch_n(`-debian([0-9]+)$`, image.path[count(image.path) - 1], 1)
} | {["node", found[0][1]] |
	distroless(image)
	found := regex.find_all_string_submatch_n(`^nodejs([0-9]+)-`, image.path[count(image.path) - 1], 1)
}

# nameless(text): the image is known, and its tag says no release of it: `latest`,
# `slim`, or none at all.
nameless(text) if {
	image := images.parse(text)
	product(image)
	count(main(image)) == 0
}

# end(release): the day that the [product, release] ends on; undefined when it is not
# in the tables.
end(release) := systems[release[0]].ends[release[1]]

end(release) := app_service_runtimes.end_of_support[release[0]].ends[release[1]]

end(release) := distributions.table[release[0]].ends[release[1]] if release[0] in {"debian", "ubuntu"}

# checked(release): when its table was compared with its source.
checked(release) := systems[release[0]].checked

checked(release) := app_service_runtimes.checked if app_service_runtimes.end_of_support[release[0]]

checked(release) := distributions.table[release[0]].checked if release[0] in {"debian", "ubuntu"}

# words(release): what a message calls it.
words(release) := sprintf("%s %s", [object.get(names, release[0], release[0]), release[1]])

names := {
	"alpine": "Alpine",
	"centos": "CentOS",
	"debian": "Debian",
	"dotnet": ".NET",
	"node": "Node.js",
	"php": "PHP",
	"python": "Python",
	"ruby": "Ruby",
	"ubuntu": "Ubuntu",
}
