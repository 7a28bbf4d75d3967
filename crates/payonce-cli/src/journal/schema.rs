//! `payonce journal schema`: the table for a migration.

use payonce_core::journal::statements;

/// Print the table of the journal, for your own migrations.
#[derive(clap::Args)]
pub(crate) struct Schema {
    /// The database.
    #[arg(long, value_enum)]
    dialect: Dialect,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Dialect {
    Sqlite,
    Postgres,
}

impl Schema {
    pub(super) fn run(&self) -> String {
        match self.dialect {
            Dialect::Sqlite => statements::SQLITE_SCHEMA.to_owned(),
            Dialect::Postgres => statements::POSTGRES_SCHEMA.to_owned(),
        }
    }
}
