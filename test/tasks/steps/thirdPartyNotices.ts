import type { BundledPackage } from './bundledPackages.ts';

const rule = '-'.repeat(80);

/** What Maestro contains of others, with the text of each licence, as its users are to be given it. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const list = packages.map(({ name, version, license }) => `  ${name} ${version}: ${license}`);
  const texts = packages.map(
    ({ name, version, license, licenseText }) =>
      `${rule}\n${name} ${version} (${license})\n${rule}\n\n${licenseText}\n`,
  );
  return ['Maestro contains parts of these packages:', '', ...list, '', ...texts].join('\n');
}
