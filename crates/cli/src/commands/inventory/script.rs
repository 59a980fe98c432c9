//! `powerlint inventory script`: a script that exports what powerlint wants to know.

use crate::{
    args::{Screen, ScriptArgs, Shell},
    commands::{fail, print},
    errors::Trouble,
};

const BASH: &str = include_str!("script/export.sh");
const POWERSHELL: &str = include_str!("script/export.ps1");

pub(crate) fn run(args: &ScriptArgs, screen: &Screen) -> u8 {
    match script(args) {
        Ok(text) => print(screen, &text),
        Err(trouble) => fail(screen, &[trouble]),
    }
}

/// The script, with what was given filled in. What was not given is left to fill in; the script says so and stops.
fn script(args: &ScriptArgs) -> Result<String, Trouble> {
    let environment = args.environment_id.as_deref().map(environment).transpose()?.unwrap_or_default();
    let url = args.url.as_deref().map(url).transpose()?.unwrap_or_default();
    let folder = folder(&args.folder)?;
    let (template, folder) = match args.shell {
        Shell::Bash => (BASH, folder.replace('\'', r"'\''")),
        Shell::Powershell => (POWERSHELL, folder.replace('\'', "''")),
    };
    let script = template.replace("@ENVIRONMENT@", &environment).replace("@URL@", &url).replace("@FOLDER@", &folder);
    Ok(match args.shell {
        Shell::Bash => script,
        // Windows PowerShell takes either; editors on Windows like these.
        Shell::Powershell => script.replace('\n', "\r\n"),
    })
}

/// An environment's id: a GUID, or `Default-` and the tenant's. Nothing else can go into the script.
fn environment(id: &str) -> Result<String, Trouble> {
    let guid = id.strip_prefix("Default-").or_else(|| id.strip_prefix("default-")).unwrap_or(id);
    let groups: Vec<&str> = guid.split('-').collect();
    let is_guid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if is_guid {
        return Ok(id.to_owned());
    }
    Err(Trouble::new(format!("{id} is not the id of an environment"))
        .help("it is a GUID, or Default- and a GUID: make.powerapps.com, Settings, Session details, Environment ID"))
}

/// The address of an environment's Dataverse: https and a host. Nothing else can go into the script.
fn url(address: &str) -> Result<String, Trouble> {
    let host = address.strip_prefix("https://").map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    let is_host = |host: &str| {
        host.contains('.')
            && host.split('.').all(|label| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
    };
    match host.filter(|host| is_host(host)) {
        Some(host) => Ok(format!("https://{host}")),
        None => Err(Trouble::new(format!("{address} is not the address of an environment's Dataverse"))
            .help("it looks like https://contoso.crm4.dynamics.com: Power Platform admin center, Environments, Environment URL")),
    }
}

/// A folder's name: anything that fits on a line.
fn folder(name: &str) -> Result<&str, Trouble> {
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Trouble::new("the folder must have a name, on one line"));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn args(shell: Shell, environment_id: &str, url: &str, folder: &str) -> ScriptArgs {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ScriptArgs { shell, environment_id: given(environment_id), url: given(url), folder: folder.to_owned() }
    }

    #[test]
    fn what_was_given_is_filled_in_and_nothing_stays_open() {
        for (shell, begin) in [(Shell::Bash, "\n"), (Shell::Powershell, "\n$")] {
            let id = "Default-aaaa0000-0000-0000-0000-000000000001";
            let text = script(&args(shell, id, "https://contoso.crm4.dynamics.com/", "in ada's folder")).unwrap();
            assert!(!text.contains("@ENVIRONMENT@") && !text.contains("@URL@") && !text.contains("@FOLDER@"));
            let says = |line: &str| assert!(text.contains(&format!("{begin}{line}")), "{line}");
            let equals = if shell == Shell::Bash { "=" } else { " = " };
            says(&format!("environment{equals}'{id}'"));
            says(&format!("url{equals}'https://contoso.crm4.dynamics.com'"));
            let quoted = if shell == Shell::Bash { r"'in ada'\''s folder'" } else { "'in ada''s folder'" };
            says(&format!("folder{equals}{quoted}"));
        }
    }

    #[test]
    fn nothing_else_gets_into_a_script() {
        for id in ["", "'; rm -rf ~; '", "aaaa0000-0000-0000-0000-000000000001\n", "$(id)", "Default-", "contoso"] {
            assert!(environment(id).is_err(), "{id}");
        }
        for address in [
            "http://contoso.crm4.dynamics.com",
            "https://contoso.crm4.dynamics.com/'; id; '",
            "https://$(id).example",
            "https://contoso",
            "https://a..b",
            "https://contoso.crm4.dynamics.com\n",
            "https://ada:secret@contoso.crm4.dynamics.com",
        ] {
            assert!(url(address).is_err(), "{address}");
        }
        assert!(folder("a\nb").is_err() && folder("").is_err());
    }

    #[test]
    fn the_scripts_only_read() {
        for text in [BASH, POWERSHELL] {
            for word in ["POST", "PATCH", "DELETE", "--data", "-Body", "--request", "testLinks"] {
                assert!(!text.contains(word), "{word}");
            }
        }
    }
}
