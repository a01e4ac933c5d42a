/** Sparse index of waiting jobs by the time they are due; jobs in other states are not in it. */
export const BY_STATE_INDEX = 'byState';
