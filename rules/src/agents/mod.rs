//! Copilot Studio agents: their tools, flows and topics.

pub(crate) mod agent_flow_missing;
pub(crate) mod agent_input_without_description;
pub(crate) mod agent_secret;
pub(crate) mod agent_too_many_tools;
pub(crate) mod agent_tool_as_maker;
pub(crate) mod agent_tool_without_description;
pub(crate) mod agent_topic_without_description;
