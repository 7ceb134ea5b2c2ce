//! From Python values to the text that the library reads. Text and bytes pass as they are; anything else becomes JSON
//! by exact types: a boolean is no number, numbers are finite, keys are texts.

use meta_core::document::pointer;
use meta_core::error::{Error, Result};
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView,
    PyString, PyTuple,
};

/// Values inside values that are looked at. The library refuses less; what lies deeper changes no answer.
const DEEPEST: usize = 128;

/// Returns the text of a call.
pub(crate) fn of(input: &Bound<'_, PyAny>) -> Result<String> {
    if let Some(text) = text(input, "")? {
        return Ok(text);
    }
    let mut writer = Writer { out: String::new(), inside: Vec::new(), path: Vec::new() };
    let arguments = input.cast::<PyMapping>().map_err(|_| writer.formless(input))?;
    writer.object(arguments.as_any(), true)?;
    Ok(writer.out)
}

/// Returns what a text or bytes say; none of anything else.
fn text(value: &Bound<'_, PyAny>, path: &str) -> Result<Option<String>> {
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str().map_err(|_| Error::invalid(path, "the text has half a character"));
        return text.map(|text| Some(text.to_owned()));
    }
    let bytes = if let Ok(bytes) = value.cast::<PyBytes>() {
        bytes.as_bytes().to_vec()
    } else if let Ok(bytes) = value.cast::<PyByteArray>() {
        bytes.to_vec()
    } else if value.is_instance_of::<PyMemoryView>() {
        let bytes = value.call_method0("tobytes").and_then(|bytes| bytes.extract::<Vec<u8>>());
        bytes.map_err(|error| Error::invalid(path, error.to_string()))?
    } else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes);
    text.map(Some).map_err(|_| Error::invalid(path, "the bytes are not UTF-8"))
}

struct Writer {
    out: String,
    /// The containers around, to notice one that contains itself.
    inside: Vec<usize>,
    path: Vec<String>,
}

impl Writer {
    fn path(&self) -> String {
        self.path.iter().fold(String::new(), |path, key| pointer::push(&path, key))
    }

    fn invalid(&self, message: impl Into<String>) -> Error {
        Error::invalid(self.path(), message)
    }

    fn formless(&self, value: &Bound<'_, PyAny>) -> Error {
        let name = value.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
        self.invalid(format!("a value of type `{name}` has no JSON form"))
    }

    fn value(&mut self, value: &Bound<'_, PyAny>) -> Result<()> {
        if value.is_none() {
            self.out.push_str("null");
        } else if let Ok(flag) = value.cast::<PyBool>() {
            // Before whole numbers, which booleans are for Python.
            self.out.push_str(if flag.is_true() { "true" } else { "false" });
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.whole(number)?;
        } else if let Ok(number) = value.cast::<PyFloat>() {
            let number = serde_json::Number::from_f64(number.value());
            let number = number.ok_or_else(|| self.invalid("the number is not finite"))?;
            self.out.push_str(&number.to_string());
        } else if let Some(text) = text(value, &self.path())? {
            self.text(&text);
        } else if value.cast::<PyDict>().is_ok()
            || value.cast::<PyMapping>().is_ok_and(|_| !is_list(value))
        {
            self.within(value, |writer| writer.object(value, false))?;
        } else if is_list(value) {
            self.within(value, |writer| writer.array(value))?;
        } else {
            return Err(self.formless(value));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&serde_json::Value::from(text).to_string());
    }

    fn whole(&mut self, number: &Bound<'_, PyInt>) -> Result<()> {
        if let Ok(number) = number.extract::<i64>() {
            self.out.push_str(&number.to_string());
            return Ok(());
        }
        // Not `str`, which names of enumerations go by.
        let digits = number.py().get_type::<PyInt>().call_method1("__repr__", (number,));
        let digits = digits.map_err(|error| self.invalid(error.to_string()))?;
        self.out.push_str(&digits.to_string());
        Ok(())
    }

    /// Writes a container, unless it is deeper than the library reads.
    fn within(
        &mut self,
        value: &Bound<'_, PyAny>,
        write: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let own = value.as_ptr().addr();
        if self.inside.contains(&own) {
            return Err(self.invalid("the value contains itself"));
        }
        if self.inside.len() >= DEEPEST {
            self.out.push_str("null");
            return Ok(());
        }
        self.inside.push(own);
        write(self)?;
        self.inside.pop();
        Ok(())
    }

    fn array(&mut self, list: &Bound<'_, PyAny>) -> Result<()> {
        self.out.push('[');
        for (index, item) in self.each(list.try_iter())?.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.path.push(index.to_string());
            let item = item.map_err(|error| self.invalid(error.to_string()))?;
            self.value(&item)?;
            self.path.pop();
        }
        self.out.push(']');
        Ok(())
    }

    /// Writes the members of a mapping; arguments that are None count as absent.
    fn object(&mut self, members: &Bound<'_, PyAny>, is_call: bool) -> Result<()> {
        let items = members.call_method0("items").and_then(|items| items.try_iter());
        self.out.push('{');
        let mut is_first = true;
        for item in self.each(items)? {
            let pair = item.and_then(|item| item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>());
            let (key, value) = pair.map_err(|error| self.invalid(error.to_string()))?;
            if is_call && value.is_none() {
                continue;
            }
            let name = key.cast::<PyString>().map_err(|_| {
                let shown = key.repr().map_or_else(|_| "?".to_owned(), |shown| shown.to_string());
                self.invalid(format!("the key {shown} is no text"))
            })?;
            let name = text(name.as_any(), &self.path())?.unwrap_or_default();
            if !is_first {
                self.out.push(',');
            }
            is_first = false;
            self.text(&name);
            self.out.push(':');
            self.path.push(name);
            self.value(&value)?;
            self.path.pop();
        }
        self.out.push('}');
        Ok(())
    }

    fn each<T>(&self, items: PyResult<T>) -> Result<T> {
        items.map_err(|error| self.invalid(error.to_string()))
    }
}

fn is_list(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>()
}
