/** Why a host refuses a body, in the words and codes of the vendor. */
export interface BodyProblem {
  readonly message: string;
  readonly param: string | null;
  readonly code: string | null;
}

export function problem(message: string, param: string, code: string | null = null): BodyProblem {
  return { message, param, code };
}

/** A member of the wrong type; `wanted` with its article. */
export function wrongType(param: string, wanted: string): BodyProblem {
  return problem(`Invalid type for '${param}': expected ${wanted}.`, param, 'invalid_type');
}

export function missing(param: string): BodyProblem {
  return problem(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}
