//! `powerlint man`: the manual pages.

use std::{fs, io};

use clap::CommandFactory as _;

use super::{fail, print};
use crate::{
    args::{Cli, ManArgs, Screen},
    errors::Trouble,
};

pub(crate) fn run(args: &ManArgs, screen: &Screen) -> u8 {
    let Some(folder) = &args.output else {
        let mut page = Vec::new();
        return match clap_mangen::Man::new(Cli::command()).render(&mut page) {
            Ok(()) => print(screen, &String::from_utf8_lossy(&page)),
            Err(error) => fail(screen, &[Trouble::new(format!("cannot write the page: {error}"))]),
        };
    };
    let write = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        clap_mangen::generate_to(Cli::command(), folder)
    };
    match write() {
        Ok(()) => 0,
        Err(error) => {
            let trouble = Trouble::new(format!("cannot write the pages: {error}"));
            fail(screen, &[Trouble { path: Some(folder.display().to_string()), ..trouble }])
        }
    }
}
