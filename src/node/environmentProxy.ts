/** The variables that name a proxy for HTTPS, in the order in which VS Code and undici take them. */
const variables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/** The proxy that this process's environment names for HTTPS, and by which variable; `null` where it names none. */
export function environmentProxy(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly namedBy: string; readonly address: string } | null {
  for (const variable of variables) {
    const address = environment[variable];
    if (address !== undefined && address !== '') return { namedBy: variable, address };
  }
  return null;
}
