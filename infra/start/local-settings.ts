/** The settings with which the app is synthesized for this machine: both stacks, no mvsep.com. */
export const LOCAL_SETTINGS = {
  upstream: 'engine',
  requestsPerMinute: 100_000,
  // One machine does all the work, for one person.
  engine: { separationsAtOnce: 4, requestsPerMinute: 100_000 },
};
