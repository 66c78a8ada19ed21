use gilscope_trace::format::{MAX_NAME, VERSION};
use gilscope_trace::{DecodeError, Decoder, Encoder, Event, EventKind, ThreadState, decode};

use crate::random::Random;
use crate::{event, start, state};

fn encode(events: &[Event]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    for event in events {
        encoder.push(event);
    }
    encoder.take()
}

#[test]
fn whatever_is_encoded_is_decoded_again() {
    let mut random = Random(7);
    for _ in 0..2_000 {
        let events: Vec<Event> = (0..random.below(20)).map(|_| random.event()).collect();
        assert_eq!(decode(&encode(&events)).as_deref(), Ok(&events[..]));
    }
}

#[test]
fn no_bytes_make_the_decoder_panic() {
    let mut random = Random(11);
    for _ in 0..20_000 {
        let mut bytes: Vec<u8> = (0..random.below(40)).map(|_| random.next() as u8).collect();
        if let Some(first) = bytes.first_mut() {
            *first = VERSION;
        }
        let _ = decode(&bytes);
    }
    for _ in 0..2_000 {
        let mut bytes = encode(&(0..5).map(|_| random.event()).collect::<Vec<_>>());
        let at = random.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << random.below(8);
        let _ = decode(&bytes);
    }
}

#[test]
fn each_proper_prefix_is_shorter_or_truncated() {
    let events = [start(3, 1, "worker"), state(90, 1, ThreadState::Running), event(95, 1, EventKind::ThreadEnd)];
    let bytes = encode(&events);
    for end in 1..bytes.len() {
        match decode(&bytes[..end]) {
            Ok(some) => assert!(events.starts_with(&some) && some.len() < events.len()),
            Err(error) => assert_eq!(error, DecodeError::Truncated { at: end }),
        }
    }
}

#[test]
fn other_versions_and_nonsense_are_refused_in_words() {
    assert_eq!(decode(&[]), Err(DecodeError::Empty));
    let error = decode(&[VERSION + 1]).expect_err("unknown version");
    assert_eq!(error.to_string(), "the event batch has format version 3; this program reads versions 1 to 2");
    let error = decode(&[VERSION, 0x0f, 0]).expect_err("unknown kind");
    assert_eq!(error.to_string(), "the event batch has an invalid kind of event (byte 1)");
    // What the first version did not have, a batch of it cannot have either.
    assert!(decode(&[2, 0x09, 0, 5]).is_ok());
    assert!(decode(&[1, 0x09, 0, 5]).is_err());
    let error = decode(&[VERSION, 0x02]).expect_err("cut");
    assert_eq!(error.to_string(), "the event batch ends in the middle of an event (byte 2)");
}

#[test]
fn after_an_error_comes_nothing() {
    let mut decoder = Decoder::new(&[VERSION, 0x0f, 0, 4, 0]).expect("right version");
    assert!(decoder.next().expect("one item").is_err());
    assert!(decoder.next().is_none());
}

#[test]
fn a_common_event_takes_few_bytes() {
    let mut encoder = Encoder::new();
    encoder.push(&state(1_000, 3, ThreadState::Running));
    let before = encoder.len();
    encoder.push(&state(6_000, 3, ThreadState::WaitGil));
    assert!(encoder.len() - before <= 4);
}

#[test]
fn taking_a_batch_begins_a_new_one() {
    let mut encoder = Encoder::new();
    assert!(encoder.is_empty());
    encoder.push(&state(5, 2, ThreadState::Ready));
    let first = encoder.take();
    assert!(encoder.is_empty());
    encoder.push(&state(5, 2, ThreadState::Ready));
    assert_eq!(encoder.take(), first);
}

#[test]
fn long_names_are_cut_between_characters() {
    let name = "é".repeat(MAX_NAME);
    let events = decode(&encode(&[start(0, 0, &format!("x{name}"))])).expect("valid");
    let EventKind::ThreadStart { name } = &events[0].kind else { panic!("a start") };
    assert_eq!(name.len(), MAX_NAME - 1);
}
