import { TabInputTextDiff, window } from 'vscode';

/** Resolves when the diff of a proposal is in front, or when there is none any more. */
export async function proposal(state: 'shown' | 'gone'): Promise<void> {
  const isProposal = (input: unknown): boolean =>
    input instanceof TabInputTextDiff && input.modified.scheme === 'maestro-proposal';
  const isSo = (): boolean =>
    state === 'shown'
      ? isProposal(window.tabGroups.activeTabGroup.activeTab?.input)
      : !window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => isProposal(input)));
  while (!isSo()) {
    await new Promise<void>((resolve) => {
      const subscription = window.tabGroups.onDidChangeTabs(() => {
        subscription.dispose();
        resolve();
      });
    });
  }
}
