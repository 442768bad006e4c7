/** Saves the dropped file unchanged: the speed that any page can reach on this machine. */
const say = (text) => (document.querySelector("#state").textContent = text);
addEventListener("dragover", (event) => event.preventDefault());
document.querySelector("#download").addEventListener("click", () => {
  const url = URL.createObjectURL(new Blob([globalThis.benchFiles[0]]));
  Object.assign(document.createElement("a"), { href: url, download: "disk.raw" }).click();
});
document.querySelector("#save").addEventListener("click", () => void save());
async function save() {
  const writable = await (await globalThis.benchHandles[1]).createWritable();
  await globalThis.benchFiles[0].stream().pipeTo(writable);
  say("saved");
}
