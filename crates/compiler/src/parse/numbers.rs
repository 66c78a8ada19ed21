//! The tokenizer's numbers.

use super::tokens::{Kind, Token, Tokenizer, is_name_part};
use crate::error::{Error, ErrorClass};

impl Tokenizer<'_> {
    /// After a number there must not be a name, keywords excepted.
    fn end_of_number(&mut self, kind: &str) -> Result<(), Error> {
        let rest = &self.text[self.cur.min(self.text.len())..];
        let keyword =
            ["and", "else", "for", "if", "in", "is", "or", "not"].iter().any(|word| rest.starts_with(word.as_bytes()));
        if !keyword && is_name_part(self.peek(0)) && self.peek(0).is_ascii() && !self.at_end() {
            return self.error(format!("invalid {kind} literal"));
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Error> {
        loop {
            while self.peek(0).is_ascii_digit() {
                self.cur += 1;
            }
            if self.peek(0) != b'_' {
                return Ok(());
            }
            self.cur += 1;
            if !self.peek(0).is_ascii_digit() {
                return self.error("invalid decimal literal");
            }
        }
    }

    fn radix(&mut self, kind: &str, is_digit: fn(u8) -> bool) -> Result<(), Error> {
        self.cur += 2;
        loop {
            if self.peek(0) == b'_' {
                self.cur += 1;
            }
            let byte = self.peek(0);
            if !is_digit(byte) {
                if byte.is_ascii_digit() {
                    self.cur += 1;
                    return self.error(format!("invalid digit '{}' in {kind} literal", byte as char));
                }
                return self.error(format!("invalid {kind} literal"));
            }
            while is_digit(self.peek(0)) {
                self.cur += 1;
            }
            if self.peek(0) != b'_' {
                break;
            }
        }
        let byte = self.peek(0);
        if byte.is_ascii_digit() {
            self.cur += 1;
            return self.error(format!("invalid digit '{}' in {kind} literal", byte as char));
        }
        self.end_of_number(kind)
    }

    pub(super) fn number(&mut self, start: usize) -> Result<Token, Error> {
        if self.peek(0) == b'0' {
            match self.peek(1) {
                b'x' | b'X' => {
                    self.radix("hexadecimal", |byte| byte.is_ascii_hexdigit())?;
                    return self.plain(Kind::Number, start);
                }
                b'o' | b'O' => {
                    self.radix("octal", |byte| matches!(byte, b'0'..=b'7'))?;
                    return self.plain(Kind::Number, start);
                }
                b'b' | b'B' => {
                    self.radix("binary", |byte| matches!(byte, b'0' | b'1'))?;
                    return self.plain(Kind::Number, start);
                }
                _ => {}
            }
        }
        let mut is_int = true;
        if self.peek(0) != b'.' {
            self.digits()?;
        }
        if self.peek(0) == b'.' {
            is_int = false;
            self.cur += 1;
            if self.peek(0).is_ascii_digit() {
                self.digits()?;
            }
        }
        if matches!(self.peek(0), b'e' | b'E') {
            let signed = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + signed).is_ascii_digit() {
                is_int = false;
                self.cur += 1 + signed;
                self.digits()?;
            } else if signed == 1 {
                self.cur += 2;
                return self.error("invalid decimal literal");
            } else {
                self.end_of_number("decimal")?;
                return self.plain(Kind::Number, start);
            }
        }
        if matches!(self.peek(0), b'j' | b'J') {
            self.cur += 1;
            self.end_of_number("imaginary")?;
            return self.plain(Kind::Number, start);
        }
        let text = &self.text[start..self.cur];
        if is_int && text[0] == b'0' && text.iter().any(|byte| !matches!(byte, b'0' | b'_')) {
            let zeros = text.iter().take_while(|byte| matches!(byte, b'0' | b'_')).count();
            // In bytes, as CPython's tokenizer counts here.
            let col = (start - self.line_start) as i32 + 1;
            return self.error_at(
                ErrorClass::SyntaxError,
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                col,
                col + zeros as i32,
            );
        }
        self.end_of_number("decimal")?;
        self.plain(Kind::Number, start)
    }
}
