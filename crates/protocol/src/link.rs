//! The share link: a program and its settings in the fragment of the page's address.
//!
//! `#v=1&code=<deflate, base64url>&gil=off&model=3.14t&cores=2&interval=5000`, and for a simulated run
//! `&lens=trace&seed=7&schedule=g1-…&step=1234&compare=3.14t`. The fragment never reaches a server. Every key but `code` may be left out; keys that this version does not know are skipped, so that later
//! ones can be added; a version it does not know is refused.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// The version that [`encode`] writes and the newest that [`decode`] reads.
pub const VERSION: u32 = 1;

/// The longest program that a link carries, in bytes of UTF-8.
pub const MAX_CODE: usize = 1 << 20;

/// The longest fragment that is looked at, in bytes.
pub const MAX_FRAGMENT: usize = 2 << 20;

/// What a link says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The program; `None` where the link carries settings only.
    pub code: Option<String>,
    pub gil: Option<bool>,
    /// A machine model's name, as in `--model`.
    pub model: Option<String>,
    pub cores: Option<u32>,
    /// The switch interval in microseconds.
    pub interval_us: Option<u32>,
    /// Is the program shown in the simulator?
    pub trace: bool,
    /// Of the simulator.
    pub seed: Option<u64>,
    /// A simulated run, as the simulator printed it. What is wrong with it the simulator says.
    pub schedule: Option<String>,
    /// The position of it that is shown.
    pub step: Option<u64>,
    /// The model whose run is shown beside it.
    pub compare: Option<String>,
}

/// Why a link cannot be used. [`fmt::Display`] gives a sentence for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Fragment or program is longer than allowed.
    TooLong,
    /// Written by a newer version.
    Version(String),
    /// The program's text cannot be read back: cut or altered on its way.
    Damaged,
    /// A setting with a value that it cannot have.
    Setting { key: String, value: String },
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(
                f,
                "The program is too long for a link: at most {} KB fit. Send it as a file instead.",
                MAX_CODE / 1024
            ),
            Self::Version(found) => write!(
                f,
                "This link has version {found}; this page reads version {VERSION}. Reload the page to get the newest one."
            ),
            Self::Damaged => {
                f.write_str("The program in this link cannot be read: the link was probably cut when it was copied.")
            }
            Self::Setting { key, value } => {
                write!(f, "The link sets {key} to \u{201c}{value}\u{201d}, which is not possible.")
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The fragment, without `#`.
pub fn encode(link: &Link) -> Result<String, LinkError> {
    let mut out = format!("v={VERSION}");
    if let Some(code) = &link.code {
        if code.len() > MAX_CODE {
            return Err(LinkError::TooLong);
        }
        out.push_str("&code=");
        out.push_str(&pack(code));
    }
    if let Some(gil) = link.gil {
        out.push_str(if gil { "&gil=on" } else { "&gil=off" });
    }
    if let Some(model) = &link.model {
        out.push_str("&model=");
        out.push_str(model);
    }
    if let Some(cores) = link.cores {
        out.push_str(&format!("&cores={cores}"));
    }
    if let Some(interval) = link.interval_us {
        out.push_str(&format!("&interval={interval}"));
    }
    if link.trace {
        out.push_str("&lens=trace");
    }
    if let Some(seed) = link.seed {
        out.push_str(&format!("&seed={seed}"));
    }
    if let Some(schedule) = &link.schedule {
        out.push_str("&schedule=");
        out.push_str(schedule);
    }
    if let Some(step) = link.step {
        out.push_str(&format!("&step={step}"));
    }
    if let Some(model) = &link.compare {
        out.push_str("&compare=");
        out.push_str(model);
    }
    Ok(out)
}

/// Reads a fragment, with or without `#`. A fragment that says nothing to us gives an empty [`Link`].
pub fn decode(fragment: &str) -> Result<Link, LinkError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > MAX_FRAGMENT {
        return Err(LinkError::TooLong);
    }
    let pairs = || fragment.split('&').filter_map(|pair| pair.split_once('='));
    // First of all, since it says what all the rest means.
    if let Some((_, version)) = pairs().find(|&(key, _)| key == "v")
        && version != "1"
    {
        return Err(LinkError::Version(version.chars().take(12).collect()));
    }
    let mut link = Link::default();
    for (key, value) in pairs() {
        let wrong = || LinkError::Setting { key: key.into(), value: value.chars().take(24).collect() };
        match key {
            "code" => link.code = Some(unpack(value)?),
            "gil" => {
                link.gil = Some(match value {
                    "on" | "1" | "true" => true,
                    "off" | "0" | "false" => false,
                    _ => return Err(wrong()),
                });
            }
            "model" | "compare"
                if value.len() > 16 || value.bytes().any(|b| !b.is_ascii_alphanumeric() && b != b'.') =>
            {
                return Err(wrong());
            }
            "model" => link.model = Some(value.into()),
            "compare" => link.compare = Some(value.into()),
            "cores" => link.cores = Some(value.parse().ok().filter(|&n| n > 0).ok_or_else(wrong)?),
            "interval" => link.interval_us = Some(value.parse().ok().filter(|&n| n > 0).ok_or_else(wrong)?),
            "lens" => link.trace = value == "trace",
            "seed" => link.seed = Some(value.parse().ok().filter(|&n| n < 1 << 53).ok_or_else(wrong)?),
            "schedule" => link.schedule = Some(value.into()),
            "step" => link.step = Some(value.parse().map_err(|_| wrong())?),
            _ => {}
        }
    }
    Ok(link)
}

// Apart, so that a page need not load them before a link with a program is made or opened.
#[inline(never)]
fn pack(code: &str) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec(code.as_bytes(), 9))
}

#[inline(never)]
fn unpack(value: &str) -> Result<String, LinkError> {
    // Mail programs and chats add padding or percent signs; the alphabet itself needs neither.
    let value = value.trim_end_matches("%3D").trim_end_matches('=');
    let packed = URL_SAFE_NO_PAD.decode(value).map_err(|_| LinkError::Damaged)?;
    let bytes = decompress_to_vec_with_limit(&packed, MAX_CODE).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooLong,
        _ => LinkError::Damaged,
    })?;
    String::from_utf8(bytes).map_err(|_| LinkError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Link {
        Link { code: Some(text.into()), ..Link::default() }
    }

    #[test]
    fn what_is_encoded_is_decoded_again() {
        let link = Link {
            gil: Some(false),
            model: Some("3.14t".into()),
            cores: Some(2),
            interval_us: Some(5000),
            trace: true,
            seed: Some(7),
            schedule: Some("g1-3.14t-2-7-3uw-fair-0011aabb-1.2_3.1-2s.00ff00ff-1a2b".into()),
            step: Some(1234),
            compare: Some("3.9".into()),
            ..code("print('é 🐍')\r\n\tx = 1\n")
        };
        let fragment = encode(&link).expect("fits");
        assert!(fragment.starts_with("v=1&code="));
        assert!(fragment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_&=.".contains(&b)), "{fragment}");
        assert_eq!(decode(&fragment), Ok(link.clone()));
        assert_eq!(decode(&format!("#{fragment}")), Ok(link));
    }

    #[test]
    fn programs_up_to_the_limit_fit() {
        for text in ["", "x", &"é".repeat(MAX_CODE / 2)] {
            let link = code(text);
            assert_eq!(decode(&encode(&link).expect("fits")), Ok(link));
        }
        assert_eq!(encode(&code(&"x".repeat(MAX_CODE + 1))), Err(LinkError::TooLong));
    }

    #[test]
    fn a_small_link_cannot_unpack_to_a_huge_text() {
        let bomb = URL_SAFE_NO_PAD.encode(compress_to_vec(&vec![b'x'; MAX_CODE + 1], 9));
        assert!(bomb.len() < 10_000);
        assert_eq!(decode(&format!("code={bomb}")), Err(LinkError::TooLong));
        assert_eq!(decode(&"x".repeat(MAX_FRAGMENT + 1)), Err(LinkError::TooLong));
    }

    #[test]
    fn a_plain_code_link_needs_no_version_and_later_keys_are_skipped() {
        let fragment = encode(&code("print(1)")).expect("fits");
        let plain = fragment.strip_prefix("v=1&").expect("version first");
        assert_eq!(decode(&format!("#{plain}&view=timeline")), Ok(code("print(1)")));
        assert_eq!(decode("#section-2"), Ok(Link::default()));
        assert_eq!(decode(""), Ok(Link::default()));
    }

    #[test]
    fn what_cannot_be_used_is_refused_in_words() {
        let error = decode("v=2&code=AAAA").expect_err("newer");
        assert!(error.to_string().contains("version 2"));
        for damaged in ["code=!!!!", "code=_____w", "code=ZZ"] {
            assert_eq!(decode(damaged), Err(LinkError::Damaged), "{damaged}");
        }
        for wrong in [
            "gil=maybe",
            "cores=0",
            "cores=two",
            "interval=-1",
            "model=<script>",
            "seed=-1",
            "seed=9007199254740992",
            "step=x",
            "compare=a b",
        ] {
            assert!(matches!(decode(wrong), Err(LinkError::Setting { .. })), "{wrong}");
        }
    }

    #[test]
    fn a_cut_link_is_damaged_and_never_a_panic() {
        let fragment = encode(&code(&"for i in range(10): print(i)\n".repeat(20))).expect("fits");
        for end in 9..fragment.len() {
            let decoded = decode(&fragment[..end]);
            assert!(matches!(decoded, Err(LinkError::Damaged)), "{end}: {decoded:?}");
        }
    }
}
