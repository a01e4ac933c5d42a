/** Who may use a type, in the order of the numbers that the wire has for it (`orientation`). */
export const ACCESS_LEVELS = ['everyone', 'registered', 'premium'] as const;
