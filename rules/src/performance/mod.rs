//! What makes a flow slow or costly.
