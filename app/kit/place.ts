import type { BoundFetch } from './net.ts';

/** Kinds of places outside the connected tools that a trigger may look at. */
export const PLACE_KINDS = ['folder', 'feed'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/**
 * A place that a person of this computer has allowed. A flow file only names one (G6): it is not looked at before
 * somebody here says so.
 */
export interface Place {
  readonly kind: PlaceKind;
  /** An absolute path, or the address of a feed. */
  readonly at: string;
  /** A feed may be on this computer or in a private network. */
  readonly allowsPrivate: boolean;
}

/** One file as a folder lists it. */
export interface FolderFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** When it was last written to (epoch ms). */
  readonly changedAt: number;
}

/** One allowed folder. Throws `tool_not_found` when it is not there, `scope_missing` when it cannot be read. */
export interface FolderReader {
  /** Its files; no folders, links or devices. Throws `limit_reached` when there are more than `most`. */
  list(most: number): Promise<readonly FolderFile[]>;
  /** The text of a file; null when it is larger than `mostBytes`, is no text, or is gone. */
  text(name: string, mostBytes: number): Promise<string | null>;
}

/** The folders of this computer. */
export interface Folders {
  /** Throws `invalid_input` for what is no absolute path, `address_refused` for a folder that nothing may look at. */
  open(path: string): FolderReader;
}

/** The way to one allowed place; which of the two depends on its kind. */
export interface PlaceHandle {
  readonly fetch?: BoundFetch;
  readonly folder?: FolderReader;
}
