//! Secrets, open doors, injection.
