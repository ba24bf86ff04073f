//! What is exported from Azure, and templates for it.

pub(crate) mod arm_list;
pub(crate) mod arm_record;
pub(crate) mod arm_template;
pub(crate) mod arm_what_if;
pub(crate) mod defender;
pub(crate) mod resource_graph;
