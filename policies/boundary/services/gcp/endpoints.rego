# METADATA
# title: Google Cloud infrastructure without a machine
# description: |
#   Google counts object storage, load balancing, DNS and VPN among its infrastructure
#   services, and gives the guest operating system of those to the customer. Here,
#   unlike in Compute Engine, there is no guest: Google runs the machines behind them.
# related_resources:
# - ref: https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate
# custom:
#   id: ONUS-SERVICE-GCP-ENDPOINTS
#   kind: boundary
#   tier: service
#   resources:
#   - storage.googleapis.com/Bucket
#   - dns.googleapis.com/ManagedZone
#   - compute.googleapis.com/VpnTunnel
#   - compute.googleapis.com/VpnGateway
#   - compute.googleapis.com/TargetVpnGateway
#   - compute.googleapis.com/ForwardingRule
#   - compute.googleapis.com/GlobalForwardingRule
#   - compute.googleapis.com/BackendService
#   - compute.googleapis.com/RegionBackendService
#   - compute.googleapis.com/BackendBucket
#   - compute.googleapis.com/UrlMap
#   - "compute.googleapis.com/Target*Proxy"
#   - google_storage_bucket
#   - google_dns_managed_zone
#   - google_compute_vpn_tunnel
#   - google_compute_vpn_gateway
#   - google_compute_ha_vpn_gateway
#   - google_compute_forwarding_rule
#   - google_compute_global_forwarding_rule
#   - google_compute_backend_service
#   - google_compute_region_backend_service
#   - google_compute_backend_bucket
#   - google_compute_url_map
#   - google_compute_region_url_map
#   - "google_compute_target_*_proxy"
#   - "google_compute_region_target_*_proxy"
package onus.boundary.services.gcp.endpoints

import data.onus.lib.boundary.answer

responsibility[layer] := found if {
	some layer in ["os.guest", "runtime"]
	base := answer.basis("gcp-2023", "guest os, data & content x a service without a guest", "inferred", source)
	found := answer.cell("P", "Google", layer, base)
}

source := "https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate"
