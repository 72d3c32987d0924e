/** The views of the side bars, and the type of the editor tabs, as the manifest has them. */
export const chatViewId = 'maestro.chat';
export const sideViewId = 'maestro.chatSide';
export const tabType = 'maestro.chatTab';
