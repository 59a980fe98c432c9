//! The solution as a whole: dependencies, components, child flows, publisher, version.
