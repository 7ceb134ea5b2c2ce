//! The Python extension: one function over text. The package `meta_core` around it gives every
//! operation a function with keyword arguments; JSON text crosses the border because it keeps the
//! bytes of reports.

mod text;

use pyo3::prelude::*;

/// A check makes millions of small values; this takes a quarter off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pymodule]
mod _native {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::LazyLock;
    use std::time::Instant;

    use meta_core::operations;
    use meta_rules::{Clock, operations as rules};
    use pyo3::exceptions::{PyRuntimeError, PyValueError};
    use pyo3::prelude::*;

    /// Runs the operation `name` on a mapping, or on JSON or YAML text, and returns its report as JSON text.
    ///
    /// Raises an error with what is wrong as JSON text. Other Python threads run meanwhile.
    #[pyfunction]
    fn call_text(py: Python<'_>, name: &str, input: &Bound<'_, PyAny>) -> PyResult<String> {
        let text = text_of(input)?;
        guarded(py, || meta_rules::call(name, text))
    }

    fn text_of(input: &Bound<'_, PyAny>) -> PyResult<String> {
        crate::text::of(input).map_err(|error| raised(&error))
    }

    fn raised(error: &meta_core::Error) -> PyErr {
        PyValueError::new_err(error.to_json().to_string())
    }

    /// Something that is prepared once and asked often, such as a graph.
    #[pyclass(frozen)]
    struct Prepared(operations::Prepared);

    #[pymethods]
    impl Prepared {
        /// Prepares the handle `name` from a mapping, or from JSON or YAML text.
        #[new]
        fn new(py: Python<'_>, name: &str, input: &Bound<'_, PyAny>) -> PyResult<Self> {
            let text = text_of(input)?;
            guarded(py, || rules::open(name, &text)).map(Self)
        }

        /// Asks the question `method`, and returns its report as JSON text.
        fn call_text(
            &self,
            py: Python<'_>,
            method: &str,
            input: &Bound<'_, PyAny>,
        ) -> PyResult<String> {
            let text = text_of(input)?;
            guarded(py, || self.0.call(method, &text))
        }

        /// Asks the question `method` with another handle at its side.
        fn call_text_with(
            &self,
            py: Python<'_>,
            method: &str,
            other: &Self,
            input: &Bound<'_, PyAny>,
        ) -> PyResult<String> {
            let text = text_of(input)?;
            guarded(py, || self.0.call_with(method, &other.0, &text))
        }
    }

    /// The clock that the library is lent: it has none of its own.
    static CLOCK: LazyLock<Clock> = LazyLock::new(|| {
        #[expect(clippy::disallowed_methods, reason = "the host knows the time")]
        let start = Instant::now();
        Clock::new(move || start.elapsed().as_secs_f64() * 1_000.0)
    });

    /// Answers with the interpreter free for other threads. A panic must not tear the host down: it
    /// becomes an error like any other.
    fn guarded<T: Send>(
        py: Python<'_>,
        answer: impl FnOnce() -> meta_core::Result<T> + Send,
    ) -> PyResult<T> {
        let lent = || meta_rules::with_clock(&CLOCK, answer);
        match py.detach(|| catch_unwind(AssertUnwindSafe(lent))) {
            Ok(Ok(report)) => Ok(report),
            Ok(Err(error)) => Err(raised(&error)),
            Err(_) => Err(PyRuntimeError::new_err("meta-core failed; please report this")),
        }
    }

    /// Returns the version of the library.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
