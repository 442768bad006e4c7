import { type RefCallback, useEffect, useLayoutEffect, useState } from "react";
import type { Area } from "./grid.ts";

export interface Canvas {
  readonly attach: RefCallback<HTMLCanvasElement>;
  readonly element: HTMLCanvasElement | null;
  /** CSS pixels; zero until it is laid out. */
  readonly area: Area;
}

/** Follows a canvas's size. */
export function useCanvas(): Canvas {
  const [element, attach] = useState<HTMLCanvasElement | null>(null);
  const [area, setArea] = useState<Area>({ width: 0, height: 0 });
  useEffect(() => {
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setArea({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { attach, element, area };
}

/**
 * Paints again when `paint`, the size or the pixel ratio changes. The canvas has one pixel for each pixel of the screen.
 *
 * @param paint gets a cleared context that is scaled to CSS pixels, and the number of screen pixels per CSS pixel.
 */
export function usePaint(
  { element, area }: Canvas,
  paint: (context: CanvasRenderingContext2D, area: Area, ratio: number) => void,
): void {
  const ratio = useDevicePixelRatio();
  useLayoutEffect(() => {
    const context = element?.getContext("2d");
    if (element === null || context === null || context === undefined || area.width === 0) return;
    element.width = Math.round(area.width * ratio);
    element.height = Math.round(area.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, area, ratio);
  }, [element, area, ratio, paint]);
}

/** Changes with the browser's zoom and when the window moves to another screen. */
function useDevicePixelRatio(): number {
  const [ratio, setRatio] = useState(() => devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const update = () => setRatio(devicePixelRatio);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, [ratio]);
  return ratio;
}
