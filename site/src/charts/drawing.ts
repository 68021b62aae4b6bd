/** What a drawing gets to draw into. */
export interface Frame {
  /** Px. */
  readonly width: number;
  /** Called when the reader selects a year with the mouse. */
  readonly onYear?: ((year: number | null) => void) | undefined;
}

/** Makes the drawing of some data. The modules that have one bring Observable Plot with them, so they come lazily. */
export type Draw<Data> = (data: Data, frame: Frame) => Element;
export type LoadDraw<Data> = () => Promise<{ readonly draw: Draw<Data> }>;
