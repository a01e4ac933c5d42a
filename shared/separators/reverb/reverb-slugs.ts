/** Slugs of the separators that take reverberation away: from a file as it is, and from the voices in it. */
export const REVERB_SLUGS = { asIs: 'late_reverb', ofVocals: 'late_reverb_vocals' } as const;
