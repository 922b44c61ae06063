/** Sizes of a card in canvas units. Fixed, so that the canvas need not measure and can leave out what is not in view. */
export const CARD_WIDTH = 248;
export const CARD_HEAD = 110;
export const PORT_ROW = 22;
const FOOT = 8;

export const cardHeight = (ports: number): number => CARD_HEAD + (ports === 0 ? 0 : ports * PORT_ROW + FOOT);

/** Middle of a port's row from the card's top. */
export const portTop = (index: number): number => CARD_HEAD + index * PORT_ROW + PORT_ROW / 2;
