/** A CloudFront Function that failed (503), or answered what CloudFront does not take (502). */
export class EdgeFunctionFailure extends Error {
  override readonly name = 'EdgeFunctionFailure';
  readonly status: 502 | 503;

  constructor(status: 502 | 503, message: string) {
    super(message);
    this.status = status;
  }
}
