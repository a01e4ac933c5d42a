/** The queue: separations of one status in the order in which they came. */
export const BY_STATUS_INDEX = 'byStatus';
