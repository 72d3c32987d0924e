interface Closable {
  close(): unknown;
}

/**
 * For the `describe` that calls this: a function that hands back what it is given, which is closed after the test, the last
 * first.
 */
export function closingAfterEach(): <One extends Closable>(one: One) => One {
  const open: Closable[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  return (one) => {
    open.push(one);
    return one;
  };
}
