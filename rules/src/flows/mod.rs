//! What is wrong in a flow's definition: references, expressions, order, limits.

pub(crate) mod action_after_terminate;
pub(crate) mod action_not_run_before;
pub(crate) mod item_outside_loop;
mod mentions;
pub(crate) mod run_after_cycle;
pub(crate) mod run_after_state;
pub(crate) mod unknown_action;
pub(crate) mod unknown_parameter;
pub(crate) mod unknown_run_after;
pub(crate) mod unknown_variable;
pub(crate) mod variable_before_initialisation;
pub(crate) mod variable_initialised_inside;
pub(crate) mod variable_initialised_twice;
pub(crate) mod variable_self_reference;
pub(crate) mod variable_type_mismatch;
mod variables;
