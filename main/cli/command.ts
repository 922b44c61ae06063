/** What a command gets, and the exit code it gives. It throws a SwitchyardError when it cannot do its work. */
export type Command = (call: CommandCall) => Promise<number>;

export interface CommandCall {
  readonly positionals: readonly string[];
  readonly dataDir: string;
  /** A script is reading: JSON instead of sentences. */
  readonly json: boolean;
  /** Options of single commands. */
  readonly options: {
    readonly directives?: string | undefined;
    readonly messages?: string | undefined;
    readonly explain?: boolean | undefined;
  };
  print(line: string): void;
}
