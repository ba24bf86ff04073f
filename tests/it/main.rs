//! Black-box tests of the program and golden tests of the library: one binary, so
//! that everything is linked once.

#[cfg(test)]
mod arm_modules;
#[cfg(test)]
mod arm_names;
#[cfg(test)]
mod assets;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod baseline;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod broken;
#[cfg(test)]
mod builtin_limits;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod certain_violations;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod check;
#[cfg(test)]
mod check_pages;
#[cfg(test)]
mod collected;
#[cfg(test)]
mod configuration;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod diff_folders;
#[cfg(test)]
mod doc;
#[cfg(test)]
mod doubts;
#[cfg(test)]
mod effective;
#[cfg(test)]
mod equal_addresses;
#[cfg(test)]
mod error_places;
#[cfg(test)]
mod eval;
#[cfg(test)]
mod eval_outputs;
#[cfg(test)]
mod eval_secrets;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod fixes;
#[cfg(test)]
mod garbage;
#[cfg(test)]
mod given_up;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile_files;
#[cfg(test)]
mod hostile_policies;
#[cfg(test)]
mod in_effect;
#[cfg(test)]
mod incidents;
#[cfg(test)]
mod inputs;
#[cfg(test)]
mod inventories;
#[cfg(test)]
mod inventory_controls;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod list;
#[cfg(test)]
mod machines;
#[cfg(test)]
mod names;
#[cfg(test)]
mod nasty;
#[cfg(test)]
mod new;
#[cfg(test)]
mod onlookers;
#[cfg(test)]
mod origins;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod owned_settings;
#[cfg(test)]
mod packaging;
#[cfg(test)]
mod parties;
#[cfg(test)]
mod pieces;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod property_case;
#[cfg(test)]
mod read_sets;
#[cfg(test)]
mod readable;
#[cfg(test)]
mod records;
#[cfg(test)]
mod refused_policies;
#[cfg(test)]
mod rego;
#[cfg(test)]
mod rego_tables;
#[cfg(test)]
mod related_servers;
#[cfg(test)]
mod relations;
#[cfg(test)]
mod report;
#[cfg(test)]
mod reshaped;
#[cfg(test)]
mod reshaped_tools;
#[cfg(test)]
mod review;
#[cfg(test)]
mod rings;
#[cfg(test)]
mod same_path;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod sarif;
#[cfg(test)]
mod secret_inputs;
#[cfg(test)]
mod secret_settings;
#[cfg(test)]
mod secret_values;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod secrets_handed_over;
#[cfg(test)]
mod selectors;
#[cfg(test)]
mod settings_elsewhere;
#[cfg(test)]
mod severity;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod snapshot_outputs;
#[cfg(test)]
mod source;
#[cfg(test)]
mod special_files;
#[cfg(test)]
mod split_rules;
#[cfg(test)]
mod splitting;
#[cfg(test)]
mod stranded;
#[cfg(test)]
mod support;
#[cfg(test)]
mod template_defaults;
#[cfg(test)]
mod template_unknowns;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod threat_model;
#[cfg(test)]
mod unassessed;
#[cfg(test)]
mod waivers;
#[cfg(test)]
mod watch;
#[cfg(test)]
#[cfg(unix)]
#[cfg(test)]
mod watch_commands;
#[cfg(test)]
mod watch_once;
#[cfg(test)]
mod watching;
#[cfg(test)]
mod who;
#[cfg(test)]
mod withheld;
