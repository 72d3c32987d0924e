import { createHook } from 'node:async_hooks';

/** The next look-up of a host's name in this process: resolves when the system has been asked, and when it has answered. */
export function nextLookup(): { readonly asked: Promise<void>; readonly answered: Promise<void> } {
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let lookup: number | null = null;
  const hook = createHook({
    init(id, type) {
      if (type !== 'GETADDRINFOREQWRAP' || lookup !== null) return;
      lookup = id;
      asked.resolve();
    },
    before(id) {
      if (id !== lookup) return;
      hook.disable();
      answered.resolve();
    },
  }).enable();
  return { asked: asked.promise, answered: answered.promise };
}
