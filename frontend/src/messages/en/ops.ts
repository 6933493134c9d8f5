import admin from "./ops/admin";
import area from "./ops/area";
import work from "./ops/work";

/** One catalogue of three parts: each has its place in what everybody loads first. */
export default { admin, area, work };
