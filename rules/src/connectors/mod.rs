//! Custom connectors: their definitions, hosts and authentication.
