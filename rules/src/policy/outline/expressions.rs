//! The expressions of a script: conditions with what they compare, and calls of the words that decide.

use super::{Condition, DECIDING, Kind, Reader, Region};

impl Reader<'_> {
    /// Reads an expression up to a separator, or to the block behind it when it stands `before_block`.
    pub(super) fn expression(&mut self, start: usize, before_block: bool) -> Region {
        let mut region = Region { end: start, ..Region::default() };
        let mut from = start;
        while !self.ends(region.end, before_block) {
            let at = region.end;
            match self.word(at) {
                _ if !matches!(self.kind(at), Some(Kind::Word | Kind::Sign)) => region.end += 1,
                "(" | "[" | "#{" | "${" | "?[" => self.bracketed(from, before_block, &mut region),
                "&&" | "||" => {
                    self.operand(from, &mut region);
                    region.joints.push(at);
                    region.end += 1;
                    from = region.end;
                }
                "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" => {
                    region.comparisons.push(at);
                    region.end += 1;
                }
                "=" | ":" | "return" | "let" | "const" | "+=" | "-=" => {
                    region.end += 1;
                    from = region.end;
                    region.comparisons.clear();
                }
                "if" | "switch" | "while" | "loop" | "do" | "for" | "{" => {
                    region.end = self.control(at).unwrap_or(at + 1);
                }
                _ => {
                    self.decision(at);
                    region.end += 1;
                }
            }
        }
        if !region.joints.is_empty() {
            self.operand(from, &mut region);
        }
        region
    }

    /// Reads what stands in brackets within an expression of which a part begins at `from`.
    pub(super) fn bracketed(&mut self, from: usize, before_block: bool, region: &mut Region) {
        let at = region.end;
        let (end, joined) = self.brackets(at);
        // Brackets around the whole of a part are only brackets.
        let is_whole = at == self.behind_bangs(from)
            && self.is(at, "(")
            && (self.ends(end, before_block) || self.is_any(end, &["&&", "||"]));
        region.is_joined_inside = joined && is_whole;
        region.end = end;
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.outline.tokens.get(at).map(|token| token.kind)
    }

    fn ends(&self, at: usize, before_block: bool) -> bool {
        self.is_over(at)
            || self.is_any(at, &[";", ",", ")", "]", "}", "=>"])
            || (before_block && self.is(at, "{"))
    }

    fn behind_bangs(&self, mut at: usize) -> usize {
        while self.is(at, "!") {
            at += 1;
        }
        at
    }

    /// Reads what stands in brackets, of which `at` is the first; returns the token behind them, and whether they hold
    /// `&&` or `||`.
    fn brackets(&mut self, at: usize) -> (usize, bool) {
        let (mut at, mut joined) = (at + 1, false);
        while !self.is_over(at) && !self.is_any(at, &[")", "]", "}"]) {
            let region = self.expression(at, false);
            joined |= !region.joints.is_empty() || region.is_joined_inside;
            at = region.end;
            if self.is_any(at, &[",", ";", "=>"]) {
                at += 1;
            }
        }
        (at + 1, joined)
    }

    /// Adds what stands before `&&`, `||` or the end as a condition, unless it is made of others.
    pub(super) fn operand(&mut self, from: usize, region: &mut Region) {
        if !region.is_joined_inside && region.end > from {
            let comparisons = std::mem::take(&mut region.comparisons);
            self.condition(from, region.end, &comparisons);
        }
        region.comparisons.clear();
        region.is_joined_inside = false;
    }

    pub(super) fn condition(&mut self, start: usize, end: usize, comparisons: &[usize]) {
        let mut operands = Vec::new();
        let mut from = start;
        for at in comparisons.iter().copied().chain([end]) {
            // `!in` are two tokens.
            let is_not = at < end && self.is(at, "in") && self.is(at.saturating_sub(1), "!");
            let to = if is_not { at - 1 } else { at };
            let is_written_out = to == from + 1 && self.kind(from) != Some(Kind::Word);
            let is_unit = self.is(from, "(") && self.is(from + 1, ")");
            if !comparisons.is_empty() && !is_written_out && !is_unit && to > from {
                operands.push(self.span(from, to));
            }
            from = at + 1;
        }
        self.outline.conditions.push(Condition { span: self.span(start, end), operands });
    }

    /// Adds the call of a word that decides.
    pub(super) fn decision(&mut self, at: usize) {
        let is_method = at.checked_sub(1).is_some_and(|before| self.is_any(before, &[".", "?."]));
        let is_call = self.kind(at) == Some(Kind::Word) && self.is(at + 1, "(");
        if is_method || !is_call || !DECIDING.contains(&self.word(at)) {
            return;
        }
        let (mut depth, mut end) = (0_usize, at + 1);
        while !self.is_over(end) {
            if self.is_any(end, &["(", "[", "{", "#{", "${", "?["]) {
                depth += 1;
            } else if self.is_any(end, &[")", "]", "}"]) {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            end += 1;
        }
        let span = self.span(at, end + 1);
        self.outline.decisions.push(span);
    }
}
