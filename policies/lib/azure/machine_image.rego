# METADATA
# title: Operating systems of marketplace images
# description: |
#   The operating system that a marketplace image holds, by its publisher, and by its
#   offer where a publisher has images of both. Only publishers whose images are
#   documented count. Azure compares these names without regard to case.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-machines/windows/cli-ps-findimage
# - ref: https://learn.microsoft.com/azure/virtual-machines/linux/endorsed-distros
# - ref: https://learn.microsoft.com/azure/azure-sql/virtual-machines/windows/sql-server-on-azure-vm-iaas-what-is-overview
# - ref: https://learn.microsoft.com/azure/azure-sql/virtual-machines/linux/sql-server-on-linux-vm-what-is-iaas-overview
# - ref: https://learn.microsoft.com/azure/machine-learning/data-science-virtual-machine/overview
package onus.lib.azure.machine_image

windows_publishers := {
	"microsoftwindowsserver",
	"microsoftwindowsdesktop",
	"microsoftwindowsserverhpcpack",
	"microsoftvisualstudio",
	"microsoftsharepoint",
	"microsoftdynamicsax",
	"microsoftdynamicsnav",
	"microsoftbiztalkserver",
}

linux_publishers := {
	"almalinux",
	"canonical",
	"coreos",
	"credativ",
	"debian",
	"kinvolk",
	"microsoftcblmariner",
	"openlogic",
	"redhat",
	"resf",
	"suse",
}

# The offers of publishers that have images of both, by their parts.
offers := {
	"microsoftsqlserver": {"Windows": `-ws[0-9]{4}(r2)?([^0-9a-z]|$)`, "Linux": `-(ubuntu|rhel|sles)`},
	"microsoft-dsvm": {"Windows": `^dsvm-win`, "Linux": `^ubuntu`},
	"oracle": {"Linux": `^oracle-linux`},
}

# system(image): `Windows` or `Linux`; undefined when the image doesn't tell.
system(image) := "Windows" if {
	is_string(image.publisher)
	lower(image.publisher) in windows_publishers
} else := "Linux" if {
	is_string(image.publisher)
	lower(image.publisher) in linux_publishers
} else := "Windows" if {
	offered(image, "Windows")
} else := "Linux" if {
	offered(image, "Linux")
}

offered(image, system) if {
	is_string(image.publisher)
	is_string(image.offer)
	regex.match(offers[lower(image.publisher)][system], lower(image.offer))
}
