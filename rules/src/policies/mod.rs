//! Data policies: which connectors may be used, and used together.
