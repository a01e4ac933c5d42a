/**
 * Answers an OPTIONS with the methods that an address takes.
 *
 * Browsers ask so before they call from a page of another origin, and call only after a 2xx. API Gateway adds its CORS
 * headers to whatever answer there is, but answers by itself only where no route takes an OPTIONS, and `$default` and
 * ANY take it. Source: "Configuring CORS for an HTTP API with a $default route" in the API Gateway developer guide.
 */
export function sayMethods(methods: readonly string[]): {
  readonly statusCode: 204;
  readonly headers: { readonly allow: string };
} {
  return { statusCode: 204, headers: { allow: methods.join(', ') } };
}
