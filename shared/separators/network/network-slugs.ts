/** Slugs of the separators that a network is run by: on the mix, and again on what is left of it without vocals. */
export const NETWORK_SLUGS = { fromMix: 'mask_network', fromInstrumental: 'mask_network_twice' } as const;
