//! The rules of powerlint. This is where to go to read or write one: `docs/writing-a-rule.md` says how.

mod connections;
mod packages;
mod references;
mod wording;

use engine::RuleEntry;

/// Every rule, one line each, by category and in the order in which reports list them.
pub static ALL: &[RuleEntry] = &[
    // Accounts, owners and shares: the four answers, and what goes with them.
    RuleEntry::of::<connections::personal_connection::PersonalConnection>(),
    RuleEntry::of::<connections::several_owners::SeveralOwners>(),
    RuleEntry::of::<connections::not_in_common_solution::NotInCommonSolution>(),
    RuleEntry::of::<connections::not_shared_with_deployer::NotSharedWithDeployer>(),
];
