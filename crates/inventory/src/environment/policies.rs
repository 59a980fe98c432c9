//! The data policies that apply to the environment.

use super::Environment;
use crate::PolicyFact;

impl Environment {
    /// Every data policy that was given, each once.
    #[must_use]
    pub fn policies(&self) -> &[PolicyFact] {
        &self.policies
    }

    /// Whether a policy applies to this environment; `None` where the policy names environments and no file tells which one this
    /// is, or where it does not say where it applies.
    #[must_use]
    pub fn is_under(&self, policy: &PolicyFact) -> Option<bool> {
        policy.applies_to(&self.ids)
    }
}
