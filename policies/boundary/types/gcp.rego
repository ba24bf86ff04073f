# METADATA
# title: Google Cloud resource types and their service models
# description: |
#   Cloud Asset Inventory types, and the Terraform types of the google provider, by
#   service.
#
#   Google names a few services for each model, and counts some differently from
#   the others: Cloud Storage is infrastructure there, GKE a platform. The first is
#   kept; GKE is a container platform here, because its nodes are the customer's to
#   see and to keep current.
# related_resources:
# - ref: https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate
# - ref: https://cloud.google.com/asset-inventory/docs/supported-asset-types
# custom:
#   id: ONUS-TYPES-GCP
#   kind: types
package onus.boundary.types.gcp

# type -> {model, confidence, service, source}, and note where there is one.
table := {name: object.union(group.entry, {"service": service}) |
	some group in groups
	some service, names in group.services
	some name in names
}

docs := {
	"model": "https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate",
	"gke": "https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility",
	"fleet": "https://cloud.google.com/anthos/docs/concepts/gke-shared-responsibility",
	"run": "https://cloud.google.com/run/docs/configuring/services/automatic-base-image-updates",
	"sql": "https://cloud.google.com/sql/docs/shared-responsibility",
	"alloydb": "https://cloud.google.com/alloydb/docs/shared-responsibility",
	"spanner": "https://cloud.google.com/spanner/docs/shared-responsibility-model",
	"build": "https://cloud.google.com/build/docs/shared-responsibility",
}

groups := [
	# Infrastructure, in Google's own list of examples.
	{
		"entry": {"model": "iaas", "confidence": "stated", "source": docs.model},
		"services": {
			"Compute Engine": [
				"compute.googleapis.com/Instance", "compute.googleapis.com/InstanceTemplate",
				"compute.googleapis.com/InstanceGroup", "compute.googleapis.com/InstanceGroupManager",
				"compute.googleapis.com/Disk", "compute.googleapis.com/RegionDisk", "compute.googleapis.com/Image",
				"compute.googleapis.com/MachineImage", "compute.googleapis.com/Snapshot", "compute.googleapis.com/NodeGroup",
				"compute.googleapis.com/Project", "google_compute_instance", "google_compute_instance_from_template",
				"google_compute_instance_template", "google_compute_region_instance_template", "google_compute_instance_group",
				"google_compute_instance_group_manager", "google_compute_region_instance_group_manager", "google_compute_disk",
				"google_compute_region_disk", "google_compute_image", "google_compute_snapshot", "google_compute_node_group",
				"google_compute_project_metadata", "google_compute_project_metadata_item",
			],
			"Cloud VPN": [
				"compute.googleapis.com/VpnTunnel", "compute.googleapis.com/VpnGateway",
				"compute.googleapis.com/TargetVpnGateway", "google_compute_vpn_tunnel", "google_compute_vpn_gateway",
				"google_compute_ha_vpn_gateway",
			],
			"Cloud Load Balancing": [
				"compute.googleapis.com/ForwardingRule", "compute.googleapis.com/GlobalForwardingRule",
				"compute.googleapis.com/BackendService", "compute.googleapis.com/RegionBackendService",
				"compute.googleapis.com/BackendBucket", "compute.googleapis.com/UrlMap",
				"compute.googleapis.com/TargetHttpProxy", "compute.googleapis.com/TargetHttpsProxy",
				"compute.googleapis.com/TargetSslProxy", "compute.googleapis.com/TargetTcpProxy",
				"compute.googleapis.com/HealthCheck", "compute.googleapis.com/SslPolicy",
				"compute.googleapis.com/SslCertificate", "google_compute_forwarding_rule",
				"google_compute_global_forwarding_rule", "google_compute_backend_service",
				"google_compute_region_backend_service", "google_compute_backend_bucket", "google_compute_url_map",
				"google_compute_region_url_map", "google_compute_target_http_proxy", "google_compute_region_target_http_proxy",
				"google_compute_target_https_proxy", "google_compute_region_target_https_proxy",
				"google_compute_target_ssl_proxy", "google_compute_target_tcp_proxy", "google_compute_health_check",
				"google_compute_ssl_policy", "google_compute_region_ssl_policy", "google_compute_ssl_certificate",
				"google_compute_managed_ssl_certificate",
			],
			"Cloud DNS": [
				"dns.googleapis.com/ManagedZone", "dns.googleapis.com/Policy", "dns.googleapis.com/ResourceRecordSet",
				"google_dns_managed_zone", "google_dns_policy", "google_dns_record_set",
			],
		},
	},
	{
		"entry": {"model": "iaas", "confidence": "stated", "source": docs.model, "note": "Google lists it under IaaS; AWS and Microsoft list object storage with their platforms"},
		"services": {
			"Cloud Storage": [
				"storage.googleapis.com/Bucket", "google_storage_bucket", "google_storage_bucket_acl",
				"google_storage_bucket_access_control", "google_storage_bucket_object", "google_storage_bucket_iam_binding",
				"google_storage_bucket_iam_member", "google_storage_bucket_iam_policy",
			],
		},
	},
	# Infrastructure by its nature: networks, and virtual machines under another name.
	{
		"entry": {"model": "iaas", "confidence": "inferred", "source": docs.model},
		"services": {
			"VPC": [
				"compute.googleapis.com/Network", "compute.googleapis.com/Subnetwork", "compute.googleapis.com/Firewall",
				"compute.googleapis.com/FirewallPolicy", "compute.googleapis.com/Route", "compute.googleapis.com/Router",
				"compute.googleapis.com/Address", "compute.googleapis.com/GlobalAddress", "google_compute_network",
				"google_compute_subnetwork", "google_compute_firewall", "google_compute_firewall_policy",
				"google_compute_firewall_policy_rule", "google_compute_network_firewall_policy",
				"google_compute_network_firewall_policy_rule", "google_compute_route", "google_compute_router",
				"google_compute_router_nat", "google_compute_address", "google_compute_global_address",
				"google_compute_network_peering",
			],
			"Cloud Armor": [
				"compute.googleapis.com/SecurityPolicy", "google_compute_security_policy",
				"google_compute_security_policy_rule", "google_compute_region_security_policy",
			],
			"Cloud Interconnect": [
				"compute.googleapis.com/Interconnect", "compute.googleapis.com/InterconnectAttachment",
				"google_compute_interconnect", "google_compute_interconnect_attachment",
			],
			"Vertex AI Workbench": [
				"notebooks.googleapis.com/Instance", "google_notebooks_instance", "google_notebooks_runtime",
				"google_workbench_instance",
			],
		},
	},
	# Platforms, in Google's own list of examples.
	{
		"entry": {"model": "paas", "confidence": "stated", "source": docs.model},
		"services": {
			"App Engine": [
				"appengine.googleapis.com/Application", "appengine.googleapis.com/Service", "appengine.googleapis.com/Version",
				"google_app_engine_application", "google_app_engine_standard_app_version",
				"google_app_engine_flexible_app_version", "google_app_engine_firewall_rule",
				"google_app_engine_domain_mapping",
			],
			"BigQuery": [
				"bigquery.googleapis.com/Dataset", "bigquery.googleapis.com/Table", "bigquery.googleapis.com/Model",
				"google_bigquery_dataset", "google_bigquery_dataset_access", "google_bigquery_dataset_iam_binding",
				"google_bigquery_dataset_iam_member", "google_bigquery_dataset_iam_policy", "google_bigquery_table",
				"google_bigquery_routine",
			],
		},
	},
	# Platforms whose own pages say who does what.
	{
		"entry": {"model": "paas", "confidence": "stated", "source": docs.sql},
		"services": {
			"Cloud SQL": [
				"sqladmin.googleapis.com/Instance", "sqladmin.googleapis.com/BackupRun", "google_sql_database_instance",
				"google_sql_database", "google_sql_user", "google_sql_ssl_cert",
			],
		},
	},
	{
		"entry": {"model": "paas", "confidence": "stated", "source": docs.alloydb},
		"services": {
			"AlloyDB": [
				"alloydb.googleapis.com/Cluster", "alloydb.googleapis.com/Instance", "alloydb.googleapis.com/Backup",
				"google_alloydb_cluster", "google_alloydb_instance", "google_alloydb_backup",
			],
		},
	},
	{
		"entry": {"model": "paas", "confidence": "stated", "source": docs.spanner},
		"services": {
			"Spanner": [
				"spanner.googleapis.com/Instance", "spanner.googleapis.com/Database", "spanner.googleapis.com/Backup",
				"google_spanner_instance", "google_spanner_database",
			],
		},
	},
	{
		"entry": {"model": "paas", "confidence": "stated", "source": docs.build},
		"services": {
			"Cloud Build": [
				"cloudbuild.googleapis.com/Build", "cloudbuild.googleapis.com/BuildTrigger",
				"cloudbuild.googleapis.com/WorkerPool", "google_cloudbuild_trigger", "google_cloudbuild_worker_pool",
			],
		},
	},
	# Other platforms.
	{
		"entry": {"model": "paas", "confidence": "inferred", "source": docs.model},
		"services": {
			"Bigtable": [
				"bigtableadmin.googleapis.com/Instance", "bigtableadmin.googleapis.com/Cluster",
				"bigtableadmin.googleapis.com/Table", "google_bigtable_instance", "google_bigtable_table",
			],
			"Firestore": ["firestore.googleapis.com/Database", "google_firestore_database"],
			"Memorystore": [
				"redis.googleapis.com/Instance", "redis.googleapis.com/Cluster", "memcache.googleapis.com/Instance",
				"google_redis_instance", "google_redis_cluster", "google_memcache_instance", "google_memorystore_instance",
			],
			"Pub/Sub": [
				"pubsub.googleapis.com/Topic", "pubsub.googleapis.com/Subscription", "pubsub.googleapis.com/Snapshot",
				"google_pubsub_topic", "google_pubsub_subscription", "google_pubsub_topic_iam_binding",
				"google_pubsub_topic_iam_member",
			],
			"Managed Service for Apache Kafka": ["managedkafka.googleapis.com/Cluster", "google_managed_kafka_cluster"],
			"Dataproc": [
				"dataproc.googleapis.com/Cluster", "dataproc.googleapis.com/Job", "dataproc.googleapis.com/Batch",
				"metastore.googleapis.com/Service", "google_dataproc_cluster", "google_dataproc_job", "google_dataproc_batch",
				"google_dataproc_metastore_service",
			],
			"Dataflow": ["dataflow.googleapis.com/Job", "google_dataflow_job"],
			"Cloud Composer": ["composer.googleapis.com/Environment", "google_composer_environment"],
			"Cloud Data Fusion": ["datafusion.googleapis.com/Instance"],
			"Vertex AI": [
				"aiplatform.googleapis.com/Endpoint", "aiplatform.googleapis.com/Model", "aiplatform.googleapis.com/Dataset",
				"aiplatform.googleapis.com/Featurestore", "aiplatform.googleapis.com/Index", "google_vertex_ai_endpoint",
				"google_vertex_ai_dataset", "google_vertex_ai_featurestore", "google_vertex_ai_index",
				"google_vertex_ai_index_endpoint", "google_vertex_ai_tensorboard",
			],
			"Vertex AI Search": [
				"discoveryengine.googleapis.com/DataStore", "discoveryengine.googleapis.com/Engine",
				"google_discovery_engine_data_store", "google_discovery_engine_search_engine",
				"google_discovery_engine_chat_engine",
			],
			"Cloud KMS": [
				"cloudkms.googleapis.com/KeyRing", "cloudkms.googleapis.com/CryptoKey",
				"cloudkms.googleapis.com/CryptoKeyVersion", "cloudkms.googleapis.com/ImportJob", "google_kms_key_ring",
				"google_kms_crypto_key", "google_kms_crypto_key_version", "google_kms_crypto_key_iam_binding",
				"google_kms_crypto_key_iam_member", "google_kms_key_ring_iam_binding", "google_kms_key_ring_iam_member",
			],
			"Secret Manager": [
				"secretmanager.googleapis.com/Secret", "secretmanager.googleapis.com/SecretVersion",
				"google_secret_manager_secret", "google_secret_manager_secret_version",
				"google_secret_manager_regional_secret", "google_secret_manager_secret_iam_binding",
				"google_secret_manager_secret_iam_member",
			],
			"Certificate Authority Service": [
				"privateca.googleapis.com/CaPool", "privateca.googleapis.com/CertificateAuthority", "google_privateca_ca_pool",
				"google_privateca_certificate_authority",
			],
			"Artifact Registry": [
				"artifactregistry.googleapis.com/Repository", "artifactregistry.googleapis.com/DockerImage",
				"google_artifact_registry_repository", "google_artifact_registry_repository_iam_binding",
				"google_artifact_registry_repository_iam_member", "google_container_registry",
			],
			"Filestore": [
				"file.googleapis.com/Instance", "file.googleapis.com/Backup", "google_filestore_instance",
				"google_filestore_backup",
			],
			"NetApp Volumes": [
				"netapp.googleapis.com/Volume", "netapp.googleapis.com/StoragePool", "google_netapp_volume",
				"google_netapp_storage_pool",
			],
			"API Gateway": [
				"apigateway.googleapis.com/Api", "apigateway.googleapis.com/ApiConfig", "apigateway.googleapis.com/Gateway",
			],
			"Apigee": [
				"apigee.googleapis.com/Organization", "apigee.googleapis.com/Instance", "google_apigee_organization",
				"google_apigee_instance", "google_apigee_environment",
			],
			"Workflows": ["workflows.googleapis.com/Workflow", "google_workflows_workflow"],
			"Eventarc": ["eventarc.googleapis.com/Trigger", "google_eventarc_trigger"],
			"Cloud Scheduler": ["google_cloud_scheduler_job"],
			"Cloud Tasks": ["cloudtasks.googleapis.com/Queue", "google_cloud_tasks_queue"],
			"Cloud Healthcare API": [
				"healthcare.googleapis.com/Dataset", "healthcare.googleapis.com/FhirStore",
				"healthcare.googleapis.com/DicomStore", "google_healthcare_dataset", "google_healthcare_fhir_store",
				"google_healthcare_dicom_store",
			],
			"Identity Platform": [
				"identitytoolkit.googleapis.com/Config", "identitytoolkit.googleapis.com/Tenant",
				"google_identity_platform_config", "google_identity_platform_tenant",
			],
			"Managed Microsoft AD": ["managedidentities.googleapis.com/Domain", "google_active_directory_domain"],
		},
	},
	# Containers and functions: the service packages say who patches nodes and runtimes.
	{
		"entry": {"model": "caas", "confidence": "inferred", "source": docs.gke, "note": "Google lists it under PaaS, but its nodes are the customer's to see and to keep current"},
		"services": {
			"GKE": [
				"container.googleapis.com/Cluster", "container.googleapis.com/NodePool", "google_container_cluster",
				"google_container_node_pool",
			],
		},
	},
	{
		"entry": {"model": "caas-managed", "confidence": "inferred", "source": docs.run},
		"services": {
			"Cloud Run": [
				"run.googleapis.com/Service", "run.googleapis.com/Job", "run.googleapis.com/Revision",
				"google_cloud_run_service", "google_cloud_run_v2_service", "google_cloud_run_v2_job",
				"google_cloud_run_v2_worker_pool", "google_cloud_run_service_iam_binding",
				"google_cloud_run_service_iam_member", "google_cloud_run_v2_service_iam_binding",
				"google_cloud_run_v2_service_iam_member",
			],
		},
	},
	{
		"entry": {"model": "faas", "confidence": "stated", "source": docs.model},
		"services": {
			"Cloud Run functions": [
				"cloudfunctions.googleapis.com/Function", "cloudfunctions.googleapis.com/CloudFunction",
				"google_cloudfunctions_function", "google_cloudfunctions2_function",
				"google_cloudfunctions_function_iam_binding", "google_cloudfunctions_function_iam_member",
				"google_cloudfunctions2_function_iam_binding", "google_cloudfunctions2_function_iam_member",
			],
		},
	},
	# Google's software on the customer's own hardware, and clusters of the customer's own.
	{
		"entry": {"model": "hybrid", "confidence": "inferred", "source": docs.fleet},
		"services": {
			"GKE on-premises": [
				"gkeonprem.googleapis.com/VmwareCluster", "gkeonprem.googleapis.com/VmwareAdminCluster",
				"gkeonprem.googleapis.com/BareMetalCluster", "gkeonprem.googleapis.com/BareMetalAdminCluster",
				"google_gkeonprem_vmware_cluster", "google_gkeonprem_vmware_node_pool", "google_gkeonprem_bare_metal_cluster",
				"google_gkeonprem_bare_metal_node_pool",
			],
			"GKE attached clusters": ["gkemulticloud.googleapis.com/AttachedCluster", "google_container_attached_cluster"],
			"Distributed Cloud": ["google_edgecontainer_cluster", "google_edgecontainer_node_pool"],
		},
	},
	# The management plane: nothing runs here, so only configuration and identity are meaningful.
	{
		"entry": {"model": "paas", "confidence": "inferred", "source": docs.model, "note": "only configuration and identity are meaningful"},
		"services": {
			"management plane": [
				"iam.googleapis.com/Role", "iam.googleapis.com/ServiceAccount", "iam.googleapis.com/ServiceAccountKey",
				"cloudresourcemanager.googleapis.com/Project", "cloudresourcemanager.googleapis.com/Folder",
				"cloudresourcemanager.googleapis.com/Organization", "orgpolicy.googleapis.com/Policy",
				"orgpolicy.googleapis.com/CustomConstraint", "essentialcontacts.googleapis.com/Contact",
				"serviceusage.googleapis.com/Service", "logging.googleapis.com/LogSink", "logging.googleapis.com/LogBucket",
				"logging.googleapis.com/LogMetric", "monitoring.googleapis.com/AlertPolicy",
				"monitoring.googleapis.com/NotificationChannel", "osconfig.googleapis.com/PatchDeployment",
				"securitycenter.googleapis.com/NotificationConfig", "securitycenter.googleapis.com/MuteConfig",
				"identity.accesscontextmanager.googleapis.com/AccessPolicy",
				"identity.accesscontextmanager.googleapis.com/AccessLevel",
				"identity.accesscontextmanager.googleapis.com/ServicePerimeter", "google_project", "google_folder",
				"google_project_service", "google_project_iam_binding", "google_project_iam_member",
				"google_project_iam_policy", "google_project_iam_audit_config", "google_project_iam_custom_role",
				"google_folder_iam_binding", "google_folder_iam_member", "google_folder_iam_policy",
				"google_organization_iam_binding", "google_organization_iam_member", "google_organization_iam_policy",
				"google_organization_iam_custom_role", "google_organization_policy", "google_project_organization_policy",
				"google_folder_organization_policy", "google_org_policy_policy", "google_org_policy_custom_constraint",
				"google_service_account", "google_service_account_key", "google_service_account_iam_binding",
				"google_service_account_iam_member", "google_iam_deny_policy", "google_iam_workload_identity_pool",
				"google_iam_workload_identity_pool_provider", "google_essential_contacts_contact",
				"google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink",
				"google_logging_project_bucket_config", "google_logging_metric", "google_monitoring_alert_policy",
				"google_monitoring_notification_channel", "google_os_config_patch_deployment",
				"google_scc_notification_config", "google_scc_mute_config", "google_access_context_manager_access_policy",
				"google_access_context_manager_access_level", "google_access_context_manager_service_perimeter",
				"google_project_default_service_accounts",
			],
		},
	},
]
