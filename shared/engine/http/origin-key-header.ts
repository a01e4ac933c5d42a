/** The header by which CloudFront shows that a request came through it. It replaces what a viewer writes there. */
export const ORIGIN_KEY_HEADER = 'x-origin-key';
