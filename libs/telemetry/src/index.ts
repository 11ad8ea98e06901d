export { httpServerDuration } from './http-server.metrics.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { continueTrace, currentTrace, runInTrace, type TraceContext } from './trace.js';
export { waypoint } from './waypoint.js';
