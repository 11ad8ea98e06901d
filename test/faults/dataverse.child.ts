import { startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { followParent, sayThatItServes } from '../support/child.js';

const [port, dataDirectory = '', jwksUri = '', tenantId = ''] = process.argv.slice(2);

followParent();
await startDataverseStandIn({ port: Number(port), dataDirectory, tokens: { jwksUri, tenantId } });
sayThatItServes();
