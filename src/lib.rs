//! Gatewright decides whether a release may go: it gathers evidence, evaluates Rego policies over it, and gives a
//! verdict that a person can act on and an auditor can replay. `ARCHITECTURE.md` shows how the rooms fit together;
//! the modules below stand in the order in which data flows through them.

pub mod evidence;

pub mod formats;

pub mod rego;

pub mod policy;
