/** How many turns at once. */
export const crowdSize = 50;
