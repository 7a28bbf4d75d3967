//! What a provider file may contain, and generated code may not.
//!
//! A file is data, and its texts become names, strings and comments of code that runs. What could end a comment or a string early
//! is refused here, for all languages.

use anyhow::bail;
use payonce_core::Provider;
use payonce_core::spec::types::FieldType;

/// Refuses a file whose texts cannot be written into code.
pub(crate) fn check(provider: Provider) -> anyhow::Result<()> {
    let spec = provider.spec();
    if crate::is_built_in(provider) {
        bail!("the file extends {provider}, which has a typed client already; use that one");
    }
    if spec.operations.is_empty() {
        bail!("the file declares no operations, so a client would have no methods");
    }
    line("title", provider.title())?;
    text("about", provider.doc())?;
    spec.base_url_env.iter().try_for_each(|name| variable("base_url_env", name))?;
    for option in spec.options {
        text(option.name, option.doc)?;
        option.env.iter().try_for_each(|name| variable(option.name, name))?;
        option.choices.iter().try_for_each(|choice| word(option.name, choice))?;
    }
    for operation in spec.operations {
        text(operation.name, operation.doc.text())?;
        text(operation.name, operation.path)?;
        text(operation.name, operation.source.text())?;
        for param in operation.params {
            text(param.name, param.doc.text())?;
            ty(param.name, &param.ty)?;
        }
    }
    for model in spec.models {
        text(model.name, model.doc.text())?;
        for field in model.fields {
            if !is_name(field.name) {
                bail!(
                    "{}.{}: a field of a typed object must be letters, digits and `_`",
                    model.name,
                    field.name
                );
            }
            text(field.name, field.doc.text())?;
            ty(field.name, &field.ty)?;
        }
        if let Some(state) = model.state {
            word(model.name, state.field)?;
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn ty(of: &str, ty: &FieldType) -> anyhow::Result<()> {
    match ty {
        FieldType::List(item) | FieldType::Map(item) => self::ty(of, item),
        FieldType::Enum(values) => values.iter().try_for_each(|value| word(of, value)),
        _ => Ok(()),
    }
}

/// The name of an environment variable, which is a part of documentation and of examples.
fn variable(of: &str, name: &str) -> anyhow::Result<()> {
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        bail!("{of}: {name:?} is not the name of an environment variable");
    }
    Ok(())
}

/// A string of code.
fn word(of: &str, word: &str) -> anyhow::Result<()> {
    if word.contains(['"', '\\', '{', '}']) || word.chars().any(char::is_control) {
        bail!("{of}: {word:?} has a character that a string in generated code cannot have");
    }
    Ok(())
}

/// A comment of one line.
fn line(of: &str, line: &str) -> anyhow::Result<()> {
    if line.contains('\\') || line.chars().any(char::is_control) {
        bail!("{of}: must be one line without backslashes");
    }
    text(of, line)
}

/// A comment.
fn text(of: &str, text: &str) -> anyhow::Result<()> {
    let is_control = |c: char| c.is_control() && c != '\n';
    if text.contains("\"\"\"") || text.contains("*/") || text.chars().any(is_control) {
        bail!(
            "{of}: its text has \"\"\", */ or a control character, which would end a comment in generated code"
        );
    }
    Ok(())
}
