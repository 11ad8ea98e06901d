export { NestLogger } from './nest-logger.js';
export { isPublic, Public } from './public.decorator.js';
export { Readiness, type ReadinessCheck } from './readiness.js';
export { TelemetryModule } from './telemetry.module.js';
