//! Turns the compiled wasm module into JavaScript glue and types for every runtime that has `fetch`.
//!
//! Usage: `wasm-bindgen-runner <module.wasm> <output directory> <name>`.

mod embedding;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

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
        // Each entry point knows where the module is. A path in the glue would be one that bundlers try to resolve.
        .omit_default_module_path(true)
        .out_name(&name)
        // The names of functions would be a tenth of what a browser has to load.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&output)
        .with_context(|| format!("generate the glue for {} into {}", module.display(), output.display()))?;

    let glue = output.join(format!("{name}.js"));
    let generated = read_text(&glue)?;
    // The entry points start the module themselves. A default export would differ between `import` and `require`.
    let exports = generated.replace("export { initSync, __wbg_init as default };", "export { initSync };");
    ensure!(exports != generated, "the glue no longer ends with the exports that this program replaces");
    write(&glue, &format!("{OWN_CODECS}{exports}"))?;
    let types = output.join(format!("{name}.d.ts"));
    let declared = read_text(&types)?.replace("export default function", "declare function");
    write(&types, &declared)?;
    let bytes = output.join(format!("{name}_bg.wasm"));
    let bytes = fs::read(&bytes).with_context(|| format!("read {}", bytes.display()))?;
    write(&output.join("embedded.js"), &embedding::javascript(&bytes))?;
    write(&output.join("embedded.d.ts"), embedding::TYPES)
}

/// Some environments, such as Jest's jsdom, have no global `TextDecoder`.
const OWN_CODECS: &str = "import { TextDecoder, TextEncoder } from \"../text_codecs.js\";\n";

fn read_text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("write {}", path.display()))
}
