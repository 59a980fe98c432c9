//! Canvas apps: their connections, and what the app checker found.
