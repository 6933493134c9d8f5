import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

const ELSEWHERE = `
  const channel = new BroadcastChannel("rondel.test");
  channel.postMessage("elsewhere");
  channel.close();
`;

test("what another file says at the same time is not heard here", async () => {
  const here = new BroadcastChannel("rondel.test");
  const other = new BroadcastChannel("rondel.test");
  const heard: unknown[] = [];
  const hears = new Promise<void>((resolve) => {
    here.onmessage = ({ data }) => {
      heard.push(data);
      if (data === "here") resolve();
    };
  });
  await once(new Worker(ELSEWHERE, { eval: true }), "exit");
  other.postMessage("here"); // comes after it
  await hears;
  expect(heard).toEqual(["here"]);
  here.close();
  other.close();
});
