import { workspace } from 'vscode';
import { objectAt } from '../../core/json.ts';

/** The names of the manifest's settings that are set to something, wherever; what they are set to is nobody's business. */
export function changedSettings(manifest: unknown): readonly string[] {
  const settings = objectAt(objectAt(objectAt(manifest, 'contributes'), 'configuration'), 'properties');
  const configuration = workspace.getConfiguration();
  return Object.keys(settings).filter((name) => {
    const found = configuration.inspect<unknown>(name);
    if (found === undefined) return false;
    const set = [found.globalValue, found.workspaceValue, found.workspaceFolderValue];
    return set.some((value) => value !== undefined);
  });
}
