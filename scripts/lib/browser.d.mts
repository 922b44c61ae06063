/** The Chromium, Chrome or Edge of this computer, or undefined. */
export function findBrowser(): string | undefined;
/** True when a window can be shown at all. */
export function hasScreen(): boolean;
/** True on Linux as root, where Chromium's sandbox does not start. */
export function cannotSandbox(): boolean;
/** How to open `link` as a window of its own, with a profile of its own below `dataDir`. */
export function windowArguments(browser: string, link: string, dataDir: string): string[];
