import { randomUUID } from 'node:crypto';

/** A refusal as Entra ID words it: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export class EntraError extends Error {
  override name = 'EntraError';

  constructor(
    readonly status: number,
    readonly error: string,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  /** The body's shape: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response */
  body(now: number) {
    const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
    const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
    return {
      error: this.error,
      error_description: `AADSTS${this.code}: ${this.message} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`,
      error_codes: [this.code],
      timestamp,
      trace_id,
      correlation_id,
      error_uri: `https://login.microsoftonline.com/error?code=${this.code}`,
    };
  }
}

const MAYBE_ELSEWHERE =
  'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.';

export const unknownTenant = (tenant: string) =>
  new EntraError(
    400,
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );

export const missingParameter = (name: string) =>
  new EntraError(
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );

export const missingCredential = () =>
  new EntraError(
    401,
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );

export const unsupportedGrantType = (grantType: string) =>
  new EntraError(
    400,
    'unsupported_grant_type',
    70003,
    `The app requested an unsupported grant type '${grantType}'.`,
  );

export const unknownApplication = (applicationId: string, tenantId: string) =>
  new EntraError(
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${applicationId}' was not found in the directory '${tenantId}'. ${MAYBE_ELSEWHERE} You may have sent your authentication request to the wrong tenant.`,
  );

export const wrongSecret = (applicationId: string) =>
  new EntraError(
    401,
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${applicationId}'.`,
  );

export const severalScopes = (scope: string) =>
  new EntraError(
    400,
    'invalid_scope',
    70011,
    `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  );

export const scopeWithoutDefault = (scope: string) =>
  new EntraError(
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );

export const unknownResource = (resource: string, tenantId: string) =>
  new EntraError(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant named ${tenantId}. ${MAYBE_ELSEWHERE} You might have sent your authentication request to the wrong tenant.`,
  );
