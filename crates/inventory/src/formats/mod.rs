//! Input formats: a folder for each provider, and a file for each tool that is about any.

pub(crate) mod aws;
pub(crate) mod azure;
pub(crate) mod cloudquery;
pub(crate) mod csv;
pub(crate) mod gcp;
pub(crate) mod generic;
pub(crate) mod kubernetes;
pub(crate) mod m365;
pub(crate) mod ocsf;
pub(crate) mod onus;
pub(crate) mod pulumi;
pub(crate) mod sbom;
pub(crate) mod steampipe;
pub(crate) mod terraform;
