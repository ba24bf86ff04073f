package acme.http_test

import data.acme.http

test_denied if {
	http.deny with input as {"properties": {"supportsHttpsTrafficOnly": false}}
}

test_allowed if {
	not http.deny["plain HTTP"] with input as {"properties": {"supportsHttpsTrafficOnly": true}}
}
