import { ServiceError } from './service-error.ts';

/** A file is not a network that can run here: damaged, not ONNX, or not of the shape that its use needs. */
export class UnusableModel extends ServiceError {
  override readonly name = 'UnusableModel';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
