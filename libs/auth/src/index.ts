export { CurrentConsumer, RequireRole, SUBSCRIPTION_HEADER } from './access.guard.js';
export { clientCredentials, TokenError, type ClientCredentialsOptions } from './client-credentials.js';
export { AuthModule, type AuthOptions } from './auth.module.js';
export { Consumers, type Consumer } from './consumers.js';
export { TokenVerifier, type Caller, type TokenVerifierOptions } from './token-verifier.js';
