export { clientCredentials, TokenError, type ClientCredentialsOptions } from './client-credentials.js';
