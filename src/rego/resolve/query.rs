//! A query: a body without a head, whose variables are its result.

use super::names::Names;
use super::{Resolver, undeclared};
use crate::rego::ir;
use crate::rego::parse::Query;

impl Resolver<'_> {
    pub(super) fn query(&mut self, query: &Query) -> ir::Query {
        self.module =
            u32::try_from(self.sources.len()).expect("a program has fewer than 2³² files");
        let mut names = Names::of_query(self.options.strict);
        let clashes = names.import(&query.imports);
        self.mistakes.extend(clashes.iter().map(|clash| clash.mistake(&query.file)));
        self.names = names;
        self.undeclared.clear();
        self.declared = vec![super::declared::names(&query.body)];
        self.scopes.enter();
        let mut literals = Vec::new();
        self.literals(&query.body, &mut literals);
        let variables = self.scopes.innermost().iter();
        let variables = variables.map(|(name, variable)| (name.clone(), variable.local)).collect();
        self.leave();
        self.declared.clear();
        let mut body = ir::Body { literals, open: false };
        undeclared::separate_body(&mut body, &self.undeclared, &mut self.program.locals);
        ir::Query { body, variables }
    }
}
