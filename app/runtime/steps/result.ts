/** `moved`: look for the next step at once. `parked`: the run waits on rows and gives its worker back. */
export type StepResult = 'moved' | 'parked';
