/** The sizes of the parts of a ZIP archive's directory, and the marks they begin with (PKWARE APPNOTE 4.3.12, 4.3.16). */
const endMark = 0x06054b50;
const endBytes = 22;
const entryMark = 0x02014b50;
const entryBytes = 46;

/** The names of the files in a ZIP archive, in its order. Throws if it is none. */
export function zipNames(archive: Buffer): readonly string[] {
  const end = archive.lastIndexOf(uint32(endMark));
  if (end === -1 || end + endBytes > archive.length) throw new Error('This is no ZIP archive.');
  const names: string[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== entryMark) throw new Error('The archive’s directory is broken.');
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const nameAt = at + entryBytes;
    names.push(archive.toString('utf8', nameAt, nameAt + (name ?? 0)));
    at = nameAt + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return names;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
