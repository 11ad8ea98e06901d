export type { Documentation } from './documentation.js';
export { parseJsonBody } from './json-body.js';
export { runService, type RunningService } from './run-service.js';
export { serve, type ServedApp } from './serve.js';
export { createService, listen, type ServiceOptions } from './start-service.js';
