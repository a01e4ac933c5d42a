/** The slug of the separator that tells lead from back vocals. */
export const KARAOKE_SLUG = 'lead_by_place';
