//! What the user has decided not to hear of. Stale decisions are said.
