/** Tokens in: who may call a service, which is made with Nest. Tokens out are the front door's. */
export { CurrentConsumer, RequireRole, SUBSCRIPTION_HEADER } from './access.guard.js';
export { AuthModule, type AuthOptions } from './auth.module.js';
export { Consumers, type Consumer } from './consumers.js';
export { TokenVerifier, type Caller, type TokenVerifierOptions } from './token-verifier.js';
