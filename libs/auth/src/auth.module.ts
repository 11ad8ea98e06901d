import { Module, type DynamicModule } from '@nestjs/common';
import { Consumers } from './consumers.js';
import { TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';

export interface AuthOptions {
  tokens: TokenVerifierOptions;
  consumers: Consumers;
}

/** Provides what the access guard needs; controllers put the guard on themselves with `@UseGuards(AccessGuard)`. */
@Module({})
export class AuthModule {
  static forRoot({ tokens, consumers }: AuthOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      providers: [
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(tokens) },
        { provide: Consumers, useValue: consumers },
      ],
      exports: [TokenVerifier, Consumers],
    };
  }
}
