export { DataverseModule, type DataverseModuleOptions } from './dataverse.module.js';
export { type ServiceAccess, serviceOptions } from './service/service-options.js';
export {
  checkDataverseSettings,
  type DataverseEnvironment,
  dataverseEnvironment,
  dataverseSettings,
} from './service/service-settings.js';
