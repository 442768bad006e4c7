/** Speed below which a fling has ended, px per ms. */
const STANDSTILL = 0.02;
/** Part of the speed that is left after one ms of a fling. */
const FRICTION = 0.996;

/**
 * Lets a finger drag an element's content, with the fling that people expect. The element's `touch-action` must not
 * claim vertical movement.
 *
 * @param onMove takes px that the content moved upward.
 * @returns how to stop listening.
 */
export function followTouch(element: HTMLElement, onMove: (pixels: number) => boolean): () => void {
  let finger: { id: number; y: number; time: number } | null = null;
  let speed = 0;
  let frame = 0;

  const fling = (last: number) => {
    frame = requestAnimationFrame((now) => {
      const passed = Math.min(64, now - last);
      const moved = onMove(speed * passed);
      speed *= FRICTION ** passed;
      if (moved && Math.abs(speed) > STANDSTILL) fling(now);
    });
  };
  const onDown = (event: PointerEvent) => {
    cancelAnimationFrame(frame);
    if (event.pointerType !== "touch" || finger !== null) return;
    finger = { id: event.pointerId, y: event.clientY, time: event.timeStamp };
    speed = 0;
  };
  const onPointerMove = (event: PointerEvent) => {
    if (finger === null || event.pointerId !== finger.id) return;
    const moved = finger.y - event.clientY;
    const passed = Math.max(1, event.timeStamp - finger.time);
    speed = 0.7 * (moved / passed) + 0.3 * speed;
    finger = { id: finger.id, y: event.clientY, time: event.timeStamp };
    onMove(moved);
  };
  const onUp = (event: PointerEvent) => {
    if (finger === null || event.pointerId !== finger.id) return;
    const rested = event.timeStamp - finger.time > 80;
    finger = null;
    if (!rested && Math.abs(speed) > STANDSTILL) fling(performance.now());
  };
  const listeners = { pointerdown: onDown, pointermove: onPointerMove, pointerup: onUp, pointercancel: onUp };
  for (const [name, listener] of Object.entries(listeners)) {
    element.addEventListener(name, listener as EventListener);
  }
  return () => {
    cancelAnimationFrame(frame);
    for (const [name, listener] of Object.entries(listeners)) {
      element.removeEventListener(name, listener as EventListener);
    }
  };
}
