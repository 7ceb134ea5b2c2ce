//! Tables as CSV, by RFC 4180.

/// A table that is written row by row.
pub(crate) struct CsvTable {
    pub(crate) text: String,
    guard: bool,
    /// Cells that programs for tables would take for a formula.
    pub(crate) formula_cells: u64,
}

impl CsvTable {
    /// Begins a table with the names of its columns. With `guard`, cells that look like a formula begin with `'`, so
    /// that programs for tables show them.
    pub(crate) fn new(columns: &[&str], guard: bool) -> Self {
        Self { text: columns.join(",") + "\r\n", guard, formula_cells: 0 }
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, cells: &[&str]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.cell(cell);
        }
        self.text.push_str("\r\n");
    }

    /// Writes a cell: in quotes, with its own doubled, where RFC 4180 section 2 asks for them.
    fn cell(&mut self, cell: &str) {
        let is_formula = cell.starts_with(['=', '+', '-', '@']);
        self.formula_cells += u64::from(is_formula);
        let guard = if is_formula && self.guard { "'" } else { "" };
        if !cell.contains([',', '"', '\r', '\n']) {
            self.text.push_str(guard);
            self.text.push_str(cell);
            return;
        }
        self.text.push('"');
        self.text.push_str(guard);
        self.text.push_str(&cell.replace('"', "\"\""));
        self.text.push('"');
    }
}
