/** The settings with which the app is synthesized for this machine: both stacks, no mvsep.com. */
export const LOCAL_SETTINGS = { upstream: 'engine' };
