package onus.boundary.services.azure.container_hosts_test

import data.onus.boundary.services.azure.container_hosts

test_the_machine_below_the_container_is_microsofts if {
	found := container_hosts.responsibility with input as {"type": "microsoft.containerinstance/containergroups", "properties": {}}
	object.keys(found) == {"os.node"}
	found["os.node"].accountable == {"kind": "provider", "name": "Microsoft"}
	found["os.node"].basis.confidence == "inferred"
}
