import { createSign, generateKeyPairSync } from 'node:crypto';

/** The parts of a certificate in their encoding (X.690, RFC 5280 section 4.1). */
const tags = { integer: 0x02, bits: 0x03, octets: 0x04, utf8: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 } as const;
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');
const commonName = Buffer.from('0603550403', 'hex');
const subjectAltName = Buffer.from('0603551d11', 'hex');
const dayMs = 24 * 3_600_000;

/** A key and a certificate for 127.0.0.1, or for a host by its name, that its own key has signed, good for one day from `from` on. */
export function selfSigned(from: Date, host?: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = part(tags.sequence, ecdsaWithSha256);
  const name = part(
    tags.sequence,
    part(tags.set, part(tags.sequence, commonName, part(tags.utf8, Buffer.from('test')))),
  );
  const bearer = host === undefined ? part(0x87, Buffer.from([127, 0, 0, 1])) : part(0x82, Buffer.from(host));
  const bearers = part(tags.sequence, bearer);
  const body = part(
    tags.sequence,
    part(0xa0, part(tags.integer, Buffer.from([2]))),
    part(tags.integer, Buffer.from([1])),
    algorithm,
    name,
    part(tags.sequence, time(from), time(new Date(from.getTime() + dayMs))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    part(0xa3, part(tags.sequence, part(tags.sequence, subjectAltName, part(tags.octets, bearers)))),
  );
  const signature = createSign('SHA256').update(body).sign(privateKey);
  const whole = part(tags.sequence, body, algorithm, part(tags.bits, Buffer.from([0]), signature));
  const cert = `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}

function part(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function time(date: Date): Buffer {
  return part(tags.time, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}
