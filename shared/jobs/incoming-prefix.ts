/**
 * Songs that came by the API, uploaded or fetched from a link: `incoming/<owner>/<id>/<file name>`. No job is made of
 * them by themselves: the one who sent them says what becomes of them.
 */
export const INCOMING_PREFIX = 'incoming/';
