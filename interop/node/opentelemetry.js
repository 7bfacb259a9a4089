// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

// A service with OpenTelemetry's SDK: GET /front asks NEXT, GET /db answers like the end of the sample's chain.
'use strict';

const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

const exporter = new OTLPTraceExporter({ url: process.env.COLLECTOR });
new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': process.env.SERVICE }),
  spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 100 })],
}).register();
new HttpInstrumentation(); // before http is loaded

const http = require('http');

const server = http.createServer((request, response) => {
  if (!request.url.startsWith('/front')) {
    response.end('db of Node.js');
    return;
  }
  http.get(process.env.NEXT, (answer) => answer.pipe(response)).on('error', (error) => {
    response.statusCode = 502;
    response.end(error.message);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`));
