/** Faults of the lists OA, SS, WV, ST and NT that no test can show, and why. */
export const untestedFaults: ReadonlyMap<string, string> = new Map([
  ['OA-07', 'Maestro reads no metadata of authorization servers; no vendor it knows promises to send `iss`.'],
  ['OA-14', 'Maestro reads no metadata of authorization servers: it always uses S256 and has no other method (OA-12).'],
  [
    'OA-42',
    'Only VS Code calls a URI handler. It looks at one path and a short query, and the core judges that (OA-39, OA-41).',
  ],
  ['OA-43', 'There is nothing to try: the URI handler has one path, which can do nothing but finish a sign-in.'],
  [
    'OA-44',
    'The other editions of VS Code do not run here. The scheme is asked of VS Code wherever an address is made.',
  ],
  ['WV-37', 'Maestro runs nothing in a terminal: code of an answer is inserted, copied or shown as a diff.'],
]);
