/** Walks through the provider's own login and consent pages like a browser with cookies; returns the callback's address. */
export async function walkThroughLogin(authorizeUrl: URL, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = authorizeUrl.href;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step++) {
    const response: Response = await fetch(url, {
      method: form === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const html = await response.text();
    if (location !== null) {
      url = new URL(location, url).href;
      form = null;
      if (new URL(url).pathname.endsWith('/callback')) return url;
      continue;
    }
    const action = /action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined)
      throw new Error(`No form at ${response.status}: ${html.replaceAll(/<[^>]+>/g, ' ').slice(0, 300)}`);
    url = new URL(action, url).href;
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1] ?? '';
    form = new URLSearchParams({ prompt, login, password: 'x' });
  }
  throw new Error('The login pages go in circles.');
}
