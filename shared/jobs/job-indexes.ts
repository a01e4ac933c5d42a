/** Sparse index of what the clocks have to see to, by kind of work and by when it is due. */
export const BY_WORK_INDEX = 'byWork';
/** Jobs by state, in the order of their submission. */
export const BY_STATE_INDEX = 'byState';
/** Jobs by the month of their submission, in the order of their submission. */
export const BY_MONTH_INDEX = 'byMonth';
/** Jobs by the owner of the key that asked for them, in the order of their submission. */
export const BY_OWNER_INDEX = 'byOwner';
