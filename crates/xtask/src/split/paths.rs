//! Functions by the names that their sources give them: what a list of such paths means, and how one is made.
use crate::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What is put off: the functions whose path begins with one of the list's lines.
pub struct Later {
    paths: BTreeSet<Vec<String>>,
}

impl Later {
    pub fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        Ok(Self::from_lines(&text))
    }

    /// A path on each line, with spaces between its parts.
    pub fn from_lines(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self { paths: lines.map(|line| line.split(' ').map(str::to_owned).collect()).collect() }
    }

    /// Is the function of this name put off?
    pub fn has(&self, name: &str) -> bool {
        let path = path(name);
        (1..=path.len()).any(|n| self.paths.contains(&path[..n]))
    }
}

/// A function's name as the linker gives it, less what differs between two builds, cut where its source is: crate,
/// modules, type, and all that is left as one piece without spaces.
pub fn path(name: &str) -> Vec<String> {
    let name = without_hashes(name);
    let mut rest = name.as_str();
    while let Some(less) =
        ["<", "&", "(", "[", "mut ", "dyn ", "*const ", "*mut "].iter().find_map(|p| rest.strip_prefix(p))
    {
        rest = less;
    }
    let mut path = Vec::new();
    loop {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        path.push(rest[..end].to_owned());
        match rest[end..].strip_prefix("::") {
            Some(more) if more.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') => rest = more,
            _ => {
                rest = &rest[end..];
                break;
            }
        }
    }
    if !rest.is_empty() {
        path.push(rest.replace(' ', "_"));
    }
    path
}

/// Without the numbers of crates (`core[8f2e…]`) and of copies (`name[2]`, `name.512`).
fn without_hashes(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find('[') {
        let digits = rest[at + 1..].find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(0);
        let end = at + 1 + digits;
        let numbered = digits > 0 && rest[end..].starts_with(']');
        out.push_str(&rest[..if numbered { at } else { at + 1 }]);
        rest = &rest[if numbered { end + 1 } else { at + 1 }..];
    }
    out.push_str(rest);
    match out.rsplit_once('.') {
        Some((before, after)) if after.bytes().all(|b| b.is_ascii_digit()) => before.to_owned(),
        _ => out,
    }
}

/// A function that was there when a list was made.
pub struct Seen {
    pub name: String,
    /// The length of its body.
    pub bytes: usize,
    /// Was it called?
    pub called: bool,
}

/// Below this, in all modules together, a function is not worth a line; it goes with its callers anyway where it has no
/// others.
const LEAST_BYTES: usize = 40;

/// The shortest list of paths below which nothing was called.
pub fn uncalled(functions: &[Seen]) -> Vec<String> {
    #[derive(Default)]
    struct Node {
        bytes: usize,
        called: bool,
        below: BTreeMap<String, Node>,
    }
    let mut top = Node { called: true, ..Node::default() };
    for function in functions {
        let mut node = &mut top;
        for part in path(&function.name) {
            node = node.below.entry(part).or_default();
            node.bytes += function.bytes;
            node.called |= function.called;
        }
    }
    fn list(node: &Node, path: &str, out: &mut Vec<String>) {
        if !node.called {
            if node.bytes >= LEAST_BYTES {
                out.push(path.to_owned());
            }
            return;
        }
        for (name, below) in &node.below {
            list(below, if path.is_empty() { name.clone() } else { format!("{path} {name}") }.as_str(), out);
        }
    }
    let mut out = Vec::new();
    list(&top, "", &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_two_builds_have_one_path() {
        let one = path("<gilscope_core[8163c87e11389de0]::types::Set as core[75d5716931084cc5]::fmt::Debug>::fmt[2]");
        let other =
            path("<gilscope_core[aaaac87e11389de0]::types::Set as core[bbbb716931084cc5]::fmt::Debug>::fmt.512");
        assert_eq!(one, other);
        assert_eq!(one, ["gilscope_core", "types", "Set", "_as_core::fmt::Debug>::fmt"]);
        assert_eq!(path("<[u8]>::to_vec"), ["u8", "]>::to_vec"]);
        assert_eq!(path("a::b::<T>::c"), ["a", "b", "::<T>::c"]);
    }

    #[test]
    fn what_was_never_called_is_listed_as_high_as_can_be() {
        let seen = |name: &str, called| Seen { name: name.into(), bytes: 1000, called };
        let all = [
            seen("a::b::c", false),
            seen("a::b::d", false),
            seen("a::e", true),
            seen("f::g", true),
            seen("f::g", false),
        ];
        assert_eq!(uncalled(&all), ["a b"]);
    }
}
