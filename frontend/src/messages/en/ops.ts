import admin from "./ops/admin";
import area from "./ops/area";
import glance from "./ops/glance";
import work from "./ops/work";

/** One catalogue of four parts: each has its place in what everybody loads first. */
export default { admin, area, glance, work };
