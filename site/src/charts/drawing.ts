/** The space of a chart. */
export interface Frame {
  /** In px. */
  readonly width: number;
  /** Called when the reader selects a year with the mouse. */
  readonly onYear?: ((year: number | null) => void) | undefined;
}

/** Draws a chart. Modules that export one import Observable Plot, so they are loaded lazily. */
export type Draw<Data> = (data: Data, frame: Frame) => Element;
export type LoadDraw<Data> = () => Promise<{ readonly draw: Draw<Data> }>;
