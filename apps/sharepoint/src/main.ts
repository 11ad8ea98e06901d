import { runService } from '#lib/service';
import { startSharepoint } from './start.js';

await runService(() => startSharepoint());
