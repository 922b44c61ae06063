/** Checks one file, named by its path from the checkout with `/`. Gives sentences that begin with file and line. */
export function checkFile(file: string, text: string): string[];
/** Checks every source file below `folder`. */
export function checkLayers(folder: string): { readonly files: number; readonly findings: readonly string[] };
