/** The text of a file: Vite reads it into the build, `scripts/loader` does the same in Node. */
declare module "*.py?raw" {
  const text: string;
  export default text;
}

declare module "*.cmd?raw" {
  const text: string;
  export default text;
}

declare module "*.ps1?raw" {
  const text: string;
  export default text;
}
