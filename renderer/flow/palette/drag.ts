/** What a step from the palette is called while it is dragged. */
export const STEP_TYPE = 'application/x-switchyard-step';
