//! Deployment settings, against the packages that they are for and against each other.
