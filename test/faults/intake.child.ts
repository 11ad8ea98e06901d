import { runDoomedIntake } from './doomed-intake.js';

await runDoomedIntake(process.env, process.argv.slice(2));
