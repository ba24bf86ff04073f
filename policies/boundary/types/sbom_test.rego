package onus.boundary.types.sbom_test

import data.onus.boundary.types.sbom

test_vulnerabilities_are_mapped if sbom.table["cyclonedx/vulnerability"].model == "onprem"

test_components_are_not if not "cyclonedx/library" in object.keys(sbom.table)
