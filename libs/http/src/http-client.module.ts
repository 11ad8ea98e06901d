import { HttpModule } from '@nestjs/axios';
import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { UndiciConnections, type UndiciOptions } from './undici.adapter.js';

/** Closes the connections with the application. */
@Injectable()
class SharedConnections extends UndiciConnections implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

@Module({})
class ConnectionsModule {}

/** `HttpService` of @nestjs/axios over a real axios instance whose adapter is undici. */
@Module({})
export class HttpClientModule {
  static register(options: UndiciOptions = {}): DynamicModule {
    const connections: DynamicModule = {
      module: ConnectionsModule,
      providers: [{ provide: SharedConnections, useFactory: () => new SharedConnections(options) }],
      exports: [SharedConnections],
    };
    const http = HttpModule.registerAsync({
      imports: [connections],
      inject: [SharedConnections],
      useFactory: ({ adapter }: SharedConnections) => ({ adapter }),
    });
    return { module: HttpClientModule, imports: [http], exports: [http] };
  }
}
