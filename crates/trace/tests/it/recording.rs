use gilscope_trace::{
    Encoder, Event, EventKind, GilDropReason, LaneBuilder, Recording, ThreadState, ThreadState::*, WaitKind, WaitOn,
    decode,
};

const GIL: GilDropReason = GilDropReason::Request;

fn event(t_ns: u64, thread: u32, kind: EventKind) -> Event {
    Event { t_ns, thread, worker: 0, kind }
}

fn state(t_ns: u64, thread: u32, state: ThreadState) -> Event {
    event(t_ns, thread, EventKind::State { state, on: None })
}

fn lanes(recording: &Recording) -> LaneBuilder {
    let mut builder = LaneBuilder::new();
    for batch in recording.batches() {
        decode(&batch).unwrap().iter().for_each(|e| builder.push(e));
    }
    builder
}

/// Two threads that take turns: thread 1 has the GIL for 3 µs, then thread 2 for 7; in the midst of it thread 1 ends, and
/// after it there are only 2 and a third one.
fn turns(rounds: u64) -> Vec<Event> {
    let mut all = vec![
        event(0, 1, EventKind::ThreadStart { name: "one".into() }),
        event(0, 2, EventKind::ThreadStart { name: "two".into() }),
        state(0, 2, WaitGil),
    ];
    for i in 0..rounds {
        let (t, first) = (i * 10_000, if i < rounds / 2 { 1 } else { 3 });
        if i == rounds / 2 {
            all.push(event(t, 1, EventKind::ThreadEnd));
            all.push(event(t, 3, EventKind::ThreadStart { name: "three".into() }));
        }
        all.push(event(t, first, EventKind::GilTake));
        all.push(state(t, first, Running));
        all.push(event(t + 2_000, first, EventKind::GilRequest { by: 2 }));
        all.push(event(t + 3_000, first, EventKind::GilDrop { why: GIL }));
        all.push(state(t + 3_000, first, WaitGil));
        all.push(event(t + 3_000, 2, EventKind::GilTake));
        all.push(state(t + 3_000, 2, Running));
        all.push(event(t + 10_000, 2, EventKind::GilDrop { why: GIL }));
        all.push(state(t + 10_000, 2, WaitGil));
    }
    all
}

fn record(recording: &mut Recording, events: &[Event]) -> u64 {
    let mut bytes = 0;
    for batch in events.chunks(100) {
        let mut encoder = Encoder::new();
        batch.iter().for_each(|e| encoder.push(e));
        bytes += encoder.len() as u64;
        recording.push(encoder.take());
    }
    bytes
}

#[test]
fn what_there_is_room_for_is_kept_whole() {
    let (mut recording, events) = (Recording::default(), turns(1000));
    record(&mut recording, &events);
    assert_eq!(recording.thinned(), None);
    let kept: Vec<Event> = recording.batches().flat_map(|batch| decode(&batch).unwrap()).collect();
    assert_eq!(kept, events);
}

#[test]
fn of_a_long_run_the_oldest_is_coarse_and_the_newest_is_whole() {
    for (rounds, limit) in [(10_000, 20_000), (20_000, 40_000), (20_000, 3_000)] {
        let (mut recording, events) = (Recording::new(limit), turns(rounds));
        let bytes = record(&mut recording, &events);
        let size: usize = recording.batches().map(|batch| batch.len()).sum();
        assert!(size < limit + limit / 10 + 500 && bytes > 4 * limit as u64, "{size} of {bytes}");
        let thinned = recording.thinned().unwrap();
        let end_ns = events.last().unwrap().t_ns;
        assert!(thinned.until_ns > end_ns / 2 && thinned.until_ns < end_ns - 2_000_000 * limit as u64 / 40_000);

        let (whole, kept) = (gilscope_trace::lanes(&events), lanes(&recording));
        assert_eq!(kept.totals().thinned_until_ns, thinned.until_ns);
        assert_eq!(kept.totals().thinned, thinned.events);
        let (holds, kept) = (kept.holds(0), kept.lanes(0));
        assert_eq!(
            kept.iter().map(|l| (l.thread, &*l.name)).collect::<Vec<_>>(),
            [(1, "one"), (2, "two"), (3, "three")]
        );
        for (kept, whole) in kept.iter().zip(&whole) {
            // From the seam on nothing is missing.
            let after = |spans: &[gilscope_trace::Span]| {
                spans.iter().filter(|s| s.start_ns > thinned.until_ns).copied().collect::<Vec<_>>()
            };
            assert_eq!(after(&kept.spans), after(&whole.spans));
            // Before it there is no gap, and threads live as long as they did.
            assert!(kept.spans.windows(2).all(|w| w[0].end_ns == w[1].start_ns), "{:?}", kept.thread);
            let life = |spans: &[gilscope_trace::Span]| (spans[0].start_ns, spans.last().unwrap().end_ns);
            assert_eq!(life(&kept.spans), life(&whole.spans));
            // Thread 2 had the GIL longer than the others.
            let middle = kept.spans.iter().find(|s| s.end_ns > thinned.until_ns / 4).unwrap();
            assert_eq!(middle.state == Running, kept.thread == 2, "{middle:?}");
        }
        assert!(holds.iter().any(|h| h.thread == 2 && h.end_ns - h.start_ns > thinned.until_ns / 4));
        let after: Vec<_> = holds.iter().filter(|h| h.start_ns > thinned.until_ns).collect();
        assert!(!after.is_empty() && after.iter().all(|h| h.end_ns - h.start_ns <= 7_000), "{}", after.len());
    }
}

#[test]
fn what_is_true_at_the_seam_is_told_there() {
    // Thread 1 waits for a lock since the end of what is thinned, and says nothing more.
    let on = Some(WaitOn { kind: WaitKind::Lock, id: 9 });
    let mut events = turns(400);
    let events_before = events.len();
    let t = events[events_before - 1].t_ns;
    events.push(event(t, 3, EventKind::State { state: Blocked, on }));
    for i in 0..300 {
        events.push(event(t + i * 1000, 2, EventKind::GilTake));
        events.push(state(t + i * 1000, 2, Running));
        events.push(event(t + i * 1000 + 500, 2, EventKind::GilDrop { why: GIL }));
        events.push(state(t + i * 1000 + 500, 2, Sleeping));
    }
    let mut recording = Recording::new(1_500);
    record(&mut recording, &events);
    let thinned = recording.thinned().unwrap();
    assert!(thinned.until_ns > t, "the wait began in what is thinned");
    let lanes = lanes(&recording).lanes(t + 400_000);
    let last = lanes[2].spans.last().unwrap();
    assert_eq!((lanes[2].thread, last.state, last.on, last.end_ns), (3, Blocked, on, t + 400_000));
}

#[test]
fn any_events_at_all_are_thinned_without_harm() {
    let mut random = crate::random::Random(7);
    for limit in [0, 500, 5_000] {
        let mut recording = Recording::new(limit);
        for _ in 0..300 {
            let mut encoder = Encoder::new();
            (0..20).for_each(|_| encoder.push(&random.event()));
            recording.push(encoder.take());
        }
        assert!(recording.thinned().is_some());
        assert_eq!(recording.len(), recording.batches().count());
        lanes(&recording).lanes(0);
    }
}
