//! Types of resources: the provider that a type belongs to, and the type in an ARN.

/// The provider's key that a type's spelling gives away; the first part of the type
/// where no provider is known by it.
///
/// ```
/// use onus_inventory::provider_of_type;
/// assert_eq!(provider_of_type("Microsoft.Web/sites"), "azure");
/// assert_eq!(provider_of_type("m365/tenant"), "m365");
/// assert_eq!(provider_of_type("github_repository"), "github");
/// assert_eq!(provider_of_type("onprem/hosts"), "other");
/// ```
pub fn provider_of_type(kind: &str) -> &str {
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("microsoft.")
        || lower.starts_with("azurerm_")
        || lower.starts_with("azapi_")
        || lower.starts_with("azuread_")
    {
        "azure"
    } else if lower.starts_with("aws::") || lower.starts_with("aws_") {
        "aws"
    } else if lower.contains("googleapis.com/") || lower.starts_with("google_") {
        "gcp"
    } else if lower.starts_with("m365/") {
        "m365"
    } else if lower.starts_with("onprem/") {
        // On-premises resources have no provider; see docs/onprem.md.
        "other"
    } else {
        kind.split(['_', '/', ':']).next().unwrap_or(kind)
    }
}

/// Whether a type is the name of a provider, or of Terraform's provider. Policies know
/// the shape of their configuration; tables of other tools differ from it.
pub fn is_providers_own(kind: &str) -> bool {
    const OF_TERRAFORM: [&str; 7] = [
        "aws_",
        "awscc_",
        "azurerm_",
        "azuread_",
        "azapi_",
        "google_",
        "kubernetes_",
    ];
    kind.contains("::")
        || kind.contains('/')
        || OF_TERRAFORM.iter().any(|prefix| kind.starts_with(prefix))
}

/// The type of an ARN's resource, as in AWS CloudFormation; only where it is certain.
pub fn type_of_arn(arn: &str) -> Option<&'static str> {
    const TYPES: [(&str, &str, &str); 20] = [
        ("ec2", "instance", "AWS::EC2::Instance"),
        ("ec2", "volume", "AWS::EC2::Volume"),
        ("ec2", "vpc", "AWS::EC2::VPC"),
        ("ec2", "subnet", "AWS::EC2::Subnet"),
        ("ec2", "security-group", "AWS::EC2::SecurityGroup"),
        ("rds", "db", "AWS::RDS::DBInstance"),
        ("rds", "cluster", "AWS::RDS::DBCluster"),
        ("lambda", "function", "AWS::Lambda::Function"),
        ("dynamodb", "table", "AWS::DynamoDB::Table"),
        ("iam", "role", "AWS::IAM::Role"),
        ("iam", "user", "AWS::IAM::User"),
        ("iam", "group", "AWS::IAM::Group"),
        ("kms", "key", "AWS::KMS::Key"),
        ("eks", "cluster", "AWS::EKS::Cluster"),
        ("ecs", "cluster", "AWS::ECS::Cluster"),
        ("ecr", "repository", "AWS::ECR::Repository"),
        ("cloudtrail", "trail", "AWS::CloudTrail::Trail"),
        ("secretsmanager", "secret", "AWS::SecretsManager::Secret"),
        ("redshift", "cluster", "AWS::Redshift::Cluster"),
        ("logs", "log-group", "AWS::Logs::LogGroup"),
    ];
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, service, _, _, rest] = parts.as_slice() else {
        return None;
    };
    let (word, tail) = rest.split_once(['/', ':']).unwrap_or((rest, ""));
    match *service {
        "s3" if !rest.contains('/') => Some("AWS::S3::Bucket"),
        "sns" if !rest.contains(':') => Some("AWS::SNS::Topic"),
        "sqs" => Some("AWS::SQS::Queue"),
        // Parts of a table or a function have an ARN below its own.
        "dynamodb" if tail.contains('/') => None,
        service => TYPES
            .iter()
            .find(|(of, begins, _)| *of == service && *begins == word && !tail.is_empty())
            .map(|(_, _, kind)| *kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_with_a_known_type() {
        for (arn, kind) in [
            ("arn:aws:s3:::contoso", Some("AWS::S3::Bucket")),
            ("arn:aws:s3:::contoso/key", None),
            (
                "arn:aws:ec2:eu-west-1:000000000001:volume/vol-1",
                Some("AWS::EC2::Volume"),
            ),
            (
                "arn:aws:rds:eu-west-1:000000000001:db:pay",
                Some("AWS::RDS::DBInstance"),
            ),
            ("arn:aws:dynamodb:eu-west-1:1:table/t/index/i", None),
            ("arn:aws:sns:eu-west-1:1:topic:subscription", None),
            ("not an arn", None),
        ] {
            assert_eq!(type_of_arn(arn), kind, "{arn}");
        }
    }
}
