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

/** What of such a fault no test can show, or Maestro does otherwise, although others of its cases have one, and why. */
export const untestedCases: ReadonlyMap<string, string> = new Map([
  [
    'NT-05',
    'A PAC file: only desktop VS Code asks Chromium for what it says. In a browser the workbench answers `$resolveProxy` of the extension host with nothing, so `http.proxy` stands for it where VS Code’s own network is proven.',
  ],
  [
    'NT-04',
    'What is not encrypted goes through no proxy, whatever the environment says: it is sent to near hosts only.',
  ],
  [
    'NT-07',
    'The stores of Windows and macOS, to which a test could add only with the person’s consent; that of Linux is a file.',
  ],
  [
    'ST-04',
    'Whom a certificate is made out to is told where it is for another host; Node’s other errors come without the certificate.',
  ],
  [
    'ST-33',
    'Seconds of processor time are the machine’s: the bench measures an answer of 100,000 deltas as a multiple of what its peers take.',
  ],
  [
    'ST-58',
    'The text at a block’s end wins only for what it has beyond the deltas: what a person has read is not taken back. Where it says something else, the log counts that.',
  ],
  [
    'ST-64',
    'A connection that is being made when a turn is stopped is made to its end, or to its limit, as undici does; nothing is sent over it. A renewal that is under way goes on, because its refresh token would be lost. Milliseconds are for the bench.',
  ],
]);
