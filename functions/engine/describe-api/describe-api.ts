import document from '../../../shared/mvsep/openapi/openapi.json' with { type: 'json' };

/** The OpenAPI document of the API, which names this Engine as its server. */
export function describeApi(engineUrl: string) {
  return { ...document, servers: [{ url: engineUrl, description: 'This Engine.' }] };
}
