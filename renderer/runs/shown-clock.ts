/** How far the workspace's clock is ahead of this computer's, in milliseconds: the practice clock can be moved. */
let aheadMs = 0;

export const setAhead = (ms: number): void => {
  aheadMs = ms;
};

/** The present of the workspace, epoch milliseconds. */
export const presentMs = (): number => Date.now() + aheadMs;
