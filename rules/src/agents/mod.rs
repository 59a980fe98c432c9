//! Copilot Studio agents: their tools, flows and topics.
