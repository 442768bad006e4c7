import { expect, it } from "vitest";
import { holdTyping, settleTyping } from "./typing.ts";

it("applies what every view holds, as long as it is there", async () => {
  const applied: string[] = [];
  const leaveA = holdTyping(async () => void applied.push("a"));
  const leaveB = holdTyping(() => null);
  expect(settleTyping()).not.toBeNull();
  await settleTyping();
  expect(applied).toEqual(["a", "a"]);
  leaveA();
  expect(settleTyping()).toBeNull();
  leaveB();
});
