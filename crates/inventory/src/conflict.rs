//! What two sources say of one thing: whether it is the same, and what follows where it is not.

use crate::principals::Principals;
use crate::read::fold_id;
use crate::{Auth, Fact, Input, InputKind, JoinOptions, Lookup, PrincipalKind, Role, Source, Status, Table, Who};

/// Two sources that do not say the same: the fact is unknown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The table that the fact belongs to.
    pub table: Table,
    /// Whose fact it is: a logical name, the id of a connection or flow, or how a principal is named to people.
    pub subject: String,
    /// Which fact.
    pub fact: &'static str,
    /// What one source says.
    pub first: Source,
    /// What the other says.
    pub second: Source,
    /// What the first says, in words.
    pub first_says: String,
    /// What the second says, in words.
    pub second_says: String,
    /// They contradict each other for certain. Otherwise they may be two ways to write one thing, or of two days.
    pub certain: bool,
}

/// How two statements relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Agreement {
    /// They cannot both be true.
    Contradict,
    /// They may be two ways to write one thing.
    Unclear,
    /// They say the same.
    Same,
}

/// What is known of the sources while they are joined.
pub(crate) struct Judge<'j> {
    pub(crate) principals: &'j Principals,
    pub(crate) options: &'j JoinOptions,
    pub(crate) inputs: &'j [Input],
}

impl Judge<'_> {
    fn input(&self, source: Source) -> Option<&Input> {
        self.inputs.get(source.input.0 as usize)
    }

    /// What the file of a source was recognised as.
    pub(crate) fn kind(&self, source: Source) -> Option<InputKind> {
        self.input(source).map(|input| input.kind)
    }

    /// The day that a source says it is of.
    pub(crate) fn day(&self, source: Source) -> Option<&str> {
        self.input(source)?.date.as_deref()?.get(..10)
    }

    /// Whether two sources are of different days, so that both may have been true.
    pub(crate) fn of_two_days(&self, one: Source, other: Source) -> bool {
        matches!((self.day(one), self.day(other)), (Some(one), Some(other)) if one != other)
    }

    /// How somebody is named to people.
    pub(crate) fn label(&self, who: &Who) -> String {
        let identity = self.principals.identify(who, &self.options.service_accounts);
        match identity.kind {
            Lookup::Known(PrincipalKind::Tenant) => "everybody in the tenant".to_owned(),
            _ => identity.label,
        }
    }

    /// Whether two mentions are of the same principal.
    pub(crate) fn same_who(&self, one: &Who, other: &Who) -> bool {
        let key = |who| self.principals.identify(who, &self.options.service_accounts).key;
        key(one) == key(other)
    }

    /// Two principals. Accounts prove that there are two only where one kind of file states both: elsewhere one may be an
    /// e-mail address and the other a user principal name.
    pub(crate) fn who(&self, (one, at): (&Who, Source), (other, other_at): (&Who, Source)) -> Agreement {
        if self.same_who(one, other) {
            return Agreement::Same;
        }
        let comparable = self.kind(at) == self.kind(other_at);
        let differ = self.principals.differ_by_ids(one, other) == Some(true)
            || (comparable && self.principals.differ(one, other));
        if differ { Agreement::Contradict } else { Agreement::Unclear }
    }

    /// Two owners.
    pub(crate) fn owners(&self, one: &Fact<Who>, other: &Fact<Who>) -> Agreement {
        self.who((&one.value, one.source), (&other.value, other.source))
    }

    /// Two accounts that a connection is signed in with.
    pub(crate) fn accounts(&self, one: &Fact<String>, other: &Fact<String>) -> Agreement {
        if texts(one, other) == Agreement::Same {
            return Agreement::Same;
        }
        let [who, other_who] = [one, other].map(|fact| Who { upn: Some(fact.value.as_str().into()), ..Who::default() });
        self.who((&who, one.source), (&other_who, other.source))
    }

    /// Two connectors: names, with or without their path and prefix, or names for people. Only two that the table knows are
    /// two for certain; others have several names.
    pub(crate) fn connectors(&self, one: &Fact<String>, other: &Fact<String>) -> Agreement {
        let names = [one, other].map(|fact| {
            let last = fact.value.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            last.to_lowercase()
        });
        let [bare, other_bare] = names.each_ref().map(|name| name.strip_prefix("shared_").unwrap_or(name));
        let [row, other_row] = names.each_ref().map(|name| self.options.connectors.get(name));
        let label = |name: &String, row: Option<&crate::Connector>| {
            row.is_some_and(|row| row.display_name.eq_ignore_ascii_case(name))
        };
        if bare == other_bare || label(&names[0], other_row) || label(&names[1], row) {
            Agreement::Same
        } else if row.is_some() && other_row.is_some() {
            Agreement::Contradict
        } else {
            Agreement::Unclear
        }
    }
}

/// Two words, compared without regard to case.
pub(crate) fn texts(one: &Fact<String>, other: &Fact<String>) -> Agreement {
    let same = one.value.trim().to_lowercase() == other.value.trim().to_lowercase();
    if same { Agreement::Same } else { Agreement::Contradict }
}

/// Two ids of connections: with or without their path and dashes.
pub(crate) fn ids(one: &str, other: &str) -> Agreement {
    let bare = |id: &str| fold_id(id.trim().rsplit('/').next().unwrap_or_default()).replace('-', "");
    if bare(one) == bare(other) { Agreement::Same } else { Agreement::Contradict }
}

/// What is said, for people.
pub(crate) trait Words {
    fn words(&self, judge: &Judge<'_>) -> String;
}

impl Words for String {
    fn words(&self, _: &Judge<'_>) -> String {
        self.trim().to_owned()
    }
}

impl Words for Who {
    fn words(&self, judge: &Judge<'_>) -> String {
        judge.label(self)
    }
}

impl Words for Status {
    fn words(&self, _: &Judge<'_>) -> String {
        self.word.clone()
    }
}

impl Words for Auth {
    fn words(&self, _: &Judge<'_>) -> String {
        let word = match self {
            Self::ServicePrincipal => "service-principal",
            Self::Certificate => "certificate",
            Self::User => "user",
            Self::Key => "key",
            Self::None => "none",
        };
        word.to_owned()
    }
}

/// The kind of a principal, for people.
pub(crate) fn kind_in_words(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::Person => "a person",
        PrincipalKind::ServiceAccount => "a service account",
        PrincipalKind::ServicePrincipal => "a service principal",
        PrincipalKind::Team => "a team",
        PrincipalKind::Group => "a group",
        PrincipalKind::Tenant => "the tenant",
    }
}

/// A role, by its name.
pub(crate) fn role_in_words(role: Role) -> &'static str {
    match role {
        Role::CanView => "CanView",
        Role::CanViewWithShare => "CanViewWithShare",
        Role::CanEdit => "CanEdit",
        Role::Owner => "Owner",
    }
}
