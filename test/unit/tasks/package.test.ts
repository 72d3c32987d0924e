import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arrayAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { type BundledPackage, bundledPackages } from '../../tasks/steps/bundledPackages.ts';
import { contentProblems, packageContents } from '../../tasks/steps/packageContents.ts';
import { sbom } from '../../tasks/steps/sbom.ts';
import { thirdPartyNotices } from '../../tasks/steps/thirdPartyNotices.ts';
import { zipNames } from '../../tasks/steps/zipNames.ts';

/** What esbuild says of a build whose one output has so many bytes of each of these files. */
async function bundled(files: Readonly<Record<string, number>>): Promise<readonly BundledPackage[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'maestro-metafile-'));
  try {
    const file = path.join(folder, 'metafile.json');
    const inputs = Object.fromEntries(Object.entries(files).map(([name, bytesInOutput]) => [name, { bytesInOutput }]));
    await writeFile(file, JSON.stringify({ outputs: { 'dist/extension.cjs': { inputs } } }));
    return await bundledPackages(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('what is told of the packages in the package', () => {
  it('are those of which something is in a bundle, with version and licence', async () => {
    const packages = await bundled({
      'src/extension.ts': 10,
      'node_modules/undici/index.js': 10,
      'node_modules/undici/lib/core/request.js': 10,
      'node_modules/@vscode/codicons/dist/codicon.ttf': 10,
      'node_modules/markdown-it/index.mjs': 0,
    });
    assert.deepEqual(
      packages.map(({ name, license }) => [name, license]),
      [
        ['@vscode/codicons', 'CC-BY-4.0'],
        ['undici', 'MIT'],
      ],
    );
    const notices = thirdPartyNotices(packages);
    assert.match(notices, /@vscode\/codicons \d+\.\d+\.\d+ \(CC-BY-4\.0\)/);
    assert.match(notices, /Matteo Collina and Undici contributors/);
  });

  it('one that is only for development stops the packing', async () => {
    await assert.rejects(
      bundled({ 'node_modules/mocha/mocha.js': 1 }),
      /mocha is bundled, but is no production dependency/,
    );
    await assert.rejects(bundled({ 'node_modules/made-up/index.js': 1 }), /made-up is bundled, and the lock file/);
  });

  it('the bill of materials names each by address and hash (CycloneDX 1.6)', async () => {
    const packages = await bundled({
      'node_modules/@vscode/codicons/dist/codicon.ttf': 1,
      'node_modules/jose/index.js': 1,
    });
    const bill = parseJson(sbom('9.9.9', packages));
    assert.equal(stringAt(bill, 'specVersion'), '1.6');
    const components = arrayAt(bill, 'components');
    assert.match(stringAt(components[0], 'purl') ?? '', /^pkg:npm\/%40vscode\/codicons@\d/);
    for (const component of components) {
      assert.match(stringAt(arrayAt(component, 'hashes')[0], 'content') ?? '', /^[0-9a-f]{128}$/);
    }
  });
});

describe('what is in the package', () => {
  it('is read from the archive’s own directory', () => {
    const names = ['extension/package.json', 'extension/dist/ünïcode.cjs'];
    assert.deepEqual(zipNames(zip(names)), names);
    assert.throws(() => zipNames(Buffer.from('PK, but no archive')), /no ZIP archive/);
  });

  it('is what belongs into it, the licences and the bill of materials with it, and no file more (WV-61)', () => {
    assert.deepEqual(contentProblems(packageContents), []);
    assert.deepEqual(contentProblems([...packageContents, 'extension/dist/wire-4OCS6QSS.cjs', 'extension/.env']), [
      'extension/.env does not belong into it.',
    ]);
    const inventory = ['extension/dist/THIRD_PARTY_NOTICES.txt', 'extension/dist/sbom.cdx.json'];
    assert.deepEqual(
      contentProblems(packageContents.filter((name) => !inventory.includes(name))),
      inventory.map((name) => `${name} is missing.`),
    );
  });
});

/** The directory of an archive with these files, and the end of it; nothing reads the files themselves. */
function zip(names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    const [head, bytes] = [Buffer.alloc(46), Buffer.from(name)];
    head.writeUInt32LE(0x02014b50);
    head.writeUInt16LE(bytes.length, 28);
    head.writeUInt16LE(3, 32);
    return Buffer.concat([head, bytes, Buffer.from('???')]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(4, 16);
  return Buffer.concat([Buffer.from('....'), ...entries, end]);
}
