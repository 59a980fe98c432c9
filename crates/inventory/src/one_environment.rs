//! One environment at a time: ids belong to one, and facts of two are never joined.

use crate::{Facts, Input};

/// Files that cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Two files speak of two environments.
    #[error("{first_path} is about environment {first} and {second_path} about {second}")]
    TwoEnvironments {
        /// The first file.
        first_path: String,
        /// Its environment.
        first: String,
        /// The other file.
        second_path: String,
        /// Its environment.
        second: String,
    },
}

/// All files must be about one environment. Ids are compared with ids, and hosts with hosts.
pub(crate) fn check(inputs: &[Input], facts: &[Facts]) -> Result<(), JoinError> {
    for names in [|facts: &Facts| facts.environments.clone(), |facts: &Facts| facts.hosts.clone()] {
        let mut first: Option<(String, String)> = None;
        for file in facts {
            for name in names(file) {
                let path = path_of(inputs, file);
                match &first {
                    None => first = Some((path, name)),
                    Some((_, known)) if *known == name => {}
                    Some((first_path, known)) => {
                        return Err(JoinError::TwoEnvironments {
                            first_path: first_path.clone(),
                            first: known.clone(),
                            second_path: path,
                            second: name,
                        });
                    }
                }
            }
        }
    }
    Ok(())
}

/// The path of the file that facts came from.
fn path_of(inputs: &[Input], facts: &Facts) -> String {
    facts.input.and_then(|id| inputs.get(id.0 as usize)).map(|input| input.path.clone()).unwrap_or_default()
}
