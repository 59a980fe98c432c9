//! The files of facts about the environment: whether they can be relied on.
