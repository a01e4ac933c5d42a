/** Songs are dropped below this prefix. */
export const UPLOAD_PREFIX = 'uploads/';
