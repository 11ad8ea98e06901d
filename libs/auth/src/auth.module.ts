import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Consumers } from './consumers.js';
import { TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';

export interface AuthOptions {
  tokens: TokenVerifierOptions;
  consumers: Consumers;
}

/**
 * Puts the access guard before every route of the app, so that a route nobody thought of is closed. Event handlers are not
 * reached by it: a microservice that is connected without `inheritAppConfig` has no global guards, and no caller either.
 */
@Module({})
export class AuthModule {
  static forRoot({ tokens, consumers }: AuthOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      providers: [
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(tokens) },
        { provide: Consumers, useValue: consumers },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [TokenVerifier, Consumers],
    };
  }
}
