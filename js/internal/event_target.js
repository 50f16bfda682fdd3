// Node's name for the classes in web/events. https://nodejs.org/api/events.html#eventtarget-and-event-api
'use strict';

const target = require('web/events/event_target');
const { defineEventHandler } = require('web/events/event_handler');

module.exports = {
  Event: target.Event,
  CustomEvent: target.CustomEvent,
  EventTarget: target.EventTarget,
  get NodeEventTarget() { return require('web/events/node_event_target').NodeEventTarget; },
  defineEventHandler,
  initEventTarget: target.initEventTarget,
  initNodeEventTarget: target.initEventTarget,
  kCreateEvent: target.kCreateEvent,
  kNewListener: target.kNewListener,
  kTrustEvent: target.kTrustEvent,
  kRemoveListener: target.kRemoveListener,
  kEvents: target.kEvents,
  kHybridDispatch: target.kHybridDispatch,
  kWeakHandler: target.kWeakHandler,
  kResistStopPropagation: target.kResistStopPropagation,
  isEventTarget: target.isEventTarget,
};
