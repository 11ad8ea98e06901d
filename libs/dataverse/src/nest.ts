export { DataverseModule, type DataverseModuleOptions } from './dataverse.module.js';
