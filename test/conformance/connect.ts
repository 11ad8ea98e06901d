import { clientCredentials } from '#lib/auth';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { Control, isLoopback, type Environment } from './environment.js';
import { Service } from './service.js';
import type { Settings } from './settings.js';

/** A second application user of the stand-in, for what one user must not feel of another. */
const neighbour = entraDefaults.clients.sharepoint;

/** An environment that answers, with what was found out about it; to be closed by who connected it. */
export interface Connected extends Environment {
  close(): Promise<void>;
}

/** Connects, and looks at what is there. @throws Error in words when nobody is let in */
export async function connect(settings: Settings, withThrottling = false): Promise<Connected> {
  const service = serviceOf(settings);
  const onLoopback = isLoopback(settings.url);
  const control = onLoopback ? await Control.find(settings.url) : undefined;
  const other =
    control && serviceOf({ ...settings, clientId: neighbour.applicationId, clientSecret: neighbour.secret });
  const close = async () => {
    await service.close();
    await other?.close();
  };
  try {
    const hasKey = await findKey(service).catch((cause: unknown) => {
      throw unreachable(settings.url, cause);
    });
    return {
      service,
      isLoopback: onLoopback,
      hasKey,
      withThrottling,
      ...(control && { control }),
      ...(other && { other }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A refusal is in words already; a connection that nobody takes is not. */
function unreachable(url: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!/^(E[A-Z]+|UND_ERR_\w+)$/.test(code)) return cause;
  return new Error(`${url} does not answer (${code}). Is the stand-in running? npm start starts it.`, {
    cause,
  });
}

const serviceOf = ({ url, ...credentials }: Settings): Service =>
  new Service(url, clientCredentials({ ...credentials, scope: `${url}/.default` }));

/** A key that no row has is not found where the key is defined, and refused where it is not. */
async function findKey(service: Service): Promise<boolean> {
  const url = `${service.root}/accounts(cw_key='conformance-looks-for-the-key')?$select=accountid`;
  const { status, text } = await service.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
  });
  if (status === 401 || status === 403)
    throw new Error(`The environment lets nobody in (${status}): ${text}`);
  return status === 404;
}
