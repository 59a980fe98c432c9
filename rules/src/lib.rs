//! The rules of powerlint. This is where to go to read or write one: `docs/writing-a-rule.md` says how.

mod agents;
mod apps;
mod connections;
mod connector_names;
mod connectors;
mod desktop_flows;
mod flows;
mod inventory;
mod names;
mod naming;
mod operations;
mod packages;
mod pattern;
mod performance;
mod policies;
mod references;
mod reliability;
mod secrets;
mod security;
mod settings;
mod solutions;
mod variables;
mod wording;

use engine::RuleEntry;

/// Every rule, one line each, by category and in the order in which reports list them.
pub static ALL: &[RuleEntry] = &[
    // Accounts, owners and shares: the four answers, and what goes with them.
    RuleEntry::of::<connections::personal_connection::PersonalConnection>(),
    RuleEntry::of::<connections::several_owners::SeveralOwners>(),
    RuleEntry::of::<connections::not_in_common_solution::NotInCommonSolution>(),
    RuleEntry::of::<connections::not_shared_with_deployer::NotSharedWithDeployer>(),
    RuleEntry::of::<connections::deployer_cannot_share::DeployerCannotShare>(),
    RuleEntry::of::<connections::creator_only_connection::CreatorOnlyConnection>(),
    RuleEntry::of::<connections::owner_disabled::OwnerDisabled>(),
    RuleEntry::of::<connections::principal_expiring::PrincipalExpiring>(),
    RuleEntry::of::<connections::signed_in_as_another::SignedInAsAnother>(),
    RuleEntry::of::<connections::guest_connection::GuestConnection>(),
    RuleEntry::of::<connections::connection_error::ConnectionError>(),
    RuleEntry::of::<connections::unbound_reference::UnboundReference>(),
    RuleEntry::of::<connections::bound_to_other_connector::BoundToOtherConnector>(),
    RuleEntry::of::<connections::connection_of_another_environment::ConnectionOfAnotherEnvironment>(),
    // References and their users, from the packages alone.
    RuleEntry::of::<references::undeclared_reference::UndeclaredReference>(),
    RuleEntry::of::<references::unused_reference::UnusedReference>(),
    RuleEntry::of::<references::duplicate_references::DuplicateReferences>(),
    RuleEntry::of::<references::declared_twice::DeclaredTwice>(),
    RuleEntry::of::<references::connector_mismatch::ConnectorMismatch>(),
    RuleEntry::of::<references::connection_without_reference::ConnectionWithoutReference>(),
    RuleEntry::of::<references::reference_without_connector::ReferenceWithoutConnector>(),
    RuleEntry::of::<references::unknown_connection_key::UnknownConnectionKey>(),
    RuleEntry::of::<references::unused_connection_key::UnusedConnectionKey>(),
    RuleEntry::of::<references::invoker_in_unattended_flow::InvokerInUnattendedFlow>(),
    RuleEntry::of::<references::personal_data_in_name::PersonalDataInName>(),
    RuleEntry::of::<references::reference_without_description::ReferenceWithoutDescription>(),
    RuleEntry::of::<references::reference_default_name::ReferenceDefaultName>(),
    RuleEntry::of::<references::reference_name_pattern::ReferenceNamePattern>(),
    RuleEntry::of::<references::reference_not_customizable::ReferenceNotCustomizable>(),
    RuleEntry::of::<references::reference_inactive::ReferenceInactive>(),
    RuleEntry::of::<references::same_connector_twice_in_flow::SameConnectorTwiceInFlow>(),
    // Deployment settings, against the packages and against each other.
    RuleEntry::of::<settings::settings_missing_entry::SettingsMissingEntry>(),
    RuleEntry::of::<settings::settings_surplus_entry::SettingsSurplusEntry>(),
    RuleEntry::of::<settings::settings_empty_value::SettingsEmptyValue>(),
    RuleEntry::of::<settings::settings_wrong_connector::SettingsWrongConnector>(),
    RuleEntry::of::<settings::settings_duplicate_entry::SettingsDuplicateEntry>(),
    RuleEntry::of::<settings::settings_secret::SettingsSecret>(),
    RuleEntry::of::<settings::connection_in_two_environments::ConnectionInTwoEnvironments>(),
    // The files of facts about the environment.
    RuleEntry::of::<inventory::inventory_conflict::InventoryConflict>(),
    RuleEntry::of::<inventory::stale_inventory::StaleInventory>(),
    // Environment variables.
    RuleEntry::of::<variables::undefined_variable::UndefinedVariable>(),
    RuleEntry::of::<variables::variable_value_in_package::VariableValueInPackage>(),
    RuleEntry::of::<variables::secret_in_variable::SecretInVariable>(),
    RuleEntry::of::<variables::environment_variable_type_mismatch::EnvironmentVariableTypeMismatch>(),
    RuleEntry::of::<variables::variable_without_value::VariableWithoutValue>(),
    RuleEntry::of::<variables::environment_url_in_variable::EnvironmentUrlInVariable>(),
    RuleEntry::of::<variables::duplicate_variables::DuplicateVariables>(),
    RuleEntry::of::<variables::variable_without_description::VariableWithoutDescription>(),
    RuleEntry::of::<variables::variable_foreign_prefix::VariableForeignPrefix>(),
    RuleEntry::of::<variables::unused_variable_definition::UnusedVariableDefinition>(),
    RuleEntry::of::<variables::variable_without_display_name::VariableWithoutDisplayName>(),
    // The solution as a whole.
    RuleEntry::of::<solutions::missing_dependency::MissingDependency>(),
    RuleEntry::of::<solutions::child_flow_missing::ChildFlowMissing>(),
    RuleEntry::of::<solutions::child_flow_cycle::ChildFlowCycle>(),
    RuleEntry::of::<solutions::child_flow_off::ChildFlowOff>(),
    RuleEntry::of::<solutions::child_flow_without_response::ChildFlowWithoutResponse>(),
    RuleEntry::of::<solutions::invoker_in_child_flow::InvokerInChildFlow>(),
    RuleEntry::of::<solutions::flow_turned_off::FlowTurnedOff>(),
    RuleEntry::of::<solutions::custom_connector_with_users::CustomConnectorWithUsers>(),
    RuleEntry::of::<solutions::default_publisher::DefaultPublisher>(),
    RuleEntry::of::<solutions::root_component_without_file::RootComponentWithoutFile>(),
    RuleEntry::of::<solutions::file_without_root_component::FileWithoutRootComponent>(),
    RuleEntry::of::<solutions::managed_as_source::ManagedAsSource>(),
    RuleEntry::of::<solutions::version_format::VersionFormat>(),
    RuleEntry::of::<solutions::foreign_component_prefix::ForeignComponentPrefix>(),
    RuleEntry::of::<solutions::whole_system_table::WholeSystemTable>(),
    RuleEntry::of::<solutions::duplicate_component::DuplicateComponent>(),
    RuleEntry::of::<solutions::version_not_raised::VersionNotRaised>(),
    RuleEntry::of::<solutions::removed_component::RemovedComponent>(),
    // What is wrong in a flow's definition.
    RuleEntry::of::<flows::unknown_action::UnknownAction>(),
    RuleEntry::of::<flows::unknown_variable::UnknownVariable>(),
    RuleEntry::of::<flows::variable_before_initialisation::VariableBeforeInitialisation>(),
    RuleEntry::of::<flows::variable_self_reference::VariableSelfReference>(),
    RuleEntry::of::<flows::variable_initialised_inside::VariableInitialisedInside>(),
    RuleEntry::of::<flows::variable_initialised_twice::VariableInitialisedTwice>(),
    RuleEntry::of::<flows::unknown_parameter::UnknownParameter>(),
    RuleEntry::of::<flows::item_outside_loop::ItemOutsideLoop>(),
    RuleEntry::of::<flows::action_not_run_before::ActionNotRunBefore>(),
    RuleEntry::of::<flows::unknown_run_after::UnknownRunAfter>(),
    RuleEntry::of::<flows::run_after_state::RunAfterState>(),
    RuleEntry::of::<flows::run_after_cycle::RunAfterCycle>(),
    RuleEntry::of::<flows::action_after_terminate::ActionAfterTerminate>(),
    RuleEntry::of::<flows::variable_type_mismatch::VariableTypeMismatch>(),
    RuleEntry::of::<flows::invalid_expression::InvalidExpression>(),
    RuleEntry::of::<flows::unknown_function::UnknownFunction>(),
    RuleEntry::of::<flows::wrong_argument_count::WrongArgumentCount>(),
    RuleEntry::of::<flows::duplicate_action_name::DuplicateActionName>(),
    RuleEntry::of::<flows::not_one_trigger::NotOneTrigger>(),
    RuleEntry::of::<flows::terminate_in_loop::TerminateInLoop>(),
    RuleEntry::of::<flows::response_in_loop::ResponseInLoop>(),
    RuleEntry::of::<flows::second_response::SecondResponse>(),
    RuleEntry::of::<flows::empty_condition::EmptyCondition>(),
    RuleEntry::of::<flows::unknown_action_type::UnknownActionType>(),
    RuleEntry::of::<flows::missing_action_field::MissingActionField>(),
    RuleEntry::of::<flows::too_many_actions::TooManyActions>(),
    RuleEntry::of::<flows::nested_too_deep::NestedTooDeep>(),
    RuleEntry::of::<flows::too_many_cases::TooManyCases>(),
    RuleEntry::of::<flows::too_many_variables::TooManyVariables>(),
    RuleEntry::of::<flows::action_name_too_long::ActionNameTooLong>(),
    RuleEntry::of::<flows::expression_too_long::ExpressionTooLong>(),
    RuleEntry::of::<flows::note_too_long::NoteTooLong>(),
    RuleEntry::of::<flows::setting_out_of_range::SettingOutOfRange>(),
    RuleEntry::of::<flows::unknown_trigger_field::UnknownTriggerField>(),
    RuleEntry::of::<flows::attachment_without_content::AttachmentWithoutContent>(),
    RuleEntry::of::<flows::action_name_case::ActionNameCase>(),
    RuleEntry::of::<flows::split_of_nothing::SplitOfNothing>(),
    RuleEntry::of::<flows::json_by_concat::JsonByConcat>(),
    RuleEntry::of::<flows::message_without_recipient::MessageWithoutRecipient>(),
    RuleEntry::of::<flows::note_names_no_action::NoteNamesNoAction>(),
    // What makes a flow fail, race, or run more often than it should.
    RuleEntry::of::<reliability::variable_race::VariableRace>(),
    RuleEntry::of::<reliability::no_error_handling::NoErrorHandling>(),
    RuleEntry::of::<reliability::static_result_enabled::StaticResultEnabled>(),
    RuleEntry::of::<reliability::retry_turned_off::RetryTurnedOff>(),
    RuleEntry::of::<reliability::retry_not_exponential::RetryNotExponential>(),
    RuleEntry::of::<reliability::http_without_retry::HttpWithoutRetry>(),
    RuleEntry::of::<reliability::trigger_concurrency::TriggerConcurrency>(),
    RuleEntry::of::<reliability::split_on_with_concurrency::SplitOnWithConcurrency>(),
    RuleEntry::of::<reliability::frequent_recurrence::FrequentRecurrence>(),
    RuleEntry::of::<reliability::silent_catch::SilentCatch>(),
    RuleEntry::of::<reliability::trigger_without_filtering_columns::TriggerWithoutFilteringColumns>(),
    RuleEntry::of::<reliability::trigger_without_condition::TriggerWithoutCondition>(),
    RuleEntry::of::<reliability::trigger_without_row_filter::TriggerWithoutRowFilter>(),
    RuleEntry::of::<reliability::late_response::LateResponse>(),
    RuleEntry::of::<reliability::response_missing_on_failure::ResponseMissingOnFailure>(),
    RuleEntry::of::<reliability::catch_covers_some::CatchCoversSome>(),
    RuleEntry::of::<reliability::unbounded_until::UnboundedUntil>(),
    RuleEntry::of::<reliability::long_wait::LongWait>(),
    RuleEntry::of::<reliability::status_not_checked::StatusNotChecked>(),
    RuleEntry::of::<reliability::recursive_trigger::RecursiveTrigger>(),
    RuleEntry::of::<reliability::delete_without_condition::DeleteWithoutCondition>(),
    // Secrets, open doors, injection.
    RuleEntry::of::<security::hardcoded_secret::HardcodedSecret>(),
    RuleEntry::of::<security::secret_parameter_default::SecretParameterDefault>(),
    RuleEntry::of::<security::literal_credential::LiteralCredential>(),
    RuleEntry::of::<security::secret_in_run_history::SecretInRunHistory>(),
    RuleEntry::of::<security::plain_http::PlainHttp>(),
    RuleEntry::of::<security::hardcoded_environment::HardcodedEnvironment>(),
    RuleEntry::of::<security::open_request_trigger::OpenRequestTrigger>(),
    RuleEntry::of::<security::injection_into_query::InjectionIntoQuery>(),
    RuleEntry::of::<security::mail_address_in_flow::MailAddressInFlow>(),
    RuleEntry::of::<security::invoker_token_in_action::InvokerTokenInAction>(),
    RuleEntry::of::<security::connector_combination::ConnectorCombination>(),
    RuleEntry::of::<security::identifier_in_flow::IdentifierInFlow>(),
    // What makes a flow slow or costly.
    RuleEntry::of::<performance::list_without_filter::ListWithoutFilter>(),
    RuleEntry::of::<performance::list_without_columns::ListWithoutColumns>(),
    RuleEntry::of::<performance::list_without_limit::ListWithoutLimit>(),
    RuleEntry::of::<performance::constant_variable::ConstantVariable>(),
    RuleEntry::of::<performance::nested_loops::NestedLoops>(),
    RuleEntry::of::<performance::append_in_loop::AppendInLoop>(),
    RuleEntry::of::<performance::connector_call_in_loop::ConnectorCallInLoop>(),
    RuleEntry::of::<performance::sequential_loop::SequentialLoop>(),
    RuleEntry::of::<performance::list_filtered_afterwards::ListFilteredAfterwards>(),
    RuleEntry::of::<performance::many_serial_variables::ManySerialVariables>(),
    RuleEntry::of::<performance::large_flow_without_scope::LargeFlowWithoutScope>(),
    RuleEntry::of::<performance::complex_flow::ComplexFlow>(),
    RuleEntry::of::<performance::heavy_switch::HeavySwitch>(),
    RuleEntry::of::<performance::unused_output::UnusedOutput>(),
    // Names and descriptions.
    RuleEntry::of::<naming::unused_flow_variable::UnusedFlowVariable>(),
    RuleEntry::of::<naming::action_name_space::ActionNameSpace>(),
    RuleEntry::of::<naming::copied_flow_name::CopiedFlowName>(),
    RuleEntry::of::<naming::test_flow_name::TestFlowName>(),
    RuleEntry::of::<naming::default_action_name::DefaultActionName>(),
    RuleEntry::of::<naming::generic_trigger_name::GenericTriggerName>(),
    RuleEntry::of::<naming::action_name_pattern::ActionNamePattern>(),
    RuleEntry::of::<naming::variable_name_pattern::VariableNamePattern>(),
    RuleEntry::of::<naming::flow_name_pattern::FlowNamePattern>(),
    RuleEntry::of::<naming::placeholder_text::PlaceholderText>(),
    RuleEntry::of::<naming::flow_without_description::FlowWithoutDescription>(),
    RuleEntry::of::<naming::action_without_note::ActionWithoutNote>(),
    RuleEntry::of::<naming::duplicate_flows::DuplicateFlows>(),
    // Canvas apps.
    RuleEntry::of::<apps::app_checker_finding::AppCheckerFinding>(),
    RuleEntry::of::<apps::app_checker_advice::AppCheckerAdvice>(),
    RuleEntry::of::<apps::app_connection_without_reference::AppConnectionWithoutReference>(),
    // Custom connectors.
    RuleEntry::of::<connectors::connector_definition_invalid::ConnectorDefinitionInvalid>(),
    RuleEntry::of::<connectors::connector_parameters_invalid::ConnectorParametersInvalid>(),
    RuleEntry::of::<connectors::duplicate_operation_id::DuplicateOperationId>(),
    RuleEntry::of::<connectors::connector_plain_http::ConnectorPlainHttp>(),
    RuleEntry::of::<connectors::connector_development_host::ConnectorDevelopmentHost>(),
    RuleEntry::of::<connectors::secret_in_connector::SecretInConnector>(),
    RuleEntry::of::<connectors::connector_without_title::ConnectorWithoutTitle>(),
    RuleEntry::of::<connectors::connector_without_security::ConnectorWithoutSecurity>(),
    RuleEntry::of::<connectors::operation_without_summary::OperationWithoutSummary>(),
    RuleEntry::of::<connectors::connector_default_colour::ConnectorDefaultColour>(),
    // Agents.
    // Desktop flows.
    // Data policies.
    RuleEntry::of::<policies::connector_blocked_by_policy::ConnectorBlockedByPolicy>(),
    RuleEntry::of::<policies::connector_groups_mixed::ConnectorGroupsMixed>(),
    RuleEntry::of::<policies::banned_connector::BannedConnector>(),
    RuleEntry::of::<policies::premium_connector::PremiumConnector>(),
    // Packages as such.
    RuleEntry::of::<packages::malformed_xml::MalformedXml>(),
    RuleEntry::of::<packages::malformed_json::MalformedJson>(),
    RuleEntry::of::<packages::malformed_yaml::MalformedYaml>(),
    RuleEntry::of::<packages::malformed_text::MalformedText>(),
    RuleEntry::of::<packages::duplicate_key::DuplicateKey>(),
    RuleEntry::of::<packages::unreadable_entry::UnreadableEntry>(),
    RuleEntry::of::<packages::missing_file::MissingFile>(),
    RuleEntry::of::<packages::missing_manifest::MissingManifest>(),
    RuleEntry::of::<packages::limit_exceeded::LimitExceeded>(),
    RuleEntry::of::<packages::account_in_package::AccountInPackage>(),
    // The decisions not to hear of something. The engine alone knows which of them were of use.
    engine::stale_ignore_entry(),
    engine::expired_ignore_entry(),
    engine::invalid_ignore_entry(),
    engine::stale_baseline_entry(),
];
