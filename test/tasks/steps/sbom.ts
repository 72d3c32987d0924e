import type { Json } from '../../../src/core/json.ts';
import type { BundledPackage } from './bundledPackages.ts';

/**
 * The bill of materials of Maestro's package: a CycloneDX 1.6 document as JSON. It has no time and no serial number, so that the
 * same sources make the same text.
 */
export function sbom(version: string, packages: readonly BundledPackage[]): string {
  const maestro = `pkg:npm/maestro@${version}`;
  const document: Json = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': maestro,
        name: 'maestro',
        version,
        licenses: [{ license: { id: 'MIT' } }],
        purl: maestro,
      },
    },
    components: packages.map(component),
    dependencies: [{ ref: maestro, dependsOn: packages.map(packageUrl) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function component(one: BundledPackage): Json {
  return {
    type: 'library',
    'bom-ref': packageUrl(one),
    name: one.name,
    version: one.version,
    hashes: hashes(one.integrity),
    licenses: [{ license: { id: one.license } }],
    purl: packageUrl(one),
  };
}

/** The package's address of its own kind (Package URL, type npm): the `@` of a scope is percent-encoded. */
function packageUrl({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** The archive's hash in hexadecimal digits, where the lock file has it in base64. */
function hashes(integrity: string): Json[] {
  const sha512 = /\bsha512-([A-Za-z0-9+/=]+)/.exec(integrity)?.[1];
  return sha512 === undefined ? [] : [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }];
}
