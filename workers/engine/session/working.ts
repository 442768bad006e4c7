import type { WorkingApi } from "../../api/index.ts";
import { deleteWorkingDisk, listWorkingDisks } from "../working/working-disks.ts";

export function workingApi(): WorkingApi {
  return {
    list: listWorkingDisks,
    delete: async (name) => {
      await deleteWorkingDisk(name);
      return listWorkingDisks();
    },
  };
}
