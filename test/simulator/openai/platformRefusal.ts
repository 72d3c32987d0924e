import { json, type Reply } from '../reply.ts';

interface Refusal {
  readonly message: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

/** An error in the shape of the platform API. */
export function refusePlatform(status: number, { message, param = null, code = null }: Refusal): Reply {
  return json(status, { error: { message, type: 'invalid_request_error', param, code } });
}
