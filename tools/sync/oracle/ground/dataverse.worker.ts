import { parentPort, workerData } from 'node:worker_threads';
import {
  type DataverseStandInOptions,
  startDataverseStandIn,
} from '../../../../stand-ins/dataverse/src/index.js';

const { url } = await startDataverseStandIn(workerData as DataverseStandInOptions);
parentPort?.postMessage(url);
