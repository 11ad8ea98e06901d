export { type ServiceAccess, serviceOptions } from './service-options.js';
export {
  checkDataverseSettings,
  type DataverseEnvironment,
  dataverseEnvironment,
  dataverseSettings,
} from './service-settings.js';
