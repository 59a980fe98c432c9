//! Desktop flows, as far as the package holds them.
