import type { Translated } from "@/lib/messages";
import type en from "../en/ops";
import admin from "./ops/admin";
import area from "./ops/area";
import glance from "./ops/glance";
import work from "./ops/work";

export default { admin, area, glance, work } satisfies Translated<typeof en>;
