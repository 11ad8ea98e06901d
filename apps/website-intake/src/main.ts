import { runService } from '#lib/service';
import { startWebsiteIntake } from './start.js';

await runService(() => startWebsiteIntake());
