//! The inspector and its clients.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "inspect",
        Takes::Switch,
        true,
        "activate inspector on host:port (default: 127.0.0.1:9229)",
    ),
    flag(
        "inspect-brk",
        Takes::Switch,
        true,
        "activate inspector on host:port and break at start of user script",
    ),
    flag(
        "inspect-brk-node",
        Takes::Switch,
        true,
        "activate inspector on host:port and break at the start of the first script of the program",
    ),
    flag(
        "inspect-wait",
        Takes::Switch,
        true,
        "activate inspector on host:port and wait for debugger to be attached",
    ),
    flag(
        "inspect-port",
        Takes::Text,
        true,
        "set host:port for inspector",
    ),
    flag(
        "inspect-publish-uid",
        Takes::Text,
        true,
        "comma separated list of destinations for inspector uid; the places are stderr and http",
    ),
    flag(
        "experimental-storage-inspection",
        Takes::Switch,
        true,
        "experimental storage inspection support",
    ),
    flag(
        "experimental-inspector-network-resource",
        Takes::Switch,
        true,
        "experimental load network resources via the inspector",
    ),
    flag(
        "experimental-worker-inspection",
        Takes::Switch,
        true,
        "experimental worker inspection support",
    ),
    flag(
        "experimental-network-inspection",
        Takes::Switch,
        true,
        "experimental network inspection support",
    ),
];
