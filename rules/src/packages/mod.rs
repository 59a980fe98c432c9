//! Packages as such: what cannot be read or understood.
