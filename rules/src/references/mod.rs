//! Connection references and their users, from the packages alone.
