import { HttpService } from '@nestjs/axios';
import {
  type DynamicModule,
  type FactoryProvider,
  Module,
  type ModuleMetadata,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { axiosTransport } from '#lib/http';
import { HttpClientModule } from '#lib/http/nest';
import { DataverseClient } from './dataverse-client.js';
import { DataverseConnection } from './connection/dataverse-connection.js';
import type { DataverseOptions } from './connection/dataverse.options.js';

/** How an app tells the module its settings. */
export interface DataverseModuleOptions {
  imports?: ModuleMetadata['imports'];
  inject?: FactoryProvider['inject'];
  useFactory: (...injected: never[]) => DataverseOptions | Promise<DataverseOptions>;
}

const OPTIONS = Symbol('DataverseOptions');

/** Closes the connection with the application. */
class SharedConnection extends DataverseConnection implements OnApplicationShutdown {
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

/** Provides the `DataverseClient`, and the `DataverseConnection` behind it for health and metrics. */
@Module({})
export class DataverseModule {
  static forRootAsync({ imports = [], inject = [], useFactory }: DataverseModuleOptions): DynamicModule {
    return {
      module: DataverseModule,
      imports: [...imports, HttpClientModule.register()],
      providers: [
        { provide: OPTIONS, inject, useFactory },
        {
          provide: DataverseConnection,
          inject: [OPTIONS, HttpService],
          useFactory: (options: DataverseOptions, { axiosRef }: HttpService) =>
            new SharedConnection(options, axiosTransport(axiosRef)),
        },
        {
          provide: DataverseClient,
          inject: [OPTIONS, DataverseConnection],
          useFactory: ({ url, lane }: DataverseOptions, connection: DataverseConnection) =>
            new DataverseClient(url, connection.send, lane, connection),
        },
      ],
      exports: [DataverseClient, DataverseConnection],
    };
  }
}
