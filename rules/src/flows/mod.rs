//! What is wrong in a flow's definition: references, expressions, order, limits.
