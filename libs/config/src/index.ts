export { ConfigError } from './config.error.js';
export { loadConfig, type LoadConfigOptions } from './load-config.js';
export { setting } from './setting.js';
