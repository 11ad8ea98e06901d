import { runService } from '#lib/service';
import { startBatchSync } from './start.js';

await runService(() => startBatchSync());
