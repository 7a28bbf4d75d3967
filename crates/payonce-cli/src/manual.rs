//! `payonce completions` and `payonce man`: the command line itself, for shells and for `man`.

use clap_complete::Shell;

use payonce_core::explain::suggest::did_you_mean;

use crate::failure::Failure;
use crate::output::print;

/// Print a completion script for a shell.
///
/// For bash: payonce completions bash > ~/.local/share/bash-completion/completions/payonce
#[derive(clap::Args)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, mut command: clap::Command) -> Result<(), Failure> {
        let name = command.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        print(&script)
    }
}

/// Print the manual page of the command, or of one of its commands.
///
/// To read it at once: payonce man | man -l -
#[derive(clap::Args)]
pub(crate) struct Manual {
    /// A command, such as explain.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Manual {
    pub(crate) fn run(&self, mut command: clap::Command) -> Result<(), Failure> {
        command.build();
        let chosen = match &self.command {
            None => command,
            Some(name) => {
                let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
                let hint = did_you_mean(name, known.iter().copied());
                let unknown = || {
                    Failure::Usage(format!(
                        "there is no command {name:?}{hint}; there are {}",
                        known.join(", ")
                    ))
                };
                command.find_subcommand(name).cloned().ok_or_else(unknown)?
            }
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(chosen).render(&mut page)?;
        print(&page)
    }
}
