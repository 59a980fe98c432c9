//! Environment variables: their definitions, the values that travel with them, and who uses them.
