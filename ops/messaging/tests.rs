use crate::channel::Posted;
use crate::message::{Host, Serialized};
use crate::{Message, channel};

fn carrying(end: crate::PortEnd) -> Message {
    Message::Value(Box::new(Serialized {
        bytes: Vec::new(),
        array_buffers: Vec::new(),
        shared: Vec::new(),
        modules: Vec::new(),
        hosts: vec![Host::Port(end)],
    }))
}

#[test]
fn messages_keep_their_order_and_the_end_comes_last() {
    let (first, second) = channel();
    for number in 0..3 {
        assert_eq!(first.post(Message::Int(number)), Posted::Done);
    }
    drop(first);
    for number in 0..3 {
        assert!(matches!(second.take(true), Some(Message::Int(n)) if n == number));
    }
    assert!(matches!(second.take(false), Some(Message::Close)));
    assert!(second.take(true).is_none());
}

#[test]
fn an_end_moves_to_another_thread_with_its_messages() {
    let (first, second) = channel();
    first.post(Message::Boolean(true));
    let answer = std::thread::spawn(move || {
        let got = matches!(second.take(true), Some(Message::Boolean(true)));
        second.post(Message::Boolean(got));
    });
    assert!(answer.join().is_ok());
    assert!(matches!(first.take(true), Some(Message::Boolean(true))));
    assert!(matches!(first.take(true), Some(Message::Close)));
}

#[test]
fn a_message_that_is_never_read_closes_the_ports_in_it() {
    let (first, second) = channel();
    let (inner, peer) = channel();
    first.post(carrying(inner));
    drop(second);
    assert!(matches!(peer.take(true), Some(Message::Close)));
}

#[test]
fn a_port_cannot_be_sent_to_itself() {
    let (first, second) = channel();
    assert_eq!(first.post(carrying(second)), Posted::ToItself);
    assert!(matches!(first.take(true), Some(Message::Close)));
}

#[test]
fn a_broadcast_reaches_all_others_of_its_name() {
    let ends: Vec<_> = (0..3).map(|_| crate::channel::broadcast("tests")).collect();
    ends[0].post(Message::Int(7));
    assert!(ends[0].take(true).is_none());
    for end in &ends[1..] {
        assert!(matches!(end.take(true), Some(Message::Int(7))));
    }
}
