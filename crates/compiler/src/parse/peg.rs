//! Reads a program by `grammar.txt`, in order to say what is wrong with it: first without the rules for mistakes, to
//! learn how far it is right, then with them.

use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::mistakes;
use super::texts;
use super::tokens::{Kind, Token, Tokenizer};
use crate::error::Error;
use crate::source::Source;

/// Rules inside rules, beyond which nothing is diagnosed.
const MAX_DEPTH: usize = 2500;

pub(super) const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

#[derive(Debug)]
enum Element {
    Token(Kind),
    Literal(&'static str),
    Soft(&'static str),
    SoftKeyword,
    Rule(usize),
    Group(Vec<Alternative>),
    Optional(Box<Element>),
    Repeat(Box<Element>, usize),
    Gather(Box<Element>, Box<Element>),
    Look(Box<Element>, bool),
    Forced(&'static str),
    Cut,
}

#[derive(Debug)]
enum Action {
    Make(&'static str, Vec<&'static str>),
    Give(&'static str),
    /// What kind of mistake it is, where, and the message.
    Raise(&'static str, Vec<&'static str>, &'static str),
}

#[derive(Debug)]
struct Alternative {
    items: Vec<(Option<&'static str>, Element)>,
    action: Option<Action>,
}

#[derive(Debug)]
struct Rule {
    alternatives: Vec<Alternative>,
    left_recursive: bool,
    for_mistakes: bool,
    without_mistakes: bool,
    /// What it found with the rules for mistakes off holds with them on, and the other way round.
    remembered: bool,
}

/// The rules whose findings CPython's parser remembers, whatever rules were on: which mistake is found hangs on it.
/// (Those that begin with themselves are remembered too.)
const REMEMBERED: &[&str] = &[
    "simple_stmt",
    "block",
    "closed_pattern",
    "star_pattern",
    "expression",
    "star_expression",
    "disjunction",
    "conjunction",
    "inversion",
    "factor",
    "await_primary",
    "strings",
    "arguments",
    "star_target",
    "target_with_star_atom",
    "del_target",
];

struct Grammar {
    rules: Vec<Rule>,
    file: usize,
    eval: usize,
    compound: usize,
}

/// What a rule took.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Nothing,
    Token(usize),
    Node(Rc<Node>),
    List(Rc<Vec<Value>>),
}

#[derive(Debug)]
pub(super) struct Node {
    pub kind: &'static str,
    /// Its first and its last token.
    pub first: usize,
    pub last: usize,
    pub parts: Vec<Value>,
}

impl Value {
    /// The first and the last token.
    pub fn span(&self) -> Option<(usize, usize)> {
        match self {
            Value::Nothing => None,
            Value::Token(index) => Some((*index, *index)),
            Value::Node(node) => Some((node.first, node.last)),
            Value::List(items) => {
                let mut spans = items.iter().filter_map(Value::span);
                let first = spans.next()?;
                Some((first.0, spans.next_back().unwrap_or(first).1))
            }
        }
    }
}

// Reading the grammar.

struct Reader {
    words: Vec<&'static str>,
    at: usize,
    names: FxHashMap<&'static str, usize>,
}

fn split(text: &'static str) -> Vec<&'static str> {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b' ' | b'\n' => {
                at += 1;
                continue;
            }
            quote @ (b'\'' | b'"') => {
                at += 1;
                while bytes[at] != quote {
                    at += 1;
                }
                at += 1;
            }
            b'{' => {
                let mut quoted = false;
                while quoted || bytes[at] != b'}' {
                    match bytes[at] {
                        b'"' => quoted = !quoted,
                        b'\\' => at += 1,
                        _ => {}
                    }
                    at += 1;
                }
                at += 1;
            }
            b'&' if bytes[at + 1] == b'&' => at += 2,
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => {
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                    at += 1;
                }
            }
            _ => at += 1,
        }
        words.push(&text[start..at]);
    }
    words
}

impl Reader {
    fn peek(&self) -> &'static str {
        self.words.get(self.at).copied().unwrap_or("")
    }

    fn take(&mut self) -> &'static str {
        let word = self.peek();
        self.at += 1;
        word
    }

    fn alternatives(&mut self) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        if self.peek() == "|" {
            self.at += 1;
        }
        loop {
            alternatives.push(self.alternative());
            if self.peek() != "|" {
                return alternatives;
            }
            self.at += 1;
        }
    }

    fn alternative(&mut self) -> Alternative {
        let mut items = Vec::new();
        let mut action = None;
        loop {
            let word = self.peek();
            if matches!(word, "" | "|" | ")" | "]") {
                return Alternative { items, action };
            }
            if word.starts_with('{') {
                action = Some(read_action(self.take()));
                continue;
            }
            let mut name = None;
            if self.words.get(self.at + 1) == Some(&"=") && word.as_bytes()[0].is_ascii_lowercase() {
                name = Some(word);
                self.at += 2;
            }
            items.push((name, self.item()));
        }
    }

    fn item(&mut self) -> Element {
        match self.peek() {
            "~" => {
                self.at += 1;
                return Element::Cut;
            }
            "&&" => {
                self.at += 1;
                let literal = self.take();
                return Element::Forced(&literal[1..literal.len() - 1]);
            }
            look @ ("&" | "!") => {
                self.at += 1;
                return Element::Look(Box::new(self.atom()), look == "&");
            }
            _ => {}
        }
        let atom = self.atom();
        match self.peek() {
            "*" => {
                self.at += 1;
                Element::Repeat(Box::new(atom), 0)
            }
            "+" => {
                self.at += 1;
                Element::Repeat(Box::new(atom), 1)
            }
            "." => {
                self.at += 1;
                let item = self.atom();
                self.at += 1;
                Element::Gather(Box::new(atom), Box::new(item))
            }
            _ => atom,
        }
    }

    fn atom(&mut self) -> Element {
        let word = self.take();
        match word {
            "(" => {
                let alternatives = self.alternatives();
                self.at += 1;
                Element::Group(alternatives)
            }
            "[" => {
                let alternatives = self.alternatives();
                self.at += 1;
                Element::Optional(Box::new(Element::Group(alternatives)))
            }
            "NAME" => Element::Token(Kind::Name),
            "NUMBER" => Element::Token(Kind::Number),
            "STRING" => Element::Token(Kind::String),
            "FSTRING_START" => Element::Token(Kind::FStringStart),
            "FSTRING_MIDDLE" => Element::Token(Kind::FStringMiddle),
            "FSTRING_END" => Element::Token(Kind::FStringEnd),
            "TSTRING_START" => Element::Token(Kind::TStringStart),
            "TSTRING_MIDDLE" => Element::Token(Kind::TStringMiddle),
            "TSTRING_END" => Element::Token(Kind::TStringEnd),
            "NEWLINE" => Element::Token(Kind::Newline),
            "INDENT" => Element::Token(Kind::Indent),
            "DEDENT" => Element::Token(Kind::Dedent),
            "ENDMARKER" => Element::Token(Kind::End),
            "SOFT_KEYWORD" => Element::SoftKeyword,
            _ if word.starts_with('\'') => Element::Literal(&word[1..word.len() - 1]),
            _ if word.starts_with('"') => Element::Soft(&word[1..word.len() - 1]),
            _ => Element::Rule(*self.names.get(word).expect("a rule of the grammar")),
        }
    }
}

fn read_action(text: &'static str) -> Action {
    let inner = text[1..text.len() - 1].trim();
    if let Some(name) = inner.strip_prefix('=') {
        return Action::Give(name);
    }
    let (head, message) = match inner.split_once('"') {
        Some((head, message)) => (head, &message[..message.len() - 1]),
        None => (inner, ""),
    };
    let mut words = head.split_whitespace();
    let first = words.next().unwrap_or("");
    match first.strip_prefix('!') {
        Some(kind) => Action::Raise(kind, words.collect(), message),
        None => Action::Make(first, words.collect()),
    }
}

/// None if it cannot be had.
fn grammar() -> Option<&'static Grammar> {
    static GRAMMAR_ONCE: OnceLock<Grammar> = OnceLock::new();
    if let Some(grammar) = GRAMMAR_ONCE.get() {
        return Some(grammar);
    }
    let text = texts::grammar()?;
    Some(GRAMMAR_ONCE.get_or_init(|| read_grammar(text)))
}

fn read_grammar(text: &'static str) -> Grammar {
    // Each rule begins at the start of a line.
    let mut bodies: Vec<(&'static str, bool, &'static str)> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_lowercase() || c == '@') {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(text.len());
    for pair in starts.windows(2) {
        let rule = &text[pair[0]..pair[1]];
        let (head, body) = rule.split_once(':').expect("a rule has a colon");
        let name = head.trim_start_matches('@');
        bodies.push((name, head.starts_with('@'), body));
    }
    let names: FxHashMap<&'static str, usize> =
        bodies.iter().enumerate().map(|(index, (name, ..))| (*name, index)).collect();
    let (file, eval, compound) = (names["file"], names["eval"], names["compound_stmt"]);
    let mut reader = Reader { words: Vec::new(), at: 0, names };
    let rules = bodies
        .into_iter()
        .map(|(name, left_recursive, body)| {
            reader.words = split(body);
            reader.at = 0;
            Rule {
                alternatives: reader.alternatives(),
                left_recursive,
                for_mistakes: name.starts_with("invalid_"),
                without_mistakes: name == "expression_without_invalid",
                remembered: left_recursive || REMEMBERED.contains(&name),
            }
        })
        .collect();
    Grammar { rules, file, eval, compound }
}

// Reading a program.

type Captures = Vec<(&'static str, Value)>;
type Memo = FxHashMap<(usize, usize, bool), (Option<Value>, usize)>;

pub(super) struct Parser<'a> {
    grammar: &'static Grammar,
    pub source: &'a Source,
    pub tokenizer: Tokenizer<'a>,
    pub tokens: Vec<Token>,
    pub mark: usize,
    memo: Memo,
    /// Whether the rules for mistakes are tried.
    mistakes: bool,
    depth: usize,
    /// What was found to be wrong.
    pub error: Option<Error>,
    /// The error is the tokenizer's own.
    pub from_tokenizer: bool,
    /// It got too deep.
    overflow: bool,
    /// The line of the last compound statement that was right.
    statement: u32,
}

impl<'a> Parser<'a> {
    /// None if the grammar cannot be had.
    pub fn new(source: &'a Source) -> Option<Parser<'a>> {
        Some(Parser {
            grammar: grammar()?,
            source,
            tokenizer: Tokenizer::new(source),
            tokens: Vec::new(),
            mark: 0,
            memo: Memo::default(),
            mistakes: false,
            depth: 0,
            error: None,
            from_tokenizer: false,
            overflow: false,
            statement: 0,
        })
    }

    /// What is wrong with the program; None if nothing is found.
    pub fn diagnose(mut self, expression: bool) -> Option<Error> {
        let mut error = self.find(expression)?;
        error.statement = self.statement;
        Some(error)
    }

    /// Whether more text could make a right program of it: nothing is wrong before its end. A last line that is wrong at
    /// its very end is not meant.
    pub fn ends_too_early(mut self) -> bool {
        let wrong = self.rule(self.grammar.file).is_none();
        let at_end = self.tokens.last().is_some_and(|last| last.kind == Kind::Dedent) && self.tokenizer.at_end();
        wrong && (self.tokenizer.finished || at_end)
    }

    fn find(&mut self, expression: bool) -> Option<Error> {
        let start = if expression { self.grammar.eval } else { self.grammar.file };
        if self.rule(start).is_some() || self.overflow {
            return None;
        }
        if self.error.is_none() {
            let last = self.tokens.len().checked_sub(1)?;
            self.memo.clear();
            self.mark = 0;
            self.mistakes = true;
            self.rule(start);
            if self.overflow {
                return None;
            }
            if self.error.is_none() {
                self.generic(last);
                if self.tokens[last].kind == Kind::Indent || self.tokens[last].kind == Kind::Dedent {
                    return self.error.take();
                }
            }
        }
        if !self.from_tokenizer {
            self.check_rest();
        }
        self.error.take()
    }

    fn generic(&mut self, last: usize) {
        let token = self.tokens[last];
        match token.kind {
            Kind::Indent => mistakes::indentation(self, last, "unexpected indent".into()),
            Kind::Dedent => mistakes::indentation(self, last, "unexpected unindent".into()),
            _ => mistakes::at(self, (last, last), "invalid syntax".into()),
        }
    }

    /// An error of the tokenizer in the rest of the file goes before one of the grammar, and so does a bracket that
    /// was opened on an earlier line and never closed.
    fn check_rest(&mut self) {
        let line = self.tokens.last().map_or(0, |token| token.loc.line);
        while !self.tokenizer.finished {
            match self.tokenizer.next() {
                Ok(_) => {}
                Err(error) => {
                    if self.tokenizer.finished || self.tokenizer.gave_up {
                        if let Some((opened, unclosed)) = self.tokenizer.unclosed()
                            && line > opened
                        {
                            self.error = Some(unclosed);
                        }
                    } else if !self.tokenizer.in_template() {
                        self.error = Some(error);
                    }
                    return;
                }
            }
        }
    }

    /// The token at `mark`, read if need be.
    fn current(&mut self) -> Option<Token> {
        if self.error.is_some() {
            return None;
        }
        if self.mark == self.tokens.len() {
            if self.tokenizer.finished {
                return None;
            }
            match self.tokenizer.next() {
                Ok(token) => self.tokens.push(token),
                Err(error) => {
                    self.error = Some(error);
                    self.from_tokenizer = true;
                    return None;
                }
            }
        }
        Some(self.tokens[self.mark])
    }

    pub fn text(&self, token: Token) -> &'a str {
        self.source.text.get(token.start..token.end).unwrap_or("")
    }

    fn rule(&mut self, index: usize) -> Option<Value> {
        let rule = &self.grammar.rules[index];
        if self.error.is_some() || self.overflow || (rule.for_mistakes && !self.mistakes) {
            return None;
        }
        let start = self.mark;
        let key = (index, start, self.mistakes && !rule.remembered);
        if let Some((value, end)) = self.memo.get(&key) {
            self.mark = *end;
            return value.clone();
        }
        if self.depth >= MAX_DEPTH {
            self.overflow = true;
            return None;
        }
        self.depth += 1;
        let mistakes = self.mistakes;
        if rule.without_mistakes {
            self.mistakes = false;
        }
        let value = if rule.left_recursive { self.grow(rule, key) } else { self.alternatives(&rule.alternatives) };
        self.mistakes = mistakes;
        self.depth -= 1;
        if value.is_none() {
            self.mark = start;
        }
        if self.error.is_none() {
            if index == self.grammar.compound && value.is_some() {
                let first = self.tokens[start];
                if !matches!(self.text(first), "def" | "class" | "@" | "async") {
                    self.statement = first.loc.line as u32;
                }
            }
            self.memo.insert(key, (value.clone(), self.mark));
        }
        value
    }

    /// A rule that begins with itself: each round starts from what the round before took, until none takes more.
    fn grow(&mut self, rule: &'static Rule, key: (usize, usize, bool)) -> Option<Value> {
        let start = key.1;
        let mut best: (Option<Value>, usize) = (None, start);
        loop {
            self.memo.insert(key, best.clone());
            self.mark = start;
            let value = self.alternatives(&rule.alternatives);
            if self.error.is_some() || value.is_none() || self.mark <= best.1 {
                break;
            }
            best = (value, self.mark);
        }
        self.mark = best.1;
        best.0
    }

    fn alternatives(&mut self, alternatives: &'static [Alternative]) -> Option<Value> {
        let start = self.mark;
        for alternative in alternatives {
            self.mark = start;
            let mut captures = Captures::new();
            let mut values = Vec::with_capacity(alternative.items.len());
            let mut cut = false;
            let mut fits = true;
            for (name, element) in &alternative.items {
                if matches!(element, Element::Cut) {
                    cut = true;
                    continue;
                }
                match self.element(element) {
                    Some(value) => {
                        if let Some(name) = name {
                            captures.push((name, value.clone()));
                        }
                        if !matches!(element, Element::Look(..)) {
                            values.push(value);
                        }
                    }
                    None => {
                        fits = false;
                        break;
                    }
                }
                if self.error.is_some() {
                    return None;
                }
            }
            if fits && let Some(value) = self.act(alternative, &captures, values, start) {
                return Some(value);
            }
            if self.error.is_some() || self.overflow {
                return None;
            }
            if cut {
                break;
            }
        }
        self.mark = start;
        None
    }

    fn act(
        &mut self,
        alternative: &'static Alternative,
        captures: &Captures,
        mut values: Vec<Value>,
        start: usize,
    ) -> Option<Value> {
        let get = |name: &str| {
            captures.iter().find(|(other, _)| *other == name).map_or(Value::Nothing, |(_, value)| value.clone())
        };
        match &alternative.action {
            Some(Action::Give(name)) => Some(get(name)),
            Some(Action::Make(kind, parts)) => {
                let last = self.mark.saturating_sub(1).max(start);
                let parts = parts.iter().map(|name| get(name)).collect();
                Some(Value::Node(Rc::new(Node { kind, first: start, last, parts })))
            }
            Some(Action::Raise(kind, names, message)) => {
                let values: Vec<Value> = names.iter().map(|name| get(name)).collect();
                mistakes::raise(self, kind, names, &values, message, start)
            }
            None if values.len() == 1 => values.pop(),
            None => Some(Value::List(Rc::new(values))),
        }
    }

    fn take(&mut self, fits: impl FnOnce(&Self, Token) -> bool) -> Option<Value> {
        let token = self.current()?;
        if !fits(self, token) {
            return None;
        }
        self.mark += 1;
        Some(Value::Token(self.mark - 1))
    }

    fn element(&mut self, element: &'static Element) -> Option<Value> {
        match element {
            Element::Token(Kind::Name) => {
                self.take(|this, token| token.kind == Kind::Name && !KEYWORDS.contains(&this.text(token)))
            }
            Element::Token(kind) => self.take(|_, token| token.kind == *kind),
            Element::Literal(text) => {
                self.take(|this, token| matches!(token.kind, Kind::Op | Kind::Name) && this.text(token) == *text)
            }
            Element::Soft(text) => self.take(|this, token| token.kind == Kind::Name && this.text(token) == *text),
            Element::SoftKeyword => self.take(|this, token| {
                token.kind == Kind::Name && matches!(this.text(token), "_" | "case" | "match" | "type")
            }),
            Element::Rule(index) => self.rule(*index),
            Element::Group(alternatives) => self.alternatives(alternatives),
            Element::Optional(inner) => {
                let start = self.mark;
                let value = self.element(inner);
                if self.error.is_some() {
                    return None;
                }
                if value.is_none() {
                    self.mark = start;
                }
                Some(value.unwrap_or(Value::Nothing))
            }
            Element::Repeat(inner, least) => {
                let mut values = Vec::new();
                loop {
                    let start = self.mark;
                    match self.element(inner) {
                        Some(value) if self.mark > start => values.push(value),
                        _ => {
                            self.mark = start;
                            break;
                        }
                    }
                }
                if self.error.is_some() {
                    return None;
                }
                (values.len() >= *least).then(|| Value::List(Rc::new(values)))
            }
            Element::Gather(separator, item) => {
                let mut values = vec![self.element(item)?];
                loop {
                    let start = self.mark;
                    if self.element(separator).is_some()
                        && let Some(value) = self.element(item)
                    {
                        values.push(value);
                        continue;
                    }
                    self.mark = start;
                    break;
                }
                if self.error.is_some() {
                    return None;
                }
                Some(Value::List(Rc::new(values)))
            }
            Element::Look(inner, wanted) => {
                let start = self.mark;
                let found = self.element(inner).is_some();
                self.mark = start;
                if self.error.is_some() {
                    return None;
                }
                (found == *wanted).then_some(Value::Nothing)
            }
            Element::Forced(text) => {
                let found = self.take(|this, token| token.kind == Kind::Op && this.text(token) == *text);
                if found.is_none() && self.error.is_none() && self.mark < self.tokens.len() {
                    mistakes::at(self, (self.mark, self.mark), format!("expected '{text}'"));
                }
                found
            }
            Element::Cut => Some(Value::Nothing),
        }
    }
}
