import { entraDefaults } from '../../stand-ins/entra/src/index.js';

const RENEW_BEFORE_MS = 60_000;

/** Tokens of the public website for the intake, from the stand-in for Entra ID; each is used until shortly before its end. */
export function websiteTokens(entraUrl: string): () => Promise<string> {
  let current: { token: Promise<string>; until: number } | undefined;
  return () => {
    if (!current || Date.now() > current.until) {
      const asked = ask(entraUrl);
      current = { token: asked.then(({ token }) => token), until: Date.now() + 5_000 };
      const renewed = current;
      asked.then(
        ({ expiresIn }) => (renewed.until = Date.now() + expiresIn * 1000 - RENEW_BEFORE_MS),
        () => (current = undefined),
      );
    }
    return current.token;
  };
}

async function ask(entraUrl: string): Promise<{ token: string; expiresIn: number }> {
  const { tenantId, clients, apis } = entraDefaults;
  const response = await fetch(`${entraUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clients.website.applicationId,
      client_secret: clients.website.secret,
      scope: `api://${apis['causeway-intake'].name}/.default`,
    }),
  });
  const body = (await response.json()) as { access_token: string; expires_in: number };
  if (!response.ok) throw new Error(`The stand-in for Entra ID gave no token (${response.status}).`);
  return { token: body.access_token, expiresIn: body.expires_in };
}
