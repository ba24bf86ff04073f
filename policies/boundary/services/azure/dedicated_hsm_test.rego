package onus.boundary.services.azure.dedicated_hsm_test

import data.onus.boundary.services.azure.dedicated_hsm

test_the_customer_administers_the_device_and_its_keys if {
	found := dedicated_hsm.responsibility with input as {"type": "microsoft.hardwaresecuritymodules/dedicatedhsms", "properties": {}}
	object.keys(found) == {"os.guest", "keys"}
	every answer in found {
		answer.accountable == {"kind": "customer"}
		count(answer.performs) == 1
	}
}
