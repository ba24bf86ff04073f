# METADATA
# title: Until when systems get fixes
# description: |
#   The last day on which each release still gets security fixes without a paid
#   extension. Debian's dates are those of its long term support, which is free but
#   leaves some packages and architectures out. Where sources name different days, the
#   earliest stands here, except for ESXi 7.0, whose date was moved. They were read in
#   the files of endoflife.date, those of ESXi 7.0 and 8.0 and of Debian 13 on pages of
#   others; the makers' own pages are linked, and were not read for each date. A release
#   that is not listed is not known, and nothing is made up for it.
# related_resources:
# - ref: https://learn.microsoft.com/lifecycle/products/?terms=Windows%20Server
# - ref: https://ubuntu.com/about/release-cycle
# - ref: https://wiki.debian.org/LTS
# - ref: https://access.redhat.com/support/policy/updates/errata
# - ref: https://support.broadcom.com/group/ecx/productlifecycle
# - ref: https://endoflife.date
package onus.lib.onprem.lifecycle

import data.onus.lib.onprem.dates

# product -> {checked, source, pattern, ends}. `pattern` takes the part of a version that
# is in `ends`; `source` is where the dates were read on the day `checked`.
table := {
	"windows-server": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/windows-server",
		"pattern": `^(20[0-9]{2}(?:-r2)?)$`,
		"ends": {
			"2008": "2020-01-14",
			"2008-r2": "2020-01-14",
			"2012": "2023-10-10",
			"2012-r2": "2023-10-10",
			"2016": "2027-01-12",
			"2019": "2029-01-09",
			"2022": "2031-10-14",
			"2025": "2034-10-10",
		},
	},
	"ubuntu": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/ubuntu",
		"pattern": `^([0-9]{2}\.(?:04|10))(?:\.[0-9]+)?(?:-lts)?$`,
		"ends": {
			"16.04": "2021-04-02",
			"18.04": "2023-05-31",
			"20.04": "2025-05-31",
			"22.04": "2027-04-01",
			"24.04": "2029-05-31",
			"24.10": "2025-07-10",
			"25.04": "2026-01-17",
			"25.10": "2026-07-01",
			"26.04": "2031-04-30",
		},
	},
	"debian": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/debian",
		"pattern": `^([0-9]{1,2})(?:\.[0-9]+)?$`,
		"ends": {
			"9": "2022-07-01",
			"10": "2024-06-30",
			"11": "2026-08-31",
			"12": "2028-06-10",
			"13": "2030-06-30",
		},
	},
	# A minor release gets fixes only until the next one, unless an extension is paid
	# for: whether updates are applied is for the control on patches to say.
	"rhel": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/rhel",
		"pattern": `^([0-9]{1,2})(?:\.[0-9]+)?$`,
		"ends": {
			"6": "2020-11-30",
			"7": "2024-06-30",
			"8": "2029-05-31",
			"9": "2032-05-31",
		},
	},
	# The end of general support: there are no fixes in technical guidance.
	"esxi": {
		"checked": "2026-11-22",
		"source": "https://endoflife.date/esxi",
		"pattern": `^([0-9]\.[0-9])(?:[. -].*)?$`,
		"ends": {
			"6.0": "2020-03-12",
			"6.5": "2022-10-15",
			"6.7": "2022-10-15",
			"7.0": "2025-10-02",
			"8.0": "2027-10-11",
		},
	},
}

names := {
	"windows server": "windows-server",
	"microsoft windows server": "windows-server",
	"hyper-v": "windows-server",
	"debian gnu/linux": "debian",
	"red hat enterprise linux": "rhel",
	"vmware esxi": "esxi",
	"vmware-esxi": "esxi",
}

# The product and the release that the resource runs, from its `os` or `hypervisor`.
# Undefined when one of them is absent, no text, or not in the table.
release(system) := {"product": product, "version": version, "ends": entry.ends[version], "checked": entry.checked} if {
	is_string(system.product)
	is_string(system.version)
	given := lower(trim_space(system.product))
	product := object.get(names, given, given)
	entry := table[product]
	spelled := replace(lower(trim_space(system.version)), " ", "-")
	found := regex.find_all_string_submatch_n(entry.pattern, spelled, 1)
	version := found[0][1]
}

# state(system) is `supported`, `ended`, `stale` (the dates were read more than a year
# ago, so that they no longer vouch for a release) or `unknown`.
state(system) := "supported" if {
	extended(system)
} else := "ended" if {
	dates.over(release(system).ends)
} else := "stale" if {
	dates.age(release(system).checked, 366) == "old"
} else := "supported" if {
	dates.lasts(release(system).ends)
} else := "unknown"

# A paid extension that the inventory records, and that is not over.
extended(system) if dates.lasts(system.extendedSupportUntil)
