// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

// The same service as of 2018, with Jaeger's own client: its header is uber-trace-id, its trace ids have 64 bits, and
// it reports to an agent's port for binary Thrift (6832).
'use strict';

const { initTracer } = require('jaeger-client');
const { FORMAT_HTTP_HEADERS, Tags } = require('opentracing');
const http = require('http');

const tracer = initTracer({
  serviceName: process.env.SERVICE,
  sampler: { type: 'const', param: 1 },
  reporter: { agentHost: '127.0.0.1', agentPort: Number(process.env.AGENT_PORT), flushIntervalMs: 100 },
});

function get(url, parent, then) {
  const span = tracer.startSpan('GET', { childOf: parent, tags: { [Tags.SPAN_KIND]: Tags.SPAN_KIND_RPC_CLIENT } });
  const headers = {};
  tracer.inject(span, FORMAT_HTTP_HEADERS, headers);
  http.get(url, { headers }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
      span.finish();
      then(text);
    });
  }).on('error', (error) => {
    span.finish();
    then(error.message);
  });
}

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  const span = tracer.startSpan(`GET ${path}`, {
    childOf: tracer.extract(FORMAT_HTTP_HEADERS, request.headers),
    tags: { [Tags.SPAN_KIND]: Tags.SPAN_KIND_RPC_SERVER },
  });
  const answer = (text) => {
    span.finish();
    response.end(text);
  };
  if (path === '/front') {
    if (request.headers['x-tenant']) {
      span.setBaggageItem('tenant', request.headers['x-tenant']);
    }
    get(process.env.NEXT, span, answer);
  } else {
    answer(`db of jaeger-client for ${span.getBaggageItem('tenant') || 'nobody'}`);
  }
});
server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`));
