use gilscope_trace::chrome::chrome_trace;
use gilscope_trace::{Event, EventKind, ThreadState, WaitKind, WaitOn};
use serde_json::Value;

use crate::random::Random;
use crate::{event, start, state};

fn parse(events: &[Event]) -> Vec<Value> {
    let json: Value = serde_json::from_str(&chrome_trace("a \"title\"", events)).expect("valid JSON");
    json["traceEvents"].as_array().expect("an array").clone()
}

#[test]
fn spans_names_and_instants_are_there() {
    let on = Some(WaitOn { kind: WaitKind::Lock, id: 7 });
    let out = parse(&[
        start(0, 1, "wörker\n\"1\""),
        state(1_500, 1, ThreadState::Running),
        event(2_000, 1, EventKind::GilRequest { by: 0 }),
        event(3_000, 1, EventKind::State { state: ThreadState::Blocked, on }),
        event(9_000, 1, EventKind::ThreadEnd),
    ]);
    let named = out.iter().find(|e| e["name"] == "thread_name").expect("a name");
    assert_eq!(named["args"]["name"], "wörker\n\"1\"");
    let running = out.iter().find(|e| e["name"] == "running").expect("a span");
    assert_eq!((&running["ph"], &running["ts"], &running["dur"]), (&"X".into(), &1.5.into(), &1.5.into()));
    let blocked = out.iter().find(|e| e["name"] == "blocked on lock").expect("a span");
    assert_eq!((&blocked["dur"], &blocked["args"]["object"]), (&6.0.into(), &7.into()));
    let request = out.iter().find(|e| e["ph"] == "i").expect("an instant");
    assert_eq!(
        (&request["name"], &request["args"]["by"], &request["tid"]),
        (&"GIL request".into(), &0.into(), &1.into())
    );
}

#[test]
fn any_events_make_valid_json() {
    let mut random = Random(2);
    for _ in 0..200 {
        let events: Vec<Event> = (0..30).map(|_| random.event()).collect();
        assert!(!parse(&events).is_empty());
    }
}
