import { describe, expect, it } from "vitest";
import { ScrollPosition } from "./scroll-position.ts";

describe("ScrollPosition", () => {
  it("goes as far as its longest member, and comes back when that leaves", () => {
    const position = new ScrollPosition();
    const long = {};
    position.setMember({}, { rows: 100, page: 10 });
    position.setMember(long, { rows: 1000, page: 10 });
    position.scrollTo(5000);
    expect(position.top).toBe(990);
    position.setMember(long, null);
    expect(position.top).toBe(90);
  });

  it("tells its listeners once per move, and not at all when nothing moves", () => {
    const position = new ScrollPosition();
    position.setMember({}, { rows: 100, page: 10 });
    let calls = 0;
    const stop = position.subscribe(() => (calls += 1));
    expect(position.scrollBy(3)).toBe(true);
    expect(position.scrollBy(-3)).toBe(true);
    expect(position.scrollBy(-3)).toBe(false);
    stop();
    position.scrollTo(50);
    expect(calls).toBe(2);
  });

  it("keeps its place while no member is mounted", () => {
    const position = new ScrollPosition();
    const member = {};
    position.setMember(member, { rows: 100, page: 10 });
    position.scrollTo(40);
    position.setMember(member, null);
    position.setMember(member, { rows: 100, page: 10 });
    expect(position.top).toBe(40);
  });
});
