package onus.lockdown.onprem.machine.disks_encrypted_test

import data.onus.lockdown.onprem.machine.disks_encrypted

test_encrypted_disks_allow if {
	count(disks_encrypted.deny) == 0 with input as {"properties": {"disks": [{"name": "sda", "encrypted": true}, {"name": "sdb", "encrypted": true}]}}
}

test_one_disk_in_the_clear_denies if {
	disks_encrypted.deny == {{
		"message": "a disk is not encrypted",
		"pointer": "/properties/disks/1/encrypted",
		"expected": true,
	}} with input as {"properties": {"disks": [{"name": "sda", "encrypted": true}, {"name": "sdb", "encrypted": false}]}}
}

test_another_value_than_true_denies if {
	every value in ["true", "yes", 1, {}] {
		count(disks_encrypted.deny) == 1 with input as {"properties": {"disks": [{"encrypted": value}]}}
	}
}

test_a_disk_of_which_it_is_not_said_is_unknown if {
	every disk in [{}, {"encrypted": null}, "sda", null, 7] {
		some finding in disks_encrypted.deny with input as {"properties": {"disks": [disk]}}
		finding.unknown == true
		finding.pointer == "/properties/disks/0"
	}
}

test_no_list_of_disks_is_unknown if {
	every properties in [{}, {"disks": null}, {"disks": []}, {"disks": {}}, {"disks": "sda"}, {"disks": {"sda": {"encrypted": true}}}] {
		some finding in disks_encrypted.deny with input as {"properties": properties}
		finding.unknown == true
	}
}
