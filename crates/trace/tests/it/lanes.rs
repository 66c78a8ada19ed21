use gilscope_trace::{Event, EventKind, GilDropReason, LaneBuilder, MarkKind, ThreadState, WaitKind, WaitOn, lanes};

use crate::random::Random;
use crate::{event, start, state};

#[test]
fn spans_follow_the_states_and_end_with_the_thread() {
    let on = Some(WaitOn { kind: WaitKind::Lock, id: 9 });
    let events = [
        start(0, 1, "Thread-1 (work)"),
        state(10, 1, ThreadState::Running),
        event(30, 1, EventKind::State { state: ThreadState::Blocked, on }),
        state(70, 1, ThreadState::Running),
        event(80, 1, EventKind::ThreadEnd),
        state(100, 0, ThreadState::Running),
    ];
    let lanes = lanes(&events);
    assert_eq!(lanes.iter().map(|lane| &*lane.name).collect::<Vec<_>>(), ["MainThread", "Thread-1 (work)"]);
    let spans: Vec<_> = lanes[1].spans.iter().map(|s| (s.start_ns, s.end_ns, s.state, s.on)).collect();
    assert_eq!(
        spans,
        [
            (0, 10, ThreadState::Ready, None),
            (10, 30, ThreadState::Running, None),
            (30, 70, ThreadState::Blocked, on),
            (70, 80, ThreadState::Running, None),
        ]
    );
}

#[test]
fn neighbours_that_say_the_same_are_merged() {
    let events = [
        state(0, 0, ThreadState::Running),
        state(5, 0, ThreadState::Running),
        state(9, 0, ThreadState::Running),
        Event { worker: 1, ..state(12, 0, ThreadState::Running) },
        event(20, 0, EventKind::ThreadEnd),
    ];
    let lanes = lanes(&events);
    let spans: Vec<_> = lanes[0].spans.iter().map(|s| (s.start_ns, s.end_ns, s.worker)).collect();
    assert_eq!(spans, [(0, 12, 0), (12, 20, 1)]);
}

#[test]
fn the_order_of_batches_does_not_matter() {
    let mut random = Random(3);
    let mut events: Vec<Event> =
        (0..500).map(|i| state(i * 10, (i % 3) as u32, ThreadState::ALL[random.below(6) as usize])).collect();
    let expected = lanes(&events);
    for i in (1..events.len()).rev() {
        events.swap(i, random.below(i as u64 + 1) as usize);
    }
    assert_eq!(lanes(&events), expected);
}

#[test]
fn long_runs_are_the_same_as_short_ones_and_workers_may_lag() {
    // Two workers' rings are emptied in turn, so a thread that moves between them has its events out of order.
    let all: Vec<Event> = (0..60_000)
        .map(|i| Event { worker: (i / 700 % 2) as u16, ..state(i * 10, 1, ThreadState::ALL[(i % 5) as usize]) })
        .collect();
    let mut builder = LaneBuilder::new();
    for batch in all.chunks(1_400) {
        let (first, second): (Vec<&Event>, Vec<&Event>) = batch.iter().partition(|event| event.worker == 1);
        first.into_iter().chain(second).for_each(|event| builder.push(event));
    }
    let lanes = builder.finish(0);
    assert_eq!(lanes[0].spans.len(), 59_999);
    assert!(lanes[0].spans.iter().zip(&all).all(|(span, event)| {
        span.start_ns == event.t_ns && EventKind::State { state: span.state, on: None } == event.kind
    }));
}

#[test]
fn what_comes_far_too_late_is_fitted_in() {
    let mut builder = LaneBuilder::new();
    for i in 0..30_000 {
        builder.push(&state(i * 10, 1, ThreadState::ALL[(i % 2) as usize]));
    }
    builder.push(&state(25, 1, ThreadState::Blocked));
    builder.push(&state(0, 1, ThreadState::Blocked));
    let spans = &builder.finish(0)[0].spans;
    let told: Vec<_> = spans[..5].iter().map(|span| (span.start_ns, span.end_ns, span.state)).collect();
    assert_eq!(told[0], (0, 10, ThreadState::Running));
    assert_eq!(told[2..4], [(20, 25, ThreadState::Running), (25, 30, ThreadState::Blocked)]);
    assert!(spans.windows(2).all(|pair| pair[0].end_ns <= pair[1].start_ns));
}

#[test]
fn spans_are_ordered_and_do_not_overlap_for_any_events() {
    let mut random = Random(5);
    for _ in 0..200 {
        let events: Vec<Event> = (0..60).map(|_| Event { thread: random.below(3) as u32, ..random.event() }).collect();
        for lane in lanes(&events) {
            assert!(lane.spans.iter().all(|span| span.start_ns < span.end_ns));
            assert!(lane.spans.windows(2).all(|pair| pair[0].end_ns <= pair[1].start_ns));
            assert!(lane.marks.windows(2).all(|pair| pair[0].t_ns <= pair[1].t_ns));
        }
    }
}

#[test]
fn what_goes_on_reaches_the_given_end() {
    let mut builder = LaneBuilder::new();
    builder.push(&state(10, 0, ThreadState::Running));
    assert_eq!(builder.lanes(500)[0].spans[0].end_ns, 500);
    builder.push(&event(900, 0, EventKind::GilTake));
    assert_eq!(builder.lanes(500)[0].spans[0].end_ns, 900);
}

#[test]
fn a_copy_stays_as_it_was_when_the_run_goes_on() {
    let mut builder = LaneBuilder::new();
    builder.push(&start(0, 1, "one"));
    builder.push(&state(1, 1, ThreadState::Running));
    let copy = builder.clone();
    let before = copy.lanes(10);
    builder.push(&state(5, 1, ThreadState::Sleeping));
    builder.push(&event(6, 1, EventKind::Output { stream: gilscope_trace::Stream::Stdout, len: 1 }));
    assert_eq!(copy.lanes(10), before);
    assert_ne!(builder.lanes(10), before);
}

#[test]
fn the_gil_has_one_holder_at_a_time() {
    let drop = |t_ns, thread| event(t_ns, thread, EventKind::GilDrop { why: GilDropReason::Request });
    let mut builder = LaneBuilder::new();
    for event in [
        event(0, 0, EventKind::GilTake),
        event(50, 1, EventKind::GilTake),
        // Recorded by another worker, and late.
        drop(50, 0),
        drop(70, 1),
        // Dropped by one that does not hold it: nothing.
        drop(75, 0),
        event(80, 0, EventKind::GilTake),
    ] {
        builder.push(&event);
    }
    let holds: Vec<_> = builder.holds(100).iter().map(|hold| (hold.start_ns, hold.end_ns, hold.thread)).collect();
    assert_eq!(holds, [(0, 50, 0), (50, 70, 1), (80, 100, 0)]);
    assert!(LaneBuilder::new().holds(100).is_empty());
}

#[test]
fn totals_count_switches_as_changes_of_holder() {
    let mut builder = LaneBuilder::new();
    for (t_ns, thread) in [(0, 0), (5, 1), (7, 1), (9, 0)] {
        builder.push(&event(t_ns, thread, EventKind::GilTake));
    }
    builder.push(&event(4, 0, EventKind::GilRequest { by: 1 }));
    builder.push(&event(6, 0, EventKind::Gc { pause_ns: 1, freed_bytes: 2 }));
    builder.push(&event(11, 0, EventKind::Lost { count: 40 }));
    let totals = builder.totals();
    assert_eq!((totals.switches, totals.gil_requests, totals.collections, totals.lost), (2, 1, 1, 40));
    assert_eq!((totals.events, totals.end_ns), (7, 11));
    assert_eq!(builder.lanes(0)[0].marks[0].kind, MarkKind::GilRequest { by: 1 });
}
