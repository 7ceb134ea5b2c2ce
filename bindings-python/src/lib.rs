//! The Python extension: one function over text. The package `meta_core` around it gives every
//! operation a function with keyword arguments; JSON text crosses the border because it keeps the
//! bytes of reports.

use pyo3::prelude::*;

#[pymodule]
mod _native {
    use pyo3::exceptions::{PyRuntimeError, PyValueError};
    use pyo3::prelude::*;

    /// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON text.
    ///
    /// Raises an error with what is wrong as JSON text. Other Python threads run meanwhile.
    #[pyfunction]
    fn call_text(py: Python<'_>, name: &str, text: &str) -> PyResult<String> {
        // A panic must not tear the host down: it becomes an error like any other.
        let answer = py.detach(|| std::panic::catch_unwind(|| meta_core::call(name, text)));
        match answer {
            Ok(Ok(report)) => Ok(report),
            Ok(Err(error)) => Err(PyValueError::new_err(error.to_json().to_string())),
            Err(_) => Err(PyRuntimeError::new_err("meta-core failed; please report this")),
        }
    }

    /// Returns the version of the library.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
