package onus.lib.azure.machine_image_test

import data.onus.lib.azure.machine_image

test_publishers_of_windows if {
	every publisher in ["MicrosoftWindowsServer", "microsoftwindowsdesktop", "MicrosoftVisualStudio", "MicrosoftSharePoint", "MicrosoftWindowsServerHPCPack"] {
		machine_image.system({"publisher": publisher, "offer": "x"}) == "Windows"
	}
}

test_publishers_of_linux if {
	every publisher in ["Canonical", "RedHat", "suse", "Debian", "MicrosoftCBLMariner", "almalinux"] {
		machine_image.system({"publisher": publisher}) == "Linux"
	}
}

test_offers_of_sql_server if {
	every offer in ["sql2022-ws2022", "SQL2019-WS2019", "sql2014sp3-ws2012r2", "SQL2016SP2-WS2016-BYOL"] {
		machine_image.system({"publisher": "MicrosoftSQLServer", "offer": offer}) == "Windows"
	}
	every offer in ["sql2019-ubuntu2004", "SQL2017-RHEL7", "sql2017-sles12sp2"] {
		machine_image.system({"publisher": "MicrosoftSQLServer", "offer": offer}) == "Linux"
	}
}

test_offers_of_data_science_images if {
	machine_image.system({"publisher": "microsoft-dsvm", "offer": "dsvm-win-2022"}) == "Windows"
	machine_image.system({"publisher": "microsoft-dsvm", "offer": "ubuntu-2204"}) == "Linux"
}

test_what_tells_nothing if {
	every image in [{}, {"publisher": "contoso", "offer": "ws2022"}, {"publisher": "MicrosoftSQLServer"}, {"publisher": "MicrosoftSQLServer", "offer": "sql2030"}, {"publisher": null, "offer": null}, {"publisher": 7}, {"id": "/subscriptions/s/x"}] {
		not machine_image.system(image)
	}
}
