//! Resources of Pulumi's providers in the shape of the API or of the Terraform provider that
//! they are made of.

use std::ops::Range;

use onus_core::json_pointer::Pointer;

use crate::arm_id::arm_type_of;
use crate::formats::kubernetes::adopt;
use crate::formats::terraform::awscc;
use crate::input::Input;
use crate::reshape::by_names::{self, Record};
use crate::reshape::names::Names;
use crate::reshape::part::Part;
use crate::reshape::properties::{normal, of_type, types};
use crate::reshape::{Original, Reshaped, apply};
use crate::resource::Resource;

/// Types of Terraform whose name is not that of the module and the resource in Pulumi, as
/// the packages `pulumi-aws`, `pulumi-azure` and `pulumi-gcp` have them.
const BRIDGED: [(&str, &str); 56] = [
    (
        "aws:account/alternativeContact:AlternativeContact",
        "aws_account_alternate_contact",
    ),
    ("aws:alb/loadBalancer:LoadBalancer", "aws_lb"),
    (
        "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
        "aws_lb",
    ),
    (
        "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
        "aws_lb",
    ),
    ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
    ("aws:rds/instance:Instance", "aws_db_instance"),
    ("aws:s3/bucketV2:BucketV2", "aws_s3_bucket"),
    ("azure:aifoundry/hub:Hub", "azurerm_ai_foundry"),
    (
        "azure:apimanagement/service:Service",
        "azurerm_api_management",
    ),
    (
        "azure:appconfiguration/configurationStore:ConfigurationStore",
        "azurerm_app_configuration",
    ),
    (
        "azure:appservice/appFlexConsumption:AppFlexConsumption",
        "azurerm_function_app_flex_consumption",
    ),
    (
        "azure:appservice/appService:AppService",
        "azurerm_app_service",
    ),
    (
        "azure:appservice/functionApp:FunctionApp",
        "azurerm_function_app",
    ),
    (
        "azure:appservice/functionAppFlexConsumption:FunctionAppFlexConsumption",
        "azurerm_function_app_flex_consumption",
    ),
    (
        "azure:appservice/functionAppSlot:FunctionAppSlot",
        "azurerm_function_app_slot",
    ),
    (
        "azure:appservice/linuxFunctionApp:LinuxFunctionApp",
        "azurerm_linux_function_app",
    ),
    (
        "azure:appservice/linuxFunctionAppSlot:LinuxFunctionAppSlot",
        "azurerm_linux_function_app_slot",
    ),
    (
        "azure:appservice/linuxWebApp:LinuxWebApp",
        "azurerm_linux_web_app",
    ),
    (
        "azure:appservice/linuxWebAppSlot:LinuxWebAppSlot",
        "azurerm_linux_web_app_slot",
    ),
    (
        "azure:appservice/windowsFunctionApp:WindowsFunctionApp",
        "azurerm_windows_function_app",
    ),
    (
        "azure:appservice/windowsFunctionAppSlot:WindowsFunctionAppSlot",
        "azurerm_windows_function_app_slot",
    ),
    (
        "azure:appservice/windowsWebApp:WindowsWebApp",
        "azurerm_windows_web_app",
    ),
    (
        "azure:appservice/windowsWebAppSlot:WindowsWebAppSlot",
        "azurerm_windows_web_app_slot",
    ),
    (
        "azure:avs/privateCloud:PrivateCloud",
        "azurerm_vmware_private_cloud",
    ),
    ("azure:avs/cluster:Cluster", "azurerm_vmware_cluster"),
    (
        "azure:compute/diskEncryptionSet:DiskEncryptionSet",
        "azurerm_disk_encryption_set",
    ),
    (
        "azure:compute/linuxVirtualMachine:LinuxVirtualMachine",
        "azurerm_linux_virtual_machine",
    ),
    (
        "azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet",
        "azurerm_linux_virtual_machine_scale_set",
    ),
    (
        "azure:compute/managedDisk:ManagedDisk",
        "azurerm_managed_disk",
    ),
    (
        "azure:compute/orchestratedVirtualMachineScaleSet:OrchestratedVirtualMachineScaleSet",
        "azurerm_orchestrated_virtual_machine_scale_set",
    ),
    (
        "azure:compute/scaleSet:ScaleSet",
        "azurerm_virtual_machine_scale_set",
    ),
    (
        "azure:compute/virtualMachine:VirtualMachine",
        "azurerm_virtual_machine",
    ),
    (
        "azure:compute/windowsVirtualMachine:WindowsVirtualMachine",
        "azurerm_windows_virtual_machine",
    ),
    (
        "azure:compute/windowsVirtualMachineScaleSet:WindowsVirtualMachineScaleSet",
        "azurerm_windows_virtual_machine_scale_set",
    ),
    ("azure:containerapp/app:App", "azurerm_container_app"),
    (
        "azure:containerservice/group:Group",
        "azurerm_container_group",
    ),
    (
        "azure:containerservice/kubernetesCluster:KubernetesCluster",
        "azurerm_kubernetes_cluster",
    ),
    (
        "azure:containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool",
        "azurerm_kubernetes_cluster_node_pool",
    ),
    (
        "azure:containerservice/registry:Registry",
        "azurerm_container_registry",
    ),
    ("azure:frontdoor/frontdoor:Frontdoor", "azurerm_frontdoor"),
    ("azure:keyvault/keyVault:KeyVault", "azurerm_key_vault"),
    (
        "azure:managedredis/managedRedis:ManagedRedis",
        "azurerm_managed_redis",
    ),
    (
        "azure:mongocluster/mongoCluster:MongoCluster",
        "azurerm_mongo_cluster",
    ),
    (
        "azure:monitoring/diagnosticSetting:DiagnosticSetting",
        "azurerm_monitor_diagnostic_setting",
    ),
    (
        "azure:network/applicationGateway:ApplicationGateway",
        "azurerm_application_gateway",
    ),
    (
        "azure:network/networkInterface:NetworkInterface",
        "azurerm_network_interface",
    ),
    (
        "azure:network/networkInterfaceSecurityGroupAssociation:NetworkInterfaceSecurityGroupAssociation",
        "azurerm_network_interface_security_group_association",
    ),
    (
        "azure:network/networkSecurityGroup:NetworkSecurityGroup",
        "azurerm_network_security_group",
    ),
    (
        "azure:network/networkSecurityRule:NetworkSecurityRule",
        "azurerm_network_security_rule",
    ),
    ("azure:network/publicIp:PublicIp", "azurerm_public_ip"),
    ("azure:network/subnet:Subnet", "azurerm_subnet"),
    (
        "azure:network/subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation",
        "azurerm_subnet_network_security_group_association",
    ),
    (
        "azure:storage/customerManagedKey:CustomerManagedKey",
        "azurerm_storage_account_customer_managed_key",
    ),
    (
        "azure:waf/policy:Policy",
        "azurerm_web_application_firewall_policy",
    ),
    (
        "gcp:cloudfunctionsv2/function:Function",
        "google_cloudfunctions2_function",
    ),
    ("gcp:storage/bucket:Bucket", "google_storage_bucket"),
];

/// Resources of `azure-native`, for those that have no id yet; their modules have had
/// several names.
const NATIVE: [(&str, &str); 27] = [
    (
        "apimanagement:ApiManagementService",
        "microsoft.apimanagement/service",
    ),
    ("app:ContainerApp", "microsoft.app/containerapps"),
    (
        "authorization:RoleAssignment",
        "microsoft.authorization/roleassignments",
    ),
    ("cache:Redis", "microsoft.cache/redis"),
    (
        "cdn:AFDCustomDomain",
        "microsoft.cdn/profiles/customdomains",
    ),
    ("cdn:AFDEndpoint", "microsoft.cdn/profiles/afdendpoints"),
    (
        "cdn:SecurityPolicy",
        "microsoft.cdn/profiles/securitypolicies",
    ),
    (
        "compute:VirtualMachine",
        "microsoft.compute/virtualmachines",
    ),
    (
        "compute:VirtualMachineScaleSet",
        "microsoft.compute/virtualmachinescalesets",
    ),
    (
        "containerregistry:Registry",
        "microsoft.containerregistry/registries",
    ),
    (
        "containerservice:ManagedCluster",
        "microsoft.containerservice/managedclusters",
    ),
    (
        "cosmosdb:DatabaseAccount",
        "microsoft.documentdb/databaseaccounts",
    ),
    ("dbformysql:Server", "microsoft.dbformysql/flexibleservers"),
    (
        "dbforpostgresql:Server",
        "microsoft.dbforpostgresql/flexibleservers",
    ),
    (
        "documentdb:DatabaseAccount",
        "microsoft.documentdb/databaseaccounts",
    ),
    ("eventhub:Namespace", "microsoft.eventhub/namespaces"),
    ("keyvault:Vault", "microsoft.keyvault/vaults"),
    (
        "network:ApplicationGateway",
        "microsoft.network/applicationgateways",
    ),
    (
        "network:NetworkSecurityGroup",
        "microsoft.network/networksecuritygroups",
    ),
    (
        "network:PublicIPAddress",
        "microsoft.network/publicipaddresses",
    ),
    (
        "network:SecurityRule",
        "microsoft.network/networksecuritygroups/securityrules",
    ),
    ("redis:Redis", "microsoft.cache/redis"),
    ("servicebus:Namespace", "microsoft.servicebus/namespaces"),
    ("sql:Server", "microsoft.sql/servers"),
    (
        "storage:StorageAccount",
        "microsoft.storage/storageaccounts",
    ),
    ("web:WebApp", "microsoft.web/sites"),
    ("web:WebAppSlot", "microsoft.web/sites/slots"),
];

/// Reshapes a resource, and returns the bytes of secrets that its new record does not have.
pub fn reshaped(source: &Input<'_>, resource: &mut Resource) -> Vec<Range<usize>> {
    let token = resource.kind.clone();
    let Some((package, name)) = token.split_once(':') else {
        return Vec::new();
    };
    let secrets = match package {
        "azure-native" => native_azure(resource, name),
        "aws-native" => awscc::type_of(&name.replace(':', ""))
            .and_then(|kind| awscc::as_cloudformation(resource, kind)),
        "aws" | "azure" | "gcp" => bridged(resource, &token),
        "kubernetes" => kubernetes(source, resource),
        _ => None,
    };
    secrets.unwrap_or_default()
}

/// A resource of the API of Azure, whose `properties` are next to the other members.
fn native_azure(resource: &mut Resource, name: &str) -> Option<Vec<Range<usize>>> {
    let kind = resource
        .aliases
        .iter()
        .find_map(|id| arm_type_of(id))
        .or_else(|| declared(name))?;
    let properties = of_type(&kind)?;
    let (version, arm_name) = {
        let original = Original::of(resource)?;
        let text = |key| original.values.text(key);
        (
            text("azureApiVersion").or_else(|| version_of(name)),
            text("name"),
        )
    };
    let mut texts = vec![("type", kind.as_str())];
    texts.extend(version.as_deref().map(|version| ("apiVersion", version)));
    let record = Record {
        names: Names::of_arm(properties),
        values: Pointer::root(),
        properties: Pointer::parse("/properties"),
        texts,
        omitted: &["azureApiVersion", "type", "resourceGroupName"],
    };
    let secrets = by_names::reshape(resource, &record)?;
    resource.kind.clone_from(&kind);
    if let Some(name) = arm_name {
        resource.name = name;
    }
    // What the API never returns, such as the settings of an app.
    if kind.starts_with("microsoft.web/sites") {
        let made: serde_json::Value =
            serde_json::from_str(resource.body.text()).unwrap_or_default();
        for key in ["appSettings", "connectionStrings"] {
            let at = Pointer::parse("/properties/siteConfig").child(key);
            if made
                .pointer(&at.to_string())
                .is_none_or(serde_json::Value::is_null)
            {
                resource.unknown.push(at);
            }
        }
    }
    Some(secrets)
}

/// The type of a resource by its name: `storage/v20230101:StorageAccount`.
fn declared(name: &str) -> Option<String> {
    let (module, class) = name.split_once(':')?;
    let module = module.split('/').next()?;
    NATIVE
        .iter()
        .find(|(known, _)| known.split_once(':') == Some((module, class)))
        .map(|(_, kind)| (*kind).to_owned())
}

/// The API version in a name: `2023-01-01` in `storage/v20230101:StorageAccount`.
fn version_of(name: &str) -> Option<String> {
    let version = name.split_once(':')?.0.split_once("/v")?.1;
    let (date, rest) = version.split_at_checked(8)?;
    let (year, day) = date.split_at_checked(4)?;
    let (month, day) = day.split_at_checked(2)?;
    let is_date = date.bytes().all(|byte| byte.is_ascii_digit());
    let preview = if rest.is_empty() { "" } else { "-preview" };
    is_date.then(|| format!("{year}-{month}-{day}{preview}"))
}

/// A resource of a provider of Terraform.
fn bridged(resource: &mut Resource, token: &str) -> Option<Vec<Range<usize>>> {
    let kind = terraform_type(token)?;
    let record = Record {
        names: Names::of_terraform(of_type(kind)?),
        values: Pointer::parse("/values"),
        properties: Pointer::parse("/values"),
        texts: vec![("type", kind)],
        omitted: &[],
    };
    let secrets = by_names::reshape(resource, &record)?;
    kind.clone_into(&mut resource.kind);
    Some(secrets)
}

/// The listed type of Terraform that a type of Pulumi is made of.
fn terraform_type(token: &str) -> Option<&'static str> {
    if let Some((_, kind)) = BRIDGED.iter().find(|(known, _)| *known == token) {
        return Some(kind);
    }
    let mut parts = token.split(':');
    let prefix = match parts.next()? {
        "aws" => "aws_",
        "azure" => "azurerm_",
        "gcp" => "google_",
        _ => return None,
    };
    let module = parts.next()?.split('/').next()?;
    let name = normal(&format!("{module}{}", parts.next()?));
    types().find(|kind| {
        kind.strip_prefix(prefix)
            .is_some_and(|kind| normal(kind) == name)
    })
}

/// An object of Kubernetes, without the members that the provider adds.
fn kubernetes(source: &Input<'_>, resource: &mut Resource) -> Option<Vec<Range<usize>>> {
    let reshaped = {
        let original = Original::of(resource)?;
        original.values.get("kind")?;
        let mut record = Part::object(Vec::new(), original.document, original.range.clone());
        for (key, part) in original.values.iter() {
            if !key.starts_with("__") {
                record.add(&[key], original.copy(part));
            }
        }
        Reshaped {
            record,
            properties: match original.values.has("spec") {
                true => Pointer::parse("/spec"),
                false => Pointer::root(),
            },
            unknown: original.unknown(),
        }
    };
    let values = resource.body.properties.clone();
    let secrets = apply(resource, reshaped, |at| {
        let tail = at.strip(&values);
        tail.filter(|tail| !tail.segments().any(|step| step.starts_with("__")))
            .into_iter()
            .collect()
    });
    adopt(source, resource);
    Some(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found() {
        for (token, kind) in [
            ("aws:lambda/function:Function", Some("aws_lambda_function")),
            (
                "aws:apigateway/restApi:RestApi",
                Some("aws_api_gateway_rest_api"),
            ),
            (
                "azure:storage/account:Account",
                Some("azurerm_storage_account"),
            ),
            ("azure:mssql/server:Server", Some("azurerm_mssql_server")),
            (
                "gcp:cloudrunv2/service:Service",
                Some("google_cloud_run_v2_service"),
            ),
            (
                "azure:mssql/virtualMachine:VirtualMachine",
                Some("azurerm_mssql_virtual_machine"),
            ),
            ("aws:unheard/of:Of", None),
        ] {
            assert_eq!(terraform_type(token), kind, "{token}");
        }
        for (_, kind) in BRIDGED.iter().chain(&NATIVE) {
            assert!(of_type(kind).is_some(), "{kind}");
        }
        assert_eq!(
            version_of("web/v20230101:WebApp").as_deref(),
            Some("2023-01-01")
        );
        assert_eq!(
            version_of("web/v20230101preview:WebApp").as_deref(),
            Some("2023-01-01-preview")
        );
        assert_eq!(version_of("web:WebApp"), None);
        assert_eq!(
            declared("web/v20230101:WebApp").as_deref(),
            Some("microsoft.web/sites")
        );
    }
}
