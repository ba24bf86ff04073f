package onus.lockdown.onprem.site.two_feeds_test

import data.onus.lockdown.onprem.site.two_feeds

fed(feeds) := {"properties": {"powerFeeds": feeds}}

test_two_sources_allow if {
	count(two_feeds.deny) == 0 with input as fed([{"name": "A", "source": "substation north"}, {"name": "B", "source": "substation south"}])
	count(two_feeds.deny) == 0 with input as fed([{"source": "north"}, {"source": "south"}, {}])
}

test_one_feed_denies if {
	two_feeds.deny == {{
		"message": "power comes from one source only",
		"pointer": "/properties/powerFeeds",
	}} with input as fed([{"name": "A", "source": "substation north"}])
	count(two_feeds.deny) == 1 with input as fed([{}])
}

test_two_feeds_of_one_source_deny if {
	some finding in two_feeds.deny with input as fed([{"source": "substation north"}, {"source": " Substation North "}])
	finding.message == "power comes from one source only"
}

test_a_feed_without_a_source_is_unknown if {
	every feed in [{}, {"source": null}, {"source": " "}, {"source": 2}, "B", null] {
		some finding in two_feeds.deny with input as fed([{"source": "substation north"}, feed])
		finding.unknown == true
	}
}

test_what_was_not_collected_is_unknown if {
	every properties in [{}, {"powerFeeds": null}, {"powerFeeds": []}, {"powerFeeds": 2}, {"powerFeeds": "two"}, {"powerFeeds": {"A": {"source": "north"}}}] {
		some finding in two_feeds.deny with input as {"properties": properties}
		finding.unknown == true
	}
}
