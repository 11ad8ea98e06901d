export { httpServerDuration } from './http-server.metrics.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { NestLogger } from './nest-logger.js';
export { isPublic, Public } from './public.decorator.js';
export { Readiness, type ReadinessCheck } from './readiness.js';
export { TelemetryModule } from './telemetry.module.js';
export { continueTrace, currentTrace, runInTrace, type TraceContext } from './trace.js';
export { waypoint } from './waypoint.js';
