//! Gatewright decides whether a release may go: it gathers evidence, evaluates Rego policies over it, and gives a
//! verdict that a person can act on and an auditor can replay. `ARCHITECTURE.md` shows how the rooms fit together;
//! the modules below stand in the order in which data flows through them.

pub mod cli;

pub mod config;

pub mod subject;

pub mod evidence;

pub mod formats;

pub mod collect;

pub mod rego;

pub mod policy;

pub mod decide;

pub mod explain;

pub mod report;

pub mod schema;
