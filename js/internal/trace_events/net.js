// `node.net.native`: connections that are made, over TCP and over pipes.
'use strict';

const { emit, groupOf, nextId, phases, replace } = require('internal/trace_events/emit');

const group = groupOf('node.net.native');

function tell(request, args) {
  const id = nextId();
  emit(phases.asyncBegin, group, 'connect', id, args);
  const { oncomplete } = request;
  request.oncomplete = function(status, ...rest) {
    emit(phases.asyncEnd, group, 'connect', id, { status });
    return Reflect.apply(oncomplete, this, [status, ...rest]);
  };
  return (status) => {
    if (status === 0) return;
    // It has failed at once, and the request is never completed.
    request.oncomplete = oncomplete;
    emit(phases.asyncEnd, group, 'connect', id, { status });
  };
}

const ipConnect = (connect) => function(request, address, port) {
  const started = tell(request, { ip: address, port });
  const status = Reflect.apply(connect, this, [request, address, port]);
  started(status);
  return status;
};

function describePipe(name) {
  return name[0] === '\0' ?
    { path_type: 'abstract socket', pipe_path: name.slice(1) } :
    { path_type: 'file', pipe_path: name };
}

const pipeConnect = (connect) => function(request, name) {
  const started = tell(request, describePipe(name));
  const status = Reflect.apply(connect, this, [request, name]);
  started(status);
  return status;
};

function install() {
  replace(ops.TCP.prototype, 'connect', ipConnect);
  replace(ops.TCP.prototype, 'connect6', ipConnect);
  replace(ops.Pipe.prototype, 'connect', pipeConnect);
}

module.exports = { install };
