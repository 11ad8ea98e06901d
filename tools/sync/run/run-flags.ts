/** How `run` was asked to go. */
export interface RunFlags {
  from?: string;
  dryRun?: boolean;
  approveDeactivations?: boolean;
  workers?: number;
  until?: Date;
  report?: string;
  json?: string;
}
