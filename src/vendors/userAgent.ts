/** The name that Maestro gives of itself to every vendor (RFC 9110 section 10.1.5). `version` is its own. */
export function userAgent(version: string): string {
  return `TheMaestro/${version}`;
}
