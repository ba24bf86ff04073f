# METADATA
# title: Disks of hosts and hypervisors are encrypted
# description: Disks leave the building, stolen or sent back as faulty, and what is on them can be read by whoever has them.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/111/final
# - ref: https://learn.microsoft.com/windows/security/operating-system-security/data-protection/bitlocker/
# - ref: https://gitlab.com/cryptsetup/cryptsetup
# custom:
#   id: ONPREM-DISK-001
#   severity: high
#   layer: data
#   resources: [onprem/hosts, onprem/hypervisors]
#   needs: []
#   remediation:
#     summary: Encrypt each disk, by the operating system or by the drive itself, and keep the keys somewhere else.
#     powershell: "Enable-BitLocker -MountPoint D: -EncryptionMethod XtsAes256 -RecoveryPasswordProtector"
#     cryptsetup: cryptsetup reencrypt --encrypt --reduce-device-size 32M DEVICE
#     collect: lsblk --json -o NAME,TYPE,FSTYPE
#   frameworks: {mcsb: [DP-4], nist-800-53: [SC-28]}
package onus.lockdown.onprem.machine.disks_encrypted

# An empty list is what a collector writes that could not see any.
listed if {
	is_array(input.properties.disks)
	count(input.properties.disks) > 0
}

# Whether the disk is encrypted is said, in whatever way.
said(disk) if {
	is_object(disk)
	disk.encrypted != null
}

deny contains finding if {
	listed
	some i, disk in input.properties.disks
	said(disk)
	disk.encrypted != true
	finding := {
		"message": "a disk is not encrypted",
		"pointer": sprintf("/properties/disks/%d/encrypted", [i]),
		"expected": true,
	}
}

deny contains finding if {
	listed
	some i, disk in input.properties.disks
	not said(disk)
	finding := {
		"message": "whether a disk is encrypted was not collected",
		"pointer": sprintf("/properties/disks/%d", [i]),
		"unknown": true,
	}
}

deny contains finding if {
	not listed
	finding := {
		"message": "which disks there are was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
