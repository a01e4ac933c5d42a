/** Slugs of the separators of drum kits: of drums alone, and of songs, whose drums the other network takes out first. */
export const KIT_SLUGS = { fromDrums: 'kit_network', fromMix: 'kit_network_twice' } as const;
