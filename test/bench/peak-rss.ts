/** The most memory that this process had since it began, in MiB: the operating system keeps count, which costs no turn anything. */
export const peakRssMiB = (): number => process.resourceUsage().maxRSS / 1_024;
