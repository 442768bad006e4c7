/** Whether `PLATTER_FULL=1` asks for everything (`npm run test:full`, CI), however long it takes. */
export const FULL = process.env.PLATTER_FULL === "1";
