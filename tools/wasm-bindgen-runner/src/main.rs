//! Turns the compiled wasm module into JavaScript glue and types for every runtime that has `fetch`.
//!
//! Usage: `wasm-bindgen-runner <module.wasm> <output directory> <name>`.

use std::path::PathBuf;

use anyhow::Context as _;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let usage = "usage: wasm-bindgen-runner <module.wasm> <output directory> <name>";
    let module = PathBuf::from(arguments.next().context(usage)?);
    let output = PathBuf::from(arguments.next().context(usage)?);
    let name = arguments.next().context(usage)?.into_string().ok().context(usage)?;

    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&module)
        // One module serves browsers, Deno and edge runtimes: `web` leaves it to the entry point how the bytes arrive.
        .web(true)?
        .typescript(true)
        // A browser has no use for the names of the functions, nor for those of the compilers.
        .remove_name_section(true)
        .remove_producers_section(true)
        // Without a path given, the glue looks for the module beside itself, which browsers and bundlers resolve alike.
        .omit_default_module_path(false)
        .out_name(&name)
        // The names of functions would be a tenth of what a browser has to load.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&output)
        .with_context(|| format!("generate the glue for {} into {}", module.display(), output.display()))
}
