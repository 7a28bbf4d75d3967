//! Linker flags of a Python extension module, which macOS needs when cargo is called without maturin.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
