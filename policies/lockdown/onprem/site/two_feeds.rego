# METADATA
# title: Sites have two power feeds
# description: With one feed, one digger, one fuse or one inspection turns the site off. Two feeds from the same source fall together, so their sources have to be different ones; batteries and generators are no feeds.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# - ref: https://uptimeinstitute.com/tiers
# custom:
#   id: ONPREM-SITE-001
#   severity: medium
#   layer: datacenter
#   resources: [onprem/sites]
#   needs: []
#   remediation:
#     summary: Have a second feed laid to the site, from another substation and by another way, connect each rack to both, and record them in `powerFeeds`.
#   frameworks: {nist-800-53: [PE-9]}
package onus.lockdown.onprem.site.two_feeds

listed if {
	is_array(input.properties.powerFeeds)
	count(input.properties.powerFeeds) > 0
}

named(feed) if {
	is_object(feed)
	is_string(feed.source)
	trim_space(feed.source) != ""
}

sources contains lower(trim_space(feed.source)) if {
	listed
	some feed in input.properties.powerFeeds
	named(feed)
}

# Feeds whose source is not told, which may be any.
nameless contains i if {
	listed
	some i, feed in input.properties.powerFeeds
	not named(feed)
}

deny contains finding if {
	listed
	count(sources) + count(nameless) < 2
	finding := {
		"message": "power comes from one source only",
		"pointer": "/properties/powerFeeds",
	}
}

deny contains finding if {
	listed
	count(sources) < 2
	count(sources) + count(nameless) >= 2
	finding := {
		"message": "whether power comes from two sources is not known: a feed has no `source`",
		"pointer": "/properties/powerFeeds",
		"unknown": true,
	}
}

deny contains finding if {
	not listed
	finding := {
		"message": "which power feeds there are was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
