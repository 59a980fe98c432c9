//! Deployment settings, against the packages that they are for and against each other.

pub(crate) mod connection_in_two_environments;
