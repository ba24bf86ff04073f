package acme.http_test

import data.acme.htpp

test_denied if count(htpp.deny) == 1 with input as {"properties": {"supportsHttpsTrafficOnly": false}}
