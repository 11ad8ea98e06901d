export {
  DatabaseModule,
  type DatabaseModuleAsyncOptions,
  type DatabaseModuleOptions,
} from './database.module.js';
